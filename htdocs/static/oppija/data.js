// What the learner's pages show, fetched at start: who is logged in, the plans
// of every provider, and the study rights, which only give names and dates and
// may therefore come late or not at all.
import { ApiError, get } from "../lib/api.js";
import { learnNames, learnOrganisations } from "../lib/names.js";

/** Any well-formed OID that no one has: see isOtherCaller(). */
const NOBODY = "1.2.246.562.24.00000000000";

/**
 * Gives {phase, person, plans}: phase is "ready", "ended" (no one is logged
 * in) or "other" (someone who is not a learner is). Throws ApiError when the
 * service does not answer.
 */
export async function load() {
    try {
        const [person] = await get("oppija/session");
        return { phase: "ready", person, plans: await plansOf(person) };
    } catch (error) {
        if (error.status === 403) {
            return { phase: "other" };
        }
        if (error.status === 401) {
            return { phase: await isOtherCaller() ? "other" : "ended" };
        }
        throw error;
    }
}

async function plansOf(person) {
    try {
        return await get(`oppija/oppijat/${person.oid}/hoks`);
    } catch (error) {
        if (error.status === 404) {
            return [];
        }
        throw error;
    }
}

/**
 * The session call answers alike to no one and to one who is not a learner;
 * the other calls tell them apart: 403 is for someone who is logged in.
 */
async function isOtherCaller() {
    try {
        await get(`oppija/oppijat/${NOBODY}/hoks`);
    } catch (error) {
        return error.status === 403;
    }
    return false;
}

/** The study rights; null when they cannot be had now. */
export async function loadStudyRights(person) {
    try {
        const rights = await get(`oppija/oppijat/${person.oid}/opiskeluoikeudet`);
        learnOrganisations(rights ?? []);
        return rights ?? [];
    } catch (error) {
        if (error instanceof ApiError) {
            return null;
        }
        throw error;
    }
}

/** How long a page waits for names before it shows identifiers. */
const NAMES_WAIT_MS = 1000;

/**
 * Learns the names that the plans need. Gives {arrived}: a promise of all of
 * them, once they are there or have been waited for long enough.
 */
export async function loadNames(plans) {
    const arrived = learnNames(plans);
    const enough = new Promise((resolve) => {
        setTimeout(resolve, NAMES_WAIT_MS);
    });
    await Promise.race([arrived, enough]);
    return { arrived };
}
