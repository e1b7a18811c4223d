// Dates and numbers as people write them in the language of the page. Days
// stay days (no time zone touches them); points in time are told in Finnish
// time, which is what the plan's makers live in.
import { lang, t } from "./text.js";

const HELSINKI = "Europe/Helsinki";

/** 2026-11-24 → 24.11.2026 (fi, sv), 24 Nov 2026 (en). */
export function day(iso) {
    const [year, month, date] = iso.split("-").map(Number);
    if (!year || !month || !date) {
        return iso;
    }
    if (lang() !== "en") {
        return `${date}.${month}.${year}`;
    }
    const name = new Intl.DateTimeFormat("en-GB", {
        month: "short", timeZone: "UTC",
    }).format(Date.UTC(2000, month - 1, 1));
    return `${date} ${name} ${year}`;
}

/** A point in time, to the minute. */
export function moment(iso) {
    const time = new Date(iso);
    if (Number.isNaN(time.getTime())) {
        return iso;
    }
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", {
        year: "numeric", month: "2-digit", day: "2-digit",
        hour: "numeric", minute: "2-digit", hourCycle: "h23",
        timeZone: HELSINKI,
    }).formatToParts(time).map((part) => [part.type, part.value]));
    return t("aika.hetki", {
        paiva: day(`${parts.year}-${parts.month}-${parts.day}`),
        kello: `${Number(parts.hour)}${lang() === "en" ? ":" : "."}`
            + parts.minute,
    });
}

/** Two days as a range; an open end stays open, one day is told once. */
export function range(from, to) {
    if (from && from === to) {
        return day(from);
    }
    return `${from ? day(from) : ""} – ${to ? day(to) : ""}`.trim();
}

/** Today in Finland, as an ISO day. */
export function today() {
    return new Intl.DateTimeFormat("sv-SE", { timeZone: HELSINKI })
        .format(new Date());
}

/** Days from one ISO day to another. */
export function daysBetween(from, to) {
    return Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
}

/** A number with the language's decimal mark. */
export function number(value) {
    const locale = lang() === "en" ? "en-GB" : `${lang()}-FI`;
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 20 })
        .format(value);
}
