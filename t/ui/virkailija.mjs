// Provider staff find a learner, read a plan and its history, and delete it;
// the address keeps the list, and who may not is told so.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { A1, asSystem, B, B1, newLearner, newPlan, PAGES }
    from "./lib/staff.mjs";
import { SITE } from "./lib/stack.mjs";

const FIRST_LOAD_LIMIT = 60000;
const UNIT = { "tutkinnon-osa-koodi-uri": "tutkinnonosat_101053",
    "tutkinnon-osa-koodi-versio": 2 };

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

/** Goes to a page below the fragment. */
const goTo = (visit, hash) => visit.page.goto(`${SITE}${PAGES}${hash}`);

test("the list finds a learner by name and keeps it in the address", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner);
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    assert.equal(await visit.heading(), "Opiskelijat");
    await page.getByLabel("Nimi", { exact: true })
        .fill(learner.nimi.split(" ")[1].toLowerCase());
    await page.getByText("1 suunnitelma", { exact: true }).waitFor();
    const row = page.locator("tbody tr");
    assert.ok((await row.innerText())
        .includes("Sosiaali- ja terveysalan perustutkinto"));
    assert.match(page.url(), /nimi=koe/);
    await page.reload();
    await page.getByRole("link", { name: learner.nimi, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: learner.nimi }).waitFor();
    await page.getByRole("link", { name: /Sosiaali- ja terveys/ }).click();
    await page.getByRole("link", { name: "Muokkaa" }).waitFor();
    assert.ok(page.url().endsWith(`/${id}`));
    await page.goBack();
    await page.getByRole("link", { name: "Kaikki opiskelijat" }).click();
    await page.getByText("1 suunnitelma", { exact: true }).waitFor();
    await visit.end();
});

test("the list is sorted, paged and saved as a file", async () => {
    const name = `Sivu${Date.now()}`;
    for (let i = 0; i < 11; i += 1) {
        await newPlan(await newLearner({
            etunimi: String.fromCharCode(65 + i), sukunimi: name }));
    }
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    await goTo(visit, `#/?nimi=${name}`);
    await page.getByText("11 suunnitelmaa", { exact: true }).waitFor();
    const first = () => page.locator("tbody th").first().innerText();
    assert.equal(await first(), `A ${name}`);
    await page.getByRole("button", { name: "Nimi" }).click();
    await page.getByRole("link", { name: `K ${name}`, exact: true }).waitFor();
    assert.equal(await first(), `K ${name}`);
    assert.equal(await page.locator("th[aria-sort]").getAttribute("aria-sort"),
        "descending");
    await page.getByRole("button", { name: "Seuraava" }).click();
    await page.getByRole("link", { name: `A ${name}`, exact: true }).waitFor();
    assert.equal(await page.locator("tbody tr").count(), 1);
    await page.goto(page.url());
    await page.getByRole("link", { name: `A ${name}`, exact: true }).waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"),
        page.getByRole("button", { name: /CSV/ }).click()]);
    assert.equal(file.suggestedFilename(), "opiskelijat.csv");
    const stream = await file.createReadStream();
    let text = "";
    for await (const piece of stream) {
        text += piece;
    }
    assert.equal(text.trim().split("\r\n").length, 12, "all pages of it");
    assert.match(text, /^\uFEFFNimi;Tutkinto;/);
    await visit.end();
});

test("the first page is light", async (t) => {
    const visit = await Visit.start(browser);
    const sizes = [];
    visit.page.on("requestfinished", (request) => {
        if (request.url().startsWith(SITE)) {
            sizes.push(request.sizes().then((size) =>
                size.responseBodySize + size.responseHeadersSize));
        }
    });
    await visit.logIn("virkailija-a", PAGES);
    await visit.page.waitForSelector("tbody tr");
    const bytes = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
    t.diagnostic(`first load: ${bytes} bytes in ${sizes.length} answers`);
    assert.ok(bytes < FIRST_LOAD_LIMIT, `${bytes} bytes`);
    await visit.end();
});

