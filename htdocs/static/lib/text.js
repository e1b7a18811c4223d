// The language of the page and its texts: i18n/<language>.json and, for pages
// with texts of their own, i18n/<section>-<language>.json; fetched when
// needed. Language is chosen by ?lang=, then what was chosen last time, then
// what the browser asks for, then Finnish.
import { getStatic } from "./api.js";

export const LANGUAGES = ["fi", "sv", "en"];
const STORAGE_KEY = "ehoks-kieli";

let language = "fi";
const sections = new Set();
let texts = {};
let plurals = new Intl.PluralRules("fi");

/** The language in use. */
export function lang() {
    return language;
}

/** The language the page should open in. */
export function chooseLanguage() {
    const asked = [
        new URLSearchParams(location.search).get("lang"),
        stored(),
        ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()),
    ];
    return asked.find((code) => LANGUAGES.includes(code)) ?? "fi";
}

/** Says which section of texts the page has of its own (htdocs/build). */
export function useSection(name) {
    sections.add(name);
}

/**
 * Fetches a section of the texts that only a later page needs. The page works
 * without it, so a failure throws nothing: the keys show.
 */
export async function addSection(name) {
    if (sections.has(name)) {
        return;
    }
    try {
        Object.assign(texts, await getStatic(`i18n/${name}-${language}.json`));
        sections.add(name);
    } catch {
        // Asked for again the next time.
    }
}

/** Fetches the texts of a language and makes it the one in use. */
export async function setLanguage(code) {
    const files = [`i18n/${code}.json`,
        ...[...sections].map((name) => `i18n/${name}-${code}.json`)];
    texts = Object.assign({}, ...await Promise.all(files.map(getStatic)));
    language = code;
    plurals = new Intl.PluralRules(code);
    document.documentElement.lang = code;
}

/** Remembers the reader's choice; it also replaces ?lang= in the address. */
export function rememberLanguage(code) {
    try {
        localStorage.setItem(STORAGE_KEY, code);
    } catch {
        // Storage may be forbidden: the choice then lasts for this page.
    }
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    history.replaceState(history.state, "", address);
}

function stored() {
    try {
        return localStorage.getItem(STORAGE_KEY);
    } catch {
        return null;
    }
}

/** The text of a key, {name} replaced from values; the key itself if unknown. */
export function t(key, values = {}) {
    const text = texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The text of key.one or key.other, as the language counts n. */
export function count(key, n) {
    return t(`${key}.${plurals.select(n) === "one" ? "one" : "other"}`, { n });
}

/** The best of a localised text {fi, sv, en}; null when there is none. */
export function localised(text) {
    if (!text) {
        return null;
    }
    const order = [language, "fi", "sv", "en"];
    return order.map((code) => text[code]).find(Boolean) ?? null;
}
