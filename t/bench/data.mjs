/* What the loads send: files of requests made out of the plans of the filled
 * database, and new study rights for the plans that are created. */
import fs from 'node:fs';
import path from 'node:path';
import { loadKey, signToken } from '../op/key.mjs';

export const VB = '/ehoks-virkailija-backend/api/v1';
export const ROOT = '1.2.246.562.10.00000000001';
const OWN = '/ehoks-oppija-backend/api/v1/oppija';
const SCHOOL = '1.2.246.562.10.12000000021';
const SCHOOL_PLANS = 1000;
const SAMPLE = 300;
const SPREAD = 20000;
const ENVELOPE = '{"meta":{},"data":}'.length;
const DROPPED = new Set(['id', 'eid', 'module-id', 'manuaalisyotto']);

/* ---- tokens ------------------------------------------------------------------ */

export function makeTokens(facts) {
  const key = loadKey(path.dirname(facts.EHOKS_OP_KEY));
  const now = Math.floor(Date.now() / 1000);
  const token = (claims) => signToken(key, {
    iss: facts.EHOKS_OP_URL, aud: 'urn:ehoks:api', iat: now, exp: now + 7200, ...claims });
  return {
    system: token({ sub: 'bench', oid: '1.2.246.562.24.90555555557', name: 'bench',
      user_type: 'PALVELU', roles: [`ROLE_APP_EHOKS_OPHPAAKAYTTAJA_${ROOT}`] }),
    staff: token({ sub: 'staff', oid: '1.2.246.562.24.80012121214', name: 'Bench Staff',
      user_type: 'VIRKAILIJA', roles: [`ROLE_APP_EHOKS_CRUD_${ROOT}`] }),
    learner: (oid) => token({ sub: oid, oid, name: 'Bench Learner', user_type: 'OPPIJA',
      roles: [] }),
  };
}

/* ---- identifiers of new learners and study rights ------------------------------ */

function luhn(digits) {
  const sum = [...digits].reverse().reduce((all, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

function ibm(digits) {
  const sum = [...digits].reverse().reduce(
    (all, digit, i) => all + Number(digit) * [7, 3, 1][i % 3], 0);
  return (10 - (sum % 10)) % 10;
}

const tenDigits = (first, n) => String(first * 1e9 + n).padStart(10, '0');
const learnerOid = (n) => `1.2.246.562.24.${tenDigits(8, n)}${ibm(tenDigits(8, n))}`;
const rightOid = (n) => `1.2.246.562.15.${tenDigits(8, n)}${luhn(tenDigits(8, n))}`;

/* ---- request files ------------------------------------------------------------- */

const line = ({ method = 'GET', target, known = '', match = '', token = '', body = '' }) =>
  [method, target, known, match, token, body].join('\t');

function without(value) {
  if (Array.isArray(value)) {
    return value.map(without);
  }
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value)
      .filter(([name]) => !DROPPED.has(name))
      .map(([name, member]) => [name, without(member)]));
  }
  return value;
}

const json = async (stack, sql) => JSON.parse(await stack.psql(sql) || 'null') ?? [];

/* Plans that any study right can have: no TUVA, no dates outside the right. */
async function samplePlans(stack, { first, step, count }) {
  return json(stack, `SELECT json_agg(json_build_object('id', id, 'versio', versio,
    'oppija', oppija_oid, 'plan', asiakirja::json)) FROM (SELECT h.* FROM ehoks.hoks h
    JOIN ehoks.opiskeluoikeus oo ON oo.oid = h.opiskeluoikeus_oid
    WHERE h.id IN (SELECT generate_series(${first}, ${first + step * count},
      ${step * Math.max(1, Math.floor(count / (SAMPLE * 4)))}))
    AND h.poistettu IS NULL AND oo.tyyppi = 'ammatillinenkoulutus'
    AND h.asiakirja::jsonb->'hankittavat-koulutuksen-osat' = '[]'
    AND NOT h.asiakirja::jsonb ? 'tuva-opiskeluoikeus-oid'
    ORDER BY hashtext(h.eid) LIMIT ${SAMPLE}) h`);
}

