/* What is measured: each case is one load, taken in turn with all others in
 * each round, so that a noisy moment of the machine hits all of them. */
import { load, statements } from './client.mjs';
import { AUDIT_ROWS } from './scripts.mjs';
import { makeCreations } from './data.mjs';

/* More than any of the servers takes in that time. */
const CREATIONS_PER_SECOND = 2500;

/* Numbers of new study rights are never used twice in one database. */
function creations(bench, stack) {
  return async (seconds) => {
    const count = seconds * CREATIONS_PER_SECOND;
    const from = stack.nextCreation;
    stack.nextCreation += count;
    return makeCreations(stack, bench.folder, bench.plans, { from, count });
  };
}

const url = (stack) => stack.facts.EHOKS_URL.replace('localhost', '127.0.0.1');

function servers(stack) {
  return { httpd: Number(stack.facts.HTTPD_PID), postgres: Number(stack.facts.POSTGRES_PID) };
}

/* A case of requests to httpd. */
function web(name, stack, file, token, more = {}) {
  return { name, run: (seconds) => load(
    { url: url(stack), file, token, seconds, ...more }, servers(stack)) };
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
  return { name, run: async (seconds) => {
    const result = await statements({ program: `${stack.facts.EHOKS_PG_BIN}/pgbench`, script,
      seconds, host: stack.facts.PGHOST, variables: scripts.variables }, { postgres: Number(stack.facts.POSTGRES_PID) });
    for (const part of Object.keys(result.cpu_us)) {
      result.cpu_us[part] /= perTransaction;
    }
    result.rps *= perTransaction;
    return result;
  } };
}

/* The cases of the smaller database, where the neighbours are measured too. */
export function mainCases(bench) {
  const { stack, requests, scripts, peer } = bench;
  const { system, staff } = requests.tokens;
  const peerUrl = `http://127.0.0.1:${peer.port}`;
  const peerServers = { peer: peer.pid, postgres: Number(stack.facts.POSTGRES_PID) };
  return [
    web('null', stack, requests.nullGet),
    web('null-post', stack, requests.nullPost),
    web('static', stack, requests.staticFile, system),
    web('get', stack, requests.read, system),
    web('not-modified', stack, requests.known, system),
    web('own', stack, requests.own),
    web('search', stack, requests.search, staff),
    web('page', stack, requests.page, system, { connections: 4 }),
    web('put', stack, requests.replace, system),
    web('validate', stack, requests.validate, system),
    creating('post', bench, stack, url(stack), servers(stack)),
    database('pgbench-get', stack, scripts.read, scripts),
    database('pgbench-post', stack, scripts.create, scripts),
    database('pgbench-audit', stack, scripts.audit, scripts, AUDIT_ROWS),
    { name: 'fastify-get', run: (seconds) => load(
      { url: peerUrl, file: requests.read, token: system, seconds }, peerServers) },
    { name: 'fastify-not-modified', run: (seconds) => load(
      { url: peerUrl, file: requests.known, token: system, seconds }, peerServers) },
    creating('fastify-post', bench, stack, peerUrl, peerServers),
  ];
}

/* What must not get slower with the size of the database. */
export function largeCases(bench) {
  const { stack, requests } = bench;
  return [
    web('get-large', stack, requests.read, requests.tokens.system),
    web('search-large', stack, requests.search, requests.tokens.staff),
    web('put-large', stack, requests.replace, requests.tokens.system),
    creating('post-large', bench, stack, url(stack), servers(stack)),
  ];
}
