// One learner: the plans that the reader may see, those of other providers
// marked, and the study rights that have no plan yet.
import { html } from "../lib/html.js";
import { t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { Failure, Loading, Message, Notice } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { Row, Technical } from "../lib/document.js";
import { problemText } from "../lib/problem.js";
import * as rights from "../lib/study-rights.js";
import { planTitle, StudyRightRows } from "../lib/study-right-rows.js";
import { loadLearner, schoolOf } from "./data.js";
import { listAddress } from "./route.js";

const FORBIDDEN = 403;

export function Page({ session, route }) {
    const oppija = route.path[1];
    const { data, error, retry } = useLoad(() => loadLearner(oppija), [oppija]);
    if (error?.status === FORBIDDEN || error?.status === 400) {
        return html`<${Message} title=${t("virkailija.oppija.ei-loydy")}
            text=${problemText(error)}>
            <p><a href=${listAddress()}>${t("virkailija.haku.takaisin")}</a></p>
        </${Message}>`;
    }
    if (error) {
        return html`<${Failure} error=${error} retry=${retry} />`;
    }
    return data ? html`<${Learner} session=${session} ...${data} />`
        : html`<${Loading} />`;
}

function Learner({ session, learner, plans, studyRights }) {
    const shown = plans.map((plan) => ({ plan,
        right: rights.studyRightOf(plan, studyRights),
        school: schoolOf(plan, studyRights) }));
    const current = shown.filter(({ right }) => rights.goesOn(right));
    const ended = shown.filter(({ right }) => !rights.goesOn(right));
    const list = (id, title, items) => items.length > 0 && html`
        <section aria-labelledby=${id}>
            <h2 id=${id}>${title}</h2>
            <ul class="suunnitelmat">${items.map((item) => html`<li
                key=${item.plan.id}><${PlanCard} session=${session}
                learner=${learner} ...${item} /></li>`)}</ul>
        </section>`;
    return html`
        <p class="paluu"><a href=${listAddress()}>${t("virkailija.haku.takaisin")}</a></p>
        <h1 tabindex="-1">${learner.nimi}</h1>
        ${studyRights === null && html`<${Notice}>
            ${t("lista.nimet-puuttuvat")}</${Notice}>`}
        ${plans.length === 0 && html`<p>${t("virkailija.oppija.ei-suunnitelmia")}
            </p>`}
        ${list("voimassa", t("virkailija.oppija.voimassa"), current)}
        ${list("paattyneet", t("virkailija.oppija.paattyneet"), ended)}
        <${WithoutPlan} session=${session} learner=${learner}
            studyRights=${studyRights} plans=${plans} />
        <${Technical} rows=${[{ label: t("virkailija.haku.oppijanumero"),
            text: learner.oid }]} />`;
}

function PlanCard({ session, learner, plan, right, school }) {
    const isOwn = school !== null && session.may("read", school);
    const updated = plan.paivitetty ?? plan.hyvaksytty;
    return html`<article class=${isOwn ? "suunnitelma" : "suunnitelma muu"}>
        <h3><a href=${`#/oppija/${learner.oid}/${plan.id}`}>
            ${planTitle(plan, right)}</a></h3>
        ${rights.school(right) && html`<p class="koulu">
            ${rights.school(right)}</p>`}
        ${!isOwn && html`<p><span class="tila">
            ${t("virkailija.oppija.muu-jarjestaja")}</span></p>`}
        <dl class="tiedot">
            <${StudyRightRows} right=${right} />
            <${Row} label=${t("virkailija.oppija.hyvaksytty")}>
                ${format.day(plan["ensikertainen-hyvaksyminen"])}</${Row}>
            ${updated && html`<${Row} label=${t("lista.paivitetty")}>
                ${format.moment(updated)}</${Row}>`}
            <${Row} label=${t("virkailija.haku.hoks-id")}>${plan.id}</${Row}>
        </dl>
    </article>`;
}

/** Study rights in the reader's schools for which a plan can be made. */
function WithoutPlan({ session, learner, studyRights, plans }) {
    const free = (studyRights ?? []).filter((right) =>
        !plans.some((plan) => plan["opiskeluoikeus-oid"] === right.oid)
        && session.may("write", right.oppilaitos?.oid));
    if (free.length === 0) {
        return null;
    }
    return html`<section aria-labelledby="ilman">
        <h2 id="ilman">${t("virkailija.oppija.ilman-suunnitelmaa")}</h2>
        <ul class="suunnitelmat">${free.map((right) => html`<li
            key=${right.oid}><${StudyRightCard} learner=${learner}
            right=${right} /></li>`)}</ul>
    </section>`;
}

export function StudyRightCard({ learner, right }) {
    const address = `#/oppija/${learner.oid}/uusi`
        + `?opiskeluoikeus=${encodeURIComponent(right.oid)}`;
    return html`<article class="suunnitelma muu">
        <h3>${rights.qualification(right) ?? right.oid}</h3>
        <p class="koulu">${rights.school(right)}</p>
        <dl class="tiedot"><${StudyRightRows} right=${right} /></dl>
        <p><a class="painike" href=${address}>
            ${t("virkailija.oppija.tee-suunnitelma")}</a></p>
    </article>`;
}
