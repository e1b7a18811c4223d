// The staff pages are for everyone: they pass WCAG 2.2 A and AA in both
// national languages, on a desktop and on a phone, in light and dark; and a
// keyboard is enough from the search to a saved change.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { asSystem, newLearner, newPlan, PAGES } from "./lib/staff.mjs";
import { SITE } from "./lib/stack.mjs";

const MAX_TABS = 80;
const RICH = "#/oppija/1.2.246.562.24.24011111113/1";

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const LOOKS = [
    { name: "fi, desktop", locale: "fi-FI", viewport: DESKTOP },
    { name: "sv, phone, dark", locale: "sv-FI", viewport: PHONE,
        colorScheme: "dark" },
];

/** Each page, and what stands on it when it is there. */
const PLACES = [
    ["#/", "tbody tr"], ["#/uusi", "form"],
    ["#/oppija/1.2.246.562.24.24011111113", "article"],
    [RICH, "details.osa"], [`${RICH}/historia`, "table"],
    [`${RICH}/muokkaa`, "form.lomake"], ["#/raportit", "article"],
    ["#/raportit/tyopaikkajaksot", "[role=status]"], ["#/yllapito", "form"],
];

for (const { name, ...look } of LOOKS) {
    test(`no barrier on any page: ${name}`, async () => {
        const visit = await Visit.start(browser, look);
        const { page } = visit;
        // What the rules refuse, the browser tells on its console.
        visit.foresee("kuiva-ajo");
        await visit.logIn("oph", PAGES);
        for (const [hash, sign] of PLACES) {
            await page.goto(`${SITE}${PAGES}${hash}`);
            await page.locator(`main ${sign}`).first().waitFor();
            await page.evaluate(() => document.querySelectorAll("details")
                .forEach((part) => { part.open = true; }));
            await visit.assertAccessible(`${hash}, ${name}`);
            await visit.assertFits(`${hash}, ${name}`);
        }
        await visit.end();
    });
}

/** Presses Tab until the element in focus matches. */
async function tabTo(page, selector) {
    for (let i = 0; i < MAX_TABS; i += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((s) => document.activeElement.matches(s),
            selector)) {
            return;
        }
    }
    assert.fail(`Tab does not reach ${selector}`);
}

const headingHasFocus = (page) => page.waitForFunction(() =>
    document.activeElement.tagName === "H1");

test("a keyboard is enough from the search to a saved change", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner);
    const visit = await Visit.start(browser, { locale: "sv-FI" });
    const { page } = visit;
    visit.foresee("kuiva-ajo");
    await visit.logIn("virkailija-a", PAGES);
    await tabTo(page, "input[name=nimi]");
    await page.keyboard.type(learner.nimi.split(" ")[1]);
    await page.getByText("1 plan", { exact: true }).waitFor();
    await tabTo(page, `tbody a[href$='/${id}']`);
    await page.keyboard.press("Enter");
    await headingHasFocus(page);
    await tabTo(page, "a[href$='/muokkaa']");
    await page.keyboard.press("Enter");
    await headingHasFocus(page);

    // A code is chosen by name.
    await tabTo(page, "[id='kentta-urasuunnitelma-koodi-uri']");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { name: "Fortsatta studier" }).waitFor();
    await page.keyboard.type("arbetslivet");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await tabTo(page, "[id=kentta-sahkoposti]");
    await page.keyboard.type("nappaimisto@oppija.example");
    await tabTo(page, "button[type=submit]");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Versioner och ändringar" }).waitFor();
    const { json } = await asSystem("GET", `/hoks/${id}`);
    assert.equal(json.data.sahkoposti, "nappaimisto@oppija.example");
    assert.match(json.data["urasuunnitelma-koodi-uri"], /^urasuunnitelma_000/);
    await visit.end();
});

logStaysClean();
