/* The peer: what a team would build today with Fastify, node-postgres and ajv.
 * The same work on the same tables with the same statements: the bearer token
 * verified and its claims checked, rights looked at in the statement that
 * reads, ETag, envelope; reads audited in batches of a second; a creation is
 * validated by compiled ajv against the same schema, asks the same copies of
 * the registries, gets its ids and projections and is stored with history,
 * change feed and audit. It lacks the rules that a schema can't say (check
 * digits, calendar), which is in its favour.
 *
 *   node peer.mjs '{"port":…, "workers":2, "pool":8, "host":…, "schema":FILE,
 *                   "key":FILE, "issuer":…, "statements":{…}}'
 */
import cluster from 'node:cluster';
import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Fastify from 'fastify';
import { createVerifier } from 'fast-jwt';
import pg from 'pg';

const settings = JSON.parse(process.argv[2]);
const BASE = '/ehoks-virkailija-backend/api/v1/hoks';
const ROLE = /^ROLE_APP_EHOKS_(CRUD|READ|OPHPAAKAYTTAJA)_(1\.2\.246\.562\.10\.\d+)$/;

const verify = createVerifier({
  key: fs.readFileSync(settings.key),
  algorithms: ['RS256'],
  allowedIss: settings.issuer,
  allowedAud: 'urn:ehoks:api',
  requiredClaims: ['exp', 'oid', 'user_type'],
  cache: false,
});

const pool = new pg.Pool({
  host: settings.host, database: 'ehoks', user: 'ehoks_sovellus', max: settings.pool,
});
const ask = (name, values) =>
  pool.query({ name, text: settings.statements[name], values, rowMode: 'array' });

function caller(request, reply) {
  const header = request.headers.authorization ?? '';
  try {
    const claims = verify(header.slice('Bearer '.length));
    if (claims.user_type !== 'PALVELU') {
      reply.code(403).send({ error: "User type 'PALVELU' is required" });
      return null;
    }
    const organisations = claims.roles.map((role) => ROLE.exec(role)?.[2]).filter(Boolean);
    return { ...claims, organisations: `{${organisations.join(',')}}` };
  } catch {
    reply.code(401).send({ error: 'invalid_token' });
    return null;
  }
}

/* ---- audit of reads, a batch each second ------------------------------------ */

let batch = [];
const AUDIT_COLUMNS = 11;

function writeBatch() {
  const rows = batch.splice(0, 1000);
  if (rows.length === 0) {
    return;
  }
  const places = rows.map((_, i) => `(${Array.from({ length: AUDIT_COLUMNS },
    (__, k) => `$${i * AUDIT_COLUMNS + k + 1}`).join(',')})`);
  pool.query(`INSERT INTO ehoks.audit (aika, tekija_oid, tekija_laji, asiakas, osoite,
    selain, toiminto, kohde, tulos, hoks_id, versio) VALUES ${places.join(',')}`, rows.flat());
}

function note(request, who, id, version) {
  batch.push([new Date(), who.oid, who.user_type, who.name, request.ip,
    request.headers['user-agent'] ?? null, 'read', JSON.stringify({ hoksId: id }),
    'succeeded', id, version]);
  if (batch.length >= 1000) {
    writeBatch();
  }
}

/* ---- reading ---------------------------------------------------------------- */

async function read(request, reply) {
  const who = caller(request, reply);
  if (!who) {
    return reply;
  }
  if (!request.headers['caller-id'] || !/^\d{1,18}$/.test(request.params.id)) {
    return reply.code(400).send({ error: 'bad request' });
  }
  const known = /^"v(\d+)"$/.exec(request.headers['if-none-match'] ?? '')?.[1] ?? '0';
  const { rows } = await ask('lue_hoks', [request.params.id, who.organisations, known]);
  if (rows.length === 0) {
    return reply.code(404).send({ error: 'HOKS not found' });
  }
  const [id, version, , , , mayRead, text] = rows[0];
  if (!mayRead) {
    return reply.code(403).send({ error: 'No access is allowed.' });
  }
  note(request, who, id, version);
  reply.header('etag', `"v${version}"`);
  if (String(version) === known) {
    return reply.code(304).send();
  }
  return reply.type('application/json; charset=utf-8').send(`{"meta":{},"data":${text}}`);
}

/* ---- creating --------------------------------------------------------------- */

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(settings.schema)));

const UNITS = ['hankittavat-ammat-tutkinnon-osat', 'hankittavat-paikalliset-tutkinnon-osat',
  'hankittavat-yhteiset-tutkinnon-osat', 'aiemmin-hankitut-ammat-tutkinnon-osat',
  'aiemmin-hankitut-paikalliset-tutkinnon-osat', 'aiemmin-hankitut-yhteiset-tutkinnon-osat'];
const LISTS = [...UNITS, 'hankittavat-koulutuksen-osat', 'opiskeluvalmiuksia-tukevat-opinnot',
  'oppimisen-tuki'];

