// The way to a new plan: whose it is and which study right it is for.
import { html, useState } from "../lib/html.js";
import { t } from "../lib/text.js";
import { Notice } from "../lib/frame.js";
import { problemText } from "../lib/problem.js";
import { loadLearner, search } from "./data.js";
import { StudyRightCard } from "./learner.js";
import { goTo, listAddress } from "./route.js";

const FORBIDDEN = 403;
const OPPIJA = /^1\.2\.246\.562\.(?:24|[12]?98)\.[1-9]\d{9,10}$/;
const STUDY_RIGHT = /^1\.2\.246\.562\.15\.[1-9]\d{9,10}$/;
const HITS = 10;

export function Page({ session, school }) {
    const [text, setText] = useState("");
    const [found, setFound] = useState({});
    const look = async (event) => {
        event.preventDefault();
        const asked = text.trim();
        setFound({ isRunning: true });
        try {
            setFound(OPPIJA.test(asked) ? await lookUp(asked)
                : await byName(asked, school));
        } catch (error) {
            setFound({ error });
        }
    };
    return html`
        <p class="paluu"><a href=${listAddress()}>
            ${t("virkailija.haku.takaisin")}</a></p>
        <h1 tabindex="-1">${t("virkailija.lomake.uusi")}</h1>
        <form class="suodattimet" onSubmit=${look}>
            <label><span>${t("virkailija.uusi.kenelle")}</span>
                <input type="text" name="kenelle" value=${text} required
                    autocomplete="off"
                    onInput=${(event) => setText(event.target.value)} /></label>
            <button type="submit" class="painike" disabled=${found.isRunning}>
                ${t("virkailija.uusi.hae")}</button>
        </form>
        <p class="pieni">${t("virkailija.uusi.ohje")}</p>
        ${found.error && html`<${Notice}>${problemText(found.error)}</${Notice}>`}
        ${found.rows && html`<${Names} rows=${found.rows} onPick=${async (oid) =>
            setFound(await lookUp(oid).catch((error) => ({ error })))} />`}
        ${found.oid && html`<${UnknownLearner} oid=${found.oid} />`}
        ${found.learner && html`<${Choices} session=${session} ...${found} />`}`;
}

/** The learner of a number; one who is not in the index yet has only that. */
async function lookUp(oid) {
    try {
        return await loadLearner(oid);
    } catch (error) {
        if (error.status === FORBIDDEN) {
            return { oid };
        }
        throw error;
    }
}

async function byName(nimi, school) {
    const { rows } = await search({ "oppilaitos-oid": school, nimi,
        "item-count": HITS, page: 0 });
    const people = new Map(rows.map((row) => [row.oid, row.nimi]));
    return { rows: [...people].map(([oid, name]) => ({ oid, name })) };
}

function Names({ rows, onPick }) {
    return rows.length === 0 ? html`<p role="status">
            ${t("virkailija.uusi.ei-nimella")}</p>`
        : html`<ul class="suunnitelmat">${rows.map(({ oid, name }) => html`<li>
            <button type="button" onClick=${() => onPick(oid)}>${name}</button>
        </li>`)}</ul>`;
}

function Choices({ session, learner, plans, studyRights }) {
    const free = (studyRights ?? []).filter((right) =>
        !plans.some((plan) => plan["opiskeluoikeus-oid"] === right.oid)
        && session.may("write", right.oppilaitos?.oid));
    return html`<section aria-labelledby="valitse">
        <h2 id="valitse">${learner.nimi}</h2>
        ${free.length === 0 ? html`<p>${t("virkailija.uusi.ei-oikeuksia")}${" "}
            <a href=${`#/oppija/${learner.oid}`}>
                ${t("virkailija.suunnitelma.oppijan")}</a></p>`
        : html`<p>${t("virkailija.uusi.valitse")}</p>
            <ul class="suunnitelmat">${free.map((right) => html`<li
                key=${right.oid}><${StudyRightCard} learner=${learner}
                right=${right} /></li>`)}</ul>`}
    </section>`;
}

/** A learner of whom the service knows nothing yet: the number is asked for. */
function UnknownLearner({ oid }) {
    const [text, setText] = useState("");
    const [isWrong, setWrong] = useState(false);
    const go = (event) => {
        event.preventDefault();
        if (STUDY_RIGHT.test(text.trim())) {
            goTo(`#/oppija/${oid}/uusi?${new URLSearchParams({
                opiskeluoikeus: text.trim() })}`);
        } else {
            setWrong(true);
        }
    };
    return html`<form class="suodattimet" onSubmit=${go}>
        <p>${t("virkailija.uusi.tuntematon")}</p>
        <label><span>${t("virkailija.uusi.opiskeluoikeuden-numero")}</span>
            <input type="text" name="opiskeluoikeus" value=${text}
                autocomplete="off" aria-invalid=${isWrong ? "true" : null}
                aria-describedby="oo-virhe"
                onInput=${(event) => setText(event.target.value)} />
            ${isWrong && html`<span class="virhe" id="oo-virhe">
                ${t("virkailija.uusi.vaara-numero")}</span>`}</label>
        <button type="submit" class="painike">
            ${t("virkailija.oppija.tee-suunnitelma")}</button>
    </form>`;
}
