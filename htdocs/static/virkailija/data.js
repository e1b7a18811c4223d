// What the staff pages fetch, and what the logged in person may do where.
import { ApiError, call, get } from "../lib/api.js";
import { learnNames, learnOrganisations } from "../lib/names.js";

export const ROOT = "1.2.246.562.10.00000000001";

/**
 * Gives {phase, session}: phase is "ready", "ended" (no one is logged in) or
 * "other" (someone who is not of the staff is).
 */
export async function loadSession() {
    try {
        const told = await get("virkailija/session");
        const session = new Session(Array.isArray(told) ? told[0] : told);
        await learnNames(session.organisations());
        return { phase: "ready", session };
    } catch (error) {
        if (error.status === 401) {
            return { phase: await isOtherCaller() ? "other" : "ended" };
        }
        throw error;
    }
}

/** The session call answers alike to no one and to one of another kind. */
async function isOtherCaller() {
    try {
        await get(`virkailija/external/organisaatiot?oid=${ROOT}`);
    } catch (error) {
        return error.status === 403;
    }
    return false;
}

/** The logged in person and their rights (contract: api.md 1.3). */
export class Session {
    constructor(told) {
        this.oid = told.oidHenkilo;
        this.isSuperUser = told.isSuperuser;
        this.entries = told["organisation-privileges"];
    }

    /** Every organisation in which the person has any right. */
    organisations() {
        return [...new Set(this.entries.flatMap((entry) =>
            [entry.oid, ...entry["child-organisations"]]))];
    }

    /**
     * Schools whose learners the person may look for: those below an
     * organisation of theirs, or itself when nothing is below it.
     */
    schools() {
        const schools = this.entries.filter(({ privileges }) =>
            privileges.includes("read")).flatMap((entry) => {
            const below = entry["child-organisations"];
            return below.length > 0 || entry.oid === ROOT ? below : [entry.oid];
        });
        return [...new Set(schools)];
    }

    /** Whether the person has a right ("write", …) in a school. */
    may(right, school) {
        return this.entries.some((entry) => entry.privileges.includes(right)
            && (entry.oid === ROOT || entry.oid === school
                || entry["child-organisations"].includes(school)));
    }

    /** Whether the person may write anywhere at all. */
    get mayWrite() {
        return this.entries.some(({ privileges }) =>
            privileges.includes("write"));
    }
}

/** Rows of the search and how many there are in all (contract: api.md 6.3). */
export async function search(query) {
    const { data, meta } = await call("GET",
        `virkailija/oppijat?${new URLSearchParams(query)}`);
    return { rows: data, total: meta["total-count"] };
}

/** The study rights of a learner; null when they cannot be had now. */
export async function loadStudyRights(oppija) {
    try {
        const rights = await get(`virkailija/oppijat/${oppija}/opiskeluoikeudet`);
        learnOrganisations(rights ?? []);
        return rights ?? [];
    } catch (error) {
        if (error instanceof ApiError && error.status >= 500) {
            return null;
        }
        throw error;
    }
}

/** A learner with the plans that the person may see and the study rights. */
export async function loadLearner(oppija) {
    const [learner, plans, studyRights] = await Promise.all([
        get(`virkailija/oppijat/${oppija}`),
        get(`virkailija/oppijat/${oppija}/hoksit`),
        loadStudyRights(oppija),
    ]);
    return { learner, plans, studyRights };
}

/** One plan with what is needed to show it: {plan, etag, …}. */
export async function loadPlan(oppija, id) {
    const [answer, schema, learner, studyRights] = await Promise.all([
        call("GET", `virkailija/oppijat/${oppija}/hoksit/${id}`),
        import("../lib/schema-file.js").then((file) => file.loadSchema()),
        get(`virkailija/oppijat/${oppija}`),
        loadStudyRights(oppija),
    ]);
    await learnNames([answer.data]);
    return { plan: answer.data, etag: answer.etag, schema, learner,
        studyRights };
}

/** OID of a plan's school by its study right; null when not known. */
export function schoolOf(plan, studyRights) {
    return studyRights?.find(({ oid }) => oid === plan["opiskeluoikeus-oid"])
        ?.oppilaitos?.oid ?? null;
}
