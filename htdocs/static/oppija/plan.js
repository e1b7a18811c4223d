// A learner's own plan: the plan as all see it, with an overview and what a
// learner can do with it.
import { html } from "../lib/html.js";
import { t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { Plan } from "../lib/plan.js";
import { Overview } from "./overview.js";

export function LearnersPlan({ plan, person, ...rest }) {
    const back = html`<p class="paluu"><a href="#/">
        ${t("suunnitelma.kaikki")}</a></p>`;
    return html`<${Plan} plan=${plan} back=${back} overview=${Overview}
        address=${`#/suunnitelma/${plan.eid}`} ...${rest}>
        <p class="vain-paperilla">${t("oppija.paperi", {
            nimi: [person["first-name"], person.surname].filter(Boolean)
                .join(" "), paiva: format.day(format.today()) })}</p>
        <p class="toiminnot"><a class="painike" href=${`#/jaa/${plan.eid}`}>
            ${t("oppija.jako.jaa")}</a>
            <a href="#/omat-tiedot">${t("oppija.jako.kuka-nakee")}</a></p>
    </${Plan}>`;
}
