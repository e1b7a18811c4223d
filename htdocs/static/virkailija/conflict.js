// Somebody else saved the plan while it was being edited. What only one of the
// two changed is taken as it is; the reader decides about the rest.
import { html, useState } from "../lib/html.js";
import { t } from "../lib/text.js";
import { Side } from "./history.js";
import { merge } from "./merge.js";
import { titleOf } from "../lib/parts.js";

const keyOf = (steps) => steps.join("/");

/** What a conflict's place is called: labels, and titles of parts. */
function described(schema, { steps, mine, theirs }, documents) {
    const path = [];
    let entity = "HOKS";
    let values = documents;
    let key = null;
    for (const step of steps) {
        if (values.some(Array.isArray)) {
            values = values.map((list) => (list ?? []).find((part) =>
                part?.["module-id"] === step) ?? list?.[step]);
            const part = values.find(Boolean);
            path.push((part && titleOf(part)?.text)
                ?? schema.entityLabel(entity));
        } else {
            key = step;
            path.push(schema.label(entity, step));
            values = values.map((value) => value?.[step]);
            entity = schema.entityOf(entity, step) ?? entity;
        }
    }
    return { path, key, entity,
        ...kindOf(schema, steps, documents, mine ?? theirs) };
}

/** Kind of the value in conflict, by the entity that holds it. */
function kindOf(schema, steps, documents, value) {
    let owner = "HOKS";
    const names = steps.filter((step) => !/^\d+$/.test(step)
        && !/^[0-9a-f]{8}-/.test(step));
    for (const name of names.slice(0, -1)) {
        owner = schema.entityOf(owner, name) ?? owner;
    }
    return schema.kind(owner, names.at(-1), value);
}

export function Conflict({ schema, base, mine, theirs, onMerged }) {
    const [choices, setChoices] = useState({});
    const decide = (steps) => choices[keyOf(steps)] ?? "mine";
    const { value, conflicts } = merge(base, mine, theirs, decide);
    return html`
        <h1 tabindex="-1">${t("virkailija.ristiriita.otsikko")}</h1>
        <p>${t("virkailija.ristiriita.teksti")}</p>
        ${conflicts.length === 0 ? html`<p>
            ${t("virkailija.ristiriita.ei-paallekkaisia")}</p>`
        : conflicts.map((conflict) => html`<${Choice} key=${keyOf(conflict.steps)}
            schema=${schema} conflict=${conflict}
            change=${described(schema, conflict, [mine, theirs])}
            choice=${decide(conflict.steps)}
            onChoose=${(who) => setChoices({ ...choices,
                [keyOf(conflict.steps)]: who })} />`)}
        <p><button type="button" class="painike" onClick=${() => onMerged(value)}>
            ${t("virkailija.ristiriita.jatka")}</button></p>`;
}

function Choice({ schema, conflict, change, choice, onChoose }) {
    const name = `valinta-${keyOf(conflict.steps)}`;
    const side = (who, text, value) => html`<div class="puoli">
        <label class="rivilla"><input type="radio" name=${name}
            checked=${choice === who} onChange=${() => onChoose(who)} />
            <span>${text}</span></label>
        <${Side} schema=${schema} change=${change} value=${value} />
    </div>`;
    return html`<fieldset class="kortti"><legend>${change.path.join(" › ")}
        </legend>
        <div class="palstat">
            ${side("mine", t("virkailija.ristiriita.oma"), conflict.mine)}
            ${side("theirs", t("virkailija.ristiriita.toisen"), conflict.theirs)}
        </div>
    </fieldset>`;
}
