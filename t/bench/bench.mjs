/* make bench: measures the service beside its limits and a peer, all in one
 * run, prints a table and writes VAR/bench.json. t/bench/README says what the
 * cases and ratios mean. */
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run, load } from './client.mjs';
import { memory } from './meter.mjs';
import { fillStack, startStack, top } from './stack.mjs';
import { forgetCreations, makeRequests, ROOT, VB } from './data.mjs';
import { makeScripts } from './scripts.mjs';
import { statementTexts } from './sql.mjs';
import { makeCases } from './cases.mjs';
import { makeRatios, makeRow, print } from './report.mjs';

const USAGE = `Usage: make bench [QUICK=1] [VAR=var] [PORT=8080]

Measures on 200 000 and on 1 000 000 plans, which are filled in at the first
run (that takes its time) and used again. About ten minutes, two with QUICK=1.

  SMALL=200000 LARGE=1000000   other sizes
  CASES=get,static,…           these cases only, and the ratios that need no other
  EACH=4                       seconds of each load, once and not warmed up
  CONNECTIONS=32               clients of each load
  PORT=8080                    the stacks take PORT to PORT+11
`;

const environment = process.env;
const quick = Boolean(environment.QUICK);
const each = Number(environment.EACH ?? 0);
const seconds = each || (quick ? 2 : 4);
const rounds = quick || each ? 1 : 3;
const warm = each ? 0 : 2;
const chosen = environment.CASES?.split(',');
const VAR = path.resolve(top, environment.VAR ?? 'var');
const PORT = Number(environment.PORT ?? 8080);
const CREATE_VALUES = ['id', 'eid', 'oppija', 'oikeus', 'asiakirja', 'hyvaksytty', 'saavutettu',
  'tekija', 'laji', 'asiakas', 'osoite', 'selain', 'pyynto', 'jaksot', 'naytot', 'peruste'];

/* Of the validation alone; of ajv so many that its code is compiled and hot. */
const OUR_TURNS = '15';
const AJV_TURNS = '41';

/* Of 2 MB, for the shared buffers of two databases (stack.mjs). */
const HUGE_PAGES = 3400;

const say = (text) => console.log(`bench: ${text}`);

/* A stack with its data and requests, ready to be measured. */
async function prepare(size, port, stops) {
  const folder = path.join(VAR, `bench-${size}`);
  const stack = await startStack({ folder, port });
  stops.push(stack.stop);
  await fillStack(stack, size, say);
  await forgetCreations(stack);
  stack.nextCreation = 1;
  const requests = await makeRequests(stack, folder);
  stack.putStatic(requests.bytes);
  const one = (name, text) => {
    const where = path.join(folder, `${name}.requests`);
    fs.writeFileSync(where, `${text}\n`);
    return where;
  };
  Object.assign(requests, {
    nullGet: one('null-get', `GET\t/bench-null/${requests.bytes}\t\t\t\t`),
    nullPost: one('null-post', `POST\t/bench-null/100\t\t\t\t${
      JSON.stringify(requests.plans[0].plan)}`),
    staticFile: one('static', 'GET\t/bench-static/plan.json\t\t\t\t'),
  });
  return { stack, folder, requests, plans: requests.plans,
    scripts: await makeScripts(stack, folder, requests) };
}

async function fetchSchema(bench, name) {
  const response = await fetch(
    `${bench.stack.facts.EHOKS_URL}/ehoks-virkailija-backend/doc/schema/${name}.schema.json`);
  const where = path.join(bench.folder, `${name}.schema.json`);
  fs.writeFileSync(where, await response.text());
  return where;
}

/* Compiling the schema takes each of its workers some seconds. */
async function startPeer(bench, port, stops) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('peer.mjs', import.meta.url)),
    JSON.stringify({ port, workers: 2, pool: 8, host: bench.stack.facts.PGHOST,
      schema: await fetchSchema(bench, 'post'), issuer: bench.stack.facts.EHOKS_OP_URL,
      key: path.join(path.dirname(bench.stack.facts.EHOKS_OP_KEY), 'public.pem'),
      statements: Object.fromEntries(statementTexts()), create: CREATE_VALUES, root: ROOT })],
  { stdio: ['ignore', 'ignore', 'inherit'] });
  stops.push(() => child.kill('SIGTERM'));
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    try {
      await fetch(`http://127.0.0.1:${port}${VB}/hoks/1`);
      return { pid: child.pid, port };
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }
  throw new Error('the peer does not answer');
}