test("plans of another provider are marked and only read", async () => {
    const here = await newLearner();
    const there = await newLearner({ oppija: here.oppija, school: B1,
        provider: B });
    await newPlan(here);
    const theirs = await newPlan(there, {}, "sis-b");
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    await goTo(visit, `#/oppija/${here.oppija}`);
    await page.locator("article").nth(1).waitFor();
    assert.equal(await page.getByText("Toisen järjestäjän suunnitelma").count(),
        1);
    await goTo(visit, `#/oppija/${here.oppija}/${theirs}`);
    await page.getByText("Toisen järjestäjän suunnitelma").waitFor();
    assert.equal(await page.getByRole("link", { name: "Muokkaa" }).count(), 0);
    await visit.end();
});

test("what is missing is told and leads to its place", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner,
        { "hankittavat-ammat-tutkinnon-osat": [UNIT] });
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    await goTo(visit, `#/oppija/${learner.oppija}/${id}`);
    await page.getByText("3 asiaa kaipaa täydennystä").click();
    await page.getByRole("link", {
        name: "Hoito ja huolenpito: osaamisen hankkimista ei ole suunniteltu." })
        .click();
    await page.waitForSelector(
        "details[id=hankittavat-ammat-tutkinnon-osat-1][open]");
    await visit.end();
});

test("two versions are compared in words, and an old one comes back", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner,
        { "hankittavat-ammat-tutkinnon-osat": [UNIT], versio: 1 });
    assert.equal((await asSystem("PUT", `/hoks/${id}`, { id,
        "ensikertainen-hyvaksyminen": "2024-09-01",
        "osaamisen-hankkimisen-tarve": false })).status, 204);
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    await goTo(visit, `#/oppija/${learner.oppija}/${id}/historia`);
    const changes = page.locator(".muutokset tbody tr");
    await changes.first().waitFor();
    const lines = (await changes.allInnerTexts()).map((text) =>
        text.split(/\s*\t\s*/).map((cell) => cell.trim()));
    assert.deepEqual(lines.filter(([place]) => place !== "Suunnitelman versio"), [
        ["Hyväksytty ensimmäisen kerran", "15.8.2024", "1.9.2024"],
        ["Osaamista on vielä hankittava", "Kyllä", "Ei"],
        ["Hankittavat ammatilliset tutkinnon osat › Hoito ja huolenpito",
            "Koko osa", "ei mitään"],
    ]);
    await page.getByRole("button", { name: "Palauta" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("heading",
        { name: "Palautetaanko versio 1?" }).waitFor();
    await visit.assertAccessible("a dialog");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Palauta" }).click();
    await dialog.getByRole("button", { name: "Palauta" }).click();
    await page.getByText("Vanha versio palautettu").waitFor();
    const { json } = await asSystem("GET", `/hoks/${id}`);
    assert.equal(json.data["osaamisen-hankkimisen-tarve"], true);
    await visit.end();
});

test("who may delete does it after a question", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner);
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a1-poisto", PAGES);
    await goTo(visit, `#/oppija/${learner.oppija}/${id}`);
    await page.getByRole("button", { name: "Poista" }).click();
    await page.getByRole("dialog").getByText(learner.nimi).waitFor();
    await page.getByRole("button", { name: "Poista suunnitelma" }).click();
    await page.getByText("Opiskelijalla ei ole suunnitelmia").waitFor();
    assert.equal((await asSystem("GET", `/hoks/${id}`)).status, 404);
    await visit.end();
});

