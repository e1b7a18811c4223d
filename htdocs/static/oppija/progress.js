// How far a plan has come. The plan holds no grades, only dates: so this tells
// what the dates say, weighs it by the extents of the units, and keeps for
// each piece the date that decided, so that the page can show its grounds.
// A piece is a unit, or a sub-area of a unit that has such.
import { get } from "../lib/api.js";
import { titleOf } from "../lib/parts.js";
import { today } from "../lib/format.js";

/** From the furthest to the one not yet begun. */
export const STATES = ["valmis", "kesken", "sovittu", "avoin"];

const PRIOR = /^aiemmin-hankitut-/;
const SOUGHT = /^hankittavat-/;
const WEEKS = "hankittavat-koulutuksen-osat";

const latest = (periods, key) => periods.map((period) => period[key])
    .filter(Boolean).sort().at(-1);
const earliest = (periods, key) => periods.map((period) => period[key])
    .filter(Boolean).sort()[0];

/** Every piece of a plan, with its extent when the plan or `sizes` tells it. */
export function piecesOf(plan, sizes, now = today()) {
    return Object.entries(plan).flatMap(([section, units]) => {
        const prior = PRIOR.test(section);
        if (!Array.isArray(units) || !(prior || SOUGHT.test(section))) {
            return [];
        }
        return units.flatMap((unit, i) => {
            const id = `${section}-${i + 1}`;
            const code = unit["tutkinnon-osa-koodi-uri"];
            const parts = unit["osa-alueet"]?.length ? unit["osa-alueet"]
                : [unit];
            return parts.map((part) => ({
                id, part, prior, title: titleOf(part)?.text,
                unitTitle: part === unit ? null : titleOf(unit)?.text,
                size: part.laajuus ?? sizes.get(sizeKey(code,
                    part["osa-alue-koodi-uri"])) ?? null,
                ...stateOf(part, prior, plan, now),
            }));
        });
    });
}

/** State of a piece, the ground for it and the day that decided. */
function stateOf(part, prior, plan, now) {
    const achieved = plan["osaamisen-saavuttamisen-pvm"];
    if (achieved && achieved <= now) {
        return { state: "valmis", ground: "saavutettu", day: achieved };
    }
    if (prior) {
        const last = latest(part["tarkentavat-tiedot-naytto"] ?? [], "loppu");
        return last && last >= now
            ? { state: "sovittu", ground: "naytto-tulossa", day: last }
            : { state: "valmis", ground: "tunnustettu", day: last };
    }
    return soughtState(part, now);
}

function soughtState(part, now) {
    const ways = part["osaamisen-hankkimistavat"] ?? [];
    const proofs = part["osaamisen-osoittaminen"] ?? [];
    const itself = part.alku ? [part] : [];
    const lastProof = latest(proofs, "loppu");
    if (lastProof && lastProof < now) {
        return { state: "valmis", ground: "naytto-pidetty", day: lastProof };
    }
    const end = latest(itself, "loppu");
    if (end && end < now) {
        return { state: "valmis", ground: "jakso-paattynyt", day: end };
    }
    const first = earliest([...ways, ...proofs, ...itself], "alku");
    if (!first) {
        return { state: "avoin", ground: "ei-paivia" };
    }
    return first <= now ? { state: "kesken", ground: "alkanut", day: first }
        : { state: "sovittu", ground: "alkaa", day: first };
}

/**
 * The pieces summed by state: {total, unit, byState, unknown, counted}. unit
 * is "osp", "viikko" or, when no extent is known at all, "kpl": each piece
 * then weighs the same. unknown are the pieces left out for their extent.
 */
export function summarise(plan, pieces) {
    const known = pieces.filter(({ size }) => size !== null);
    const unit = known.length === 0 ? "kpl"
        : plan[WEEKS]?.length ? "viikko" : "osp";
    const counted = unit === "kpl" ? pieces : known;
    const weight = ({ size }) => (unit === "kpl" ? 1 : size);
    const total = counted.reduce((sum, piece) => sum + weight(piece), 0);
    const byState = STATES.map((state) => {
        const own = counted.filter((piece) => piece.state === state);
        const amount = own.reduce((sum, piece) => sum + weight(piece), 0);
        return { state, amount, share: total ? amount / total : 0 };
    });
    return { total, unit, byState, counted,
        unknown: pieces.filter((piece) => !counted.includes(piece)) };
}

const sizeKey = (unit, area) => `${unit}/${area ?? ""}`;

/**
 * The extents of the plan's units and sub-areas from ePerusteet, as a map for
 * piecesOf(). What cannot be had now is left out.
 */
export async function loadSizes(plan) {
    const codes = new Set(Object.entries(plan)
        .filter(([key, units]) => (PRIOR.test(key) || SOUGHT.test(key))
            && Array.isArray(units))
        .flatMap(([, units]) => units.map((unit) =>
            unit["tutkinnon-osa-koodi-uri"])).filter(Boolean));
    const sizes = new Map();
    await Promise.all([...codes].map(async (code) => {
        try {
            const found = await get(`oppija/external/eperusteet/${code}`);
            learnSizes(sizes, code, [found].flat()[0]);
        } catch {
            // The page tells which extents are not known.
        }
    }));
    return sizes;
}

function learnSizes(sizes, code, unit) {
    if (typeof unit?.laajuus === "number") {
        sizes.set(sizeKey(code), unit.laajuus);
    }
    for (const area of unit?.osaAlueet ?? []) {
        const goals = area.osaamistavoitteet ?? [];
        const goal = goals.find(({ pakollinen }) => pakollinen) ?? goals[0];
        if (typeof goal?.laajuus === "number") {
            sizes.set(sizeKey(code, area.koodiUri), goal.laajuus);
        }
    }
}
