// What the pages tell when there is nothing to show or something is wrong:
// no plan, someone who is not a learner, names missing, the service down, the
// session ended. Each says what to do next.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { SITE } from "./lib/stack.mjs";

const API = "/ehoks-oppija-backend/api/v1/oppija";

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

/** Makes calls to a path of the API fail with a status; 0 breaks the line. */
async function fail(visit, path, status) {
    visit.foresee(path);
    await visit.page.route(`**${API}/${path}`, (route) => status === 0
        ? route.abort() : route.fulfill({ status, json: {} }));
}

test("a learner without plans is told what to do", async () => {
    const visit = await Visit.start(browser);
    visit.foresee("/hoks");
    await visit.logIn("oppija5");
    assert.equal(await visit.heading(), "Sinulla ei ole vielä suunnitelmaa");
    assert.ok((await visit.text()).includes("kysy siitä opettajaltasi"));
    await visit.assertAccessible("empty list");
    await visit.end();
});

test("someone of the staff is told that the page is for learners", async () => {
    const visit = await Visit.start(browser);
    visit.foresee("/session", "/hoks");
    await visit.logIn("virkailija-a");
    assert.equal(await visit.heading(), "Tämä sivu on opiskelijoille");
    await visit.assertAccessible("not a learner");
    await visit.page.locator("main").getByRole("link",
        { name: "Kirjaudu ulos" }).click();
    await visit.page.waitForURL(`${SITE}/ehoks-static/uloskirjautunut.html`);
    await visit.end();
});

test("without the register of study rights the plans still show", async () => {
    const visit = await Visit.start(browser);
    await fail(visit, "oppijat/*/opiskeluoikeudet", 503);
    visit.foresee("/opiskeluoikeudet");
    await visit.logIn("oppija1");
    await visit.page.getByText("nimiä ei saada juuri nyt").waitFor();
    await visit.assertAccessible("names missing");
    await visit.page.locator(".suunnitelma h2 a").first().click();
    await visit.page.waitForSelector("details.osa");
    assert.match(await visit.heading(), /^Suunnitelma, hyväksytty \d/);
    await visit.end();
});

test("a service that is down can be tried again", async () => {
    const visit = await Visit.start(browser);
    await fail(visit, "session", 503);
    await visit.logIn("oppija1");
    assert.equal(await visit.heading(), "Palvelu ei juuri nyt vastaa");
    assert.ok((await visit.text()).includes("503"));
    await visit.assertAccessible("service down");
    await visit.page.unroute(`**${API}/session`);
    await visit.page.getByRole("button", { name: "Yritä uudelleen" }).click();
    await visit.page.waitForSelector(".suunnitelma");
    await visit.end();
});

test("a lost connection is told as one", async () => {
    const visit = await Visit.start(browser);
    await fail(visit, "session", 0);
    await visit.logIn("oppija1");
    assert.equal(await visit.heading(), "Yhteys katkesi");
    await visit.end();
});

test("an ended session leads back to login", async () => {
    const visit = await Visit.start(browser);
    await fail(visit, "session", 401);
    await fail(visit, "oppijat/*/hoks", 401);
    visit.foresee("/hoks");
    await visit.logIn("oppija1");
    assert.equal(await visit.heading(), "Et ole kirjautuneena");
    await visit.assertAccessible("session ended");
    await visit.context.clearCookies();
    await visit.page.getByRole("link", { name: "Kirjaudu sisään" }).click();
    await visit.page.waitForSelector("input[name=login]");
    await visit.end();
});

test("an address that leads to no plan says so", async () => {
    const visit = await Visit.start(browser);
    await visit.logIn("oppija1", "/ehoks/");
    await visit.page.goto(`${SITE}/ehoks/#/suunnitelma/ei-ole`);
    await visit.page.getByRole("heading", { level: 1,
        name: "Suunnitelmaa ei löydy" }).waitFor();
    await visit.page.locator("main").getByRole("link").click();
    await visit.page.waitForSelector(".suunnitelma");
    await visit.end();
});

logStaysClean();
