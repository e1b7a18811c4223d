/* A development stack of its own for each size of the database. The filled
 * database stays in VAR and is used again. */
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run } from './client.mjs';

export const top = fileURLToPath(new URL('../..', import.meta.url));

/* What the bench adds to the configuration: the null handler, a static file
 * behind the same login, copies of the registries that never get old, and no
 * writing of logs that the peer does not write either. */
function configuration(folder) {
  return `LoadModule bench_null_module "${path.join(top, 'build/bench/null.so')}"
EhoksStudyRight stale-ok 24d
EhoksRegistryFresh opiskeluoikeus 24d 24d
EhoksRegistryFresh opiskeluoikeudet 24d 24d
EhoksRegistryFresh oppija 24d 24d
EhoksRegistryFresh organisaatio 24d 24d
MaxKeepAliveRequests 0
<Location /bench-null>
    SetHandler bench-null
    Require all granted
</Location>
Alias /bench-static "${folder}"
<Directory "${folder}">
    Require all denied
</Directory>
<Location /bench-static>
    AuthType auth-openidc
    Require valid-user
</Location>
`;
}

/* As on a server of its own: the data that is in use stays in memory, and
 * checkpoints come by time. */
const POSTGRES_EXTRA = '-c shared_buffers=3GB -c max_wal_size=8GB -c checkpoint_timeout=30min';

function readFacts(file) {
  const facts = {};
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name) {
      facts[name] = value.replace(/^'(.*)'$/, '$1').replace(/\\(.)/g, '$1');
    }
  }
  return facts;
}

/* Starts the stack and resolves, when it is ready, to its facts, `psql` and
 * `stop`. */
export async function startStack({ folder, port }) {
  fs.mkdirSync(folder, { recursive: true });
  const place = fs.mkdtempSync('/var/tmp/ehoks-bench-');
  fs.chmodSync(place, 0o755);
  const extra = path.join(place, 'bench.conf');
  fs.writeFileSync(extra, configuration(place));
  const ports = Object.fromEntries(['PORT', 'OP_PORT', 'REGISTRY_PORT', 'STRICT_PORT'].map(
    (name, i) => [name, String(port + i)]));
  const child = spawn(path.join(top, 't/lib/stack'), ['up'], {
    cwd: top,
    env: { ...process.env, ...ports, VAR: folder, HTTPD_EXTRA: extra, POSTGRES_EXTRA,
      MODULE: 'build/mod_ehoks.so' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise((resolve, reject) => {
    let said = '';
    const listen = (text) => {
      said += text;
      if (/^ready: /m.test(said)) {
        resolve();
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('close', () => reject(new Error(`the stack did not start: ${said}`)));
  });
  const facts = readFacts(path.join(folder, 'stack.env'));
  const psqlWith = (...how) => run('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', ...how],
    { PGHOST: facts.PGHOST, PGDATABASE: 'ehoks', PGUSER: 'postgres' });
  const psql = (sql) => psqlWith('-c', sql);
  const psqlFile = (file) => psqlWith('-f', file);
  const ended = new Promise((resolve) => { child.on('close', resolve); });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    fs.rmSync(place, { recursive: true });
  };
  const putStatic = (bytes) => fs.writeFileSync(path.join(place, 'plan.json'), 'x'.repeat(bytes));
  return { facts, ports, psql, psqlFile, putStatic, stop };
}

/* Fills the database up to `wanted` plans. */
export async function fillStack(stack, wanted, say) {
  const there = Number(await stack.psql('SELECT count(*) FROM ehoks.hoks'));
  if (there >= wanted) {
    return;
  }
  say(`filling up to ${wanted} plans (once; they stay in VAR)`);
  await run('make', ['-s', 'load', `N=${wanted}`],
    { ...stack.ports, VAR: stack.facts.VAR });
  await stack.psql('VACUUM (ANALYZE)');
}