function identify(unit, found) {
  unit['module-id'] = randomUUID();
  for (const period of unit['osaamisen-hankkimistavat'] ?? []) {
    period['module-id'] = randomUUID();
    const work = period['tyopaikalla-jarjestettava-koulutus'];
    if (work) {
      const instructor = work['vastuullinen-tyopaikka-ohjaaja'];
      found.periods.push({
        tutkinnon_osa: 'ammatillinen', moduuli_id: period['module-id'], alku: period.alku,
        loppu: period.loppu, tunniste: period['yksiloiva-tunniste'],
        hankkimistapa: period['osaamisen-hankkimistapa-koodi-uri'],
        osa_aikaisuus: period['osa-aikaisuustieto'],
        perusta: period['oppisopimuksen-perusta-koodi-uri'],
        tyopaikka: work['tyopaikan-nimi'], y_tunnus: work['tyopaikan-y-tunnus'],
        ohjaaja: instructor?.nimi, sahkoposti: instructor?.sahkoposti,
        puhelinnumero: instructor?.puhelinnumero,
      });
    }
  }
  for (const proof of unit['osaamisen-osoittaminen'] ?? []) {
    proof['module-id'] = randomUUID();
    found.proofs.push({ moduuli_id: proof['module-id'], alku: proof.alku, loppu: proof.loppu });
  }
  for (const part of unit['osa-alueet'] ?? []) {
    identify(part, found);
  }
}

function makeDocument(body, id) {
  const found = { periods: [], proofs: [] };
  const document = { id: Number(id), eid: randomUUID(), manuaalisyotto: false, ...body };
  for (const list of LISTS) {
    document[list] ??= [];
  }
  for (const list of UNITS) {
    for (const unit of document[list]) {
      identify(unit, found);
    }
  }
  return { document, ...found };
}

async function copy(kind, key) {
  const { rows } = await ask('kopio', ['0', kind, key]);
  return rows[0]?.[0] ? JSON.parse(rows[0][0]) : null;
}

async function create(request, reply) {
  const who = caller(request, reply);
  const body = request.body;
  if (!who) {
    return reply;
  }
  const right = await copy('opiskeluoikeus', body['opiskeluoikeus-oid']);
  if (!right || !validate(body)) {
    return reply.code(400).send({ errors: validate.errors });
  }
  const person = await copy('oppija', body['oppija-oid']);
  const rights = await copy('opiskeluoikeudet', body['oppija-oid']);
  const school = await copy('organisaatio', right.oppilaitos.oid);
  if (!person || !school || !rights.some((other) => other.oid === right.oid)) {
    return reply.code(400).send({ error: 'not this learner' });
  }
  const above = (school.parentOidPath ?? '').split('|').filter(Boolean);
  const path = `{${[...new Set([...above, school.oid])].join(',')}}`;
  const state = right.tila.opiskeluoikeusjaksot.at(-1).tila.koodiarvo;
  const { rows: [[mayWrite, there, id]] } = await ask('indeksoi', [
    body['oppija-oid'], `${person.etunimet} ${person.sukunimi}`, school.oid, path,
    JSON.stringify(school.nimi), '{}', right.oid, right.koulutustoimija?.oid ?? null,
    right.tyyppi.koodiarvo, state, right['alkamispäivä'], right['arvioituPäättymispäivä'],
    '{"fi":"","sv":""}', '{"fi":"","sv":""}', JSON.stringify(right), who.organisations, 'false']);
  if (!mayWrite || there) {
    return reply.code(mayWrite ? 400 : 403).send({ error: 'refused' });
  }
  const { document, periods, proofs } = makeDocument(body, id);
  await ask('luo_hoks', settings.create.map((name) => ({
    id, eid: document.eid, oppija: body['oppija-oid'], oikeus: right.oid,
    asiakirja: JSON.stringify(document),
    hyvaksytty: body['ensikertainen-hyvaksyminen'] ?? null,
    saavutettu: body['osaamisen-saavuttamisen-pvm'] ?? null,
    tekija: who.oid, laji: who.user_type, asiakas: who.name, osoite: request.ip,
    selain: request.headers['user-agent'] ?? null, pyynto: request.id,
    jaksot: JSON.stringify(periods), naytot: JSON.stringify(proofs),
    peruste: settings.root,
  }[name] ?? null)));
  reply.header('location', `${BASE}/${id}`).header('etag', '"v1"');
  return { meta: { id: Number(id) }, data: { uri: `${BASE}/${id}` } };
}

if (cluster.isPrimary) {
  for (let i = 0; i < settings.workers; i++) {
    cluster.fork();
  }
  process.on('SIGTERM', () => process.exit(0));
} else {
  const server = Fastify({ bodyLimit: 1 << 20 });
  server.setErrorHandler((error, request, reply) => {
    console.error(`peer: ${error.message}`);
    reply.code(500).send({ error: 'internal' });
  });
  server.get(`${BASE}/:id`, read);
  server.post(BASE, create);
  setInterval(writeBatch, 1000);
  server.listen({ port: settings.port, host: '127.0.0.1' });
}
