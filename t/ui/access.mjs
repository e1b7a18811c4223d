// The pages are for everyone: they pass WCAG 2.2 A and AA in both national
// languages, on a desktop, on a phone, in light and dark; and a keyboard is
// enough for all of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { SITE } from "./lib/stack.mjs";

const MAX_TABS = 60;

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const LOOKS = [
    { name: "fi, desktop", locale: "fi-FI", viewport: DESKTOP },
    { name: "sv, desktop, dark", locale: "sv-FI", viewport: DESKTOP,
        colorScheme: "dark" },
    { name: "fi, phone, dark", locale: "fi-FI", viewport: PHONE,
        colorScheme: "dark" },
    { name: "sv, phone", locale: "sv-FI", viewport: PHONE },
];

for (const { name, ...look } of LOOKS) {
    test(`no barrier in the list and in a plan: ${name}`, async () => {
        const visit = await Visit.start(browser, look);
        const { page } = visit;
        await visit.logIn("oppija1");
        await page.waitForSelector(".koulu");
        await visit.assertAccessible("list");
        await visit.assertFits("list");
        await page.locator(".suunnitelma h2 a").first().click();
        await page.waitForSelector("details.osa");
        await visit.assertAccessible("plan as it opens");
        await page.evaluate(() => document.querySelectorAll("details")
            .forEach((part) => { part.open = true; }));
        await visit.assertAccessible("plan with everything open");
        await visit.assertFits("plan with everything open");
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

const focusTag = (page) => page.evaluate(() =>
    document.activeElement.tagName.toLowerCase());

test("a keyboard is enough", async () => {
    const visit = await Visit.start(browser);
    const { page } = visit;
    await page.goto(`${SITE}/ehoks/`);
    await page.locator("input[name=login]").focus();
    await page.keyboard.type("oppija1");
    await tabTo(page, "input[name=password]");
    await page.keyboard.type("oppija1");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".suunnitelma");

    // The first stop skips the header.
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className),
        "ohitus");
    await page.keyboard.press("Enter");
    assert.equal(await focusTag(page), "main");

    // A plan opens and focus comes to its heading.
    await tabTo(page, ".suunnitelma h2 a");
    const ring = await page.evaluate(() =>
        getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(ring, "solid");
    await page.keyboard.press("Enter");
    await page.waitForSelector("details.osa");
    assert.equal(await focusTag(page), "h1");

    // A part opens and closes.
    await tabTo(page, "details.osa > summary");
    const isOpen = () => page.evaluate(() =>
        document.activeElement.parentElement.open);
    const atFirst = await isOpen();
    await page.keyboard.press("Enter");
    assert.equal(await isOpen(), !atFirst);
    await page.keyboard.press("Space");
    assert.equal(await isOpen(), atFirst);

    // Back in history: the list again, focus in its heading.
    await page.goBack();
    await page.waitForSelector(".suunnitelma");
    assert.equal(await focusTag(page), "h1");

    // Language and logout.
    await page.reload();
    await page.waitForSelector(".suunnitelma");
    await tabTo(page, "button[lang=sv]");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Egna planer" }).waitFor();
    await tabTo(page, ".kayttaja a");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${SITE}/ehoks-static/uloskirjautunut.html`);
    await visit.end();
});

logStaysClean();
