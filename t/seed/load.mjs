/* Fills the running development database with generated plans: `make load
 * N=100000`. See the text below; t/registry/generated.mjs and plan.mjs say
 * what the plans are. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import {
  NUMBERS_MAX, SEEDS_MAX, generatedName, learnerOid, schoolOid, studyRightRow, studyRightsBegin,
} from '../registry/generated.mjs';
import { opiskeluoikeus } from '../registry/koski.mjs';
import { describeOrganisation, findOrganisation } from '../registry/organisaatio.mjs';
import { demonstrationsOf, planText, templatesOf, workPeriodsOf } from './plan.mjs';

const USAGE = `Usage: make load N=100000 [SEED=1] [VAR=var]

Fills the database of the development stack that runs on VAR with generated
plans, until it has N of this SEED: learners with names, two providers' 400
schools of very different sizes, study rights that the stack's registries know,
plans with a median of 8 KB, their history, projections, change feed and audit.
All of the API works on them.

The same SEED (0 to ${SEEDS_MAX - 1}) and number give the same plan. A load that was broken off
goes on where it stopped; a larger N adds, another SEED too. What was loaded
goes with RESET=1 of make run.`;

const BATCH = 1000;
/* The system that is said to have sent the plans (client sis-a of the cast). */
const CLIENT = '1.2.246.562.24.90111111115';

function fail(message) {
  console.error(`load: ${message}`);
  process.exit(1);
}

/* ---- the database -------------------------------------------------------------- */

/* Facts of the running stack, from its stack.env. */
function stackFacts() {
  const file = `${process.env.VAR || 'var'}/stack.env`;
  if (!fs.existsSync(file)) {
    fail(`no stack runs on ${process.env.VAR || 'var'}: make run starts one`);
  }
  return Object.fromEntries([...fs.readFileSync(file, 'utf8').matchAll(/^(\w+)=(.*)$/gm)]
    .map(([, name, value]) => [name, value.replace(/^'(.*)'$/, '$1').replace(/\\(.)/g, '$1')]));
}

/* Only what the stack says counts, never the environment: it might name a
 * database that is not one of development. */
const facts = process.argv.includes('--help') ? {} : stackFacts();
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
for (const name of ['PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER']) {
  environment[name] = facts[name];
}

function startPsql() {
  return spawn('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-f', '-'],
    { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
}

/* Runs one statement; its rows as lists of texts. */
async function query(sql) {
  const psql = startPsql();
  psql.stdin.end(sql);
  let text = '';
  psql.stdout.on('data', (piece) => { text += piece; });
  const [status] = await once(psql, 'close');
  if (status !== 0) {
    fail('the database refused it');
  }
  return text.split('\n').filter(Boolean).map((line) => line.split('|'));
}

/* The database must be the stack's own: made by it, in its folder. */
async function checkDatabase() {
  const [[folder]] = await query('SHOW data_directory');
  if (fs.realpathSync(folder) !== fs.realpathSync(facts.EHOKS_PG_DATA)) {
    fail(`the database lies in ${folder}, which is not this development stack's`);
  }
}

/* ---- rows ------------------------------------------------------------------------ */

/* Values as COPY reads them. */
const ESCAPES = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const cell = (value) => (value === undefined || value === null
  ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (c) => ESCAPES[c]));
const line = (values) => `${values.map(cell).join('\t')}\n`;

const pathOf = (organisation) => `{${[organisation.oid,
  ...organisation.parentOidPath.split('|').filter(Boolean)].join(',')}}`;

