// Plans of their own for the tests, made as a provider's system makes them:
// what is done to them touches no other test.
import assert from "node:assert/strict";
import { PROVIDER, SITE, stack } from "./stack.mjs";

const DAY_MS = 86400000;
const CALLER_ID = "1.2.246.562.10.00000000001.ehoks.selaintesti";
const API = `${SITE}/ehoks-virkailija-backend/api/v1`;
const SCHOOL_A1 = "1.2.246.562.10.12000000021";
const PROVIDER_A = "1.2.246.562.10.12000000011";

/** ISO day so many days from today. */
export function day(days) {
    return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

/** OID of a study right with its check digit (Luhn). */
function studyRightOid() {
    const digits = String(1e9 + Math.floor(Math.random() * 8.9e9)).slice(0, 10);
    const sum = [...digits].reverse().reduce((total, digit, i) => {
        const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
        return total + (value > 9 ? value - 9 : value);
    }, 0);
    return `1.2.246.562.15.${digits}${(10 - sum % 10) % 10}`;
}

/** A bearer token of an API client of the cast. */
async function token(client) {
    const secret = Buffer.from(`${client}:${client}-secret`).toString("base64");
    const answer = await fetch(`${PROVIDER}/token`, {
        method: "POST", headers: { Authorization: `Basic ${secret}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    return (await answer.json()).access_token;
}

async function send(method, path, body) {
    const answer = await fetch(`${API}/${path}`, {
        method, body: body && JSON.stringify(body), headers: {
            Authorization: `Bearer ${await token("sis-a")}`,
            "Caller-Id": CALLER_ID, "Content-Type": "application/json",
        },
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
}

/**
 * Stores a plan with these members for a learner, who gets a study right in
 * school A1 for it. Gives {id, plan}: its number, and the plan as stored.
 */
export async function makePlan(learner, members) {
    const right = {
        oid: studyRightOid(), "oppija-oid": learner,
        oppilaitos: { oid: SCHOOL_A1 }, koulutustoimija: { oid: PROVIDER_A },
        tyyppi: { koodiarvo: "ammatillinenkoulutus" },
        "alkamispäivä": "2018-08-01", "arvioituPäättymispäivä": "2039-12-31",
        suoritukset: [{ tyyppi: { koodiarvo: "ammatillinentutkinto" } }],
        tila: { opiskeluoikeusjaksot: [{ alku: "2018-08-01",
            tila: { koodiarvo: "lasna" } }] },
    };
    await fetch(`${stack.EHOKS_REGISTRY_URL}/__control`, {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ opiskeluoikeudet: [right] }),
    });
    const { meta } = await send("POST", "hoks", {
        "opiskeluoikeus-oid": right.oid, "oppija-oid": learner,
        "ensikertainen-hyvaksyminen": "2024-08-15",
        "osaamisen-hankkimisen-tarve": true, ...members,
    });
    return { id: meta.id, plan: (await send("GET", `hoks/${meta.id}`)).data };
}

/** Replaces a plan that was made here. */
export function replacePlan(id, plan) {
    return send("PUT", `hoks/${id}`, plan);
}
