/* pgbench's scripts: the service's own statements with values of the same
 * size, so that pgbench does in the database exactly what the service does
 * there. */
import fs from 'node:fs';
import path from 'node:path';
import { fill, statementTexts } from './sql.mjs';
import { ROOT } from './data.mjs';

export const AUDIT_ROWS = 100;

const quote = (text) => `'${text.replaceAll("'", "''")}'`;

/* What is different for each plan; pgbench counts in :n for each client. */
const UNIQUE = '\\set n :n + 1\n\\set id 2000000000 + :client_id * 10000000 + :n\n';

function readScript(texts) {
  return `\\set id :first + :step * random(0, :count - 1)\n${
    fill(texts.get('lue_hoks'), { 1: ':id', 2: ':organisations', 3: '0' })};\n`;
}

/* A batch of rows as the service writes for reads. */
function auditRows() {
  return JSON.stringify(Array.from({ length: AUDIT_ROWS }, (_, i) => ({
    hetki: 1000000 - i, tekija_oid: '1.2.246.562.24.90555555557', tekija_laji: 'PALVELU',
    asiakas: 'bench', osoite: '127.0.0.1', selain: 'bench', pyynto: `bench-${i}`,
    toiminto: 'read', kohde: { hoksId: 2000000000 + i, oppijaOid: '1.2.246.562.24.80000000011',
      opiskeluoikeusOid: '1.2.246.562.15.80000000011' },
    tulos: 'succeeded', hoks_id: 2000000000 + i, versio: 1,
    oppija_oid: '1.2.246.562.24.80000000011',
    opiskeluoikeus_oid: '1.2.246.562.15.80000000011', peruste: ROOT,
    reitti: 'GET /ehoks-virkailija-backend/api/v1/hoks/:hoks-id' })));
}

/* Lists of the projections with identifiers of their own. */
function listOf(count, members) {
  return `(SELECT coalesce(jsonb_agg(jsonb_build_object('moduuli_id', gen_random_uuid(), ${
    members})), '[]') FROM generate_series(1, ${count}))`;
}

function createScript(texts, { plan, periods, proofs, organisation, school }) {
  const right = "('1.2.246.562.15.8' || :id)";
  const learner = "('1.2.246.562.24.8' || :id)";
  const copy = (kind, key) => `${fill(texts.get('kopio'), { 1: '0', 2: quote(kind), 3: key })};\n`;
  const index = fill(texts.get('indeksoi'), {
    1: learner, 2: "'Bench Oppija'", 3: quote(school), 4: quote(organisation.path),
    5: quote(organisation.name), 6: "'{}'", 7: right, 8: 'NULL', 9: "'ammatillinenkoulutus'",
    10: "'lasna'", 11: "'2018-01-01'", 12: "'2040-01-01'", 13: `'{"fi":"","sv":""}'`,
    14: `'{"fi":"","sv":""}'`, 15: ':oikeus', 16: ':organisations', 17: "'false'" });
  const store = fill(texts.get('luo_hoks'), {
    1: ':id', 2: "('bench-' || :id)", 3: learner, 4: right, 5: ':plan', 6: "'2024-01-01'",
    7: 'NULL', 8: "'1.2.246.562.24.90555555557'", 9: "'PALVELU'", 10: "'bench'",
    11: "'127.0.0.1'", 12: 'NULL', 13: "'request'",
    14: listOf(periods, "'alku', '2024-01-01', 'loppu', '2024-02-01',"
      + " 'tutkinnon_osa', 'ammatillinen', 'hankkimistapa', 'koulutussopimus',"
      + " 'osa_aikaisuus', 100, 'tyopaikka', 'Yritys Oy', 'ohjaaja', 'Pekka Ohjaaja'"),
    15: listOf(proofs, "'alku', '2024-01-01', 'loppu', '2024-02-01'"), 16: quote(ROOT) });
  return UNIQUE + copy('opiskeluoikeus', right) + copy('oppija', learner)
    + copy('opiskeluoikeudet', learner) + copy('organisaatio', quote(school))
    + `${index};\n${store};\n`;
}

/* Writes the scripts; resolves to their names. */
export async function makeScripts(stack, folder, { plans, ids }) {
  const texts = statementTexts();
  const { plan } = plans[0];
  const school = '1.2.246.562.10.12000000021';
  const [above, name] = (await stack.psql(`SELECT polku, nimi FROM ehoks.organisaatio
    WHERE oid = '${school}'`)).trim().split('|');
  const count = async (table) => Number(await stack.psql(`SELECT round(count(*)::numeric
    / greatest(count(DISTINCT hoks_id), 1)) FROM (SELECT hoks_id FROM ehoks.${table}
    LIMIT 20000) t`));
  const put = (file, text) => {
    const where = path.join(folder, file);
    fs.writeFileSync(where, text);
    return where;
  };
  return {
    read: put('read.sql', readScript(texts)),
    audit: put('audit.sql', `${fill(texts.get('kirjaa_rivit'), {
      1: ':rivit', 2: ':hetki', 3: 'NULL', 4: "'true'" })};\n`),
    create: put('create.sql', createScript(texts, { plan,
      periods: await count('tyopaikkajakso'), proofs: await count('naytto'),
      organisation: { path: above, name }, school })),
    variables: { ...ids, organisations: `{${ROOT}}`, plan: JSON.stringify(plan),
      oikeus: '{"oid": "bench"}', rivit: auditRows(), hetki: '1000000' },
  };
}