async function sample(one, length) {
  const file = one.prepare && await one.prepare(length);
  return one.run(length, file);
}

/* All cases in turn, round after round, when each has run once unmeasured:
 * statements are prepared and the data is in memory. Resolves to the samples of
 * each case, by its name. */
async function measure(cases) {
  for (const one of warm ? cases : []) {
    say(`warming up: ${one.name}`);
    await sample(one, warm);
  }
  const samples = new Map(cases.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const one of cases) {
      say(`round ${round + 1} of ${rounds}: ${one.name}`);
      samples.get(one.name).push(await sample(one, seconds));
    }
  }
  return samples;
}

async function measureValidation(bench) {
  say('validation alone');
  const files = bench.plans.map(({ plan }, i) => {
    const where = path.join(bench.folder, `plan-${i}.json`);
    fs.writeFileSync(where, JSON.stringify(plan));
    return where;
  });
  const ours = JSON.parse(await run(path.join(top, 'build/bench/validate'),
    [path.join(top, 'conf/hoks.schema.json'), 'PUT', OUR_TURNS, ...files]));
  const theirs = JSON.parse(await run(process.execPath,
    [fileURLToPath(new URL('ajv.mjs', import.meta.url)),
      await fetchSchema(bench, 'put'), AJV_TURNS, ...files]));
  if (ours.problems > 0 || theirs.refused > 0) {
    say(`note: ${ours.problems} problems by us, ${theirs.refused} refusals by ajv`);
  }
  return { ...ours, ajv_us: theirs.ajv_us };
}

/* A child's memory must not grow with the requests that it has served. */
async function measureMemory(bench) {
  const wanted = quick ? 100000 : 1000000;
  const warm = quick ? 20000 : 50000;
  const { facts } = bench.stack;
  let requests = 0;
  let before = 0;
  while (requests < wanted) {
    const result = await load({ url: facts.EHOKS_URL.replace('localhost', '127.0.0.1'),
      file: bench.requests.read, offset: requests, token: bench.requests.tokens.system,
      seconds: 5 }, {});
    requests += result.requests;
    say(`memory: ${requests} of ${wanted} requests`);
    if (before === 0 && requests >= warm) {
      before = memory(Number(facts.HTTPD_PID));
    }
  }
  return { before, after: memory(Number(facts.HTTPD_PID)), warm, requests };
}

/* Without large pages a process enters each page of the buffers into a table
 * of its own when it first looks at it: a larger database looks slower. */
function adviseHugePages() {
  const [, there] = /^HugePages_Total:\s+(\d+)/m.exec(fs.readFileSync('/proc/meminfo', 'utf8')) ?? [];
  if (Number(there ?? 0) < HUGE_PAGES) {
    say(`for figures of a server of its own, first: sysctl vm.nr_hugepages=${HUGE_PAGES}`);
  }
}

async function main() {
  const stops = [];
  adviseHugePages();
  try {
    const bench = await prepare(Number(environment.SMALL ?? 200000), PORT, stops);
    const large = !chosen || chosen.some((name) => name.endsWith('-large'))
      ? await prepare(Number(environment.LARGE ?? 1000000), PORT + 4, stops) : null;
    bench.peer = await startPeer(bench, PORT + 8, stops);
    const samples = await measure(makeCases(bench, large).filter(
      ({ name }) => !chosen || chosen.includes(name)));
    const validation = await measureValidation(bench);
    const held = chosen ? null : await measureMemory(bench);
    const rows = [...samples].map(([name, taken]) => makeRow(name, taken));
    const result = { rows, ...makeRatios(samples, validation, held), validation,
      memory: held, sizes: { bytes: bench.requests.bytes } };
    print(result);
    fs.writeFileSync(path.join(VAR, 'bench.json'), `${JSON.stringify(result, null, 1)}\n`);
    await forgetCreations(bench.stack);
    if (large) {
      await forgetCreations(large.stack);
    }
  } finally {
    for (const stop of stops.reverse()) {
      await stop();
    }
  }
}

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  await main();
}
