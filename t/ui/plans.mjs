// A learner reads the plans: sees those of every provider, every part of one,
// in each language and on paper, and logs out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { startBrowser, squeeze, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { ROOT, SITE } from "./lib/stack.mjs";

const FIRST_LOAD_LIMIT = 60000;
const SCHOOLS = ["Aurajoen ammattiopisto", "Kemijoen ammattiopisto"];
const OPPIJA1 = "1.2.246.562.24.24011111113";
const RICH = "1.2.246.562.15.15010101010";

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

/** The plan that has something in every part. */
async function richPlan(visit) {
    const plans = await visit.get(`oppija/oppijat/${OPPIJA1}/hoks`);
    return plans.find((plan) => plan["opiskeluoikeus-oid"] === RICH);
}

/** Opens a plan from the list, as a reader does. */
async function openPlan(visit, plan) {
    await visit.page.click(`a[href="#/suunnitelma/${plan.eid}"]`);
    await visit.page.waitForSelector("details.osa");
}

/** Every plain value of a document with the key that it stands under. */
function* leaves(value, key) {
    if (value !== null && typeof value === "object") {
        for (const [name, inner] of Object.entries(value)) {
            yield* leaves(inner, Array.isArray(value) ? key : name);
        }
    } else {
        yield [key, value];
    }
}

/** A value as a Finnish reader should see it. */
function inFinnish(key, value) {
    if (typeof value === "boolean") {
        return value ? "Kyllä" : "Ei";
    }
    if (typeof value === "number") {
        return String(value).replace(".", ",");
    }
    if (/^\d{4}-\d\d-\d\d$/.test(value)) {
        return value.split("-").reverse().map(Number).join(".");
    }
    if (/^\d{4}-\d\d-\d\dT/.test(value)) {
        return new Date(value).toLocaleString("fi-FI", {
            dateStyle: "short", timeStyle: "short",
            timeZone: "Europe/Helsinki",
        });
    }
    return squeeze(value);
}

test("the list shows the plans of every provider", async () => {
    const visit = await Visit.start(browser);
    await visit.logIn("oppija1");
    assert.equal(await visit.heading(), "Omat suunnitelmat");
    await visit.page.waitForSelector(".koulu");
    const text = await visit.text();
    for (const school of SCHOOLS) {
        assert.ok(text.includes(school), school);
    }
    // Two from the seed; tests of the API may have added plans.
    assert.ok(await visit.page.locator("article.suunnitelma").count() >= 2);
    assert.match(await visit.page.title(), /eHOKS$/);
    await visit.end();
});

test("the first page is light", async (t) => {
    const visit = await Visit.start(browser);
    let bytes = 0;
    const sizes = [];
    visit.page.on("requestfinished", (request) => {
        if (request.url().startsWith(SITE)) {
            sizes.push(request.sizes().then((size) => {
                bytes += size.responseBodySize + size.responseHeadersSize;
            }));
        }
    });
    await visit.logIn("oppija1");
    await visit.page.waitForSelector(".koulu");
    await Promise.all(sizes);
    t.diagnostic(`first load: ${bytes} bytes in ${sizes.length} answers`);
    assert.ok(bytes < FIRST_LOAD_LIMIT, `${bytes} bytes`);
    await visit.end();
});

test("one plan shows everything in the document", async () => {
    const visit = await Visit.start(browser);
    await visit.logIn("oppija1");
    const plan = await richPlan(visit);
    await openPlan(visit, plan);
    await visit.page.waitForSelector(".koulu");
    const text = await visit.text();
    const missing = [...leaves(plan)]
        .filter(([, value]) => value !== "" && value !== null)
        .map(([key, value]) => `${key}: ${inFinnish(key, value)}`)
        .filter((line) => !text.includes(line.slice(line.indexOf(": ") + 2)));
    assert.deepEqual(missing, []);
    await visit.end();
});

