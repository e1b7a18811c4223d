// Renders any part of a plan from the schema, so that nothing of a document
// is left out: plain values become label–value pairs, small objects sit among
// them, larger ones get a heading of their own, and what only machines need
// (identifiers, versions of codes) goes behind "Technical data".
import { html } from "./html.js";
import { t } from "./text.js";
import * as format from "./format.js";
import { codeName, organisationName } from "./names.js";
import { isCode, isFilled, isTechnical } from "./schema.js";
import { titleOf } from "./parts.js";
import { Row } from "./row.js";

export { Row };

/** An object with more values than this gets a heading of its own. */
const SMALL_LEAVES = 6;

/** Competence is first acquired, then shown; other blocks come before. */
const BLOCK_ORDER = ["osaamisen-hankkimistavat", "osaamisen-osoittaminen"];

/** A value as text for people. kind: see DocumentSchema.kind(). */
export function valueText(key, kind, value) {
    if (typeof value === "boolean") {
        return t(value ? "arvo.kylla" : "arvo.ei");
    }
    if (typeof value === "number") {
        return isTechnical(key) ? String(value) : format.number(value);
    }
    switch (kind) {
    case "day": return format.day(value);
    case "moment": return format.moment(value);
    case "organisation": return organisationName(value) ?? value;
    default: return isCode(key) ? codeName(value) ?? value : value;
    }
}

/** The raw identifier behind a value that is shown by a name; else null. */
function hiddenIdentifier(key, kind, value) {
    const named = kind === "organisation" ? organisationName(value)
        : isCode(key) ? codeName(value) : null;
    return named === null ? null : value;
}

function Value({ name, kind, value }) {
    const text = valueText(name, kind, value);
    if (name === "sahkoposti" && /^[^\s@]+@[^\s@]+$/.test(text)) {
        return html`<a href=${`mailto:${text}`}>${text}</a>`;
    }
    if (name === "puhelinnumero" && /\d/.test(text)) {
        return html`<a href=${`tel:${text.replace(/[^\d+]/g, "")}`}>${text}</a>`;
    }
    return text;
}

function leafCount(value) {
    return typeof value === "object" && value !== null
        ? Object.values(value).reduce((sum, v) => sum + leafCount(v), 0) : 1;
}

function hasList(value) {
    return Array.isArray(value) || (typeof value === "object"
        && value !== null && Object.values(value).some(hasList));
}

function isSmall(value) {
    return !hasList(value) && leafCount(value) <= SMALL_LEAVES;
}

/** Sorts an entity's filled fields to what is shown where. */
function arrange(schema, entity, part, used) {
    const known = Object.keys(schema.properties(entity));
    const keys = [...known, ...Object.keys(part).filter((key) =>
        !known.includes(key))].filter((key) => isFilled(part[key]));
    const places = { rows: [], blocks: [], technical: [] };
    for (const key of keys) {
        const value = part[key];
        const field = { key, value, ...schema.kind(entity, key, value),
            label: schema.label(entity, key) };
        if (isTechnical(key) || (used.includes(key) && isCode(key))) {
            places.technical.push(field);
        } else if (used.includes(key)) {
            continue;
        } else if (isBlock(field)) {
            places.blocks.push(field);
        } else {
            places.rows.push(field);
        }
    }
    places.blocks.sort((a, b) =>
        BLOCK_ORDER.indexOf(a.key) - BLOCK_ORDER.indexOf(b.key));
    return places;
}

function isBlock({ kind, value }) {
    if (kind === "list") {
        return value.some((item) => typeof item === "object" && !isSmall(item));
    }
    return kind === "object" && !isSmall(value);
}

/**
 * The fields of a part. `used` are keys that stand in its title already: a
 * code among them is told among the technical data, a name is not repeated. `level` is the heading level
 * for what is inside.
 */
export function Fields({ schema, entity, part, used = [], level = 4 }) {
    const { rows, blocks, technical } = arrange(schema, entity, part,
        used.filter(Boolean));
    const identifiers = technicalRows(schema, entity, rows, technical);
    return html`
        ${rows.length > 0 && html`<dl class="tiedot">
            ${joinPeriod(rows).map((field) => html`<${Field} key=${field.key}
                schema=${schema} field=${field} />`)}
        </dl>`}
        ${blocks.map((field) => html`<${Block} key=${field.key}
            schema=${schema} field=${field} level=${level} />`)}
        ${identifiers.length > 0 && html`<${Technical} rows=${identifiers} />`}`;
}

