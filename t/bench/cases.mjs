/* What is measured: each case is one load, taken in turn with all others in
 * each round, so that a noisy moment of the machine hits all of them. */
import { load, statements } from './client.mjs';
import { AUDIT_ROWS } from './scripts.mjs';
import { makeCreations, makeReplacements } from './data.mjs';

/* More than any of the servers takes in that time. */
const CREATIONS_PER_SECOND = 2500;
const REPLACEMENTS_PER_SECOND = 2000;
const COUNTED_BY_A_RUN = 100000;

/* Numbers of new study rights are never used twice in one database. */
function creations(bench, stack) {
  return async (seconds) => {
    const count = seconds * CREATIONS_PER_SECOND;
    const from = stack.nextCreation;
    stack.nextCreation += count;
    return makeCreations(stack, bench.folder, bench.plans, { from, count });
  };
}

/* No two times are the same, so no two texts are. */
function replacing(name, bench) {
  const { stack, folder, plans, requests } = bench;
  return { ...web(name, stack, null, requests.tokens.system),
    prepare: (seconds) => makeReplacements(folder, plans,
      { from: Date.now() * 10, count: seconds * REPLACEMENTS_PER_SECOND }) };
}

const url = (stack) => stack.facts.EHOKS_URL.replace('localhost', '127.0.0.1');

function servers(stack) {
  return { httpd: Number(stack.facts.HTTPD_PID), postgres: Number(stack.facts.POSTGRES_PID) };
}

/* A case of requests to httpd. */
function web(name, stack, file, token, more = {}) {
  return { name, run: (seconds, prepared) => load(
    { url: url(stack), file: prepared ?? file, token, seconds, ...more }, servers(stack)) };
}

/* A case whose requests are made for it. */
function creating(name, bench, stack, target, processes) {
  const prepare = creations(bench, stack);
  return { name,
    prepare,
    run: (seconds, file) => load(
      { url: target, file, token: bench.requests.tokens.system, seconds }, processes) };
}

function database(name, stack, script, scripts, perTransaction = 1) {
  let runs = 0; // what a script counts goes on where no run has been
  return { name, run: async (seconds) => {
    const n = String(COUNTED_BY_A_RUN * runs++);
    const result = await statements({ program: `${stack.facts.EHOKS_PG_BIN}/pgbench`, script,
      seconds, host: stack.facts.PGHOST, variables: { ...scripts.variables, n } }, { postgres: Number(stack.facts.POSTGRES_PID) });
    for (const part of Object.keys(result.cpu_us)) {
      result.cpu_us[part] /= perTransaction;
    }
    result.rps *= perTransaction;
    return result;
  } };
}

/* All cases; without a larger database (null), those of the smaller. What is done on both databases is done one right after the other,
 * so that they meet the same moment of the machine. */
export function makeCases(bench, large) {
  const { stack, requests, scripts, peer } = bench;
  const { system } = requests.tokens;
  const peerUrl = `http://127.0.0.1:${peer.port}`;
  const peerServers = { peer: peer.pid, postgres: Number(stack.facts.POSTGRES_PID) };
  const onBoth = (name, make) => [make(name, bench),
    ...large ? [make(`${name}-large`, large)] : []];
  return [
    web('null', stack, requests.nullGet),
    web('null-post', stack, requests.nullPost),
    web('static', stack, requests.staticFile, system),
    database('pgbench-get', stack, scripts.read, scripts),
    database('pgbench-audit', stack, scripts.audit, scripts, AUDIT_ROWS),
    ...onBoth('get', (name, on) => web(
      name, on.stack, on.requests.read, on.requests.tokens.system)),
    { name: 'fastify-get', run: (seconds) => load(
      { url: peerUrl, file: requests.read, token: system, seconds }, peerServers) },
    web('not-modified', stack, requests.known, system),
    { name: 'fastify-not-modified', run: (seconds) => load(
      { url: peerUrl, file: requests.known, token: system, seconds }, peerServers) },
    web('own', stack, requests.own),
    ...onBoth('search', (name, on) => web(
      name, on.stack, on.requests.search, on.requests.tokens.staff)),
    web('page', stack, requests.page, system, { connections: 4 }),
    web('validate', stack, requests.validate, system),
    ...onBoth('put', replacing),
    ...onBoth('post', (name, on) => creating(
      name, on, on.stack, url(on.stack), servers(on.stack))),
    database('pgbench-post', stack, scripts.create, scripts),
    creating('fastify-post', bench, stack, peerUrl, peerServers),
  ];
}