test("every part stands under its name from the schema", async () => {
    const visit = await Visit.start(browser);
    await visit.logIn("oppija1");
    const plan = await richPlan(visit);
    await openPlan(visit, plan);
    const { HOKS } = JSON.parse(readFileSync(
        `${ROOT}/conf/hoks.schema.json`, "utf8")).$defs;
    const names = (await visit.page.locator("h3, dt").allTextContents())
        .map(squeeze);
    const text = await visit.text();
    for (const [key, field] of Object.entries(HOKS.properties)) {
        const label = field["x-label"].fi;
        const value = plan[key];
        if (value === undefined) {
            continue;
        }
        if (Array.isArray(value) && value.length === 0) {
            assert.ok(text.toLowerCase().includes(label.toLowerCase()), label);
        } else {
            assert.ok(names.some((name) => name.startsWith(label)), label);
        }
    }
    const units = Object.values(plan).filter(Array.isArray)
        .reduce((sum, parts) => sum + parts.length, 0);
    assert.equal(await visit.page.locator("details.osa").count(), units);
    await visit.end();
});

test("a link of the overview leads to its part and opens it", async () => {
    const visit = await Visit.start(browser);
    await visit.logIn("oppija1");
    await openPlan(visit, await richPlan(visit));
    const { page } = visit;
    await page.getByRole("button", { name: "Sulje kaikki" }).click();
    assert.equal(await page.locator("details.osa[open]").count(), 0);
    const link = page.locator(".ajankohtaista a").first();
    const target = (await link.getAttribute("href")).split("/").at(-1);
    await link.click();
    await page.waitForSelector(`details[id="${target}"][open]`);
    assert.equal(await page.evaluate(() =>
        document.activeElement.closest("details")?.id), target);
    await page.getByRole("button", { name: "Avaa kaikki" }).click();
    assert.equal(await page.locator("details.osa:not([open])").count(), 0);
    await visit.end();
});

test("printing opens everything and puts it back", async () => {
    const visit = await Visit.start(browser);
    await visit.logIn("oppija1");
    await openPlan(visit, await richPlan(visit));
    const { page } = visit;
    const closed = () => page.locator("details:not([open])").count();
    const closedBefore = await closed();
    assert.ok(closedBefore > 0);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await closed(), 0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await closed(), closedBefore);
    await visit.end();
});

test("the language changes in place and is remembered", async () => {
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("oppija1");
    await page.getByRole("button", { name: "På svenska" }).click();
    await page.getByRole("heading", { name: "Egna planer" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "sv");
    assert.match(await page.title(), /ePUK$/);
    assert.equal(await page.locator("header .nimi").innerText(), "ePUK");
    await page.getByText("Aura å yrkesinstitut").first().waitFor();

    await openPlan(visit, await richPlan(visit));
    const text = await visit.text();
    assert.ok(text.includes("Yrkesinriktade examensdelar som ska förvärvas"));
    await page.reload();
    await page.waitForSelector("details.osa");
    assert.equal(await page.locator("html").getAttribute("lang"), "sv");

    await page.goto(`${SITE}/ehoks/?lang=en`);
    assert.equal(await visit.heading(), "My plans");
    await page.getByRole("button", { name: "Suomeksi" }).click();
    await page.getByRole("heading", { name: "Omat suunnitelmat" }).waitFor();
    assert.ok(!page.url().includes("lang="), page.url());
    await visit.end();
});

test("a Swedish browser gets ePUK at once", async () => {
    const visit = await Visit.start(browser, { locale: "sv-FI" });
    await visit.logIn("oppija1");
    assert.equal(await visit.heading(), "Egna planer");
    await visit.end();
});

test("after logging out the pages ask for login again", async () => {
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("oppija1");
    await page.getByRole("link", { name: "Kirjaudu ulos" }).click();
    await page.waitForURL(`${SITE}/ehoks-static/uloskirjautunut.html`);
    assert.equal(await visit.heading(), "Olet kirjautunut ulos");
    await visit.assertAccessible("logged out");
    await page.goto(`${SITE}/ehoks/`);
    await page.waitForSelector("input[name=login]");
    await visit.end();
});

logStaysClean();