test("a reader sees and does not change", async () => {
    const learner = await newLearner();
    const id = await newPlan(learner);
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a1-lukija", PAGES);
    await page.waitForSelector("tbody tr");
    assert.equal(await page.getByText("Uusi suunnitelma").count(), 0);
    await goTo(visit, `#/oppija/${learner.oppija}/${id}`);
    await page.getByRole("link", { name: "Versiot ja muutokset" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Muokkaa" }).count(), 0);
    visit.foresee(`/oppijat/${learner.oppija}`);
    await visit.end();
});

test("a learner of others, and one who is no staff, are told kindly", async () => {
    const stranger = await newLearner({ school: B1, provider: B });
    await newPlan(stranger, {}, "sis-b");
    const staff = await Visit.start(browser);
    staff.foresee(stranger.oppija);
    await staff.logIn("virkailija-a", PAGES);
    await goTo(staff, `#/oppija/${stranger.oppija}`);
    await staff.page.getByRole("heading", { name: "Opiskelijaa ei löydy" })
        .waitFor();
    await staff.end();

    const learner = await Visit.start(browser);
    learner.foresee("/virkailija/");
    await learner.logIn("oppija1", PAGES);
    assert.equal(await learner.heading(),
        "Tämä sivu on oppilaitosten henkilökunnalle");
    await learner.end();
});

test("a session that ends keeps the place", async () => {
    const visit = await Visit.start(browser);
    const { page } = visit;
    visit.foresee("/virkailija/", "/oidc/");
    await visit.logIn("virkailija-a", PAGES);
    await page.waitForSelector("tbody tr");
    await visit.context.clearCookies();
    await page.getByLabel("Nimi", { exact: true }).fill("x");
    await page.getByRole("dialog", { name: "Istuntosi päättyi" }).waitFor();
    await page.getByRole("button", { name: "Kirjaudu sisään" }).click();
    await page.waitForSelector("input[name=login]");
    await page.fill("input[name=login]", "virkailija-a");
    await page.fill("input[name=password]", "virkailija-a");
    await page.click("[type=submit]");
    await page.waitForURL(/nimi=x/);
    await visit.end();
});

test("a session about to end is told and goes on", async () => {
    const visit = await Visit.start(browser);
    const { page } = visit;
    const soon = () => Math.floor(Date.now() / 1000);
    let extended = false;
    await page.route("**/oidc/redirect?info=json**", (route) => {
        extended = extended || !route.request().url().includes("extend_session");
        return route.fulfill({ json: {
            timeout: soon() + (extended ? 3600 : 120), exp: soon() + 9000 } });
    });
    await visit.logIn("virkailija-a", PAGES);
    await page.getByText(/Istuntosi päättyy .* klo/).waitFor();
    await visit.assertAccessible("session about to end");
    await page.getByRole("button", { name: "Jatka istuntoa" }).click();
    await page.getByText(/Istuntosi päättyy/).waitFor({ state: "detached" });
    await visit.end();
});

test("an invitation of an assessor is a link that can be taken back", async () => {
    const learner = await newLearner();
    const day = (n) => new Date(Date.now() + n * 86400000).toISOString()
        .slice(0, 10);
    const id = await newPlan(learner, { "hankittavat-ammat-tutkinnon-osat": [{
        ...UNIT, "osaamisen-osoittaminen": [{ alku: day(2), loppu: day(9),
            nayttoymparisto: { nimi: "Palvelutalo Kuusela" },
            "sisallon-kuvaus": ["Hoitotyö"] }] }] });
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    await goTo(visit, `#/oppija/${learner.oppija}/${id}`);
    await page.getByRole("button", { name: "Kutsu arvioija" }).click();
    await page.getByRole("button", { name: "Tee kutsulinkki" }).click();
    const link = page.getByLabel(/Lähetä tämä linkki/);
    await link.waitFor();
    assert.match(await link.inputValue(),
        new RegExp(`^${SITE}/ehoks-tyopaikka/kutsu/#[\\w-]{43}$`));
    await page.getByText("Avaamatta").waitFor();
    await visit.assertAccessible("invitations");
    await page.getByRole("button", { name: "Peru kutsu" }).click();
    await page.getByRole("dialog", { name: "Perutaanko kutsu?" })
        .getByRole("button", { name: "Peru kutsu" }).click();
    await page.getByText("Peruttu", { exact: true }).waitFor();
    await visit.end();
});

test("the school in use is chosen by name and remembered", async () => {
    const visit = await Visit.start(browser);
    const { page } = visit;
    await visit.logIn("virkailija-a", PAGES);
    const picker = page.getByLabel("Oppilaitos");
    const schools = await picker.locator("option").allInnerTexts();
    assert.ok(schools.includes("Aurajoen ammattiopisto"), "a school of the own provider");
    assert.ok(!schools.includes("Kemijoen ammattiopisto"), "none of another's");
    await picker.selectOption({ label: "Aurajoen aikuisopisto" });
    await page.reload();
    await page.waitForSelector("main h1");
    assert.notEqual(await picker.inputValue(), A1);
    await visit.end();
});

logStaysClean();
