// What differs between two versions of a plan, in the reader's words. Parts
// are recognised by their identity, not by their place in a list.
import { isFilled, isTechnical } from "./schema.js";
import { titleOf } from "./parts.js";

const IDENTITIES = ["module-id", "yksiloiva-tunniste"];

/** What makes a part the same in both lists; null when only its place does. */
function identityOf(item) {
    const key = IDENTITIES.find((name) => item?.[name]);
    if (key) {
        return `${key}:${item[key]}`;
    }
    const title = item && typeof item === "object" ? titleOf(item) : null;
    return title ? `nimi:${title.key}:${item[title.key] ?? title.text}` : null;
}

/**
 * Pairs of a list before and after: [{before, after}], either may be
 * undefined. Parts without identity are paired by place.
 */
export function pairs(before = [], after = []) {
    const rest = before.map((item) => ({ item, id: identityOf(item) }));
    const found = after.map((item, i) => {
        const id = identityOf(item);
        const at = id !== null ? rest.findIndex((one) => one?.id === id)
            : rest[i]?.id === null ? i : -1;
        if (at < 0) {
            return { after: item };
        }
        const [{ item: old }] = rest.splice(at, 1, null);
        return { before: old, after: item };
    });
    return [...found,
        ...rest.filter(Boolean).map(({ item }) => ({ before: item }))];
}

const isObject = (value) => value !== null && typeof value === "object";

/**
 * Every difference: {path: [label, …], key, kind, entity, before, after};
 * before or after is undefined when there was nothing. A part that came or
 * went is one difference.
 */
export function changesOf(schema, before, after, entity = "HOKS", path = []) {
    const keys = [...new Set([...Object.keys(schema.properties(entity)),
        ...Object.keys(before), ...Object.keys(after)])];
    return keys.filter((key) => !isTechnical(key)).flatMap((key) => {
        const old = isFilled(before[key]) ? before[key] : undefined;
        const now = isFilled(after[key]) ? after[key] : undefined;
        if (JSON.stringify(old) === JSON.stringify(now)) {
            return [];
        }
        const place = [...path, schema.label(entity, key)];
        const inner = schema.entityOf(entity, key);
        const told = { path: place, key, entity: inner,
            ...schema.kind(entity, key, now ?? old), before: old, after: now };
        if (Array.isArray(old ?? now) && isObject((old ?? now)[0])) {
            return inList(schema, told, inner, place);
        }
        return isObject(old) && isObject(now) && !Array.isArray(old)
            ? changesOf(schema, old, now, inner, place) : [told];
    });
}

function inList(schema, told, entity, path) {
    return pairs(told.before, told.after).flatMap(({ before, after }) => {
        const title = titleOf(after ?? before)?.text
            ?? schema.entityLabel(entity);
        const place = [...path, title];
        return before && after ? changesOf(schema, before, after, entity, place)
            : [{ ...told, kind: "object", path: place, before, after }];
    });
}
