// Making a plan and changing one: the form, the draft, saving, and what
// happens when somebody else has saved meanwhile.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { count, localised, t } from "../lib/text.js";
import { call } from "../lib/api.js";
import * as format from "../lib/format.js";
import { Failure, Loading, Message, Notice } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { learnNames } from "../lib/names.js";
import { problemsOf, problemText } from "../lib/problem.js";
import * as rights from "../lib/study-rights.js";
import { Conflict } from "./conflict.js";
import { loadSchema } from "../lib/schema-file.js";
import { loadPlan, loadStudyRights } from "./data.js";
import { withoutEmpty } from "./document-values.js";
import { dropDraft, readDraft } from "./drafts.js";
import { idOf } from "./fields.js";
import { placed, useForm } from "./form-state.js";
import { askedFields, ObjectFields, ObjectList } from "./parts-form.js";
import { join, placeOf, split } from "./pointers.js";
import { goTo } from "./route.js";

const ENTITY = "HOKS";
const GROUP_SIZE = 100;
const TECHNICAL = 900;
const CONFLICT = 412;
const TUVA = "tuva";

/** Parts that only TUVA has, and those that it has as well. */
const ONLY_TUVA = ["hankittavat-koulutuksen-osat"];
const ALSO_TUVA = ["oppimisen-tuki"];

