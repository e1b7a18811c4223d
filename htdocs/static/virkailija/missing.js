// What a plan still lacks: what the law's planning asks for and nobody has
// written, and what the rules of today would refuse.
import { html } from "../lib/html.js";
import { call } from "../lib/api.js";
import { count, localised, t } from "../lib/text.js";
import { today } from "../lib/format.js";
import { useLoad } from "../lib/load.js";
import { problemsOf } from "../lib/problem.js";
import { titleOf } from "../lib/parts.js";
import { placeOf } from "./pointers.js";

const UNITS = ["hankittavat-ammat-tutkinnon-osat",
    "hankittavat-paikalliset-tutkinnon-osat"];
const COMMON = "hankittavat-yhteiset-tutkinnon-osat";
const WAYS = "osaamisen-hankkimistavat";
const PROOFS = "osaamisen-osoittaminen";
const WORKPLACE = "tyopaikalla-jarjestettava-koulutus";
const INSTRUCTOR = "vastuullinen-tyopaikka-ohjaaja";

/** Every unit to be acquired: its place in the plan and what it is. */
function unitsOf(plan) {
    const plain = UNITS.flatMap((key) => (plan[key] ?? []).map((part, i) =>
        ({ part, section: `${key}-${i + 1}` })));
    const areas = (plan[COMMON] ?? []).flatMap((unit, i) =>
        (unit["osa-alueet"] ?? []).map((part) =>
            ({ part, section: `${COMMON}-${i + 1}` })));
    return [...plain, ...areas];
}

/** {text, section} of everything that is not written yet. */
export function missingOf(plan) {
    const units = unitsOf(plan);
    const parts = plan["hankittavat-koulutuksen-osat"] ?? [];
    const found = [];
    const add = (text, section) => found.push({ text, section });
    if (plan["osaamisen-hankkimisen-tarve"] && units.length === 0
        && parts.length === 0) {
        add(t("virkailija.puuttuu.osat"));
    }
    if (!plan.hyvaksytty) {
        add(t("virkailija.puuttuu.hyvaksynta"));
    }
    for (const { part, section } of units) {
        const nimi = titleOf(part)?.text ?? "–";
        if ((part[WAYS] ?? []).length === 0) {
            add(t("virkailija.puuttuu.hankkiminen", { nimi }), section);
        }
        if ((part[PROOFS] ?? []).length === 0) {
            add(t("virkailija.puuttuu.naytto", { nimi }), section);
        }
        for (const period of part[WAYS] ?? []) {
            const instructor = period[WORKPLACE]?.[INSTRUCTOR];
            if (period[WORKPLACE] && period.loppu >= today()
                && !instructor?.sahkoposti) {
                add(t("virkailija.puuttuu.ohjaajan-sahkoposti", { nimi }),
                    section);
            }
        }
    }
    return found;
}

/** What the rules say of the plan as it stands: asked without storing. */
async function askRules({ plan, oppija, etag }) {
    try {
        await call("PUT", `virkailija/oppijat/${oppija}/hoksit/${plan.id}`
            + "?kuiva-ajo=true", { body: plan, etag });
        return [];
    } catch (error) {
        return problemsOf(error);
    }
}

export function Missing({ plan, schema, address, mayWrite, etag, oppija }) {
    const { data: problems } = useLoad(async () => mayWrite
        ? askRules({ plan, oppija, etag }) : [], [plan, mayWrite]);
    const found = [...missingOf(plan), ...(problems ?? []).map((problem) => {
        const place = placeOf(schema, plan, problem.kohta);
        return { section: place.section,
            text: `${place.text}: ${localised(problem.viesti)}` };
    })];
    if (found.length === 0) {
        return null;
    }
    return html`<details class="puutteet">
        <summary>${count("virkailija.puuttuu.otsikko", found.length)}</summary>
        <ul>${found.map(({ text, section }) => html`<li>${section
            ? html`<a href=${`${address}/${section}`}>${text}</a>` : text}
        </li>`)}</ul>
    </details>`;
}
