// Places in a document: JSON Pointers, and what a reader calls the place.
import { titleOf } from "../lib/parts.js";

const ENTITY = "HOKS";

export function split(pointer) {
    return pointer.split("/").slice(1).map((step) =>
        step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function join(steps) {
    return steps.map((step) => `/${String(step).replaceAll("~", "~0")
        .replaceAll("/", "~1")}`).join("");
}

/** What stands at a pointer's steps; undefined when nothing does. */
export function valueAt(document, steps) {
    return steps.reduce((value, step) => value?.[step], document);
}

/** A copy with `value` at the steps; undefined takes the member away. */
export function withValue(document, [step, ...rest], value) {
    const inner = rest.length === 0 ? value
        : withValue(document?.[step] ?? (Number.isInteger(rest[0]) ? [] : {}),
            rest, value);
    if (Array.isArray(document)) {
        const copy = [...document];
        if (inner === undefined) {
            copy.splice(step, 1);
        } else {
            copy[step] = inner;
        }
        return copy;
    }
    const copy = { ...document };
    if (inner === undefined) {
        delete copy[step];
    } else {
        copy[step] = inner;
    }
    return copy;
}

/**
 * Says a pointer in labels: {text: "Hankittavat …: Hoito: Alkaa", section: id
 * of the part on the plan's page, or undefined}.
 */
export function placeOf(schema, document, pointer) {
    const steps = split(pointer);
    const texts = [];
    let entity = ENTITY;
    let value = document;
    for (let i = 0; i < steps.length && entity; i += 1) {
        const step = steps[i];
        if (Array.isArray(value)) {
            value = value[step];
            const title = value && typeof value === "object"
                ? titleOf(value)?.text : null;
            texts.push(title ?? String(Number(step) + 1));
        } else {
            texts.push(schema.label(entity, step));
            const inner = schema.entityOf(entity, step);
            value = value?.[step];
            entity = inner ?? entity;
        }
    }
    const isUnit = steps.length > 1 && Array.isArray(document[steps[0]]);
    return { text: texts.join(" › "),
        section: isUnit ? `${steps[0]}-${Number(steps[1]) + 1}` : undefined };
}
