// Human names for what a plan holds only as identifiers.
import { ApiError, get, pagesOf } from "./api.js";
import { isCode } from "./schema.js";
import { localised } from "./text.js";

/** How many names one call asks for: the address stays short. */
const NAMES_AT_ONCE = 100;

const ORGANISATION = /^1\.2\.246\.562\.(?:10|[12]?99)\.\d+$/;

const codes = new Map();
const organisations = new Map();

/**
 * Name of a code, such as tutkinnonosat_100001; null when none is known.
 * Every code on the pages is named here and nowhere else.
 */
export function codeName(uri) {
    return localised(codes.get(uri));
}

/** Learns the names {fi, sv, en} of a code from elsewhere. */
export function knowCode(uri, names) {
    codes.set(uri, names);
}

/** Name of an organisation by its OID; null when none is known. */
export function organisationName(oid) {
    return localised(organisations.get(oid));
}

/** Learns names that came with what they name: {code or OID: {fi, sv, en}}. */
export function knowNames(names) {
    for (const [identifier, name] of Object.entries(names ?? {})) {
        (ORGANISATION.test(identifier) ? organisations : codes)
            .set(identifier, name);
    }
}

/** Learns the names of schools and providers that the study rights tell. */
export function learnOrganisations(studyRights) {
    for (const right of studyRights) {
        for (const unit of [right.oppilaitos, right.koulutustoimija]) {
            if (unit?.oid && unit.nimi) {
                organisations.set(unit.oid, unit.nimi);
            }
        }
    }
}

/**
 * Learns the names of all codes and organisations in documents. What can't be
 * named now keeps its identifier; it is asked for again the next time.
 */
export async function learnNames(documents) {
    const found = { codes: new Set(), organisations: new Set() };
    gather(documents, "", found);
    await Promise.all([
        learn(codes, found.codes, "koodit", "uri"),
        learn(organisations, found.organisations, "organisaatiot", "oid"),
    ]);
}

function gather(value, key, found) {
    if (typeof value === "string") {
        if (isCode(key)) {
            found.codes.add(value);
        } else if (ORGANISATION.test(value)) {
            found.organisations.add(value);
        }
    } else if (value !== null && typeof value === "object") {
        for (const [name, inner] of Object.entries(value)) {
            gather(inner, Array.isArray(value) ? key : name, found);
        }
    }
}

/** Where a backend has its names: those with one kind of reader at the top. */
function folder() {
    return ["oppija", "virkailija"].includes(pagesOf()) ? `${pagesOf()}/` : "";
}

/** Asks for the names that are not known yet: {identifier: {fi, sv, en}}. */
async function learn(names, wanted, resource, parameter) {
    const missing = [...wanted].filter((one) => !names.has(one));
    for (let i = 0; i < missing.length; i += NAMES_AT_ONCE) {
        const query = new URLSearchParams(missing.slice(i, i + NAMES_AT_ONCE)
            .map((one) => [parameter, one]));
        try {
            const told = await get(`${folder()}external/${resource}?${query}`);
            Object.entries(told).forEach((entry) => names.set(...entry));
        } catch (error) {
            if (!(error instanceof ApiError)) {
                throw error;
            }
        }
    }
}
