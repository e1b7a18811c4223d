// The learner's first page: the plans of every provider in one list.
import { html } from "../lib/html.js";
import { t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { Message, Notice } from "../lib/frame.js";
import { Row } from "../lib/row.js";
import { planTitle, StudyRightRows } from "../lib/study-right-rows.js";
import * as rights from "../lib/study-rights.js";

export function PlanList({ person, plans, studyRights }) {
    if (plans.length === 0) {
        return html`<${Message} title=${t("lista.tyhja.otsikko")}
            text=${t("lista.tyhja.teksti")}>
            <ul><li>${t("lista.tyhja.ohje-1")}</li>
                <li>${t("lista.tyhja.ohje-2")}</li></ul>
        </${Message}>`;
    }
    const name = person["common-name"] ?? person["first-name"];
    return html`
        <h1 tabindex="-1">${t("lista.otsikko")}</h1>
        <p class="ingressi">${name && `${t("lista.tervehdys", { name })} `}
            ${t("lista.johdanto")}</p>
        ${studyRights === null && html`<${Notice}>
            ${t("lista.nimet-puuttuvat")}</${Notice}>`}
        <ul class="suunnitelmat">${inOrder(plans, studyRights).map((plan) =>
            html`<li key=${plan.eid}><${PlanCard} plan=${plan}
                right=${rights.studyRightOf(plan, studyRights)} /></li>`)}
        </ul>`;
}

/** Going studies first, then the ones that began last. */
function inOrder(plans, studyRights) {
    const rank = (plan) => {
        const right = rights.studyRightOf(plan, studyRights);
        const from = rights.days(right).from
            ?? plan["ensikertainen-hyvaksyminen"] ?? "";
        return `${rights.goesOn(right) ? 1 : 0} ${from}`;
    };
    return [...plans].sort((a, b) => rank(b).localeCompare(rank(a)));
}

function PlanCard({ plan, right }) {
    const updated = plan.paivitetty ?? plan.hyvaksytty;
    return html`<article class="suunnitelma">
        <h2><a href=${`#/suunnitelma/${plan.eid}`}>
            ${planTitle(plan, right)}</a></h2>
        ${rights.school(right) && html`<p class="koulu">
            ${rights.school(right)}</p>`}
        <dl class="tiedot">
            <${StudyRightRows} right=${right} />
            ${updated && html`<${Row} label=${t("lista.paivitetty")}>
                ${format.moment(updated)}</${Row}>`}
        </dl>
    </article>`;
}
