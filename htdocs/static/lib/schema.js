// Reads the document's schema (conf/hoks.schema.json) for the pages: what a
// field is called, what kind of value it holds and where it belongs. The pages
// know few fields by name; a field that is new in the schema shows by itself.
import { localised } from "./text.js";

const REF = "#/$defs/";

/** A reader over the parsed schema file. */
export class DocumentSchema {
    constructor(schema) {
        this.defs = schema.$defs;
    }

    /** Properties of an entity in the order of the schema; {} if unknown. */
    properties(entity) {
        return this.defs[entity]?.properties ?? {};
    }

    /** Human name of a field; a field that the schema lacks keeps its key. */
    label(entity, key) {
        return localised(this.properties(entity)[key]?.["x-label"]) ?? key;
    }

    /** Human name of an entity. */
    entityLabel(entity) {
        return localised(this.defs[entity]?.["x-label"]) ?? "";
    }

    /** Place of a top-level field (see x-keywords in the schema). */
    order(entity, key) {
        return this.properties(entity)[key]?.["x-order"];
    }

    /**
     * Kind of a field's value: "object" and "list" carry the name of the
     * entity inside (null for plain values); the others are "day", "moment",
     * "code", "organisation" and "plain".
     */
    kind(entity, key, value) {
        const field = this.properties(entity)[key];
        const inner = Array.isArray(value) ? field?.items : field;
        const names = this.#references(inner);
        const name = names.at(-1) ?? null;
        if (Array.isArray(value)) {
            return { kind: "list", entity: name, inner: scalarKind(names) };
        }
        if (value !== null && typeof value === "object") {
            return { kind: "object", entity: name };
        }
        return { kind: scalarKind(names) };
    }

    /** Name of the entity in a field, one or a list of them; null for others. */
    entityOf(entity, key) {
        const field = this.properties(entity)[key];
        const name = this.#references(field?.items ?? field).at(-1) ?? null;
        return this.defs[name]?.properties ? name : null;
    }

    /**
     * What a field takes: {isList, entity, names, definition, need}: names of
     * the definitions that lead to it, the last one itself, and "required",
     * "optional" or "forbidden" in a method.
     */
    field(entity, key, method) {
        const field = this.properties(entity)[key];
        const names = this.#references(field.items ?? field);
        return {
            isList: field.type === "array", entity: this.entityOf(entity, key),
            names, definition: this.defs[names.at(-1)] ?? field.items ?? field,
            need: field["x-methods"][method],
        };
    }

    /** Names of the definitions that a subschema leads through. */
    #references(subschema) {
        const names = [];
        let step = subschema;
        while (step?.$ref?.startsWith(REF)) {
            names.push(step.$ref.slice(REF.length));
            step = this.defs[names.at(-1)];
        }
        return names;
    }
}

function scalarKind(names) {
    if (names.includes("Paivamaara")) {
        return "day";
    }
    if (names.includes("Aikaleima")) {
        return "moment";
    }
    if (names.includes("OrganisaatioOID")) {
        return "organisation";
    }
    return names.some((name) => name.endsWith("KoodiUri")) ? "code" : "plain";
}

/** Whether a field serves machines: it is shown among the technical data. */
export function isTechnical(key) {
    return key === "id" || key === "module-id" || key === "yksiloiva-tunniste"
        || key.endsWith("koodi-versio");
}

/** Whether a field holds a code's URI, by its name (KoodistoKoodi has one
 *  without a pattern of its own). */
export function isCode(key) {
    return key.endsWith("koodi-uri");
}

/** Whether a value has something to show. */
export function isFilled(value) {
    if (Array.isArray(value)) {
        return value.some(isFilled);
    }
    if (value !== null && typeof value === "object") {
        return Object.values(value).some(isFilled);
    }
    return value !== null && value !== undefined && value !== "";
}
