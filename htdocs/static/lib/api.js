// Calls to the API. A call gives what was answered, or throws an ApiError whose
// status tells what happened (0: no answer came at all).

const CALLER_ID = "1.2.246.562.10.00000000001.ehoks.mod-ehoks-ui";
const TIMEOUT_MS = 30000;

/** body: the problem as the API tells it; undefined when it told none. */
export class ApiError extends Error {
    constructor(status, path, body, options) {
        super(`${status} ${path}`, options);
        this.status = status;
        this.body = body;
    }
}

/** An event of the window: a call was refused since no one is logged in. */
export const UNAUTHORISED = "ehoks-kirjautumaton";

let role = "oppija";

/** The backend of those who have no login; the others have their own name. */
const BACKENDS = { jako: "/ehoks-jako" };

/** Whose pages these are: "oppija", "virkailija", "tyopaikka" or "jako". */
export function pagesOf() {
    return role;
}

/** Says whose pages these are; their calls go to that backend. */
export function setPagesOf(name) {
    role = name;
}

/**
 * Calls a path of the backend. A body is sent as JSON; `etag` as If-Match.
 * Gives {status, etag, data, meta, body}: data and meta are those of the
 * envelope, body all of an answer that is JSON.
 */
export async function call(method, path, { body, etag } = {}) {
    const headers = { "Caller-Id": CALLER_ID, Accept: "application/json" };
    if (body !== undefined) {
        headers["Content-Type"] = "application/json";
    }
    if (etag) {
        headers["If-Match"] = etag;
    }
    let response;
    let json;
    try {
        response = await fetch(`${backend()}/api/v1/${path}`, {
            method, headers,
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: AbortSignal.timeout?.(TIMEOUT_MS),
        });
        json = await jsonOf(response);
    } catch (cause) {
        throw new ApiError(0, path, undefined, { cause });
    }
    if (!response.ok) {
        if (response.status === 401) {
            dispatchEvent(new Event(UNAUTHORISED));
        }
        throw new ApiError(response.status, path, json);
    }
    return { status: response.status, etag: response.headers.get("ETag"),
        data: json?.data, meta: json?.meta, body: json };
}

function backend() {
    return BACKENDS[role] ?? `/ehoks-${role}-backend`;
}

async function jsonOf(response) {
    const text = await response.text();
    try {
        return text ? JSON.parse(text) : undefined;
    } catch (cause) {
        if (response.ok) {
            throw cause;
        }
        return undefined;
    }
}

/** GETs a path of the backend: the data inside the envelope. */
export async function get(path) {
    return (await call("GET", path)).data;
}

/** GETs a JSON file that is a part of the pages, such as i18n/fi.json. */
export async function getStatic(path) {
    const address = new URL(`../${path}`, import.meta.url);
    const response = await fetch(address).catch(() => null);
    if (!response?.ok) {
        throw new ApiError(response?.status ?? 0, path);
    }
    return response.json();
}
