// Takes the picture of the learner's page for the documentation:
//   t/node_modules/.bin/node t/ui/screenshots.mjs [FILE]
// needs a running stack (EHOKS_STACK_ENV) with the seed; the picture is
// conf/doc/oppija.png unless another file is named.
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { startBrowser, Visit } from "./lib/browser.mjs";
import { ROOT } from "./lib/stack.mjs";

const FILE = process.argv[2] ?? `${ROOT}/conf/doc/oppija.png`;
const RICH = "1.2.246.562.15.15010101010";
const LEARNER = "1.2.246.562.24.24011111113";

const browser = await startBrowser();
const visit = await Visit.start(browser, {
    viewport: { width: 1024, height: 1180 }, colorScheme: "light",
});
await visit.logIn("oppija1");
const plans = await visit.get(`oppija/oppijat/${LEARNER}/hoks`);
const { eid } = plans.find((plan) => plan["opiskeluoikeus-oid"] === RICH);
await visit.page.waitForSelector(".koulu");
await visit.page.click(`a[href="#/suunnitelma/${eid}"]`);
await visit.page.waitForSelector("details.osa");
mkdirSync(dirname(FILE), { recursive: true });
await visit.page.screenshot({ path: FILE });
await visit.end();
await browser.close();
console.log(`${FILE}: ${statSync(FILE).size} bytes`);
