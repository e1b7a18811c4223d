// A learner sees at once where the plan goes, how far it has come and on what
// grounds that is said, and what comes when: as a picture and as a table. On
// paper the whole plan stands open.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { inflateSync } from "node:zlib";
import { PHONE, startBrowser, squeeze, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";

const OPPIJA1 = "1.2.246.562.24.24011111113";
const RICH = "1.2.246.562.15.15010101010";

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

/** Logs in and opens the plan that has something in every part. */
async function openRichPlan(options) {
    const visit = await Visit.start(browser, options);
    await visit.logIn("oppija1");
    const plans = await visit.get(`oppija/oppijat/${OPPIJA1}/hoks`);
    const { eid } = plans.find((one) => one["opiskeluoikeus-oid"] === RICH);
    await visit.page.click(`a[href="#/suunnitelma/${eid}"]`);
    await visit.page.waitForSelector(".aikajana .rata");
    await visit.page.waitForSelector(".edistyminen .palkki");
    return visit;
}

test("goal, progress by extent, and its grounds", async () => {
    const visit = await openRichPlan();
    const { page } = visit;
    const goal = await visit.text("section[aria-labelledby=tavoite]");
    for (const text of ["Jatko-opinnot", "Lähihoitaja",
        "Sosiaali- ja terveysalan perustutkinto"]) {
        assert.ok(goal.includes(text), text);
    }
    // Weighed by the extents of ePerusteet and, for local units, of the plan.
    const progress = page.locator(".edistyminen");
    const [, done, all] = /(\d+) osp \/ (\d+) osp/.exec(
        await visit.text(".edistyminen"));
    await progress.locator("summary").click();
    const rows = await progress.locator("tbody tr").evaluateAll((found) =>
        found.map((row) => [...row.cells].map((cell) =>
            cell.textContent.replace(/\s+/g, " ").trim())));
    const sum = (wanted) => rows.filter((row) => wanted(row[2]))
        .reduce((total, row) => total + Number(/\d+/.exec(row[1])[0]), 0);
    assert.equal(sum(() => true), Number(all));
    assert.equal(sum((state) => state === "Tehty"), Number(done));
    const row = (name) => rows.find(([first]) => first.includes(name));
    assert.equal(row("Hoito ja huolenpito")[1], "30 osp");
    assert.equal(row("Hoito ja huolenpito")[2], "Kesken");
    assert.match(row("Hoito ja huolenpito")[3],
        /^Opiskelu on alkanut \d+\.\d+\.\d{4}$/);
    assert.equal(row("Digitaalinen kotihoito")[2], "Aika sovittu");
    assert.equal(row("Saariston kotihoidon")[2], "Tehty");
    assert.ok((await visit.text(".edistyminen")).includes(
        "ei kerro, onko näyttö hyväksytty"), "it claims no grades");
    await visit.end();
});

test("without extents each unit counts the same, and the page says so",
    async () => {
        const visit = await Visit.start(browser);
        visit.foresee("/external/eperusteet/");
        await visit.page.route("**/external/eperusteet/**", (route) =>
            route.fulfill({ status: 503, json: {} }));
        await visit.logIn("oppija1");
        await visit.page.locator(".suunnitelma h2 a").first().click();
        await visit.page.waitForSelector(".edistyminen .selitteet");
        const text = await visit.text(".edistyminen");
        assert.match(text, /Näiden osien laajuutta ei tiedetä|jokainen osa merkitsee yhtä paljon/);
        await visit.end();
    });

test("the timeline is one stop for Tab, and arrows move in it", async () => {
    const visit = await openRichPlan();
    const { page } = visit;
    const focused = () => page.evaluate(() =>
        document.activeElement.getAttribute("aria-label"));
    assert.equal(await page.locator(".aikajana a[tabindex='0']").count(), 1);
    await page.locator(".aikajana a[tabindex='0']").focus();
    await page.keyboard.press("Home");
    const first = await focused();
    assert.match(first, /^Koulutussopimus, Aurajoen palvelutalo, \d.*keskeytys \d/);
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await focused(), first);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await focused(), first);
    await page.keyboard.press("End");
    assert.equal(await page.locator(".aikajana a[tabindex='0']").count(), 1);
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.closest("details")
        ?.id === "hankittavat-ammat-tutkinnon-osat-1");
    await visit.end();
});

test("the table tells what the picture shows", async () => {
    const visit = await openRichPlan();
    const { page } = visit;
    const pictured = await page.locator(".aikajana a").count();
    await page.getByRole("button", { name: "Kolme kuukautta" }).click();
    assert.ok(await page.locator(".aikajana a").count() < pictured,
        "a shorter stretch shows less");
    await page.getByRole("button", { name: "Taulukkona" }).click();
    const rows = (await page.locator(".aika tbody tr").allInnerTexts())
        .map(squeeze);
    assert.equal(rows.length, pictured);
    assert.ok(rows.some((row) => row.includes("Näyttö")
        && row.includes("Yritys Esimerkki Oy")), "a demonstration");
    await visit.assertAccessible("timeline as a table");
    await visit.end();
});

test("it fits a phone, in Swedish", async () => {
    const visit = await openRichPlan({ locale: "sv-FI", viewport: PHONE });
    assert.ok((await visit.text(".edistyminen")).includes("Av planen är"));
    assert.ok((await visit.text(".aika")).includes("Tidslinje"));
    await visit.assertFits("overview");
    await visit.page.getByRole("button", { name: "Som tabell" }).click();
    await visit.assertFits("timeline as a table");
    await visit.assertAccessible("overview in Swedish");
    await visit.end();
});

/** Number of pages of a PDF, by its page objects, packed or not. */
function pageCount(pdf) {
    const text = pdf.toString("latin1");
    const packed = [...text.matchAll(/stream\r?\n/g)].map(({ index, 0: mark }) => {
        try {
            return inflateSync(pdf.subarray(index + mark.length),
                { finishFlush: 2 }).toString("latin1");
        } catch {
            return "";
        }
    });
    return [text, ...packed].join("\n").match(/\/Type\s*\/Page\b/g).length;
}

test("on paper everything is open, on pages of A4", async () => {
    const visit = await openRichPlan();
    const { page } = visit;
    // What a print opens stays open here, so that it can be looked at.
    await page.evaluate(() => {
        addEventListener("beforeprint", () => {
            globalThis.closedInPrint = document.querySelectorAll(
                "details:not([open])").length;
        });
    });
    const file = `${tmpdir()}/ehoks-${process.pid}.pdf`;
    const pdf = await page.pdf({ path: file, preferCSSPageSize: true });
    assert.ok(readFileSync(file).equals(pdf));
    rmSync(file);
    assert.equal(await page.evaluate(() => globalThis.closedInPrint), 0);
    assert.match(pdf.toString("latin1"),
        /\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/, "A4");
    assert.ok(pageCount(pdf) >= 3, `${pageCount(pdf)} pages`);
    await page.emulateMedia({ media: "print" });
    const shown = (selector) => page.locator(selector).first().isVisible();
    assert.ok(await shown(".vain-paperilla"), "whose it is and when printed");
    assert.ok(!await shown(".sisallys"), "no list of links");
    assert.ok(!await shown(".valinnat"), "no buttons");
    assert.match(await page.locator(".vain-paperilla").innerText(),
        /^Testi Oppija Yksi · tulostettu \d+\.\d+\.\d{4}/);
    await visit.end();
});

logStaysClean();
