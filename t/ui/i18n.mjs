// The texts are whole: the same keys in every language, every text that the
// pages ask for exists, and every field of the document has its three names.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const ROOT = fileURLToPath(new URL("../..", import.meta.url))
    .replace(/\/$/, "");
const LANGUAGES = ["fi", "sv", "en"];
const read = (path) => readFileSync(`${ROOT}/${path}`, "utf8");
const texts = Object.fromEntries(LANGUAGES.map((code) =>
    [code, JSON.parse(read(`conf/i18n/${code}.json`))]));

test("each language has the same keys in the same order", () => {
    for (const code of LANGUAGES) {
        assert.deepEqual(Object.keys(texts[code]), Object.keys(texts.fi), code);
    }
});

test("no text is empty and each has the same values to fill in", () => {
    const values = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const code of LANGUAGES) {
        for (const [key, text] of Object.entries(texts[code])) {
            assert.ok(text.trim(), `${code} ${key}`);
            assert.deepEqual(values(text), values(texts.fi[key]),
                `${code} ${key}`);
        }
    }
});

test("every text that the pages ask for exists, and no other", () => {
    const sources = readdirSync(`${ROOT}/htdocs/static`, { recursive: true })
        .filter((name) => name.endsWith(".js"))
        .map((name) => read(`htdocs/static/${name}`)).join("\n");
    const keys = Object.keys(texts.fi);
    const asked = new Set();
    for (const [, key] of sources.matchAll(/"([a-z]+(?:\.[a-z\d-]+)+)"/g)) {
        asked.add(key);
    }
    // Keys with a changing end: t(`tila.${code}`).
    const starts = [...sources.matchAll(
        /`([a-z]+\.(?:[a-z\d-]+[.-])*)\$\{/g)].map((m) => m[1]);
    const isAsked = (key) => asked.has(key)
        || asked.has(key.replace(/\.(?:one|other)$/, ""))
        || starts.some((start) => key.startsWith(start));
    assert.deepEqual(keys.filter((key) => !isAsked(key)), [], "not asked for");
    const known = new Set([...keys,
        ...keys.map((key) => key.replace(/\.(?:one|other)$/, ""))]);
    const spaces = new Set(keys.map((key) => key.split(".")[0]));
    assert.deepEqual([...asked].filter((key) => !known.has(key)
        && spaces.has(key.split(".")[0])), [], "missing");
});

test("every field and entity of the document has a name", () => {
    const { $defs } = JSON.parse(read("conf/hoks.schema.json"));
    const unnamed = [];
    const check = (schema, path) => {
        for (const code of LANGUAGES) {
            if (!schema["x-label"]?.[code]?.trim()) {
                unnamed.push(`${path} ${code}`);
            }
        }
        for (const [key, field] of Object.entries(schema.properties ?? {})) {
            check(field, `${path}.${key}`);
        }
    };
    for (const [name, schema] of Object.entries($defs)) {
        check(schema, name);
    }
    assert.deepEqual(unnamed, []);
});

test("every part of a plan has its place on the page", () => {
    const { HOKS } = JSON.parse(read("conf/hoks.schema.json")).$defs;
    const orders = Object.entries(HOKS.properties).map(([key, field]) => {
        assert.ok(Number.isInteger(field["x-order"]), key);
        return field["x-order"];
    });
    assert.equal(new Set(orders).size, orders.length, "no two alike");
    for (const order of orders.filter((n) => n > 100 && n < 900)) {
        assert.ok(`ryhma.${Math.floor(order / 100)}` in texts.fi, order);
    }
});
