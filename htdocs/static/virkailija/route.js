// Where in the pages the reader is. It stands in the fragment, which never
// leaves the browser: names that are looked for do not get into any log.

let list = "#/";

/** The list as the reader left it. */
export function listAddress() {
    return list;
}

export function rememberList(address) {
    list = address;
}

/** {path: ["oppija", …], query: URLSearchParams} of the address. */
export function readRoute() {
    const [path, query] = location.hash.slice(1).split("?");
    return {
        path: path.split("/").slice(1).filter(Boolean).map(decodeURIComponent),
        query: new URLSearchParams(query),
    };
}

/** Changes the address in place, without a new entry in the history. */
export function replaceRoute(address) {
    history.replaceState(history.state, "", address);
    dispatchEvent(new HashChangeEvent("hashchange"));
}

export function goTo(address) {
    location.hash = address;
}
