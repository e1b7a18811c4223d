// What the parts of a plan are about: their titles, the stretch of time they
// cover, and what of them goes on today or comes next.
import { codeName } from "./names.js";
import { today } from "./format.js";

const WAYS = "osaamisen-hankkimistavat";
const PROOFS = "osaamisen-osoittaminen";

/** The codes that tell what a part is, not how something in it was done. */
const TITLE_CODES = [
    "tutkinnon-osa-koodi-uri", "osa-alue-koodi-uri",
    "koulutuksen-osa-koodi-uri", "osaamisen-hankkimistapa-koodi-uri",
    "oppimisen-tuen-tyyppi-koodi-uri", "oppimisymparisto-koodi-uri",
];

/**
 * The title of a part and the key that it came from: its own name, else the
 * code of what it is, else the name of the place; null when it has none.
 */
export function titleOf(part) {
    if (part.nimi) {
        return { text: part.nimi, key: "nimi" };
    }
    const code = TITLE_CODES.find((key) => part[key]);
    if (code) {
        return { text: codeName(part[code]) ?? part[code], key: code };
    }
    const place = part.nayttoymparisto?.nimi;
    return place ? { text: place, key: null } : null;
}

/** Every stretch of acquiring and every demonstration inside a part. */
export function periodsOf(part) {
    const own = [
        ...(part[WAYS] ?? []).map((period) => ({ kind: WAYS, period })),
        ...(part[PROOFS] ?? []).map((period) => ({ kind: PROOFS, period })),
    ];
    const inner = (part["osa-alueet"] ?? []).flatMap(periodsOf);
    const itself = part.alku ? [{ kind: null, period: part }] : [];
    return [...own, ...inner, ...itself];
}

/** What a part's line of summary tells: counts and the time it covers. */
export function summaryOf(part) {
    const periods = periodsOf(part);
    const days = (key) => periods.map(({ period }) => period[key])
        .filter(Boolean).sort();
    return {
        ways: periods.filter(({ kind }) => kind === WAYS).length,
        proofs: periods.filter(({ kind }) => kind === PROOFS).length,
        subAreas: part["osa-alueet"]?.length ?? 0,
        from: days("alku")[0],
        to: days("loppu").at(-1),
    };
}

/** Whether something in the part goes on today. */
export function isCurrent(part, now = today()) {
    return periodsOf(part).some(({ period }) => goesOn(period, now));
}

function goesOn({ alku, loppu }, now) {
    return alku <= now && now <= (loppu ?? alku);
}

/**
 * What a learner looks for first: the periods and demonstrations that go on
 * today, and the nearest ones to come (at most `limit`), earliest first.
 * `units` are {id, part}; each hit carries the unit it belongs to.
 */
export function timely(units, limit = 3, now = today()) {
    const all = units.flatMap((unit) => periodsOf(unit.part)
        .map((found) => ({ ...found, unit })))
        .sort((a, b) => a.period.alku < b.period.alku ? -1 : 1);
    return {
        current: all.filter(({ period }) => goesOn(period, now)),
        coming: all.filter(({ period }) => period.alku > now).slice(0, limit),
        isProof: (hit) => hit.kind === PROOFS,
    };
}

/** Name of the place of a period or a demonstration; null when not told. */
export function placeOf(period) {
    return period["tyopaikalla-jarjestettava-koulutus"]?.["tyopaikan-nimi"]
        ?? period.nayttoymparisto?.nimi ?? null;
}
