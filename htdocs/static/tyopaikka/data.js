// What the pages of the workplace show: who is logged in, and the periods and
// demonstrations that are theirs to see.
import { call, get } from "../lib/api.js";
import { learnNames } from "../lib/names.js";

const PAGE_SIZE = 100;
const INVITATION_KEY = "ehoks-kutsu";

/**
 * Gives {phase, person, periods, demonstrations}: phase is "ready", "ended"
 * (no one is logged in) or "other" (someone who is not from a workplace is).
 * Throws ApiError when the service does not answer.
 */
export async function load() {
    let person;
    try {
        person = await get("session");
    } catch (error) {
        if (error.status !== 401 && error.status !== 403) {
            throw error;
        }
        return { phase: await isOtherCaller() ? "other" : "ended" };
    }
    const [periods, demonstrations] = await Promise.all([
        all("jaksot"), all("naytot")]);
    await learnNames([...periods, ...demonstrations].map((one) => ({
        unit: one["tutkinnon-osa"], area: one["osa-alue"] })));
    return { phase: "ready", person, periods, demonstrations };
}

/** The session call answers alike to no one and to another kind of caller. */
async function isOtherCaller() {
    try {
        await call("GET", "jaksot");
    } catch (error) {
        return error.status === 403;
    }
    return false;
}

/** Every part of a list, however many pages it takes. */
async function all(resource) {
    const found = [];
    for (let page = 0; ; page += 1) {
        const { data, meta } = await call("GET",
            `${resource}?item-count=${PAGE_SIZE}&page=${page}`);
        found.push(...data);
        if (data.length < PAGE_SIZE || found.length >= meta["total-count"]) {
            return found;
        }
    }
}

/** One period or demonstration with the names in it; null: not there (any
 *  more) for this reader. */
export async function loadOne(kind, moduleId) {
    try {
        const one = await get(`${kind === "jakso" ? "jaksot" : "naytot"}/${
            encodeURIComponent(moduleId)}`);
        await learnNames([one]);
        return one;
    } catch (error) {
        if (error.status === 404 || error.status === 400) {
            return null;
        }
        throw error;
    }
}

/** Keeps the secret of an invitation over the login, in this tab only. */
export function keepInvitation(secret) {
    sessionStorage.setItem(INVITATION_KEY, secret);
}

/**
 * Opens the invitation that was kept. Gives null when there is none, else
 * {moduleId}, or {error} when it opened nothing.
 */
export async function openKeptInvitation() {
    const secret = sessionStorage.getItem(INVITATION_KEY);
    if (!secret) {
        return null;
    }
    try {
        const { data } = await call("POST", "kutsut/avaa",
            { body: { token: secret } });
        sessionStorage.removeItem(INVITATION_KEY);
        return { moduleId: data?.["module-id"] };
    } catch (error) {
        if (error.status >= 400 && error.status < 500 && error.status !== 401) {
            sessionStorage.removeItem(INVITATION_KEY);
        }
        return { error };
    }
}
