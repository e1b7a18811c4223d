// One plan as a whole, for every kind of reader. The head and the sections are
// arranged by the schema's x-order: below 100 the head, 101-899 the sections
// (one hundred is a group), 900 and up the plan's technical data. A field
// without a place shows too.
import { Fragment, html, useEffect, useRef, useState } from "./html.js";
import { count, t } from "./text.js";
import * as format from "./format.js";
import { codeName } from "./names.js";
import { Notice } from "./frame.js";
import { Fields, Technical, valueText } from "./document.js";
import { Row } from "./row.js";
import { isCode, isFilled } from "./schema.js";
import { isCurrent, placeOf, summaryOf, timely, titleOf }
    from "./parts.js";
import * as rights from "./study-rights.js";
import { planTitle, StudyRightRows } from "./study-right-rows.js";

const ENTITY = "HOKS";
const GROUP_SIZE = 100;
const TECHNICAL_GROUP = 9;
const LAST_GROUP = 8;

/** A window this wide has room for open parts. */
const WIDE = "(min-width: 60em)";

/**
 * `address` is the page's route (#/…), below which its sections have theirs;
 * `section` is the one to show. `back` stands above the heading, `children`
 * below it: what these readers can do with the plan. `overview` is a component
 * that begins the page, around what is timely: {plan, right, units, address}.
 */
export function Plan({ plan, studyRights, schema, section, address, back,
    overview = Fragment, children }) {
    const right = rights.studyRightOf(plan, studyRights);
    const { head, groups, technical, missing } = arrangePlan(schema, plan);
    const units = groups.flatMap(({ sections }) =>
        sections.flatMap((one) => one.units));
    const body = useRef(null);
    useEffect(() => {
        if (section) {
            reveal(document.getElementById(section));
        }
    }, [section]);
    usePrintOpen();
    return html`
        ${back}
        <h1 tabindex="-1">${planTitle(plan, right)}</h1>
        ${rights.school(right) && html`<p class="koulu">
            ${rights.school(right)}</p>`}
        ${studyRights === null && html`<${Notice}>
            ${t("lista.nimet-puuttuvat")}</${Notice}>`}
        ${children}
        <${overview} plan=${plan} right=${right} units=${units}
            address=${address}>
            <${Timely} address=${address} units=${units} />
        </${overview}>
        <section class="perustiedot" aria-labelledby="perustiedot">
            <h2 id="perustiedot" class="piilossa">
                ${t("suunnitelma.perustiedot")}</h2>
            <dl class="tiedot rinnan">
                <${StudyRightRows} right=${right} />
                ${head.map((field) => html`<${Row} key=${field.key}
                    label=${field.label}>${field.text}</${Row}>`)}
            </dl>
        </section>
        <${Contents} address=${address} groups=${groups} body=${body} />
        <div ref=${body}>${groups.map((group) => html`<${Group}
            key=${group.number} group=${group} schema=${schema} />`)}</div>
        ${missing.length > 0 && html`<p class="puuttuvat">
            ${t("suunnitelma.ei-kirjattu", { osat: missing.join(", ") })}</p>`}
        <${Technical} rows=${technical} title=${t("suunnitelma.tekniset")} />`;
}

/**
 * Sorts a document's top level to {head, groups, technical, missing}: what
 * heads it, groups of sections with their units, what only machines need, and
 * the names of the sections that have nothing. Ids of elements begin with
 * `prefix`, so that one page may show several plans.
 */
export function arrangePlan(schema, plan, prefix = "") {
    const fields = [...new Set([...Object.keys(schema.properties(ENTITY)),
        ...Object.keys(plan)])].map((key) => ({
        key, value: plan[key], label: schema.label(ENTITY, key),
        ...schema.kind(ENTITY, key, plan[key]),
        order: schema.order(ENTITY, key) ?? defaultOrder(plan[key]),
    })).sort((a, b) => a.order - b.order);
    const filled = fields.filter(({ value }) => isFilled(value));
    const inGroup = (n) => filled.filter(({ order }) =>
        Math.floor(order / GROUP_SIZE) === n);
    const groups = [];
    for (let number = 1; number <= LAST_GROUP; number += 1) {
        const sections = inGroup(number).map((field) =>
            withUnits(field, prefix));
        if (sections.length > 0) {
            groups.push({ number, sections, id: `${prefix}ryhma-${number}` });
        }
    }
    const head = inGroup(0).map(withText);
    return {
        head, groups,
        technical: [...head.filter(isNamedCode).map(({ label, value }) =>
            ({ label, text: value })), ...inGroup(TECHNICAL_GROUP).map(withText)],
        missing: fields.filter(({ key, value, order }) => order > GROUP_SIZE
            && order < TECHNICAL_GROUP * GROUP_SIZE && !isFilled(value)
            && key in schema.properties(ENTITY))
            .map(({ label }) => lowerFirst(label)),
    };
}

/** Where a field without x-order goes: lists last among sections. */
function defaultOrder(value) {
    return typeof value === "object" && value !== null
        ? (LAST_GROUP + 1) * GROUP_SIZE - 1 : GROUP_SIZE - 1;
}

function withText(field) {
    return { ...field, text: valueText(field.key, field.kind, field.value) };
}

function isNamedCode({ key, value }) {
    return isCode(key) && codeName(value) !== null;
}

function withUnits(field, prefix) {
    const parts = Array.isArray(field.value) ? field.value : [field.value];
    const id = `${prefix}${field.key}`;
    return { ...field, id, units: parts.map((part, i) =>
        ({ part, id: `${id}-${i + 1}` })) };
}

function lowerFirst(text) {
    return text.charAt(0).toLocaleLowerCase() + text.slice(1);
}

