// A plan on the line of time: a lane for each unit, with its periods, breaks
// and demonstrations; and the same as a table. The picture is one stop for the
// Tab key: arrows move inside it, and each item tells itself in words.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { lang, t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { dayNumber, lanesOf, place, scaleOf, spanOf, ticksOf }
    from "./timeline-layout.js";

const ROW = 28;
const BAR = 24;
const AXIS = 22;
const LABEL_WIDTH = 64;
const RANGES = {
    kaikki: null,
    vuosi: { before: 91, after: 274 },
    kuukaudet: { before: 30, after: 62 },
};
const KINDS = ["tyopaikka", "oppilaitos", "naytto", "muu", "keskeytys"];

export function Timeline({ address, units }) {
    const lanes = lanesOf(units);
    const [view, setView] = useState("kuva");
    const [range, setRange] = useState("kaikki");
    if (lanes.length === 0) {
        return null;
    }
    const choice = (name, value, current, set) => html`<button type="button"
        aria-pressed=${value === current ? "true" : "false"}
        onClick=${() => set(value)}>${t(`oppija.aika.${name}-${value}`)}</button>`;
    return html`<section class="laatikko aika" aria-labelledby="aikajana">
        <h2 id="aikajana" tabindex="-1">${t("oppija.aika.otsikko")}</h2>
        <div class="valinnat">
            <div role="group" aria-label=${t("oppija.aika.esitys")}>
                ${["kuva", "taulukko"].map((one) =>
        choice("esitys", one, view, setView))}</div>
            ${view === "kuva" && html`<div role="group"
                aria-label=${t("oppija.aika.jakso")}>
                ${Object.keys(RANGES).map((one) =>
        choice("jakso", one, range, setRange))}</div>`}
        </div>
        ${view === "kuva"
            ? html`<${Picture} address=${address} lanes=${lanes}
                around=${RANGES[range]} />`
            : html`<${Table} address=${address} lanes=${lanes} />`}
    </section>`;
}

/** Width of an element in pixels, kept up to date. */
function useWidth() {
    const ref = useRef(null);
    const [width, setWidth] = useState(0);
    useEffect(() => {
        const observer = new ResizeObserver(([entry]) =>
            setWidth(Math.floor(entry.contentRect.width)));
        observer.observe(ref.current);
        return () => observer.disconnect();
    }, []);
    return [ref, width];
}

function Picture({ address, lanes, around }) {
    const [ref, width] = useWidth();
    const today = format.today();
    const span = spanOf(lanes, today, around);
    const shown = lanes.map((lane) =>
        ({ ...lane, ...place(lane.events, span, Math.max(width, 1), BAR) }))
        .filter(({ placed }) => placed.length > 0);
    const common = { width, span, now: dayNumber(today),
        ticks: ticksOf(span, width, LABEL_WIDTH) };
    const first = firstOf(shown, today);
    return html`
        <p class="piilossa" id="aikajana-ohje">${t("oppija.aika.nappaimet")}</p>
        <div class="aikajana" ref=${ref} role="group"
            aria-labelledby="aikajana" aria-describedby="aikajana-ohje"
            onKeyDown=${moveFocus}>
            ${width > 0 && html`
                <${Axis} ...${common} />
                ${shown.map((lane) => html`<${Lane} key=${lane.id} address=${address}
                    lane=${lane} first=${first} ...${common} />`)}`}
            ${shown.length === 0 && html`<p>${t("oppija.aika.ei-mitaan")}</p>`}
        </div>
        <${Legend} lanes=${shown} />`;
}

/** What Tab comes to: the first that goes on or comes, else the last. */
function firstOf(lanes, today) {
    const events = lanes.flatMap(({ placed }) =>
        placed.map(({ event }) => event));
    return events.find(({ to }) => to >= today) ?? events.at(-1);
}

function Axis({ width, span, ticks, now }) {
    const x = scaleOf(span, width);
    const name = new Intl.DateTimeFormat(lang() === "en" ? "en-GB"
        : `${lang()}-FI`, { month: "short", timeZone: "UTC" });
    const label = ({ iso }) => (iso.slice(5, 7) === "01" ? iso.slice(0, 4)
        : name.format(Date.parse(iso)));
    return html`<svg class="asteikko" width=${width} height=${AXIS}
        viewBox=${`0 0 ${width} ${AXIS}`} aria-hidden="true">
        ${ticks.map((tick) => html`<text key=${tick.iso} y=${AXIS - 7}
            x=${x(tick.day) + 3}>${label(tick)}</text>`)}
        ${now >= span.from && now <= span.to && html`<path class="tanaan"
            d=${`M${x(now) - 5},${AXIS - 6} h10 l-5,6 z`} />`}
    </svg>`;
}

