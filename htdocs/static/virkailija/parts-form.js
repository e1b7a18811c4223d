// The form of an object, a list of objects or a list of texts, made from the
// schema: whatever the schema has gets its place by itself.
import { html, useEffect, useRef } from "../lib/html.js";
import { t } from "../lib/text.js";
import { summaryOf, titleOf } from "../lib/parts.js";
import * as format from "../lib/format.js";
import { isTechnical } from "../lib/schema.js";
import { Heading } from "../lib/document.js";
import { Errors, Field, idOf } from "./fields.js";

/** Filled by the service or by the pickers: nobody types them. */
const NOT_ASKED = ["eid", "manuaalisyotto", "poistettu", "oppija-oid",
    "opiskeluoikeus-oid", "versio", "paivitetty"];

/** Fields of an entity that are asked for; what names the part comes first. */
export function askedFields(form, entity) {
    const { schema, method } = form;
    const keys = Object.keys(schema.properties(entity)).filter((key) =>
        !isTechnical(key) && !NOT_ASKED.includes(key)
        && schema.field(entity, key, method).need !== "forbidden");
    const isName = (key) => key === "nimi" || (key.endsWith("koodi-uri")
        && schema.field(entity, key, method).need === "required");
    return [...keys.filter(isName), ...keys.filter((key) => !isName(key))];
}

/** The fields of an object: plain ones side by side, then what has parts. */
export function ObjectFields({ form, entity, path, keys, level }) {
    const fields = (keys ?? askedFields(form, entity)).map((key) => ({ key,
        ...form.schema.field(entity, key, form.method) }));
    const isPlain = ({ isList, entity: inner }) => !isList && !inner;
    return html`
        <div class="kentat">${fields.filter(isPlain).map(({ key }) =>
            html`<${Field} key=${key} form=${form} entity=${entity} name=${key}
                path=${[...path, key]} />`)}</div>
        ${fields.filter((field) => !isPlain(field)).map((field) =>
            html`<${Nested} key=${field.key} form=${form} owner=${entity}
                field=${field} path=${[...path, field.key]} level=${level} />`)}`;
}

function Nested({ form, owner, field, path, level }) {
    const label = form.schema.label(owner, field.key);
    if (!field.isList) {
        return html`<${OneObject} form=${form} field=${field} path=${path}
            label=${label} level=${level} />`;
    }
    return field.entity
        ? html`<${ObjectList} form=${form} entity=${field.entity} path=${path}
            label=${label} level=${level} />`
        : html`<${TextList} form=${form} path=${path} label=${label} />`;
}

/** An object inside a part; one that may be left out is there when asked for. */
function OneObject({ form, field, path, label, level }) {
    const value = form.valueAt(path);
    const isRequired = field.need === "required";
    if (value === undefined && !isRequired) {
        return html`<p><button type="button" id=${idOf(path)}
            onClick=${() => form.set(path, {})}>
            ${t("virkailija.lomake.lisaa", { mita: label })}</button></p>`;
    }
    return html`<fieldset class="kortti" id=${idOf(path)} tabindex="-1">
        <legend>${label}</legend>
        <${Errors} errors=${form.errorsAt(path)} />
        <${ObjectFields} form=${form} entity=${field.entity} path=${path}
            level=${level} />
        ${!isRequired && html`<p><button type="button"
            onClick=${() => form.set(path, undefined)}>
            ${t("virkailija.lomake.poista", { mita: label })}</button></p>`}
    </fieldset>`;
}

function summary(item) {
    const { from, to } = summaryOf(item);
    return from ? format.range(from, to) : null;
}

/** Parts of one kind, each folded up under its title. */
export function ObjectList({ form, entity, path, label, level, heading }) {
    const items = form.valueAt(path) ?? [];
    const list = useRef(null);
    const added = useRef(false);
    useEffect(() => {
        if (added.current) {
            added.current = false;
            const last = [...list.current.children].at(-1);
            last.open = true;
            const first = last.querySelector("input, select, textarea");
            last.scrollIntoView({ block: "start" });
            first?.focus({ preventScroll: true });
        }
    }, [items.length]);
    const add = () => {
        added.current = true;
        form.add(path, {});
    };
    const name = form.schema.entityLabel(entity);
    return html`<div class="luettelo" id=${idOf(path)} tabindex="-1">
        ${heading ?? html`<${Heading} level=${level}>${label}${" "}<span
            class="maara">${items.length}</span></${Heading}>`}
        <${Errors} errors=${form.errorsAt(path)} />
        <div ref=${list}>${items.map((item, i) => html`<${Item} key=${i}
            form=${form} entity=${entity} path=${[...path, i]} item=${item}
            level=${level + 1} />`)}</div>
        <p><button type="button" onClick=${add}>
            ${t("virkailija.lomake.lisaa", { mita: name })}</button></p>
    </div>`;
}

function Item({ form, entity, path, item, level }) {
    const name = form.schema.entityLabel(entity);
    const title = titleOf(item)?.text ?? `${name} ${path.at(-1) + 1}`;
    const errors = form.errorsBelow(path);
    return html`<details class="osa" id=${idOf(path)}>
        <summary>
            <${Heading} level=${level}>${title}</${Heading}>
            ${errors > 0 && html`<span class="tila virheita">
                ${t("virkailija.lomake.virheita", { n: errors })}</span>`}
            <span class="yhteenveto">${summary(item)}</span>
        </summary>
        <div class="osan-tiedot">
            <${Errors} errors=${form.errorsAt(path)} />
            <${ObjectFields} form=${form} entity=${entity} path=${path}
                level=${level + 1} />
            <p><button type="button" onClick=${() =>
                form.set(path, undefined)}>
                ${t("virkailija.lomake.poista", { mita: title })}</button></p>
        </div>
    </details>`;
}

/** Texts one under the other. */
function TextList({ form, path, label }) {
    const items = form.valueAt(path) ?? [];
    const set = (next) => form.set(path, next.length > 0 ? next : undefined);
    return html`<fieldset class="tekstit" id=${idOf(path)} tabindex="-1">
        <legend>${label}</legend>
        <${Errors} errors=${form.errorsAt(path)} />
        ${items.map((item, i) => html`<div class="tekstirivi" key=${i}>
            <input id=${idOf([...path, i])} type="text" value=${item}
                aria-label=${`${label} ${i + 1}`} autocomplete="off"
                onInput=${(event) => set(items.map((old, j) =>
                    j === i ? event.target.value : old))}
                onBlur=${() => form.touch([...path, i])} />
            <button type="button" onClick=${() =>
                set(items.filter((_, j) => j !== i))}
                aria-label=${t("virkailija.lomake.poista", {
                    mita: `${label} ${i + 1}` })}>✕</button>
        </div>`)}
        <p><button type="button" onClick=${() => form.add(path, "")}>
            ${t("virkailija.lomake.lisaa-rivi")}</button></p>
    </fieldset>`;
}
