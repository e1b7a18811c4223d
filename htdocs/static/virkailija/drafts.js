// Unsaved work, kept in the tab until it is saved or thrown away. It goes with
// the tab: plans are personal, and machines are shared.
const PREFIX = "ehoks-luonnos";

function keyOf(session, oppija, name) {
    return [PREFIX, session.oid, oppija, name].join(":");
}

/** name: id of the plan, or the study right of a new one. */
export function readDraft(session, oppija, name) {
    try {
        return JSON.parse(sessionStorage.getItem(keyOf(session, oppija, name)));
    } catch {
        return null;
    }
}

/** Gives false when there is no room or no storage. */
export function writeDraft(session, oppija, name, draft) {
    try {
        sessionStorage.setItem(keyOf(session, oppija, name),
            JSON.stringify(draft));
        return true;
    } catch {
        return false;
    }
}

export function dropDraft(session, oppija, name) {
    try {
        sessionStorage.removeItem(keyOf(session, oppija, name));
    } catch {
        // There was none.
    }
}

export function hasDraft(session, oppija, name) {
    return readDraft(session, oppija, name) !== null;
}
