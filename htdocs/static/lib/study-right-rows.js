// How a plan is called after its study right, and what is told of that.
import { html } from "./html.js";
import { t } from "./text.js";
import * as format from "./format.js";
import { Row } from "./row.js";
import * as rights from "./study-rights.js";

/** Title of a plan: the qualification, else the day of first approval. */
export function planTitle(plan, right) {
    const first = plan["ensikertainen-hyvaksyminen"];
    return rights.qualification(right)
        ?? (first ? t("suunnitelma.nimeton-paiva", { paiva: format.day(first) })
            : t("suunnitelma.nimeton"));
}

/** State and dates of a study right as rows of a <dl>; nothing if unknown. */
export function StudyRightRows({ right }) {
    if (!right) {
        return null;
    }
    const { from, to, estimate } = rights.days(right);
    const state = rights.stateText(right);
    return html`
        ${state && html`<${Row} label=${t("opiskeluoikeus.tila")}>
            <span class=${rights.goesOn(right) ? "tila jatkuu" : "tila"}>
                ${state}</span></${Row}>`}
        ${from && html`<${Row} label=${t("opiskeluoikeus.alkanut")}>
            ${format.day(from)}</${Row}>`}
        ${to ? html`<${Row} label=${t("opiskeluoikeus.paattynyt")}>
            ${format.day(to)}</${Row}>`
        : estimate && html`<${Row} label=${t("opiskeluoikeus.arvioitu")}>
            ${format.day(estimate)}</${Row}>`}`;
}
