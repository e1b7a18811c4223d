// Provider staff make a plan out of a study right and change one: codes by
// name, errors at their fields, unsaved work that is kept, and two people who
// change the same plan.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { asSystem, newLearner, newPlan, PAGES } from "./lib/staff.mjs";
import { SITE } from "./lib/stack.mjs";

const UNITS = "hankittavat-ammat-tutkinnon-osat";
const UNIT = { "tutkinnon-osa-koodi-uri": "tutkinnonosat_101053",
    "tutkinnon-osa-koodi-versio": 2 };

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const goTo = (visit, hash) => visit.page.goto(`${SITE}${PAGES}${hash}`);

/** Types into the picker that a new part begins with, and takes a choice. */
async function pickFirst({ page }, letters, name) {
    const picker = page.locator("input[role=combobox]:focus");
    await picker.waitFor();
    await page.keyboard.type(letters);
    await page.getByRole("option", { name, exact: true }).waitFor();
    await page.keyboard.press("Enter");
}

/** A member of the staff, in the form of one plan. */
async function openForm(learner, id, login = "virkailija-a") {
    const visit = await Visit.start(browser);
    // What the rules refuse, the browser tells on its console.
    visit.foresee("/hoksit");
    await visit.logIn(login, PAGES);
    await goTo(visit, `#/oppija/${learner.oppija}/${id}/muokkaa`);
    await visit.page.getByRole("heading", { name: "Muokkaa suunnitelmaa" })
        .waitFor();
    return visit;
}

const stored = async (id) => (await asSystem("GET", `/hoks/${id}`)).json.data;

test("a plan is made out of a study right", async () => {
    const learner = await newLearner();
    const visit = await Visit.start(browser);
    const { page } = visit;
    visit.foresee("/hoksit", `/oppijat/${learner.oppija}`);
    await visit.logIn("virkailija-a", PAGES);
    await page.getByRole("navigation", { name: "Päävalikko" })
        .getByRole("link", { name: "Uusi suunnitelma" }).click();
    await page.getByLabel("Opiskelijan nimi tai oppijanumero")
        .fill(learner.oppija);
    await page.getByRole("button", { name: "Hae" }).click();
    await page.getByLabel("Opiskeluoikeuden numero").fill(learner.oikeus);
    await page.getByRole("button", { name: "Tee suunnitelma" }).click();
    await page.getByRole("heading", { level: 1, name: "Uusi suunnitelma" })
        .waitFor();
    await page.getByText("Aurajoen ammattiopisto").last().waitFor();

    await page.getByRole("button",
        { name: "Lisää: Hankittava ammatillinen tutkinnon osa" }).click();
    await pickFirst(visit, "huolenp", "Hoito ja huolenpito");
    await page.getByRole("button", { name: "Lisää: Osaamisen hankkimistapa" })
        .click();
    await pickFirst(visit, "koulutussop", "Koulutussopimus");
    await page.getByText("Työpaikalla järjestettävä koulutus", { exact: true })
        .waitFor();

    // The rules speak at the fields, in the reader's language.
    await page.getByRole("button", { name: "Tallenna suunnitelma" }).click();
    await page.getByText("Suunnitelmaa ei tallennettu").waitFor();
    const begins = page.getByLabel("Alkaa");
    assert.equal(await begins.getAttribute("aria-invalid"), "true");
    await visit.assertAccessible("form with errors");
    await page.getByRole("button", { name: /› Alkaa: Pakollinen/ }).click();
    assert.equal(await begins.evaluate((one) =>
        one === document.activeElement), true, "a problem leads to its field");
    await begins.fill("2026-09-01");
    await page.getByLabel("Päättyy").fill("2026-12-18");
    await page.getByLabel("Työaika kokoaikaisesta").fill("100");
    await page.getByRole("textbox", { name: "Työpaikka", exact: true }).fill("Palvelutalo");
    await page.getByLabel("Työpaikan Y-tunnus").fill("1234567-8");
    await page.getByRole("textbox", { name: "Nimi", exact: true }).fill("Olli Ohjaaja");
    const tasks = page.getByRole("group", { name: "Keskeiset työtehtävät" });
    await tasks.getByRole("button", { name: "Lisää rivi" }).click();
    await tasks.getByRole("textbox").fill("Asiakkaan hoito");
    await page.locator(".virhe", { hasText: /Y-tunnus/ }).first().waitFor();
    await page.getByLabel("Työpaikan Y-tunnus").fill("9000001-1");
    await page.getByText("Kaikki kunnossa").waitFor();
    await page.getByRole("button", { name: "Tallenna suunnitelma" }).click();
    await page.getByRole("link", { name: "Versiot ja muutokset" }).waitFor();
    const plan = await stored(Number(page.url().split("/").at(-1)));
    assert.equal(plan.manuaalisyotto, true);
    const [unit] = plan[UNITS];
    assert.equal(unit["tutkinnon-osa-koodi-uri"], "tutkinnonosat_101053");
    assert.ok(unit["tutkinnon-osa-koodi-versio"] > 0, "with its version");
    assert.equal(unit["osaamisen-hankkimistavat"][0]["osa-aikaisuustieto"], 100);
    await visit.end();
});

