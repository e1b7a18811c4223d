// People at workplaces: the responsible instructor sees the own learner's
// period and nothing else; an invited assessor opens the invitation by its
// link, over the login, and sees the demonstration.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { day, makePlan } from "./lib/plans.mjs";
import { SITE } from "./lib/stack.mjs";

const PAGES = "/ehoks-tyopaikka/";
const OPPIJA4 = "1.2.246.562.24.24044444446";
const STAFF_API = "/ehoks-virkailija-backend/api/v1/virkailija";
const PLACE = "Kutsuttavan paja";

/* A day of the seed as the pages write it. */
function daysAgo(days) {
    const day = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
    return `${day.getDate()}.${day.getMonth() + 1}.${day.getFullYear()}`;
}

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

test("an instructor sees the own period, not the other one of the unit",
    async () => {
        const visit = await Visit.start(browser);
        const { page } = visit;
        await visit.logIn("ohjaaja", PAGES);
        assert.equal(await visit.heading(), "Omat opiskelijani");
        await visit.assertAccessible("list");
        const now = page.locator("section[aria-labelledby=ryhma-kaynnissa]");
        // Other tests may have given the instructor more of them.
        const card = now.locator("article", { hasText: "Yritys Esimerkki Oy" })
            .filter({ hasText: daysAgo(14) });
        assert.match(await card.innerText(), /Testi Oppija Yksi/);
        assert.match(await card.innerText(), /Hoito ja huolenpito/);
        await card.getByRole("link").click();
        await page.waitForSelector(".tyopaikan-osa");
        assert.equal(await page.evaluate(() =>
            document.activeElement.tagName), "H1", "focus at the new page");
        const text = await visit.text();
        for (const seen of ["Lääkehoidon toteuttaminen ohjattuna",
            "Kokopäiväinen jakso, vuorotyö", "Aurajoen ammattiopisto"]) {
            assert.ok(text.includes(seen), seen);
        }
        for (const hidden of ["palvelutalo", "Edellinenmalli", "oppija1@",
            "Digitaalinen kotihoito"]) {
            assert.ok(!text.includes(hidden), hidden);
        }
        await visit.assertAccessible("period");
        await visit.end();
    });

test("a period that is not there says so", async () => {
    const visit = await Visit.start(browser);
    visit.foresee("/jaksot/");
    await visit.logIn("ohjaaja", PAGES);
    await visit.page.goto(`${SITE}${PAGES}#/jakso/00000000-0000-4000-8000-000000000000`);
    await visit.page.getByRole("heading", { name: "Tietoja ei löydy" }).waitFor();
    await visit.end();
});

test("others are told whom the page is for", async () => {
    const visit = await Visit.start(browser);
    visit.foresee("/session", "/jaksot");
    await visit.logIn("oppija5", PAGES);
    assert.equal(await visit.heading(),
        "Tämä sivu on työpaikkaohjaajille ja arvioijille");
    await visit.assertAccessible("not from a workplace");
    await visit.end();
});

/** Invites to the demonstration of a fresh plan; gives the link's address. */
async function invite() {
    const { id, plan } = await makePlan(OPPIJA4, {
        "hankittavat-ammat-tutkinnon-osat": [{
            "tutkinnon-osa-koodi-uri": "tutkinnonosat_101053",
            "tutkinnon-osa-koodi-versio": 2,
            "osaamisen-osoittaminen": [{
                alku: day(10), loppu: day(11),
                nayttoymparisto: { nimi: PLACE },
                "sisallon-kuvaus": ["Asiakkaan ohjaaminen"],
            }],
        }],
    });
    const unit = plan["hankittavat-ammat-tutkinnon-osat"][0];
    const [demonstration] = unit["osaamisen-osoittaminen"];
    const staff = await Visit.start(browser);
    staff.foresee("/session", "/hoks");
    await staff.logIn("virkailija-a");
    const told = await staff.page.evaluate(async ([url, body]) => {
        const answer = await fetch(url, { method: "POST",
            body: JSON.stringify(body), headers: {
                "Content-Type": "application/json",
                "Caller-Id": "1.2.246.562.10.00000000001.ehoks.selaintesti",
            } });
        return answer.json();
    }, [`${STAFF_API}/oppijat/${OPPIJA4}/hoksit/${id}/arvioijakutsut`,
        { "module-id": demonstration["module-id"] }]);
    await staff.end();
    assert.ok(told.meta?.osoite, JSON.stringify(told));
    return told.meta.osoite;
}

test("an assessor opens the invitation over the login, on a phone, in Swedish",
    async () => {
        const address = await invite();
        const visit = await Visit.start(browser, { locale: "sv-FI",
            viewport: PHONE });
        const { page } = visit;
        const paths = [];
        page.on("request", (request) => paths.push(request.url()));
        await page.goto(`${SITE}${address}`);
        assert.equal(await visit.heading(), "Du har bjudits in som bedömare");
        assert.ok(!page.url().includes("#"), "the secret leaves the address");
        await visit.assertAccessible("invitation");
        await visit.assertFits("invitation");
        await page.getByRole("link", { name: "Logga in och öppna" }).click();
        await page.fill("input[name=login]", "arvioija");
        await page.fill("input[name=password]", "arvioija");
        await page.click("[type=submit]");
        await page.waitForSelector(".tyopaikan-osa");
        const text = await visit.text();
        assert.ok(text.includes("Inbjudan har öppnats"), text);
        assert.ok(text.includes(PLACE), text);
        await visit.assertAccessible("demonstration");
        await visit.assertFits("demonstration");
        const secret = address.split("#")[1];
        assert.deepEqual(paths.filter((path) => path.split("#")[0]
            .includes(secret)), [], "no request has the secret in its path");

        // It is in the list from now on, without the link.
        await page.goto(`${SITE}${PAGES}`);
        await page.getByRole("heading", { name: "Mina studerande" }).waitFor();
        assert.ok((await visit.text()).includes(PLACE));
        await visit.end();
    });

test("an invitation that opens nothing says so", async () => {
    const visit = await Visit.start(browser);
    visit.foresee("/kutsut/avaa");
    const { page } = visit;
    await page.goto(`${SITE}${PAGES}kutsu/#tuntematon`);
    await page.getByRole("link", { name: "Kirjaudu ja avaa kutsu" }).click();
    await page.fill("input[name=login]", "ohjaaja");
    await page.fill("input[name=password]", "ohjaaja");
    await page.click("[type=submit]");
    await page.getByText("Kutsu ei avaudu").waitFor();
    assert.equal(await visit.heading(), "Omat opiskelijani");
    await visit.end();
});

test("a link without its end says what to do", async () => {
    const visit = await Visit.start(browser);
    await visit.page.goto(`${SITE}${PAGES}kutsu/`);
    assert.equal(await visit.heading(), "Kutsulinkki on vajaa");
    await visit.end();
});

logStaysClean();
