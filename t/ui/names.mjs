// A plan is told in names: of units, codes and organisations, in the language
// of the page. The identifiers behind them stay among the technical data, and
// stand in for the names while these are not to be had.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, squeeze, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";

const API = "/ehoks-oppija-backend/api/v1/oppija/external";
const OPPIJA1 = "1.2.246.562.24.24011111113";
const RICH = "1.2.246.562.15.15010101010";

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

/** Logs in and opens the plan that has something in every part. */
async function openRichPlan(visit) {
    await visit.logIn("oppija1");
    const plans = await visit.get(`oppija/oppijat/${OPPIJA1}/hoks`);
    const plan = plans.find((one) => one["opiskeluoikeus-oid"] === RICH);
    await visit.page.click(`a[href="#/suunnitelma/${plan.eid}"]`);
    await visit.page.waitForSelector("details.osa");
    return plan;
}

const titles = async (visit) => (await visit.page
    .locator("details.osa > summary h4").allTextContents()).map(squeeze);

/** Every code in a document, once. */
function codesIn(value, key = "", found = new Set()) {
    if (typeof value === "string" && key.endsWith("koodi-uri")) {
        found.add(value);
    } else if (value !== null && typeof value === "object") {
        Object.entries(value).forEach(([name, inner]) => codesIn(inner,
            Array.isArray(value) ? key : name, found));
    }
    return found;
}

test("units, codes and organisations stand with their names", async () => {
    const visit = await Visit.start(browser);
    const calls = [];
    visit.page.on("request", (request) => {
        if (/\/oppija\/external\/(?:koodi|organisaatio)/.test(request.url())) {
            calls.push(new URL(request.url()).pathname);
        }
    });
    const plan = await openRichPlan(visit);
    const shown = await titles(visit);
    assert.ok(shown.includes("Hoito ja huolenpito"), shown.join(", "));
    const text = await visit.text();
    for (const name of ["Koulutussopimus", "Jatko-opinnot", "Työsopimus",
        "Matematiikka ja matematiikan soveltaminen"]) {
        assert.ok(text.includes(name), name);
    }
    assert.deepEqual(calls.sort(), [`${API}/koodit`, `${API}/organisaatiot`],
        "one call for each kind of name");
    const plain = squeeze(await visit.page.evaluate(() => {
        const main = document.querySelector("main").cloneNode(true);
        main.querySelectorAll(".tekniset").forEach((one) => one.remove());
        return main.textContent;
    }));
    const raw = [...codesIn(plan)].filter((code) => plain.includes(code));
    assert.deepEqual(raw, [], "codes outside the technical data");
    assert.ok(!/1\.2\.246\.562\.10\.\d/.test(plain), "organisations by OID");
    assert.deepEqual([...codesIn(plan)].filter((code) => !text.includes(code)),
        [], "every code is among the technical data");
    await visit.end();
});

test("the names follow the language", async () => {
    const visit = await Visit.start(browser);
    await openRichPlan(visit);
    await visit.page.getByRole("button", { name: "På svenska" }).click();
    await visit.page.getByRole("heading", { name: "Vård och omsorg" }).waitFor();
    await visit.page.getByRole("button", { name: "In English" }).click();
    await visit.page.getByRole("heading", { name: "Nursing and care" })
        .waitFor();
    await visit.end();
});

test("without names the page shows the codes", async () => {
    const visit = await Visit.start(browser);
    visit.foresee("/koodit", "/organisaatiot");
    for (const path of ["koodit", "organisaatiot"]) {
        await visit.page.route(`**${API}/${path}?**`, (route) =>
            route.fulfill({ status: 503, json: {} }));
    }
    await openRichPlan(visit);
    assert.ok((await titles(visit)).includes("tutkinnonosat_101053"));
    await visit.assertAccessible("codes instead of names");
    await visit.end();
});

test("names that come late replace the codes", async () => {
    const visit = await Visit.start(browser);
    let answer;
    const held = new Promise((resolve) => { answer = resolve; });
    await visit.page.route(`**${API}/koodit?**`, async (route) => {
        await held;
        await route.continue();
    });
    await openRichPlan(visit);
    assert.ok((await titles(visit)).includes("tutkinnonosat_101053"));
    answer();
    await visit.page.getByRole("heading", { name: "Hoito ja huolenpito" })
        .waitFor();
    await visit.end();
});

logStaysClean();
