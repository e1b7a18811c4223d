// The state of the form: the document as it stands, what the service says of
// it, what has been touched, and the draft that is kept of it all.
import { useEffect, useRef, useState } from "../lib/html.js";
import { call } from "../lib/api.js";
import { problemsOf } from "../lib/problem.js";
import { withoutEmpty } from "./document-values.js";
import { dropDraft, writeDraft } from "./drafts.js";
import { organisationsIn } from "./lists.js";
import { join, valueAt, withValue } from "./pointers.js";

const CHECK_AFTER_MS = 600;

/** An error that appears may move the page: not under a click that is under
 *  way, which is what took focus from the field. */
const TELL_AFTER_MS = 250;
const REFUSED = 400;

/** Periods at a workplace have the workplace's data as well. */
const AT_WORKPLACE = /^osaamisenhankkimistapa_(?:koulutus|oppi)sopimus$/;
const WORKPLACE = "tyopaikalla-jarjestettava-koulutus";

/**
 * Where a problem is shown: the version of a code is filled in with the code,
 * so what is said of it concerns the code.
 */
export function placed(problems) {
    const all = problems.map((problem) => ({ ...problem,
        kohta: problem.kohta.replace(/koodi-versio$/, "koodi-uri") }));
    return all.filter(({ kohta, koodi }, i) => i === all.findIndex((one) =>
        one.kohta === kohta && one.koodi === koodi));
}

/** Asks the service what it would say if the document were sent now. */
async function check({ method, address }, document) {
    try {
        await call(method, `${address}?kuiva-ajo=true`,
            { body: withoutEmpty(document),
                etag: method === "PUT" ? "*" : undefined });
        return [];
    } catch (error) {
        if (error.status === REFUSED) {
            return placed(problemsOf(error));
        }
        throw error;
    }
}

/**
 * `target` is {method, address}: where the document goes. `start` is {base,
 * document, etag}: the stored plan ({} for a new one) and the work so far.
 */
export function useForm({ session, schema, target, start, studyRights, draft }) {
    const [document, setDocument] = useState(start.document);
    const [problems, setProblems] = useState(null);
    const [touched, setTouched] = useState(() => new Set());
    const [isSubmitted, setSubmitted] = useState(false);
    const [isKept, setKept] = useState(true);
    const [isChecking, setChecking] = useState(false);
    const turn = useRef(0);
    const recheck = async () => {
        turn.current += 1;
        const mine = turn.current;
        setChecking(true);
        try {
            const found = await check(target, document);
            if (mine === turn.current) {
                setProblems(found);
            }
        } catch {
            if (mine === turn.current) {
                setProblems(null);
            }
        }
        if (mine === turn.current) {
            setChecking(false);
        }
    };
    useEffect(() => {
        const timer = setTimeout(recheck, CHECK_AFTER_MS);
        return () => clearTimeout(timer);
    }, [document]);
    const isChanged = JSON.stringify(withoutEmpty(document))
        !== JSON.stringify(withoutEmpty(start.base));
    // Two changes may come before the first is drawn: each begins with the
    // newest document, not with the one that was drawn last.
    const newest = useRef(start.document);
    const change = (make) => {
        newest.current = make(newest.current);
        setDocument(newest.current);
        setKept(writeDraft(session, ...draft,
            { ...start, document: newest.current }));
    };
    useLeaveWarning(isChanged);
    return { ...reading({ document, problems, touched, isSubmitted }),
        ...writing({ change, setTouched, forget: (path) =>
            setProblems((told) => told?.filter(({ kohta }) =>
                kohta !== join(path) && !kohta.startsWith(`${join(path)}/`))
                ?? null) }),
        schema, method: target.method, document, studyRights, problems,
        isChecking, isChanged, isKept, setProblems, setSubmitted, isSubmitted,
        organisations: [...organisationsIn([document, studyRights],
            new Set(session.organisations()))],
        drop: () => dropDraft(session, ...draft),
        replace: (next) => change(() => next) };
}

/** What the fields read: values, and the problems that are shown by now. */
function reading({ document, problems, touched, isSubmitted }) {
    const isShown = (pointer) => isSubmitted || touched.has(pointer)
        || [...touched].some((one) => one.startsWith(`${pointer}/`));
    return {
        valueAt: (path) => valueAt(document, path),
        errorsAt: (path) => {
            const pointer = join(path);
            return (problems ?? []).filter(({ kohta }) => kohta === pointer
                && isShown(kohta));
        },
        errorsBelow: (path) => (problems ?? []).filter(({ kohta }) =>
            kohta.startsWith(`${join(path)}/`) && isShown(kohta)).length,
    };
}

/** What the fields do with a value. */
function writing({ change, setTouched, forget }) {
    return {
        set: (path, value) => {
            // What was said of the old value is not said of the new one.
            forget(path);
            change((document) => withValue(document, path, value));
        },
        add: (path, item) => change((document) => withValue(document,
            [...path, (valueAt(document, path) ?? []).length], item)),
        touch: (path) => setTimeout(() => setTouched((before) =>
            new Set(before).add(join(path))), TELL_AFTER_MS),
        /** A code with its version; a workplace period gets its place. */
        setCode: (path, code, versionPath, version) => {
            forget(path);
            change((document) => withCode(document,
                { path, code, versionPath, version }));
        },
    };
}

function withCode(document, { path, code, versionPath, version }) {
    const next = withValue(withValue(document, path, code), versionPath,
        code ? version : undefined);
    const place = [...path.slice(0, -1), WORKPLACE];
    return AT_WORKPLACE.test(code ?? "") && !valueAt(next, place)
        ? withValue(next, place, {}) : next;
}

/** The browser asks before a page with unsaved changes is closed. */
function useLeaveWarning(isChanged) {
    useEffect(() => {
        if (!isChanged) {
            return undefined;
        }
        const ask = (event) => event.preventDefault();
        addEventListener("beforeunload", ask);
        return () => removeEventListener("beforeunload", ask);
    }, [isChanged]);
}
