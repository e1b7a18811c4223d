// Where everything of the timeline stands: which periods and demonstrations a
// plan has, which stretch of time is shown, and in which row of its lane each
// one fits. No markup here: the picture and the table are made of the same.
import { codeName } from "../lib/names.js";
import { periodsOf, placeOf, titleOf } from "../lib/parts.js";

const DAY_MS = 86400000;
const WAYS = "osaamisen-hankkimistavat";
const WORKPLACE = ["osaamisenhankkimistapa_koulutussopimus",
    "osaamisenhankkimistapa_oppisopimus"];

/** Days since 1970 of an ISO day. */
export const dayNumber = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY_MS;

/** ISO day of a number of days. */
export const isoDay = (number) =>
    new Date(number * DAY_MS).toISOString().slice(0, 10);

/**
 * The lanes of the timeline: {id, title, events}, one for each unit that has
 * dates. An event is {kind, from, to, title, place, area, breaks}; kind is
 * "tyopaikka", "oppilaitos", "naytto" or "muu". `units` are {id, part}.
 */
export function lanesOf(units) {
    return units.map(({ id, part }) => ({
        id, title: titleOf(part)?.text ?? null,
        events: eventsOf(part, null).sort((a, b) =>
            a.from < b.from ? -1 : a.from > b.from ? 1 : 0),
    })).filter(({ events }) => events.length > 0);
}

/** Events of a part; those of a sub-area carry its name. */
function eventsOf(part, area) {
    const own = periodsOf({ ...part, "osa-alueet": undefined })
        .filter(({ period }) => period.alku)
        .map(({ kind, period }) => eventOf(kind, period, area));
    return [...own, ...(part["osa-alueet"] ?? []).flatMap((inner) =>
        eventsOf(inner, titleOf(inner)?.text))];
}

function eventOf(list, period, area) {
    const way = period["osaamisen-hankkimistapa-koodi-uri"];
    const kind = list === null ? "muu" : list !== WAYS ? "naytto"
        : WORKPLACE.includes(way) ? "tyopaikka" : "oppilaitos";
    return {
        kind, area, from: period.alku, to: period.loppu ?? period.alku,
        title: way ? codeName(way) ?? way : null, place: placeOf(period),
        detail: period["ajanjakson-tarkenne"] ?? null,
        breaks: (period.keskeytymisajanjaksot ?? []).map((one) =>
            ({ from: one.alku, to: one.loppu ?? period.loppu })),
    };
}

/** First and last day of what is shown: all, or around today. */
export function spanOf(lanes, today, around = null) {
    if (around) {
        const now = dayNumber(today);
        return { from: now - around.before, to: now + around.after };
    }
    const events = lanes.flatMap((lane) => lane.events);
    const from = Math.min(...events.map((event) => dayNumber(event.from)));
    const to = Math.max(...events.map((event) => dayNumber(event.to)));
    const margin = Math.max(7, Math.round((to - from) * 0.02));
    return { from: from - margin, to: to + margin };
}

/** A function from a day number to pixels, for a picture so wide. */
export function scaleOf({ from, to }, width) {
    return (day) => (day - from) / (to - from + 1) * width;
}

/**
 * Places the events of a lane: {event, x, width, row} in pixels, for those
 * that the span shows, so that none covers another. Returns also the number
 * of rows.
 */
export function place(events, span, width, minWidth) {
    const x = scaleOf(span, width);
    const ends = [];
    const placed = events.filter((event) => dayNumber(event.to) >= span.from
        && dayNumber(event.from) <= span.to).map((event) => {
        const start = Math.max(0, x(dayNumber(event.from)));
        const end = Math.min(width, x(dayNumber(event.to) + 1));
        const size = Math.max(minWidth, end - start);
        const left = Math.min(start, width - size);
        let row = ends.findIndex((used) => used + 2 <= left);
        if (row < 0) {
            row = ends.length;
        }
        ends[row] = left + size;
        return { event, x: left, width: size, row };
    });
    return { placed, rows: ends.length };
}

/** First days of months in a span, thinned so that labels fit; {day, iso}. */
export function ticksOf(span, width, labelWidth) {
    const start = new Date(span.from * DAY_MS);
    const ticks = [];
    for (let month = 0; ; month += 1) {
        const day = Date.UTC(start.getUTCFullYear(),
            start.getUTCMonth() + 1 + month, 1) / DAY_MS;
        if (day > span.to) {
            break;
        }
        ticks.push({ day, iso: isoDay(day) });
    }
    const fitting = Math.max(1, Math.floor(width / labelWidth));
    const step = [1, 2, 3, 4, 6, 12, 24].find((n) =>
        ticks.length / n <= fitting) ?? 36;
    return ticks.filter(({ iso }) => (Number(iso.slice(5, 7)) - 1) % step === 0
        && (step <= 12 || Number(iso.slice(0, 4)) % (step / 12) === 0));
}
