/* The loads: wrk against a web server and pgbench against the database, each
 * bounded in time, with the processor time of everybody concerned. */
import fs from 'node:fs';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { spent } from './meter.mjs';

const LUA = fileURLToPath(new URL('requests.lua', import.meta.url));

/* What sql/roles.sql sets for the service's role. */
const AS_THE_SERVICE = '-c plan_cache_mode=force_generic_plan';

const CONNECTIONS = Number(process.env.CONNECTIONS ?? 32);

/* Runs a program and resolves to its output; rejects with its last words. */
export function run(program, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args,
      { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { errors += text; });
    child.on('error', reject);
    child.on('close', (status) => (status === 0
      ? resolve(out)
      : reject(new Error(`${program}: ${errors.trim() || out.trim()}`))));
  });
}

/* The time that children waited for have used is in our own clock. */
function clocks(servers) {
  const own = fs.readFileSync('/proc/self/stat', 'utf8');
  const fields = own.slice(own.lastIndexOf(')') + 2).split(' ').map(Number);
  const ticks = fields[13] + fields[14];
  return Object.fromEntries([
    ...Object.entries(servers).map(([name, pid]) => [name, spent(pid)]),
    ['client', ticks * 1e4]]);
}

function perRequest(before, after, requests) {
  return Object.fromEntries(Object.keys(before).map(
    (name) => [name, (after[name] - before[name]) / requests]));
}

/* Sends the file's requests for so many seconds. `servers` names processes
 * whose families' time counts. */
export async function load({ url, file, offset = 0, token, seconds, connections = CONNECTIONS },
  servers) {
  const before = clocks(servers);
  const out = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`,
    '--timeout', '10s', '-s', LUA, url, '--', file, String(offset), token ?? '']);
  const after = clocks(servers);
  const told = JSON.parse(out.trim().split('\n').pop());
  if (told.requests === 0) {
    throw new Error(`no answer from ${url}`);
  }
  return {
    rps: told.requests / told.seconds,
    p50_ms: told.p50_ms,
    p99_ms: told.p99_ms,
    requests: told.requests,
    refused: told.refused + told.broken,
    cpu_us: perRequest(before, after, told.requests),
  };
}

/* Runs a script of statements, prepared, over the socket. */
export async function statements({ program, script, seconds, variables, host, clients = 8 }, servers) {
  const before = clocks(servers);
  const out = await run(program, ['-n', '-M', 'prepared', '-c', String(clients), '-j', '1',
    '-T', String(seconds), '-f', script,
    ...Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`])],
  { PGHOST: host, PGDATABASE: 'ehoks', PGUSER: 'postgres', PGOPTIONS: AS_THE_SERVICE });
  const after = clocks(servers);
  const transactions = Number(/transactions actually processed: (\d+)/.exec(out)[1]);
  const failed = Number(/failed transactions: (\d+)/.exec(out)?.[1] ?? 0);
  return {
    rps: Number(/tps = ([\d.]+)/.exec(out)[1]),
    p50_ms: Number(/latency average = ([\d.]+)/.exec(out)[1]),
    p99_ms: null,
    requests: transactions,
    refused: failed,
    cpu_us: perRequest(before, after, transactions),
  };
}
