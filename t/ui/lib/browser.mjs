// A browser for the tests: Chromium with a profile of its own, one Visit for
// each person who comes to the pages. A visit notices by itself what no page
// may do: write errors to the console, throw, or ask another host for anything.
// (The login provider's own pages are not ours to judge.)
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { PROVIDER, SITE } from "./stack.mjs";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
const WAIT_MS = 20000;
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a",
    "wcag22aa"];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** Starts Chromium; playwright gives it a fresh profile and removes it. */
export function startBrowser() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: FLAGS,
    });
}

export class Visit {
    #foreseen = [];
    #problems = [];

    /** options: as playwright's browser.newContext(); Finnish by default. */
    static async start(browser, options = {}) {
        const visit = new Visit();
        visit.context = await browser.newContext({
            locale: "fi-FI", viewport: DESKTOP, ...options,
        });
        visit.context.setDefaultTimeout(WAIT_MS);
        visit.page = await visit.context.newPage();
        visit.#watch(visit.page);
        return visit;
    }

    #watch(page) {
        page.on("console", (message) => {
            const url = message.location().url;
            if (["error", "warning"].includes(message.type())
                && !url.startsWith(PROVIDER)
                && !this.#foreseen.some((path) => url.includes(path))) {
                this.#problems.push(`console: ${message.text()} ${url}`);
            }
        });
        page.on("pageerror", (error) => {
            this.#problems.push(`thrown: ${error.stack}`);
        });
        page.on("request", (request) => {
            const { protocol, origin } = new URL(request.url());
            if (protocol !== "data:" && ![SITE, PROVIDER].includes(origin)) {
                this.#problems.push(`foreign: ${request.url()}`);
            }
        });
    }

    /** The browser tells failed calls on the console; these are meant to. */
    foresee(...paths) {
        this.#foreseen.push(...paths);
    }

    /** Goes to a page and logs in at the provider (password = login). */
    async logIn(login, path = "/ehoks/") {
        await this.page.goto(`${SITE}${path}`);
        await this.page.fill("input[name=login]", login);
        await this.page.fill("input[name=password]", login);
        await this.page.click("[type=submit]");
        await this.page.waitForURL(`${SITE}${new URL(path, SITE).pathname}**`);
        await this.heading();
    }

    /** Text of the page's main heading, once it is there. */
    async heading() {
        return (await this.page.locator("h1").innerText()).trim();
    }

    /** GETs from the API as the page does: with the visitor's session. */
    get(path) {
        return this.page.evaluate(async (url) => {
            const answer = await fetch(url, { headers: {
                "Caller-Id": "1.2.246.562.10.00000000001.ehoks.selaintesti",
            } });
            return (await answer.json()).data;
        }, `/ehoks-oppija-backend/api/v1/${path}`);
    }

    /** All text in an element, hidden parts too, with single spaces. */
    async text(selector = "main") {
        return squeeze(await this.page.locator(selector).textContent());
    }

    /** Fails if the page as it stands breaks WCAG 2.2 A or AA. */
    async assertAccessible(name) {
        if (!await this.page.evaluate(() => "axe" in globalThis)) {
            await this.page.evaluate(axeSource());
        }
        const violations = await this.page.evaluate(async (tags) => {
            const result = await globalThis.axe.run({
                runOnly: { type: "tag", values: tags },
            });
            return result.violations.map(({ id, nodes }) => ({
                id, where: nodes.slice(0, 3).map((node) =>
                    `${node.html} ${node.failureSummary}`),
            }));
        }, WCAG);
        assert.deepEqual(violations, [], name);
    }

    /** Fails if the page is wider than its window. */
    async assertFits(name) {
        const [page, view] = await this.page.evaluate(() => [
            document.documentElement.scrollWidth, innerWidth]);
        assert.ok(page <= view, `${name}: ${page} px in a window of ${view}`);
    }

    /** Ends the visit; fails if anything went wrong on the way. */
    async end() {
        await this.context.close();
        assert.deepEqual(this.#problems, []);
    }
}

export function squeeze(text) {
    return text.replace(/\s+/g, " ").trim();
}

function axeSource() {
    const require = createRequire(import.meta.url);
    return readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
}
