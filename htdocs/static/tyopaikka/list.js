// My learners: the periods in which the reader is the responsible instructor,
// and the demonstrations that the reader was invited to assess.
import { html } from "../lib/html.js";
import { t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { placeOf, titleOf } from "../lib/parts.js";
import { Calendar } from "../lib/calendar.js";
import { Row } from "../lib/row.js";

/** The states in the order of the page. */
const STATES = ["kaynnissa", "tuleva", "paattynyt"];

export const PARTS = {
    jakso: "osaamisen-hankkimistapa",
    naytto: "osaamisen-osoittaminen",
};

export function PartList({ person, periods, demonstrations }) {
    const parts = [
        ...periods.map((one) => ({ kind: "jakso", one })),
        ...demonstrations.map((one) => ({ kind: "naytto", one })),
    ];
    return html`
        <h1 tabindex="-1">${t("tyopaikka.otsikko")}</h1>
        ${parts.length === 0 ? html`<${Nothing} person=${person} />`
            : html`<p class="ingressi">${t("tyopaikka.johdanto")}</p>
            ${STATES.map((state) => html`<${Group} key=${state} state=${state}
                parts=${parts.filter(({ one }) => one.tila === state)} />`)}
            <${Calendar} path="kalenteri" />
            <${Grounds} person=${person} />`}`;
}

function Group({ state, parts }) {
    if (parts.length === 0) {
        return null;
    }
    const heading = `ryhma-${state}`;
    return html`<section class="ryhma" aria-labelledby=${heading}>
        <h2 id=${heading}>${t(`tyopaikka.tila.${state}`)}${" "}
            <span class="maara">${parts.length}</span></h2>
        <ul class="suunnitelmat">${parts.map((part) => html`<li
            key=${part.one["module-id"]}><${PartCard} ...${part} /></li>`)}</ul>
    </section>`;
}

/** Name of the unit, with that of its sub-area when it is about one. */
export function unitText(one) {
    return [one["osa-alue"], one["tutkinnon-osa"]].filter(Boolean)
        .map((part) => titleOf(part)?.text).filter(Boolean).join(" – ");
}

function PartCard({ kind, one }) {
    const part = one[PARTS[kind]];
    const place = placeOf(part);
    return html`<article class="suunnitelma">
        <h3><a href=${`#/${kind}/${one["module-id"]}`}>
            ${one["oppija-nimi"]}</a></h3>
        <p class="koulu">${t(`tyopaikka.laji.${kind}`)}: ${unitText(one)}</p>
        <dl class="tiedot">
            <${Row} label=${t("osa.ajanjakso")}>
                ${format.range(part.alku, part.loppu)}</${Row}>
            ${place && html`<${Row} label=${t("tyopaikka.paikka")}>
                ${place}</${Row}>`}
        </dl>
    </article>`;
}

/** Why the list is empty, and what to do. */
function Nothing({ person }) {
    return html`<div class="viesti">
        <p>${t("tyopaikka.tyhja.teksti")}</p>
        <ul>
            <li>${person.sahkoposti
                ? t("tyopaikka.tyhja.osoite", { osoite: person.sahkoposti })
                : t("tyopaikka.tyhja.ei-osoitetta")}</li>
            <li>${t("tyopaikka.tyhja.aika")}</li>
            <li>${t("tyopaikka.tyhja.arvioija")}</li>
            <li>${t("tyopaikka.tyhja.oppilaitos")}</li>
        </ul>
    </div>`;
}

/** On what ground the reader sees this, and why no more. */
export function Grounds({ person }) {
    return html`<details class="perustelu">
        <summary>${t("tyopaikka.peruste.otsikko")}</summary>
        <p>${t("tyopaikka.peruste.jakso")}${" "}
            ${person?.sahkoposti && t("tyopaikka.peruste.osoite",
        { osoite: person.sahkoposti })}</p>
        <p>${t("tyopaikka.peruste.naytto")}</p>
        <p>${t("tyopaikka.peruste.rajaus")}</p>
    </details>`;
}