/** Opens what hides an element, brings it to view and moves focus to it. */
function reveal(element) {
    if (!element) {
        return;
    }
    for (let step = element; step; step = step.parentElement) {
        if (step instanceof HTMLDetailsElement) {
            step.open = true;
        }
    }
    element.scrollIntoView();
    (element.querySelector("summary") ?? element).focus({ preventScroll: true });
}

/** Paper has no way to open a part: printing opens them all for its time. */
export function usePrintOpen() {
    useEffect(() => {
        let opened = [];
        const open = () => {
            opened = [...document.querySelectorAll("details:not([open])")];
            opened.forEach((part) => { part.open = true; });
        };
        const restore = () => opened.forEach((part) => { part.open = false; });
        addEventListener("beforeprint", open);
        addEventListener("afterprint", restore);
        return () => {
            removeEventListener("beforeprint", open);
            removeEventListener("afterprint", restore);
        };
    }, []);
}

/** What goes on today and what comes next, over all units. */
export function Timely({ address, units }) {
    const { current, coming, isProof } = timely(units);
    if (current.length + coming.length === 0) {
        return null;
    }
    const list = (title, hits) => hits.length > 0 && html`<div>
        <h3>${title}</h3>
        <ul>${hits.map((hit) => html`<li>
            <span class="ajat">${format.range(hit.period.alku,
                hit.period.loppu)}</span>
            <span class="pieni">${whenText(hit.period)}</span>
            <a href=${`${address}/${hit.unit.id}`}>
                ${isProof(hit) ? t("osa.naytto") : titleOf(hit.period)?.text
                    ?? t("osa.ajanjakso")}</a>
            ${placeOf(hit.period) && html`<span>${placeOf(hit.period)}</span>`}
            ${hit.period !== hit.unit.part && html`<span class="pieni">
                ${titleOf(hit.unit.part)?.text}</span>`}
        </li>`)}</ul>
    </div>`;
    return html`<section class="ajankohtaista" aria-labelledby="ajankohtaista">
        <h2 id="ajankohtaista">${t("ajankohtaista.otsikko")}</h2>
        <div class="palstat">${list(t("ajankohtaista.nyt"), current)}
            ${list(t("ajankohtaista.tulossa"), coming)}</div>
    </section>`;
}

/** How long until a period begins, or until one that goes on ends. */
function whenText({ alku, loppu }) {
    const now = format.today();
    const days = format.daysBetween(now, alku > now ? alku : loppu ?? alku);
    return alku > now ? count("ajankohtaista.alkuun", days)
        : days === 0 ? t("ajankohtaista.viimeinen-paiva")
            : count("ajankohtaista.jaljella", days);
}

function Contents({ address, groups, body }) {
    const openAll = (open) => () => {
        body.current.querySelectorAll("details.osa").forEach((part) => {
            part.open = open;
        });
    };
    return html`<nav class="sisallys" aria-label=${t("suunnitelma.sisallys")}>
        <ul>${groups.flatMap(({ sections }) => sections).map((section) =>
            html`<li><a href=${`${address}/${section.id}`}>
                ${section.label}</a> <span class="maara">
                ${section.units.length}</span></li>`)}</ul>
        <p class="toiminnot">
            <button type="button" onClick=${openAll(true)}>
                ${t("suunnitelma.avaa-kaikki")}</button>
            <button type="button" onClick=${openAll(false)}>
                ${t("suunnitelma.sulje-kaikki")}</button>
            <button type="button" onClick=${() => print()}>
                ${t("suunnitelma.tulosta")}</button>
        </p>
    </nav>`;
}

export function Group({ group, schema }) {
    return html`<section class="ryhma" aria-labelledby=${group.id}>
        <h2 id=${group.id}>${t(`ryhma.${group.number}`)}</h2>
        ${group.sections.map((section) => html`<section key=${section.key}
            class="osat" aria-labelledby=${section.id}>
            <h3 id=${section.id} tabindex="-1">${section.label}${" "}
                <span class="maara">${section.units.length}</span></h3>
            ${section.units.map((unit, i) => html`<${Unit} key=${unit.id}
                unit=${unit} entity=${section.entity} schema=${schema}
                number=${i + 1} alone=${section.units.length === 1} />`)}
        </section>`)}
    </section>`;
}

/** One unit of the plan; what goes on today is open where there is room. */
function Unit({ unit, entity, schema, number, alone }) {
    const { part, id } = unit;
    const [open] = useState(() => matchMedia(WIDE).matches
        && (alone || isCurrent(part)));
    const title = titleOf(part);
    const current = isCurrent(part);
    return html`<details class="osa" id=${id} open=${open}>
        <summary>
            <h4>${title?.text ?? `${schema.entityLabel(entity)} ${number}`}</h4>
            ${current && html`<span class="tila jatkuu">
                ${t("ajankohtaista.kaynnissa")}</span>`}
            <span class="yhteenveto">${summaryLine(part)}</span>
        </summary>
        <div class="osan-tiedot">
            <${UnitFields} schema=${schema} entity=${entity} part=${part}
                used=${[title?.key]} />
        </div>
    </details>`;
}

/** A section may also be a plain list, if the schema one day has such. */
function UnitFields(props) {
    return typeof props.part === "object"
        ? html`<${Fields} ...${props} level=${5} />` : String(props.part);
}

function summaryLine(part) {
    const { ways, proofs, subAreas, from, to } = summaryOf(part);
    return [
        subAreas > 0 && count("yhteenveto.osa-alueita", subAreas),
        ways > 0 && count("yhteenveto.hankkimistapoja", ways),
        proofs > 0 && count("yhteenveto.nayttoja", proofs),
        from && format.range(from, to),
    ].filter(Boolean).join(" · ");
}