export function Page({ session, route }) {
    const [, oppija, id] = route.path;
    const studyRight = route.query.get("opiskeluoikeus");
    const isNew = id === "uusi";
    const { data, error, retry } = useLoad(() => isNew
        ? startNew(session, oppija, studyRight) : startEdit(session, oppija, id),
    [oppija, id, studyRight]);
    if (error?.status >= 400 && error.status < 500) {
        return html`<${Message} title=${t("virkailija.lomake.ei-onnistu")}
            text=${problemText(error)}>
            <p><a href=${`#/oppija/${oppija}`}>
                ${t("virkailija.suunnitelma.oppijan")}</a></p>
        </${Message}>`;
    }
    if (error) {
        return html`<${Failure} error=${error} retry=${retry} />`;
    }
    return data ? html`<${Editor} key=${data.stamp} session=${session}
            oppija=${oppija} reload=${retry} ...${data} />`
        : html`<${Loading} />`;
}

let loads = 0;

/** Another form for each start: none inherits what was typed before. */
function stamp() {
    loads += 1;
    return loads;
}

/** A stored plan, or the unsaved work on it. */
async function startEdit(session, oppija, id) {
    const { plan, etag, schema, learner, studyRights }
        = await loadPlan(oppija, id);
    const draft = readDraft(session, oppija, id);
    const start = draft ?? { base: plan, document: plan, etag };
    await learnNames([start.document]);
    return { stamp: stamp(), start, isDraft: Boolean(draft), schema, studyRights,
        name: learner.nimi, draft: [oppija, id],
        right: rights.studyRightOf(plan, studyRights),
        target: { method: "PUT",
            address: `virkailija/oppijat/${oppija}/hoksit/${id}` },
        back: `#/oppija/${oppija}/${id}` };
}

/** A new plan: what earlier plans give to begin with. */
async function startNew(session, oppija, studyRight) {
    const asked = new URLSearchParams({ opiskeluoikeus: studyRight });
    const [schema, proposal, studyRights] = await Promise.all([loadSchema(),
        call("GET", `virkailija/oppijat/${oppija}/pohja?${asked}`),
        loadStudyRights(oppija).catch(() => null)]);
    const { data, meta } = proposal;
    const draft = readDraft(session, oppija, studyRight);
    const document = { "ensikertainen-hyvaksyminen": format.today(), ...data };
    const start = draft ?? { base: document, document, etag: null };
    await learnNames([start.document]);
    return { stamp: stamp(), start, isDraft: Boolean(draft), schema, studyRights,
        draft: [oppija, studyRight], sources: meta.lahteet ?? [],
        right: studyRights?.find(({ oid }) => oid === studyRight)
            ?? { ...meta.opiskeluoikeus, suoritukset:
                [{ koulutusmoduuli: meta.tutkinto }] },
        target: { method: "POST",
            address: `virkailija/oppijat/${oppija}/hoksit` },
        back: `#/oppija/${oppija}` };
}

function Editor(props) {
    const { session, oppija, start, schema, target, back, right, name,
        studyRights, draft, isDraft, sources, reload } = props;
    const form = useForm({ session, schema, target, start, studyRights, draft });
    const [saving, setSaving] = useState({});
    const [newer, setNewer] = useState(null);
    const summary = useRef(null);
    const etag = useRef(start.etag);
    const save = async () => {
        form.setSubmitted(true);
        setSaving({ isRunning: true });
        try {
            const { meta } = await call(target.method, target.address,
                { body: stamped(form.document), etag: etag.current });
            form.drop();
            goTo(meta?.id ? `#/oppija/${oppija}/${meta.id}` : back);
        } catch (error) {
            setSaving({ error });
            if (error.status === CONFLICT) {
                setNewer(await call("GET", target.address).catch(() => null));
            } else if (problemsOf(error).some(({ kohta }) => kohta)) {
                form.setProblems(placed(problemsOf(error)));
            }
            summary.current?.focus();
        }
    };
    const discard = () => {
        dropDraft(session, ...draft);
        reload();
    };
    if (newer) {
        return html`<${Conflict} schema=${schema} base=${start.base}
            mine=${form.document} theirs=${newer.data}
            onMerged=${(merged) => {
                form.replace(merged);
                etag.current = newer.etag;
                setSaving({});
                setNewer(null);
            }} />`;
    }
    return html`
        <p class="paluu"><a href=${back}>${name
            ?? t("virkailija.suunnitelma.oppijan")}</a></p>
        <h1 tabindex="-1">${t(target.method === "POST"
            ? "virkailija.lomake.uusi" : "virkailija.lomake.muokkaa")}</h1>
        <p class="koulu">${[rights.qualification(right), rights.school(right)]
            .filter(Boolean).join(", ")}</p>
        ${isDraft && html`<${Notice}>${t("virkailija.lomake.luonnos")}${" "}
            <button type="button" onClick=${discard}>
                ${t("virkailija.lomake.hylkaa")}</button></${Notice}>`}
        ${sources?.length > 0 && !isDraft && html`<${Notice}>
            ${count("virkailija.lomake.pohja", sources.length)}</${Notice}>`}
        <form class="lomake" novalidate onSubmit=${(event) => {
            event.preventDefault();
            save();
        }}>
            <${PlanFields} form=${form} isTuva=${
                right?.tyyppi?.koodiarvo === TUVA} />
            <${SaveBar} form=${form} saving=${saving} summary=${summary} />
        </form>`;
}

/** The document with the time of this update. */
function stamped(document) {
    return { ...withoutEmpty(document),
        paivitetty: `${new Date().toISOString().slice(0, 19)}Z` };
}

/** The top level: the head, then the sections in their groups. */
function PlanFields({ form, isTuva }) {
    const { schema } = form;
    const keys = askedFields(form, ENTITY).sort((a, b) =>
        schema.order(ENTITY, a) - schema.order(ENTITY, b));
    const order = (key) => schema.order(ENTITY, key);
    const isOffered = (key) => ALSO_TUVA.includes(key)
        || isTuva === ONLY_TUVA.includes(key)
        || (form.valueAt([key]) ?? []).length > 0;
    const head = keys.filter((key) => order(key) < GROUP_SIZE
        || (order(key) >= TECHNICAL && !isTuva));
    const sections = keys.filter((key) => order(key) >= GROUP_SIZE
        && order(key) < TECHNICAL && isOffered(key));
    const groupOf = (key) => Math.floor(order(key) / GROUP_SIZE);
    const groups = [...new Set(sections.map(groupOf))].map((number) =>
        [number, sections.filter((key) => groupOf(key) === number)]);
    return html`
        <section class="perustiedot" aria-labelledby="perustiedot">
            <h2 id="perustiedot">${t("suunnitelma.perustiedot")}</h2>
            <${ObjectFields} form=${form} entity=${ENTITY} path=${[]}
                keys=${head} level=${3} />
        </section>
        ${groups.map(([number, names]) => html`<section class="ryhma"
            key=${number} aria-labelledby=${`ryhma-${number}`}>
            <h2 id=${`ryhma-${number}`}>${t(`ryhma.${number}`)}</h2>
            ${names.map((key) => html`<div class="osat" key=${key}>
                <${ObjectList} form=${form} path=${[key]} level=${3}
                    entity=${schema.entityOf(ENTITY, key)}
                    label=${schema.label(ENTITY, key)} /></div>`)}
        </section>`)}`;
}

/** Brings a problem's field to view: the nearest place that the form has. */
function show(pointer) {
    const steps = split(pointer);
    for (let length = steps.length; length > 0; length -= 1) {
        const element = document.getElementById(idOf(steps.slice(0, length)));
        if (element) {
            for (let step = element; step; step = step.parentElement) {
                if (step instanceof HTMLDetailsElement) {
                    step.open = true;
                }
            }
            element.scrollIntoView({ block: "center" });
            (element.querySelector?.("summary") ?? element)
                .focus({ preventScroll: true });
            return;
        }
    }
}

/** Stays at the bottom: what is still to be done, and saving. */
function SaveBar({ form, saving, summary }) {
    const { problems, isChecking } = form;
    const shown = problems ?? [];
    return html`<div class="tallennus" ref=${summary} tabindex="-1">
        ${saving.error && html`<p class="virhe" role="alert">
            ${problemsOf(saving.error).some(({ kohta }) => kohta)
                ? t("virkailija.lomake.korjaa") : problemText(saving.error)}</p>`}
        ${!form.isKept && html`<p class="virhe">
            ${t("virkailija.lomake.ei-luonnosta")}</p>`}
        ${shown.length > 0 && html`<details class="puutteet"
            open=${form.isSubmitted}>
            <summary>${count("virkailija.lomake.taydennettavaa", shown.length)}
            </summary>
            <ul>${shown.map((problem) => html`<li><button type="button"
                class="linkki" onClick=${() => show(problem.kohta)}>
                ${[placeOf(form.schema, form.document, problem.kohta).text,
                    localised(problem.viesti)].filter(Boolean).join(": ")}
            </button></li>`)}</ul>
        </details>`}
        <div class="toiminnot">
            <button type="submit" class="painike"
                disabled=${saving.isRunning}>
                ${t("virkailija.lomake.tallenna")}</button>
            <p role="status" class="pieni">${saving.isRunning
                ? t("virkailija.lomake.tallennetaan")
                : isChecking || problems === null
                    ? t("virkailija.lomake.tarkistetaan")
                    : shown.length === 0 ? t("virkailija.lomake.kunnossa") : ""}</p>
        </div>
    </div>`;
}
