// Reports in names with files, and the super users' tools, which ask before
// anything is lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { asSystem, newLearner, newPlan, PAGES } from "./lib/staff.mjs";
import { SITE } from "./lib/stack.mjs";

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const PERIOD = {
    alku: "2021-01-11", loppu: "2021-03-15", "yksiloiva-tunniste": "jakso",
    "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_koulutussopimus",
    "osaamisen-hankkimistapa-koodi-versio": 1,
    "tyopaikalla-jarjestettava-koulutus": {
        "vastuullinen-tyopaikka-ohjaaja": { nimi: "Oona Ohjaaja" },
        "tyopaikan-nimi": "Raporttipaja", "keskeiset-tyotehtavat": ["Varasto"],
    },
};

test("workplace periods are reported in names, with links and a file", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner, { "hankittavat-ammat-tutkinnon-osat": [{
        "tutkinnon-osa-koodi-uri": "tutkinnonosat_101053",
        "tutkinnon-osa-koodi-versio": 2,
        "osaamisen-hankkimistavat": [PERIOD] }] });
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    await page.getByRole("link", { name: "Raportit" }).click();
    await page.getByRole("link", { name: "Työpaikkajaksot" }).click();
    await page.getByLabel("Päättyy aikaisintaan").fill("2021-03-15");
    await page.getByLabel("Päättyy viimeistään").fill("2021-03-15");
    const row = page.locator("tbody tr", { hasText: learner.nimi });
    const text = await row.innerText();
    for (const part of ["Raporttipaja", "Oona Ohjaaja", "Koulutussopimus",
        "15.3.2021"]) {
        assert.ok(text.includes(part), `${part}: ${text}`);
    }
    const [file] = await Promise.all([page.waitForEvent("download"),
        page.getByRole("button", { name: /CSV/ }).click()]);
    assert.equal(file.suggestedFilename(), "tyopaikkajaksot.csv");
    await page.getByRole("button", { name: "Päättyy", exact: true }).click();
    await row.getByRole("link", { name: String(id) }).click();
    await page.getByRole("link", { name: "Muokkaa" }).waitFor();
    await visit.end();
});

test("a super user finds a plan, deletes it for good after a question", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner);
    const visit = await Visit.start(browser);
    const { page } = visit;
    visit.foresee(`/virkailija/hoks/${id}`);
    await visit.logIn("oph", PAGES);
    await page.getByRole("link", { name: "Ylläpito" }).click();
    const tool = (name) => page.locator("form", {
        has: page.getByRole("heading", { name, exact: true }) });
    await tool("Etsi suunnitelma").getByRole("textbox").fill(learner.oikeus);
    await tool("Etsi suunnitelma").getByRole("button").click();
    await page.getByText(`Suunnitelman tunniste on ${id}.`).waitFor();
    await tool("Poista lopullisesti").getByRole("textbox").fill(String(id));
    await tool("Poista lopullisesti").getByRole("button").first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(learner.nimi).waitFor();
    await dialog.getByRole("button", { name: "Poista lopullisesti" }).click();
    await page.getByText("Tehty", { exact: true }).waitFor();
    assert.equal((await asSystem("GET", `/hoks/${id}`)).status, 404);
    await tool("Etsi opiskeluoikeus").getByRole("textbox").fill(String(id));
    await tool("Etsi opiskeluoikeus").getByRole("button").click();
    await tool("Etsi opiskeluoikeus").locator(".virhe", { hasText: /\S/ })
        .waitFor();
    await visit.end();
});

test("the tools are not for other staff", async () => {
    const visit = await Visit.start(browser);
    await visit.logIn("virkailija-a", PAGES);
    await visit.page.goto(`${SITE}${PAGES}#/yllapito`);
    await visit.page.getByRole("heading", {
        name: "Tämä sivu on palvelun ylläpidolle" }).waitFor();
    await visit.end();
});

logStaysClean();
