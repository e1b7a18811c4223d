// Calls to the API. A call gives the data inside the envelope, or throws an
// ApiError whose status tells what happened (0: no answer came at all).

const CALLER_ID = "1.2.246.562.10.00000000001.ehoks.mod-ehoks-ui";
const TIMEOUT_MS = 30000;

export class ApiError extends Error {
    constructor(status, path, options) {
        super(`${status} ${path}`, options);
        this.status = status;
    }
}

/** GETs a path of the learner's backend. */
export async function get(path) {
    let response;
    try {
        response = await fetch(`/ehoks-oppija-backend/api/v1/${path}`, {
            headers: { "Caller-Id": CALLER_ID, Accept: "application/json" },
            signal: AbortSignal.timeout?.(TIMEOUT_MS),
        });
        if (response.ok) {
            return (await response.json()).data;
        }
    } catch (cause) {
        throw new ApiError(0, path, { cause });
    }
    throw new ApiError(response.status, path);
}

/** GETs a static JSON file of the pages (a path below /ehoks-static/). */
export async function getStatic(path) {
    const response = await fetch(`/ehoks-static/${path}`).catch(() => null);
    if (!response?.ok) {
        throw new ApiError(response?.status ?? 0, path);
    }
    return response.json();
}