/* About `count` plans from all over the table: each step-th, so that pgbench
 * can ask for the same ones by counting. */
async function spreadPlans(stack, count) {
  const [first, last] = (await stack.psql(
    'SELECT min(id), max(id) FROM ehoks.hoks')).trim().split('|').map(Number);
  const step = Math.max(1, Math.floor((last - first + 1) / count));
  const plans = await json(stack, `SELECT json_agg(json_build_array(id, versio, oppija_oid,
    octet_length(asiakirja)) ORDER BY hashtext(eid)) FROM ehoks.hoks
    WHERE poistettu IS NULL AND id IN (SELECT generate_series(${first}, ${last}, ${step}))`);
  return { plans, ids: { first, step, count: Math.floor((last - first) / step) + 1 } };
}

/* Names of three letters and more as people type them, in a school of ordinary
 * size: a larger database has more schools of that size. */
async function searches(stack) {
  const school = (await stack.psql(`SELECT oppilaitos_oid FROM ehoks.hakurivi
    GROUP BY 1 ORDER BY abs(count(*) - ${SCHOOL_PLANS}), 1 LIMIT 1`)).trim();
  const names = await json(stack, `SELECT json_agg(nimi) FROM (SELECT DISTINCT
    lower(substr(nimi, 1, 4)) AS nimi FROM ehoks.oppija LIMIT 200) o`);
  return names.map((name) => `${VB}/virkailija/oppijat?oppilaitos-oid=${school}`
    + `&nimi=${encodeURIComponent(name)}&item-count=10&page=0`);
}

export async function makeRequests(stack, folder) {
  const tokens = makeTokens(stack.facts);
  const { plans: some, ids } = await spreadPlans(stack, SPREAD);
  const plans = await samplePlans(stack, ids);
  const file = (name, lines) => {
    const where = path.join(folder, `${name}.requests`);
    fs.writeFileSync(where, `${lines.join('\n')}\n`);
    return where;
  };
  const learners = [...new Set(some.slice(0, 500).map(([, , oppija]) => oppija))];
  return {
    tokens,
    plans,
    ids,
    bytes: ENVELOPE + Math.round(some.reduce((sum, [, , , bytes]) => sum + bytes, 0) / some.length),
    read: file('read', some.map(([id]) => line({ target: `${VB}/hoks/${id}` }))),
    known: file('known', some.map(([id, versio]) => line({
      target: `${VB}/hoks/${id}`, known: `"v${versio}"` }))),
    own: file('own', learners.map((oid) => line({
      target: `${OWN}/oppijat/${oid}/hoks`, token: tokens.learner(oid) }))),
    search: file('search', (await searches(stack)).map((target) => line({ target }))),
    page: file('page', Array.from({ length: 50 }, (_, i) => line({
      target: `${VB}/hoks/paged?amount=1000&from-id=${some[i % some.length][0] - 1}` }))),
    validate: file('validate', plans.map(({ plan }) => line({
      method: 'POST', target: `${VB}/validointi`, body: JSON.stringify(without(plan)) }))),
  };
}

/* ---- creations: each needs a study right of its own ----------------------------- */

function rightOf(n) {
  return {
    oid: rightOid(n),
    tyyppi: { koodiarvo: 'ammatillinenkoulutus' },
    oppilaitos: { oid: SCHOOL },
    koulutustoimija: { oid: '1.2.246.562.10.12000000011' },
    tila: { opiskeluoikeusjaksot: [{ alku: '2018-01-01', tila: { koodiarvo: 'lasna' } }] },
    'alkamispäivä': '2010-01-01',
    'arvioituPäättymispäivä': '2045-12-31',
    suoritukset: [],
  };
}