test("a change is one field, and the rest stays as it was", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner, { [UNITS]: [UNIT] });
    const before = await stored(id);
    const visit = await openForm(learner, id);
    const { page } = visit;
    await page.getByLabel("Oma sähköpostiosoite").fill("oma@oppija.example");
    await page.getByLabel("Urasuunnitelma").fill("työelämä");
    await page.getByRole("option", { name: /^Työelämä/ }).click();
    await page.getByRole("button", { name: "Tallenna suunnitelma" }).click();
    await page.getByRole("link", { name: "Versiot ja muutokset" }).waitFor();
    const { paivitetty, ...after } = await stored(id);
    assert.ok(paivitetty, "when it was updated is filled in");
    assert.deepEqual(after, { ...before, sahkoposti: "oma@oppija.example",
        "urasuunnitelma-koodi-uri": "urasuunnitelma_0002",
        "urasuunnitelma-koodi-versio": 1 });
    await visit.end();
});

test("unsaved work is kept in the tab until it is thrown away", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner);
    const visit = await openForm(learner, id);
    const { page } = visit;
    await page.getByLabel("Oma puhelinnumero").click();
    await page.keyboard.type("040 123");
    const asked = page.waitForEvent("dialog");
    page.reload().catch(() => undefined);
    const dialog = await asked;
    assert.equal(dialog.type(), "beforeunload");
    await dialog.accept();
    await page.getByText("Jatkat keskeneräistä työtä").waitFor();
    assert.equal(await page.getByLabel("Oma puhelinnumero").inputValue(),
        "040 123");
    await goTo(visit, `#/oppija/${learner.oppija}/${id}`);
    await page.getByRole("link", { name: "Jatka keskeneräistä" }).click();
    await page.getByRole("button", { name: "Hylkää keskeneräinen" }).click();
    await page.getByText("Jatkat keskeneräistä").waitFor({ state: "detached" });
    await page.waitForFunction(() => [...document.querySelectorAll("label")]
        .find((label) => label.textContent.includes("Oma puhelinnumero"))
        ?.control.value === "");
    await visit.end();
});

test("two people change the same plan, and no work is lost", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner, { [UNITS]: [UNIT],
        sahkoposti: "alku@oppija.example" });
    const mine = await openForm(learner, id);
    const { page } = mine;
    await page.getByLabel("Oma sähköpostiosoite").fill("minun@oppija.example");
    await page.getByLabel("Oma puhelinnumero").fill("040 1");
    const plan = await stored(id);
    const [unit] = plan[UNITS];
    assert.equal((await asSystem("PUT", `/hoks/${id}`, { ...plan,
        sahkoposti: "heidan@oppija.example",
        [UNITS]: [{ ...unit, "opetus-ja-ohjaus-maara": 12.5 }] })).status, 204);
    await page.getByRole("button", { name: "Tallenna suunnitelma" }).click();
    await page.getByRole("heading", { level: 1,
        name: "Joku muu tallensi suunnitelman sillä välin" }).waitFor();
    await mine.assertAccessible("conflict");
    assert.equal(await page.getByRole("group").count(), 1,
        "one place was changed by both");
    assert.ok((await mine.text()).includes("Oma sähköpostiosoite"));
    await page.getByLabel("Toisen tallentama").check();
    await page.getByRole("button", { name: "Jatka yhdistetyllä" }).click();
    await page.getByRole("button", { name: "Tallenna suunnitelma" }).click();
    await page.getByRole("link", { name: "Versiot ja muutokset" }).waitFor();
    const merged = await stored(id);
    assert.equal(merged.sahkoposti, "heidan@oppija.example");
    assert.equal(merged.puhelinnumero, "040 1");
    assert.equal(merged[UNITS][0]["opetus-ja-ohjaus-maara"], 12.5);
    await mine.end();
});

test("a TUVA plan asks for what TUVA has", async () => {
    const learner = await newLearner({ tyyppi: "tuva" });
    const id = await newPlan(learner);
    const visit = await openForm(learner, id);
    const { page } = visit;
    await page.getByRole("heading", { name: /Hankittavat koulutuksen osat/ })
        .waitFor();
    assert.equal(await page.getByRole("heading",
        { name: /tutkinnon osat/ }).count(), 0);
    await visit.end();
});

logStaysClean();
