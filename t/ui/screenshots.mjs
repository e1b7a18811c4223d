// Takes the pictures of the pages for the documentation:
//   t/node_modules/.bin/node t/ui/screenshots.mjs [NAME]
// needs a running stack (EHOKS_STACK_ENV) with the seed, nothing more in it;
// the pictures are conf/doc/NAME.png, all of them unless one is named.
import { mkdirSync, statSync } from "node:fs";
import { startBrowser, Visit } from "./lib/browser.mjs";
import { ROOT, SITE } from "./lib/stack.mjs";

const FOLDER = `${ROOT}/conf/doc`;
const RICH = "1.2.246.562.15.15010101010";
const LEARNER = "1.2.246.562.24.24011111113";
const STAFF_PAGES = "/ehoks-virkailija-ui/";
const PICTURE = { viewport: { width: 1024, height: 1180 },
    colorScheme: "light" };

/** Logs a learner in; gives the eid of the plan with something in every part. */
async function richPlan(visit) {
    await visit.logIn("oppija1");
    const plans = await visit.get(`oppija/oppijat/${LEARNER}/hoks`);
    await visit.page.waitForSelector(".koulu");
    return plans.find((plan) => plan["opiskeluoikeus-oid"] === RICH).eid;
}

/** A learner's own plan: goal, progress, timeline. */
async function learnersPlan(visit) {
    const { page } = visit;
    await page.click(`a[href="#/suunnitelma/${await richPlan(visit)}"]`);
    await page.setViewportSize({ width: 1024, height: 1420 });
    await page.waitForSelector(".aikajana .rata");
    await page.waitForSelector(".edistyminen .palkki");
}

/** A plan about to be shared, with what the receiver will see. */
async function sharing(visit) {
    await visit.page.goto(`${SITE}/ehoks/#/jaa/${await richPlan(visit)}`);
    await visit.page.waitForSelector(".esikatselu .jaettu");
}

/** The one period that an instructor sees. */
async function workplace(visit) {
    await visit.logIn("ohjaaja", "/ehoks-tyopaikka/");
    await visit.page.click(".suunnitelma a");
    await visit.page.waitForSelector(".tyopaikan-osa");
}

/** Opens a page of the staff and waits for what stands on it. */
async function staffPage(visit, hash, sign) {
    await visit.logIn("virkailija-a", STAFF_PAGES);
    await visit.page.goto(`${SITE}${STAFF_PAGES}${hash}`);
    await visit.page.locator(`main ${sign}`).first().waitFor();
}

const staffList = (visit) => staffPage(visit, "#/", "tbody tr");

/** A plan being written: one unit open, with what the rules say of it. */
async function staffForm(visit) {
    const { page } = visit;
    visit.foresee("kuiva-ajo");
    await staffPage(visit, `#/oppija/${LEARNER}/1/muokkaa`, "form.lomake");
    await page.locator("details.osa > summary").first().click();
    const period = page.locator("details[id*=hankkimistavat]").first();
    await period.locator("summary").first().click();
    await period.getByLabel("Päättyy").first().fill("2020-01-01");
    await period.getByLabel("Päättyy").first().blur();
    await period.locator(".virhe").first().waitFor();
    await period.evaluate((one) => one.scrollIntoView());
}

const pictures = { oppija: learnersPlan, jako: sharing,
    tyopaikka: workplace, virkailija: staffList,
    "virkailija-lomake": staffForm };

mkdirSync(FOLDER, { recursive: true });
const browser = await startBrowser();
for (const [name, show] of Object.entries(pictures)) {
    if (process.argv[2] && process.argv[2] !== name) {
        continue;
    }
    const visit = await Visit.start(browser, PICTURE);
    await show(visit);
    const file = `${FOLDER}/${name}.png`;
    await visit.page.screenshot({ path: file });
    await visit.end();
    console.log(`${file}: ${statSync(file).size} bytes`);
}
await browser.close();