/** First and last day make one row; a missing last day leaves it open. */
function joinPeriod(rows) {
    const from = rows.find(({ key }) => key === "alku");
    const to = rows.find(({ key }) => key === "loppu");
    if (!from) {
        return rows;
    }
    const period = { key: "alku", label: t("osa.ajanjakso"), kind: "text",
        value: format.range(from.value, to?.value) };
    return [period, ...rows.filter((row) => row !== from && row !== to)];
}

function Field({ schema, field }) {
    const { key, label, kind, value } = field;
    if (kind === "object") {
        return html`<${Row} label=${label}><${Small} schema=${schema}
            entity=${field.entity} part=${value} /></${Row}>`;
    }
    if (kind !== "list") {
        return html`<${Row} label=${label}><${Value} name=${key} kind=${kind}
            value=${value} /></${Row}>`;
    }
    const items = value.filter(isFilled);
    return html`<${Row} label=${label}><ul>${items.map((item) => html`<li>
        ${typeof item === "object"
            ? html`<${Small} schema=${schema} entity=${field.entity}
                part=${item} />`
            : html`<${Value} name=${key} kind=${field.inner} value=${item} />`}
    </li>`)}</ul></${Row}>`;
}

/** A small object inside a row: its name first, then the rest with labels. */
function Small({ schema, entity, part }) {
    const rows = joinPeriod(arrange(schema, entity, part, []).rows);
    const title = rows.find(({ key }) => key === "nimi" || isCode(key))
        ?? (rows.length === 1 ? rows[0] : null);
    const rest = rows.filter((row) => row !== title);
    return html`
        ${title && (title.kind === "object"
            ? html`<${Small} schema=${schema} entity=${title.entity}
                part=${title.value} />`
            : html`<div class="nimi"><${Value} name=${title.key}
                kind=${title.kind} value=${title.value} /></div>`)}
        ${rest.length > 0 && html`<dl class="sisalla">${rest.map((field) =>
            html`<${Field} key=${field.key} schema=${schema} field=${field} />`)}
        </dl>`}`;
}

/** An object or a list of objects that is large enough for a heading. */
function Block({ schema, field, level }) {
    const { key, label, kind, value, entity } = field;
    const items = kind === "list" ? value.filter(isFilled) : null;
    return html`<section class="osio" data-kentta=${key}>
        <${Heading} level=${level}>${label}${items && items.length > 1
            && html` <span class="maara">${items.length}</span>`}</${Heading}>
        ${items ? items.map((item) => html`<${Card} schema=${schema}
                entity=${entity} part=${item} level=${level + 1} />`)
            : html`<${Fields} schema=${schema} entity=${entity} part=${value}
                level=${level + 1} />`}
    </section>`;
}

function Card({ schema, entity, part, level }) {
    const title = titleOf(part);
    return html`<div class="kortti">
        <${Heading} level=${level}>${title?.text
            ?? schema.entityLabel(entity)}</${Heading}>
        <${Fields} schema=${schema} entity=${entity} part=${part}
            used=${[title?.key]} level=${level + 1} />
    </div>`;
}

export function Heading({ level, children, ...rest }) {
    const tag = `h${Math.min(level, 6)}`;
    return html`<${tag} ...${rest}>${children}</${tag}>`;
}

/** Label and raw value of what a part has for machines, small ones' too. */
function technicalRows(schema, entity, rows, technical) {
    const own = technical.map(({ key, label, value, kind }) => ({ label,
        text: isCode(key) ? value : valueText(key, kind, value) }));
    const named = rows.filter(({ key, kind, value }) =>
        hiddenIdentifier(key, kind, value) !== null)
        .map(({ label, value }) => ({ label, text: value }));
    const inner = rows.flatMap(({ kind, label, value, entity: name }) => {
        const items = kind === "list" ? value : kind === "object" ? [value] : [];
        return items.filter((item) => typeof item === "object")
            .flatMap((item, i) => {
                const prefix = items.length > 1 ? `${label} ${i + 1}` : label;
                return innerTechnical(schema, name, item)
                    .map((row) => ({ ...row, label: `${prefix}: ${row.label}` }));
            });
    });
    return [...named, ...own, ...inner];
}

function innerTechnical(schema, entity, part) {
    const { rows, technical } = arrange(schema, entity, part, []);
    return technicalRows(schema, entity, rows, technical);
}

export function Technical({ rows, title = t("osa.tekniset") }) {
    return html`<details class="tekniset">
        <summary>${title}</summary>
        <dl class="tiedot">${rows.map(({ label, text }) => html`<${Row}
            label=${label}>${String(text)}</${Row}>`)}</dl>
    </details>`;
}
