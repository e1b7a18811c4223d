// What tests of the staff pages need: learners and study rights of their own,
// made in the fake of the registries, and plans sent as a provider's system.
import { randomInt } from "node:crypto";
import { PROVIDER, SITE, stack } from "./stack.mjs";

export const PAGES = "/ehoks-virkailija-ui/";
export const A1 = "1.2.246.562.10.12000000021";
export const A = "1.2.246.562.10.12000000011";
export const B1 = "1.2.246.562.10.13000000021";
export const B = "1.2.246.562.10.13000000011";
export const VB = "/ehoks-virkailija-backend/api/v1";
const CALLER_ID = "1.2.246.562.10.00000000001.ehoks.selaintesti";
const DIGITS = 10;

const tenDigits = () => `9${Array.from({ length: DIGITS - 1 },
    () => randomInt(10)).join("")}`;

/** The check digit of weights that repeat from the right. */
function weighed(digits, weights, sum = (n) => n) {
    const total = [...digits].reverse().reduce((all, digit, i) =>
        all + sum(Number(digit) * weights[i % weights.length]), 0);
    return (10 - total % 10) % 10;
}

const luhn = (n) => n > 9 ? n - 9 : n;

export function oppijaOid() {
    const digits = tenDigits();
    return `1.2.246.562.24.${digits}${weighed(digits, [7, 3, 1])}`;
}

function opiskeluoikeusOid() {
    const digits = tenDigits();
    return `1.2.246.562.15.${digits}${weighed(digits, [2, 1], luhn)}`;
}

const QUALIFICATION = {
    tyyppi: { koodiarvo: "ammatillinentutkinto" },
    koulutusmoduuli: { perusteenDiaarinumero: "OPH-2629-2017", tunniste: {
        koodiarvo: "371101", koodistoUri: "koulutus", nimi: {
            fi: "Sosiaali- ja terveysalan perustutkinto",
            sv: "Grundexamen inom social- och hälsovårdsbranschen" } } },
};

/** A learner with a study right in a school: {oppija, nimi, oikeus}. */
export async function newLearner({ etunimi = "Testi", sukunimi, school = A1,
    provider = A, oppija = oppijaOid(), tyyppi = "ammatillinenkoulutus" } = {}) {
    const name = sukunimi ?? `Koe${randomInt(1e9)}`;
    const right = {
        oid: opiskeluoikeusOid(), "oppija-oid": oppija,
        oppilaitos: { oid: school, nimi: school === A1
            ? { fi: "Aurajoen ammattiopisto", sv: "Aura å yrkesinstitut" }
            : { fi: "Kemijoen ammattiopisto", sv: "Kemi älvs yrkesinstitut" } },
        koulutustoimija: { oid: provider },
        tyyppi: { koodiarvo: tyyppi },
        "alkamispäivä": "2018-08-01", "arvioituPäättymispäivä": "2039-12-31",
        suoritukset: [QUALIFICATION],
        tila: { opiskeluoikeusjaksot: [{ alku: "2018-08-01",
            tila: { koodiarvo: "lasna" } }] },
    };
    await fetch(`${stack.EHOKS_REGISTRY_URL}/__control`, { method: "POST",
        body: JSON.stringify({ opiskeluoikeudet: [right],
            oppijat: [{ oidHenkilo: oppija, oid: oppija, etunimet: etunimi,
                kutsumanimi: etunimi, sukunimi: name }] }) });
    return { oppija, nimi: `${etunimi} ${name}`, oikeus: right.oid };
}

const tokens = new Map();

async function token(client) {
    if (!tokens.has(client)) {
        const answer = await fetch(`${PROVIDER}/token`, { method: "POST",
            headers: { Authorization: `Basic ${btoa(`${client}:${client}-secret`)}` },
            body: new URLSearchParams({ grant_type: "client_credentials" }) });
        tokens.set(client, (await answer.json()).access_token);
    }
    return tokens.get(client);
}

/** Calls the API as a provider's system. */
export async function asSystem(method, path, body, client = "sis-a") {
    const answer = await fetch(`${SITE}${VB}${path}`, { method,
        headers: { Authorization: `Bearer ${await token(client)}`,
            "Caller-Id": CALLER_ID, "Content-Type": "application/json" },
        body: body && JSON.stringify(body) });
    return { status: answer.status, json: await answer.json().catch(() => null) };
}

/** Stores a plan for a learner and gives its id. */
export async function newPlan({ oppija, oikeus }, members = {}, client) {
    const { status, json } = await asSystem("POST", "/hoks", {
        "oppija-oid": oppija, "opiskeluoikeus-oid": oikeus,
        "ensikertainen-hyvaksyminen": "2024-08-15",
        "osaamisen-hankkimisen-tarve": true, ...members }, client);
    if (status !== 200) {
        throw new Error(`POST: ${status} ${JSON.stringify(json)}`);
    }
    return json.meta.id;
}
