// Watches httpd's error_log over one test file: what is written there at level
// warn or error must be foreseen in t/lib/expected-log, and never be ours.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT, stack } from "./stack.mjs";

const SETTLE_MS = 300;
const LEVELS = /:(?:warn|error|crit|alert|emerg)\]/;
const OURS = /\[ehoks:/;

const log = stack.ERROR_LOG ?? stack.EHOKS_ERROR_LOG;
const start = log && existsSync(log) ? statSync(log).size : 0;

function expected() {
    const file = `${ROOT}/t/lib/expected-log`;
    return !existsSync(file) ? [] : readFileSync(file, "utf8").split("\n")
        .filter((line) => line && !line.startsWith("#"))
        .map((line) => new RegExp(line));
}

/** Registers the last test of a file: nothing unforeseen was logged. */
export function logStaysClean() {
    test("the error log holds nothing unforeseen", {
        skip: log ? false : "the stack names no error log",
    }, async () => {
        await wait(SETTLE_MS);
        const patterns = expected();
        const added = readFileSync(log).subarray(start).toString();
        const bad = added.split("\n").filter((line) => LEVELS.test(line)
            && (OURS.test(line) || !patterns.some((p) => p.test(line))));
        assert.deepEqual(bad, []);
    });
}