/* The columns of a table with how a row's source gives each. */
const TABLES = {
  oppija: {
    oid: (s) => s.row['oppija-oid'],
    nimi: (s) => generatedName(s.row['oppija-oid']).join(' '),
    haettu: (s) => s.time,
  },
  opiskeluoikeus: {
    oid: (s) => s.row.oid,
    oppija_oid: (s) => s.row['oppija-oid'],
    oppilaitos_oid: (s) => s.row.oppilaitos,
    koulutustoimija_oid: (s) => s.right.koulutustoimija.oid,
    tyyppi: (s) => s.row.tyyppi,
    tila: (s) => s.row.paattyi?.tila ?? 'lasna',
    alkamispaiva: (s) => s.row.alku,
    arvioitu_paattymispaiva: (s) => s.row['arvioitu-loppu'],
    tutkinto_nimi: (s) => JSON.stringify(s.row.tutkinnonTiedot.nimi),
    osaamisala_nimi: (s) => JSON.stringify(s.row.tutkinnonTiedot.osaamisala?.nimi ?? { fi: '', sv: '' }),
    asiakirja: (s) => JSON.stringify(s.right),
    haettu: (s) => s.time,
  },
  hoks: {
    id: (s) => s.plan.id,
    eid: (s) => s.plan.eid,
    oppija_oid: (s) => s.row['oppija-oid'],
    opiskeluoikeus_oid: (s) => s.row.oid,
    versio: () => 1,
    asiakirja: (s) => s.text,
    ensikertainen_hyvaksyminen: (s) => s.plan['ensikertainen-hyvaksyminen'],
    osaamisen_saavuttamisen_pvm: (s) => s.plan['osaamisen-saavuttamisen-pvm'],
    luotu: (s) => s.time,
    muutettu: (s) => s.time,
  },
  tyopaikkajakso: {
    hoks_id: (s) => s.plan.id,
    moduuli_id: (s) => s.period['module-id'],
    alku: (s) => s.period.alku,
    loppu: (s) => s.period.loppu,
    yksiloiva_tunniste: (s) => s.period['yksiloiva-tunniste'],
    ohjaaja_sahkoposti: (s) => s.instructor?.sahkoposti?.trim().toLowerCase(),
    tyopaikan_y_tunnus: (s) => s.workplace?.['tyopaikan-y-tunnus'],
    tutkinnon_osa: (s) => s.kind,
    hankkimistapa: (s) => s.period['osaamisen-hankkimistapa-koodi-uri'],
    osa_aikaisuus: (s) => s.period['osa-aikaisuustieto'],
    oppisopimuksen_perusta: (s) => s.period['oppisopimuksen-perusta-koodi-uri'],
    tyopaikan_nimi: (s) => s.workplace?.['tyopaikan-nimi'],
    ohjaaja_nimi: (s) => s.instructor?.nimi,
    ohjaaja_osoite: (s) => s.instructor?.sahkoposti,
    ohjaaja_puhelinnumero: (s) => s.instructor?.puhelinnumero,
  },
  naytto: {
    hoks_id: (s) => s.plan.id,
    moduuli_id: (s) => s.demonstration['module-id'],
    alku: (s) => s.demonstration.alku,
    loppu: (s) => s.demonstration.loppu,
  },
  muutossyote: {
    hoks_id: (s) => s.plan.id,
    versio: () => 1,
    toiminto: () => 'luonti',
    aika: (s) => s.time,
  },
  audit: {
    aika: (s) => s.time,
    tekija_oid: () => CLIENT,
    tekija_laji: () => 'PALVELU',
    asiakas: () => 'kuorma',
    toiminto: () => 'create',
    kohde: (s) => JSON.stringify({
      hoksId: s.plan.id, oppijaOid: s.row['oppija-oid'], opiskeluoikeusOid: s.row.oid,
    }),
    tulos: () => 'succeeded',
    hoks_id: (s) => s.plan.id,
    versio: () => 1,
    oppija_oid: (s) => s.row['oppija-oid'],
    opiskeluoikeus_oid: (s) => s.row.oid,
  },
};

