// The page of rights: open without login, without barriers, in three
// languages, and it shows every row of the table that the service decides by.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { SITE } from "./lib/stack.mjs";

const DOC = `${SITE}/ehoks-virkailija-backend/doc/`;

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

async function open(options) {
    const visit = await Visit.start(browser, options);
    await visit.page.goto(`${DOC}oikeudet`);
    await visit.page.waitForSelector("#roolit");
    return visit;
}

for (const look of [{ viewport: DESKTOP },
    { viewport: PHONE, locale: "sv-FI", colorScheme: "dark" },
    { viewport: PHONE, locale: "en-GB" }]) {
    test(`no barrier: ${look.locale ?? "fi-FI"}`, async () => {
        const visit = await open(look);
        await visit.assertAccessible("the page");
        await visit.assertFits("the page");
        const text = await visit.text();
        assert.doesNotMatch(text, /oikeudet\.(?!json)|\{\w+\}|undefined|null/,
            "every text is there");
        await visit.end();
    });
}

test("every row and role is shown, with its law", async () => {
    const visit = await open();
    const { data } = await (await fetch(`${DOC}oikeudet.json`)).json();
    const rows = visit.page.locator("dl > div");
    assert.equal(await rows.count(), data.rivit.length + data.roolit.length);
    const reading = visit.page.getByRole("region", { name: "Lukea HOKS" });
    const student = reading.locator("div").filter({ hasText: "531/2017" });
    assert.match(await student.innerText(),
        /oppilaitoksen virkailija[\s\S]*voimassa[\s\S]*109 a § 1 mom\./);
    const removal = visit.page.getByRole("region", { name: "Poistaa HOKS näkyvistä" });
    assert.match(await removal.innerText(), /hoks_delete/);
    assert.match(await removal.innerText(),
        /Ei saa: oppija, .*järjestelmä.*ja työpaikan edustaja/);
    await visit.end();
});

test("the page of the API leads to it and it leads back", async () => {
    const visit = await Visit.start(browser, { locale: "en-GB" });
    await visit.page.goto(DOC);
    await visit.page.getByRole("link", { name: "Access rights" }).click();
    await visit.page.waitForSelector("#roolit");
    assert.equal(await visit.heading(), "Access rights");
    await visit.page.getByRole("button", { name: "På svenska" }).click();
    await visit.page.getByRole("heading", { name: "Roller", exact: true }).waitFor();
    await visit.page.getByRole("link", { name: "Gränssnittets beskrivning" }).click();
    await visit.page.waitForSelector("#createPlan");
    await visit.end();
});

logStaysClean();
