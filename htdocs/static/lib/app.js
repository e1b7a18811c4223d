// What the pages that change without loading anew have in common: the choice of
// language, the route in the fragment and where focus goes when it changes.
import { useEffect, useRef, useState } from "./html.js";
import { rememberLanguage, setLanguage } from "./text.js";

/** Gives {choose, hasFailed}: choose(code) changes the language in place. */
export function useLanguage() {
    const [, setShown] = useState(null);
    const [hasFailed, setFailed] = useState(false);
    const choose = async (code) => {
        try {
            await setLanguage(code);
            rememberLanguage(code);
            setShown(code);
            setFailed(false);
        } catch {
            setFailed(true);
        }
    };
    return { choose, hasFailed };
}

/** The route: what `read` (no arguments) makes of the address, kept up. */
export function useRoute(read) {
    const [route, setRoute] = useState(read);
    useEffect(() => {
        const follow = () => setRoute(read());
        addEventListener("hashchange", follow);
        return () => removeEventListener("hashchange", follow);
    }, []);
    return route;
}

/**
 * After a change of page focus goes to the heading of the new page, as soon
 * as it is there. The first page leaves focus where the browser puts it.
 */
export function useFocusOnRoute(page) {
    const shown = useRef(page);
    useEffect(() => {
        if (shown.current === page) {
            return undefined;
        }
        shown.current = page;
        scrollTo(0, 0);
        return whenThere("h1", (heading) =>
            heading.focus({ preventScroll: true }));
    }, [page]);
}

/** Calls `act` with an element once there is one; gives a way to give up. */
function whenThere(selector, act) {
    const observer = new MutationObserver(look);
    function look() {
        const element = document.querySelector(selector);
        if (element) {
            observer.disconnect();
            act(element);
        }
    }
    observer.observe(document.body, { childList: true, subtree: true });
    look();
    return () => observer.disconnect();
}