/* Columns that the database has: a table may have lost or not got one yet. */
async function dropUnknownColumns() {
  const known = new Set((await query(`SELECT table_name || '.' || column_name
    FROM information_schema.columns WHERE table_schema = 'ehoks'`)).map(([name]) => name));
  for (const [table, columns] of Object.entries(TABLES)) {
    for (const column of Object.keys(columns).filter((name) => !known.has(`${table}.${name}`))) {
      delete columns[column];
    }
  }
}

/* ---- plans ------------------------------------------------------------------------- */

/* Plans `from` to `to` with what the tables need of each. */
function* sources(templates, seed, from, to, firstId) {
  for (let number = from; number < to; number++) {
    const row = studyRightRow(seed, number);
    const { 'oppija-oid': oppijaOid, ...right } = opiskeluoikeus(row);
    const text = planText(templates, seed, number, firstId + number - from, row);
    const plan = JSON.parse(text);
    yield { row, right, text, plan, time: `${plan['ensikertainen-hyvaksyminen']} 08:15:00+00` };
  }
}

/* Lines of each table for one source. */
const ROWS = {
  tyopaikkajakso: (s) => workPeriodsOf(s.plan).map(({ kind, period }) => {
    const workplace = period['tyopaikalla-jarjestettava-koulutus'];
    return { ...s, kind, period, workplace, instructor: workplace?.['vastuullinen-tyopaikka-ohjaaja'] };
  }),
  naytto: (s) => demonstrationsOf(s.plan).map((demonstration) => ({ ...s, demonstration })),
  oppija: (s) => (s.isFirstOfLearner ? [s] : []),
};

/* The document of the first version is the plan's; it need not be sent twice. */
const firstVersions = (from, to) => `
INSERT INTO ehoks.hoks_versio (hoks_id, versio, aika, tekija_oid, asiakas,
                               toiminto, asiakirja)
SELECT id, 1, luotu, '${CLIENT}', 'kuorma', 'luonti', asiakirja
  FROM ehoks.hoks WHERE id BETWEEN ${from} AND ${to};
`;

function batchText(batch) {
  const pieces = [];
  for (const [table, columns] of Object.entries(TABLES)) {
    const givers = Object.values(columns);
    const rowsOf = ROWS[table] ?? ((s) => [s]);
    pieces.push(`COPY ehoks.${table} (${Object.keys(columns).join(', ')}) FROM STDIN;\n`);
    for (const source of batch) {
      for (const row of rowsOf(source)) {
        pieces.push(line(givers.map((give) => give(row))));
      }
    }
    pieces.push('\\.\n');
  }
  return `BEGIN;\n${pieces.join('')}${firstVersions(batch[0].plan.id, batch.at(-1).plan.id)}COMMIT;\n`;
}

/* Learners whose first plan came in an earlier batch are there already. */
function withFirsts(batch, seed, from) {
  let previous = from > 0 ? learnerOid(seed, from - 1) : undefined;
  for (const source of batch) {
    source.isFirstOfLearner = source.row['oppija-oid'] !== previous;
    previous = source.row['oppija-oid'];
  }
  return batch;
}

/* ---- the run --------------------------------------------------------------------------- */

async function loadSchools() {
  const rows = [];
  for (let index = 0, school; (school = findOrganisation(schoolOid(index))); index++) {
    const organisation = describeOrganisation(school);
    rows.push(line([organisation.oid, pathOf(organisation), JSON.stringify(organisation.nimi),
      `{${organisation.tyypit.join(',')}}`]));
  }
  await query(`CREATE TEMPORARY TABLE koulut (oid text, polku text[], nimi jsonb, tyypit text[]);
COPY koulut FROM STDIN;
${rows.join('')}\\.
INSERT INTO ehoks.organisaatio (oid, polku, nimi, tyypit, haettu)
SELECT *, now() FROM koulut ON CONFLICT (oid) DO NOTHING;`);
}

