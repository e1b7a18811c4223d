// What the receiver of a share sees; the learner looks at the very same before
// sharing. `share` is what the API tells of a share (its view).
import { html } from "./html.js";
import { localised, t } from "./text.js";
import * as format from "./format.js";
import { arrangePlan, Group } from "./plan.js";
import { Row } from "./row.js";

export function SharedPlans({ share, schema, level = 1 }) {
    return share.suunnitelmat.map((view, i) => html`<${SharedPlan} key=${i}
        view=${view} schema=${schema} level=${level} prefix=${`s${i + 1}-`} />`);
}

function SharedPlan({ view, schema, level, prefix }) {
    const { head, groups } = view.hoks
        ? arrangePlan(schema, view.hoks, prefix)
        : { head: [], groups: [] };
    const name = localised(view["tutkinto-nimi"]) ?? t("suunnitelma.nimeton");
    const Title = `h${level}`;
    return html`<article class="jaettu">
        <${Title}>${name}</${Title}>
        <p class="koulu">${[localised(view["osaamisala-nimi"]),
            localised(view.oppilaitos?.nimi)].filter(Boolean).join(", ")}</p>
        ${view.viesti && html`<div class="huomautus"><p>
            ${localised(view.viesti)}</p></div>`}
        ${head.length > 0 && html`<dl class="tiedot rinnan">
            ${head.map((field) => html`<${Row} key=${field.key}
                label=${field.label}>${field.text}</${Row}>`)}</dl>`}
        <${FreePeriods} periods=${view["vapaat-jaksot"]} />
        ${groups.map((group) => html`<${Group} key=${group.number}
            group=${group} schema=${schema} />`)}
    </article>`;
}

/** When the learner has no period at a workplace. */
function FreePeriods({ periods }) {
    return periods && html`<section class="vapaat">
        <h2>${t("jako.vapaat.otsikko")}</h2>
        ${periods.length === 0 ? html`<p>${t("jako.vapaat.ei")}</p>`
            : html`<p>${t("jako.vapaat.teksti")}</p>
            <ul>${periods.map(({ alku, loppu }) => html`<li key=${alku}>
                ${format.range(alku, loppu)}</li>`)}</ul>`}
    </section>`;
}
