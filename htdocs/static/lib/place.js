// The place in the fragment of an address, which a login on the way would lose.
const RETURN_KEY = "ehoks-paluu";

/** Remembers the place in the address that a login would lose. */
export function rememberPlace() {
    try {
        sessionStorage.setItem(RETURN_KEY, location.hash);
    } catch {
        // Without storage the login leads to the first page.
    }
}

/** Goes back to where the reader was before logging in again. */
export function returnToPlace() {
    try {
        const place = sessionStorage.getItem(RETURN_KEY);
        sessionStorage.removeItem(RETURN_KEY);
        if (place && !location.hash) {
            history.replaceState(null, "", place);
        }
    } catch {
        // As above.
    }
}
