// The page of the API: open without login, without barriers, in three
// languages; requests can be tried from it, and its curl commands work.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, startBrowser, Visit } from "./lib/browser.mjs";
import { logStaysClean } from "./lib/error-log.mjs";
import { PROVIDER, SITE } from "./lib/stack.mjs";

const PAGE = `${SITE}/ehoks-virkailija-backend/doc/`;

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

async function open(options, fragment = "") {
    const visit = await Visit.start(browser, options);
    await visit.page.goto(PAGE + fragment);
    await visit.page.waitForSelector("#createPlan");
    return visit;
}

async function tokenOf(client) {
    const response = await fetch(`${PROVIDER}/token`, {
        method: "POST",
        headers: { Authorization: `Basic ${Buffer.from(
            `${client}:${client}-secret`).toString("base64")}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    return (await response.json()).access_token;
}

for (const look of [{ viewport: DESKTOP },
    { viewport: PHONE, locale: "sv-FI", colorScheme: "dark" }]) {
    test(`no barrier: ${look.locale ?? "fi-FI"}`, async () => {
        const visit = await open(look);
        await visit.assertAccessible("as it opens");
        await visit.assertFits("as it opens");
        await visit.page.locator("#createPlan > summary").click();
        await visit.page.locator("#virhe-CRE-7 > summary").click();
        await visit.page.waitForSelector("#createPlan textarea");
        await visit.assertAccessible("with an operation and an error open");
        await visit.assertFits("with an operation and an error open");
        await visit.end();
    });
}

test("every operation and error is shown, in the reader's language", async () => {
    const visit = await open({ locale: "en-GB" });
    const api = await (await fetch(`${PAGE}openapi.json`)).json();
    const operations = Object.values(api.paths)
        .flatMap((item) => Object.values(item));
    const { data: errors } = await (await fetch(
        `${SITE}/ehoks-virkailija-backend/api/v1/virheet`)).json();
    assert.equal(await visit.page.locator("details.kutsu").count(),
        operations.length + errors.length);
    assert.equal(await visit.heading(), "API");
    await visit.page.getByRole("button", { name: "Suomeksi" }).click();
    await visit.page.getByRole("heading", { name: "Luo HOKS", exact: true })
        .waitFor();
    await visit.page.getByRole("searchbox").fill("palautus versio v1/hoks");
    assert.deepEqual(await visit.page.locator("section:not([aria-labelledby="
        + "virheet]) .polku").allInnerTexts(),
    ["/ehoks-virkailija-backend/api/v1/hoks/{hoks-id}/versiot/{versio}/palautus"]);
    await visit.end();
});

test("an address leads to an operation, and from there to its errors", async () => {
    const visit = await open({}, "#readPlan");
    const operation = visit.page.locator("#readPlan");
    assert.ok(await operation.evaluate((element) => element.open));
    await operation.getByRole("link", { name: "E-NOHOKS" }).click();
    await visit.page.waitForSelector("#virhe-E-NOHOKS[open]");
    await visit.end();
});

test("requests are tried with a token, and as a curl command", async () => {
    const visit = await open({}, "#readPlan");
    visit.foresee("/api/v1/hoks/");
    const operation = visit.page.locator("#readPlan");
    const answer = operation.locator("[role=status]");
    const send = operation.locator("[type=submit]");
    await send.click();
    await answer.getByText("401", { exact: true }).waitFor();

    const token = await tokenOf("sis-a");
    await visit.page.locator("input[type=password]").fill(token);
    await operation.locator("input").first().fill("999999999");
    await send.click();
    await answer.getByText("404", { exact: true }).waitFor();
    assert.match(await answer.innerText(), /"HOKS not found"/);

    const command = await operation.locator("[aria-label=curl]").innerText();
    assert.ok(!command.includes(token), "the token is not shown");
    const printed = execFileSync("bash", ["-c", command.replace("curl", "curl -s")],
        { env: { ...process.env, TOKEN: token, no_proxy: "localhost" } });
    assert.equal(JSON.parse(printed).error, "HOKS not found");
    await visit.end();
});

test("the bodies that it offers are understood", async () => {
    const visit = await open({}, "#validate");
    visit.foresee("/api/v1/validointi");
    await visit.page.locator("input[type=password]").fill(await tokenOf("sis-a"));
    const operation = visit.page.locator("#validate");
    await operation.locator("[type=submit]").click();
    await operation.locator("[role=status]")
        .getByText("200", { exact: true }).waitFor();
    await visit.end();
});

logStaysClean();
