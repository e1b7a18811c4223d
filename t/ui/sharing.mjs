// A learner shares a plan: looks beforehand at what the receiver will see,
// gets a link, and the receiver sees that and nothing else, after a PIN. The
// learner then sees the use, ends the share, and it opens no more.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { PHONE, startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { SITE } from "./lib/stack.mjs";

const OPPIJA1 = "1.2.246.562.24.24011111113";
const RICH = "1.2.246.562.15.15010101010";
const PIN = "4711";
const SENSITIVE = ["oppija1@oppija.example", "apuvälinein", "Oppimisen tuki"];

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

/** Opens the page that shares the rich plan. */
async function openSharing(options) {
    const visit = await Visit.start(browser, options);
    await visit.logIn("oppija1");
    const plans = await visit.get(`oppija/oppijat/${OPPIJA1}/hoks`);
    const { eid } = plans.find((one) => one["opiskeluoikeus-oid"] === RICH);
    await visit.page.goto(`${SITE}/ehoks/#/jaa/${eid}`);
    await visit.page.waitForSelector(".esikatselu .jaettu");
    return visit;
}

test("shared, looked at, used, ended", async () => {
    const visit = await openSharing();
    const { page } = visit;
    await visit.assertAccessible("sharing");
    const before = await visit.text(".esikatselu");
    assert.ok(before.includes("Hoito ja huolenpito"), before);
    for (const hidden of SENSITIVE) {
        assert.ok(!before.includes(hidden), `not in a proposal: ${hidden}`);
    }
    // Another purpose proposes something else: free periods, no workplaces.
    await page.getByLabel("Koulutus- tai oppisopimuspaikan haku").check();
    await page.locator(".esikatselu .vapaat").waitFor();
    // What is ticked by hand shows at once.
    await page.getByLabel("Poikkeamat vaatimuksista").check();
    await page.locator(".esikatselu").getByText("apuvälinein").first().waitFor({
        state: "attached" });
    const preview = await visit.text(".esikatselu .jaettu");
    await page.getByLabel("PIN-koodi").fill(PIN);
    await page.getByLabel("Jaon nimi").fill("Kesätyö");
    await page.getByRole("button", { name: "Tee linkki" }).click();
    await page.getByRole("heading", { name: "Linkki on valmis" }).waitFor();
    await visit.assertAccessible("link");
    const link = await page.locator("input.linkki").inputValue();
    assert.match(link, /\/ehoks\/jako\/#.{20,}$/);

    await receive(link, preview);

    // The learner sees the use and ends the share.
    await page.getByRole("link", { name: "Omat jakoni" }).click();
    const share = page.locator(".tapahtumat > li", { hasText: "Kesätyö" })
        .first();
    await share.waitFor();
    assert.match(await share.innerText(), /avattu 1 \/ ∞ kertaa/);
    await visit.assertAccessible("own data");
    await share.getByRole("button", { name: /Lopeta jakaminen/ }).click();
    await page.locator(".tapahtumat > li", { hasText: "Kesätyö" }).first()
        .getByText("Lopetettu").waitFor();
    await visit.end();

    const late = await Visit.start(browser);
    late.foresee("/avaa");
    await late.page.goto(link);
    await late.page.getByRole("button", { name: "Näytä tiedot" }).click();
    await late.page.getByRole("heading", { name: "Linkki ei ole voimassa" })
        .waitFor();
    await late.assertAccessible("not valid any more");
    await late.end();
});

/** The receiver: no login, a wrong PIN, the right one, the same content. */
async function receive(link, preview) {
    const visit = await Visit.start(browser, { viewport: PHONE });
    const { page } = visit;
    visit.foresee("/avaa");
    const secret = link.split("#")[1];
    const addresses = [];
    page.on("request", (request) =>
        addresses.push(request.url().split("#")[0]));
    await page.goto(link);
    assert.ok(!page.url().includes(secret), "the secret leaves the address");
    await visit.assertAccessible("before opening");
    await page.getByRole("button", { name: "Näytä tiedot" }).click();
    await page.getByLabel("PIN-koodi").fill("0000");
    await page.getByRole("button", { name: "Näytä tiedot" }).click();
    await page.getByText("PIN-koodi on väärä").waitFor();
    await visit.assertAccessible("PIN");
    await page.getByLabel("PIN-koodi").fill(PIN);
    await page.getByRole("button", { name: "Näytä tiedot" }).click();
    await page.waitForSelector(".jaettu");
    assert.match(await visit.heading(), /^Testi .*Yksi on jakanut/);
    assert.equal(await visit.text(".jaettu"), preview,
        "exactly what the learner saw beforehand");
    await visit.assertAccessible("shared plan");
    await visit.assertFits("shared plan");
    assert.ok(!addresses.some((address) => address.includes(secret)),
        "no address has the secret");
    await visit.end();
}

test("own data in Swedish, on a phone, with a file of all of it", async () => {
    const visit = await Visit.start(browser, { locale: "sv-FI",
        viewport: PHONE });
    const { page } = visit;
    await visit.logIn("oppija1");
    await page.getByRole("link", { name: "Mina uppgifter" }).click();
    await page.getByRole("heading", { name: "Vem har tittat" }).waitFor();
    await page.waitForSelector("section[aria-labelledby=katselut] > p");
    await visit.assertAccessible("own data");
    await visit.assertFits("own data");
    const [file] = await Promise.all([page.waitForEvent("download"),
        page.getByRole("button", { name: "Ladda ner mina uppgifter" }).click()]);
    const all = JSON.parse(readFileSync(await file.path(), "utf8"));
    assert.equal(all.oppija.oid, OPPIJA1);
    assert.ok(all.suunnitelmat.length >= 2);
    // The calendar: an address that is told once.
    await page.getByRole("button", { name: /Skapa (?:kalenderns|en ny) adress/ })
        .click();
    const feed = await page.locator(".kalenteri input").inputValue();
    const answer = await page.request.get(feed);
    assert.match(await answer.text(), /^BEGIN:VCALENDAR/);
    await page.getByRole("button", { name: "Ta kalendern ur bruk" }).click();
    await page.getByRole("button", { name: "Skapa kalenderns adress" }).waitFor();
    assert.equal((await page.request.get(feed)).status(), 404);
    await visit.end();
});

test("sharing needs a keyboard alone", async () => {
    const visit = await openSharing({ locale: "sv-FI" });
    const { page } = visit;
    await page.locator("input[type=radio]").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(".esikatselu .vapaat").waitFor();
    await page.locator("input[type=checkbox]").first().focus();
    await page.keyboard.press("Space");
    await page.locator(".jakolomake [type=submit]").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Länken är klar" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName),
        "H1");
    await visit.end();
});

logStaysClean();