function Lane({ address, lane, first, width, span, ticks, now }) {
    const x = scaleOf(span, width);
    const height = lane.rows * ROW;
    return html`<div class="rata">
        <p id=${`aika-${lane.id}`}>${lane.title}</p>
        <svg role="group" aria-labelledby=${`aika-${lane.id}`} width=${width}
            height=${height} viewBox=${`0 0 ${width} ${height}`}>
            ${ticks.map(({ day, iso }) => html`<line key=${iso} class="viiva"
                x1=${x(day)} x2=${x(day)} y1="0" y2=${height} />`)}
            ${now >= span.from && now <= span.to && html`<line class="tanaan"
                x1=${x(now)} x2=${x(now)} y1="0" y2=${height} />`}
            ${lane.placed.map((one, i) => html`<${Item} key=${i} ...${one}
                href=${`${address}/${lane.id}`} scale=${x}
                stop=${one.event === first} />`)}
        </svg>
    </div>`;
}

/** One period or demonstration: a bar with its breaks and its words. */
function Item({ event, x, width, row, href, scale, stop }) {
    const text = event.place ?? event.title ?? event.area;
    const y = row * ROW + (ROW - BAR) / 2;
    return html`<a href=${href} tabindex=${stop ? "0" : "-1"}
        aria-label=${inWords(event)}>
        <title>${inWords(event)}</title>
        <rect class=${`laji-${event.kind}`} x=${x} y=${y} width=${width}
            height=${BAR} rx=${event.kind === "naytto" ? BAR / 2 : 3} />
        ${event.breaks.map(({ from, to }) => html`<rect class="laji-keskeytys"
            x=${Math.max(x, scale(dayNumber(from)))} y=${y + 1}
            width=${Math.max(2, Math.min(scale(dayNumber(to) + 1), x + width)
                - Math.max(x, scale(dayNumber(from))))} height=${BAR - 2} />`)}
        ${text && width > LABEL_WIDTH && html`<svg x=${x + 6} y=${y}
            width=${width - 10} height=${BAR}><text y="17"
                class=${`teksti-${event.kind}`}>${text}</text></svg>`}
    </a>`;
}

/** An event as one sentence: what, where, when, breaks. */
function inWords(event) {
    return [
        event.kind === "naytto" || !event.title
            ? t(`oppija.laji.${event.kind}`) : event.title,
        event.area, event.place,
        format.range(event.from, event.to),
        ...event.breaks.map(({ from, to }) => t("oppija.aika.keskeytys",
            { aika: format.range(from, to) })),
    ].filter(Boolean).join(", ");
}

function Legend({ lanes }) {
    const events = lanes.flatMap(({ placed }) =>
        placed.map(({ event }) => event));
    const used = new Set([...events.map(({ kind }) => kind),
        ...events.flatMap(({ breaks }) => breaks.length ? ["keskeytys"] : [])]);
    return html`<ul class="selitteet">${KINDS.filter((kind) => used.has(kind))
        .map((kind) => html`<li key=${kind}><svg class="merkki" width="22"
            height="16" aria-hidden="true"><rect class=${`laji-${kind}`} x="1"
            y="1" width="20" height="14" rx=${kind === "naytto" ? 7 : 2} /></svg>
            ${t(`oppija.laji.${kind}`)}</li>`)}</ul>`;
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrows, Home and End move the one Tab stop of the picture. */
function moveFocus(event) {
    const items = [...event.currentTarget.querySelectorAll("a")];
    const at = items.indexOf(document.activeElement);
    const to = event.key === "Home" ? 0 : event.key === "End"
        ? items.length - 1 : at + (STEPS[event.key] ?? NaN);
    if (at < 0 || !items[to]) {
        return;
    }
    event.preventDefault();
    items[at].setAttribute("tabindex", "-1");
    items[to].setAttribute("tabindex", "0");
    items[to].focus();
}

function Table({ address, lanes }) {
    const rows = lanes.flatMap((lane) => lane.events.map((event) =>
        ({ lane, event }))).sort((a, b) =>
        a.event.from < b.event.from ? -1 : a.event.from > b.event.from ? 1 : 0);
    return html`<div class="taulukko" tabindex="0" role="region"
        aria-labelledby="aikajana"><table>
        <thead><tr>${["aika", "mita", "missa", "osa", "keskeytykset"]
        .map((name) => html`<th scope="col" key=${name}>
            ${t(`oppija.sarake.${name}`)}</th>`)}</tr></thead>
        <tbody>${rows.map(({ lane, event }) => html`<tr>
            <th scope="row">${format.range(event.from, event.to)}</th>
            <td>${event.kind === "naytto" || !event.title
                ? t(`oppija.laji.${event.kind}`) : event.title}</td>
            <td>${event.place ?? "–"}</td>
            <td><a href=${`${address}/${lane.id}`}>${lane.title}</a>
                ${event.area && html`<span class="pieni">${event.area}</span>`}
            </td>
            <td>${event.breaks.map(({ from, to }) =>
                format.range(from, to)).join("; ") || "–"}</td>
        </tr>`)}</tbody>
    </table></div>`;
}
