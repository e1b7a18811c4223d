// A hook for what a part of a page fetches: loading, failed or there.
import { useEffect, useRef, useState } from "./html.js";

/**
 * Runs `load` (an async function) when the part appears and whenever one of
 * `inputs` changes. Gives {data, error, isLoading, retry}; data stays while
 * newer is fetched, and an answer that comes too late is dropped.
 */
export function useLoad(load, inputs) {
    const [state, setState] = useState({ isLoading: true });
    const turn = useRef(0);
    const run = async () => {
        turn.current += 1;
        const mine = turn.current;
        setState(({ data }) => ({ data, isLoading: true }));
        const settle = (next) => turn.current === mine && setState(next);
        try {
            settle({ data: await load(), isLoading: false });
        } catch (error) {
            settle({ error, isLoading: false });
        }
    };
    useEffect(() => {
        run();
        return () => { turn.current += 1; };
    }, inputs);
    return { ...state, retry: run };
}