function copiesOf(n) {
  const right = rightOf(n);
  const person = { oidHenkilo: learnerOid(n), etunimet: 'Bench', sukunimi: `Oppija ${n}` };
  return [['opiskeluoikeus', right.oid, right], ['opiskeluoikeudet', learnerOid(n), [right]],
    ['oppija', learnerOid(n), person]];
}

/* Makes the requests that change the plans in turn, each to something that it
 * has never said. */
export function makeReplacements(folder, plans, { from, count }) {
  const where = path.join(folder, 'replace.requests');
  fs.writeFileSync(where, Array.from({ length: count }, (_, i) => {
    const { id, plan } = plans[(from + i) % plans.length];
    return `${line({ method: 'PUT', target: `${VB}/hoks/${id}`,
      body: JSON.stringify({ ...plan, sahkoposti: `muutos.${from + i}@example.org` }) })}\n`;
  }).join(''));
  return where;
}

/* Makes `count` study rights from number `from` and the requests that create a
 * plan for each. */
export async function makeCreations(stack, folder, plans, { from, count }) {
  const rows = [];
  const lines = [];
  for (let n = from; n < from + count; n++) {
    rows.push(...copiesOf(n));
    lines.push(line({ method: 'POST', target: `${VB}/hoks`,
      body: JSON.stringify({ ...without(plans[n % plans.length].plan),
        'oppija-oid': learnerOid(n), 'opiskeluoikeus-oid': rightOid(n) }) }));
  }
  const where = path.join(folder, 'create.requests');
  fs.writeFileSync(where, `${lines.join('\n')}\n`);
  const copies = path.join(folder, 'copies.tsv');
  fs.writeFileSync(copies, rows.map(([kind, key, value]) =>
    `${kind}\t${key}\t${JSON.stringify(value)}\n`).join(''));
  const script = path.join(folder, 'copies.sql');
  fs.writeFileSync(script, `CREATE TEMP TABLE uudet (laji text, avain text, asiakirja text);
\\copy uudet FROM '${copies}'
INSERT INTO ehoks.rekisterikopio (laji, avain, asiakirja, kysytty, haettu)
SELECT laji, avain, asiakirja, now(), now() FROM uudet ON CONFLICT (laji, avain) DO NOTHING;
`);
  await stack.psqlFile(script);
  return where;
}

/* Forgets what this bench or an earlier one has created, so that the database
 * keeps its size and the numbers can be used again. Changes that clients left
 * behind may still be on their way: they come to their end first. */
export async function forgetCreations(stack) {
  const between = (column, kind) =>
    `${column} >= '1.2.246.562.${kind}.8' AND ${column} < '1.2.246.562.${kind}.9'`;
  await stack.psql(`BEGIN;
    LOCK TABLE ehoks.hoks IN SHARE ROW EXCLUSIVE MODE;
    CREATE TEMP TABLE turhat AS SELECT id FROM ehoks.hoks
      WHERE ${between('opiskeluoikeus_oid', 15)};
    DELETE FROM ehoks.muutossyote WHERE hoks_id IN (SELECT id FROM turhat);
    DELETE FROM ehoks.audit WHERE hoks_id IN (SELECT id FROM turhat);
    DELETE FROM ehoks.hoks_versio WHERE hoks_id IN (SELECT id FROM turhat);
    DELETE FROM ehoks.hoks WHERE id IN (SELECT id FROM turhat);
    DELETE FROM ehoks.opiskeluoikeus WHERE ${between('oid', 15)};
    DELETE FROM ehoks.oppija WHERE ${between('oid', 24)} AND nimi LIKE 'Bench%';
    DELETE FROM ehoks.rekisterikopio WHERE ${between('avain', 15)}
      OR ${between('avain', 24)} AND asiakirja LIKE '%Bench%'
      OR laji = 'opiskeluoikeudet' AND ${between('avain', 24)}; COMMIT; ANALYZE;`);
}