/* Study rights of the seeded plans. */
function seededRights() {
  const folder = new URL('hoksit/', import.meta.url);
  return fs.readdirSync(folder).map((name) =>
    JSON.parse(fs.readFileSync(new URL(name, folder))).hoks['opiskeluoikeus-oid']);
}

/* The seeded plans as they were first stored: somebody may have changed them
 * since. */
async function storedTemplates() {
  const documents = await query(`SELECT v.asiakirja FROM ehoks.hoks h
    JOIN ehoks.hoks_versio v ON v.hoks_id = h.id AND v.versio = 1
    WHERE h.opiskeluoikeus_oid IN (${seededRights().map((oid) => `'${oid}'`).join(', ')})
      AND strpos(v.asiakirja, 'malli') > 0 AND strpos(v.asiakirja, '|') = 0
    ORDER BY h.id`);
  if (documents.length === 0) {
    fail('the seeded plans are not there: they are what generated plans are made of');
  }
  return templatesOf(documents.map(([text]) => text));
}

/* How many plans of this seed there are: they are loaded in turn, whole. */
async function loadedSoFar(seed) {
  const [[count]] = await query(`SELECT count(*) FROM ehoks.opiskeluoikeus
    WHERE oid LIKE '${studyRightsBegin(seed)}%' AND oid LIKE '%10' AND length(oid) = 27`);
  return Number(count);
}

async function reserveIds(count) {
  const [[last]] = await query(`SELECT setval('ehoks.hoks_id_seq', nextval('ehoks.hoks_id_seq') + ${count - 1})`);
  return Number(last) - count + 1;
}

function tellProgress(done, from, wanted, begun) {
  const seconds = (Date.now() - begun) / 1000;
  const speed = (done - from) / seconds;
  const left = Math.ceil((wanted - done) / speed);
  process.stderr.write(`\rload: ${done} of ${wanted} plans, ${Math.round(speed)}/s, ${left} s left   `);
}

async function load(seed, from, wanted, templates) {
  const psql = startPsql();
  let status;
  psql.on('close', (code) => { status = code; });
  psql.stdin.on('error', () => {});
  psql.stdin.write('SET synchronous_commit = off;\n');
  const firstId = await reserveIds(wanted - from);
  const begun = Date.now();
  for (let number = from; number < wanted && status === undefined; number += BATCH) {
    const to = Math.min(number + BATCH, wanted);
    const batch = [...sources(templates, seed, number, to, firstId + number - from)];
    if (!psql.stdin.write(batchText(withFirsts(batch, seed, number)))) {
      await Promise.race([once(psql.stdin, 'drain'), once(psql, 'close')]);
    }
    tellProgress(to, from, wanted, begun);
  }
  psql.stdin.end();
  if (status === undefined) {
    await once(psql, 'close');
  }
  process.stderr.write('\n');
  if (status !== 0) {
    fail('the database refused a batch; those before it are there');
  }
  await query('VACUUM (ANALYZE) ehoks.hakurivi; ANALYZE;');
  console.log(`load: ${wanted - from} plans in ${Math.round((Date.now() - begun) / 1000)} s`);
}

function wholeNumber(name, text, most) {
  if (!/^\d+$/.test(text) || Number(text) > most) {
    fail(`${name}=${text}: a whole number up to ${most} is needed`);
  }
  return Number(text);
}

if (process.argv.includes('--help') || !process.env.N) {
  console.log(USAGE);
  process.exit(process.argv.includes('--help') ? 0 : 2);
}
const seed = wholeNumber('SEED', process.env.SEED || '1', SEEDS_MAX - 1);
const wanted = wholeNumber('N', process.env.N, NUMBERS_MAX);
await checkDatabase();
await dropUnknownColumns();
const from = await loadedSoFar(seed);
if (from >= wanted) {
  console.log(`load: ${from} plans of seed ${seed} are there already`);
} else {
  const templates = await storedTemplates();
  await loadSchools();
  await load(seed, from, wanted, templates);
}
