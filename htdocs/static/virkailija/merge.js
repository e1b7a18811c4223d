// Two people changed the same plan: what only one of them changed is taken as
// it is, and what both changed differently is a conflict to be decided.
import { pairs } from "../lib/changes.js";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isObject = (value) => value !== null && typeof value === "object"
    && !Array.isArray(value);
const isParts = (value) => Array.isArray(value) && value.some(isObject);

/** Counts up when the service stores; never anybody's decision. */
const OF_SERVICE = ["id", "eid", "module-id", "manuaalisyotto"];

/**
 * Merges `mine` and `theirs`, both made from `base`. `decide(steps)` tells
 * whose value a conflict gets: "mine" (also when it tells nothing) or
 * "theirs". Gives {value, conflicts: [{steps, mine, theirs}]}, where steps
 * are keys, and identities of parts.
 */
export function merge(base, mine, theirs, decide = () => "mine", steps = []) {
    if (same(mine, theirs) || same(theirs, base)) {
        return { value: mine, conflicts: [] };
    }
    if (same(mine, base)) {
        return { value: theirs, conflicts: [] };
    }
    if (isObject(mine) && isObject(theirs)) {
        return mergeObjects(isObject(base) ? base : {}, mine, theirs, decide,
            steps);
    }
    if ([mine, theirs].every(Array.isArray) && [mine, theirs].some(isParts)) {
        return mergeLists(base ?? [], mine, theirs, decide, steps);
    }
    return { value: decide(steps) === "theirs" ? theirs : mine,
        conflicts: [{ steps, mine, theirs }] };
}

function mergeObjects(base, mine, theirs, decide, steps) {
    const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
    const value = {};
    const conflicts = [];
    for (const key of keys) {
        const merged = OF_SERVICE.includes(key)
            ? { value: theirs[key] ?? mine[key], conflicts: [] }
            : merge(base[key], mine[key], theirs[key], decide, [...steps, key]);
        if (merged.value !== undefined) {
            value[key] = merged.value;
        }
        conflicts.push(...merged.conflicts);
    }
    return { value, conflicts };
}

/** The part of a list that is the same as `part`, which is of another list. */
function counterpart(list, part) {
    return part === undefined ? undefined : pairs(list, [part])
        .find(({ after }) => after === part)?.before;
}

function mergeLists(base, mine, theirs, decide, steps) {
    const value = [];
    const conflicts = [];
    for (const { before: their, after: my } of pairs(theirs, mine)) {
        const old = counterpart(base, my ?? their);
        const name = (my ?? their)["module-id"] ?? String(value.length);
        const merged = merge(old, my, their, decide, [...steps, name]);
        if (merged.value !== undefined) {
            value.push(merged.value);
        }
        conflicts.push(...merged.conflicts);
    }
    return { value, conflicts };
}
