// The pages of help are open to everybody, in three languages, and need no
// script; the first of them is the front page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { SITE } from "./lib/stack.mjs";

const HELP = "/ehoks/ohje";
const PAGES = ["index", "tietosisalto", "tiedonsiirto", "kayttooikeudet",
    "kysymykset", "tietosuoja", "saavutettavuus"];
const LOOKS = {
    fi: { locale: "fi-FI" },
    sv: { locale: "sv-FI", viewport: PHONE, colorScheme: "dark" },
    en: { locale: "en-GB" },
};

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

for (const [language, look] of Object.entries(LOOKS)) {
    test(`every page in ${language} is whole, links on and has no barrier`,
        async () => {
            const visit = await Visit.start(browser, look);
            const { page } = visit;
            await page.goto(`${SITE}/`);
            await page.waitForURL(`**${HELP}/${language}/index.html`);
            await page.locator("#tuki ~ p a[href^='mailto:']").waitFor();
            const links = new Set();
            for (const name of PAGES) {
                await page.goto(`${SITE}${HELP}/${language}/${name}.html`);
                assert.equal(await page.locator("html").getAttribute("lang"),
                    language);
                assert.equal(await page.locator(".valikko a").count(),
                    PAGES.length);
                await visit.assertAccessible(name);
                await visit.assertFits(name);
                for (const href of await page.locator("a").evaluateAll((all) =>
                    all.map((one) => one.href))) {
                    links.add(href.split("#")[0]);
                }
            }
            for (const link of links) {
                if (link.startsWith(`${SITE}${HELP}`)) {
                    const answer = await page.request.get(link);
                    assert.equal(answer.status(), 200, link);
                }
            }
            await visit.end();
        });
}

test("the pages need no script", async () => {
    const visit = await Visit.start(browser, { javaScriptEnabled: false });
    const { page } = visit;
    await page.goto(`${SITE}/`);
    await page.getByRole("link", { name: "På svenska" }).click();
    assert.equal(await visit.heading(), "Välkommen till ePUK");
    await page.getByRole("link", { name: "Åtkomsträttigheter" }).click();
    assert.equal(await visit.heading(), "Åtkomsträttigheter");
    await page.getByRole("link", { name: "In English" }).click();
    assert.equal(await visit.heading(), "Access rights");
    await visit.end();
});

test("the front page leads every kind of reader to log in", async () => {
    const visit = await Visit.start(browser);
    const { page } = visit;
    for (const name of ["Kirjaudu omaan suunnitelmaan",
        "Kirjaudu ohjaajana tai arvioijana"]) {
        await page.goto(`${SITE}${HELP}/fi/index.html`);
        await page.getByRole("link", { name }).click();
        await page.waitForSelector("input[name=login]");
    }
    await visit.end();
});

logStaysClean();
