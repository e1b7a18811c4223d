// Reads what the pages need from a study right as Koski tells it. Every value
// may be missing; the names of the keys come with and without Finnish letters.
import { localised, t } from "./text.js";

/** The study right of a plan; undefined when it is not among them. */
export function studyRightOf(plan, studyRights) {
    return studyRights?.find(({ oid }) => oid === plan["opiskeluoikeus-oid"]);
}

/** Name of the qualification or the education. */
export function qualification(right) {
    const module = right?.suoritukset?.[0]?.koulutusmoduuli;
    return localised(module?.tunniste?.nimi) ?? localised(module?.perusteenNimi);
}

/** Qualification titles, such as Practical Nurse, without repeats. */
export function titles(right) {
    return names(right, "tutkintonimike", (one) => one.nimi);
}

/** Competence areas, without repeats. */
export function fields(right) {
    return names(right, "osaamisala", (one) => one.osaamisala?.nimi);
}

function names(right, key, nameOf) {
    return [...new Set((right?.suoritukset ?? []).flatMap((one) =>
        (one[key] ?? []).map((item) => localised(nameOf(item)))))]
        .filter(Boolean);
}

/** Name of the school. */
export function school(right) {
    return localised(right?.oppilaitos?.nimi);
}

/** First day, last day and estimated last day, as ISO days. */
export function days(right) {
    return {
        from: right?.["alkamispäivä"] ?? right?.alkamispaiva,
        to: right?.["päättymispäivä"] ?? right?.paattymispaiva,
        estimate: right?.["arvioituPäättymispäivä"]
            ?? right?.arvioituPaattymispaiva,
    };
}

/** Code of the state that is in force: the latest one. */
export function state(right) {
    const states = right?.tila?.opiskeluoikeusjaksot ?? [];
    return [...states].sort((a, b) => a.alku < b.alku ? -1 : 1)
        .at(-1)?.tila ?? null;
}

/** The state in words; null when not told. */
export function stateText(right) {
    const code = state(right);
    if (!code) {
        return null;
    }
    const key = `tila.${code.koodiarvo}`;
    const text = t(key);
    return text === key ? localised(code.nimi) ?? code.koodiarvo : text;
}

const GOING_ON = ["lasna", "loma", "valiaikaisestikeskeytynyt"];

/** Whether the studies go on; an unknown state counts as going on. */
export function goesOn(right) {
    const code = state(right)?.koodiarvo;
    return !code || GOING_ON.includes(code);
}
