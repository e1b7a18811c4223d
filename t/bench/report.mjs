/* From samples to rows, from rows to ratios, and what people read of it. */

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/* The median of each figure over the rounds. */
export function makeRow(name, samples) {
  const figure = (read) => median(samples.map(read));
  const parts = Object.keys(samples[0].cpu_us);
  return {
    case: name,
    rps: Math.round(figure((sample) => sample.rps)),
    p50_ms: figure((sample) => sample.p50_ms),
    p99_ms: samples[0].p99_ms === null ? null : figure((sample) => sample.p99_ms),
    cpu_us: Object.fromEntries(parts.map((part) => [
      part, Math.round(figure((sample) => sample.cpu_us[part]) * 10) / 10])),
    refused: samples.reduce((sum, sample) => sum + sample.refused, 0),
  };
}

const SERVERS = ['httpd', 'postgres', 'peer'];
const cpu = (sample, parts = SERVERS) => parts.reduce(
  (sum, part) => sum + (sample.cpu_us[part] ?? 0), 0);

/* Each ratio as the aims define it, from one sample of each case; processor
 * time of the servers, without the client. */
const RATIOS = {
  get_cpu: (of) => cpu(of('get')) / (cpu(of('static'), ['httpd'])
    + cpu(of('pgbench-get'), ['postgres']) + cpu(of('pgbench-audit'), ['postgres'])),
  get_vs_fastify: (of) => of('get').rps / of('fastify-get').rps,
  not_modified: (of) => cpu(of('not-modified')) / cpu(of('get')),
  post_cpu: (of, validation) => cpu(of('post')) / (cpu(of('pgbench-post'), ['postgres'])
    + cpu(of('null-post'), ['httpd']) + validation.parse_bare_us),
  post_vs_fastify: (of) => of('post').rps / of('fastify-post').rps,
  parse_validate: (of, { parse_validate_us: whole, parse_bare_us: bare }) => whole / bare,
  validate_vs_ajv: (of, { validate_us: ours, ajv_us: theirs }) => ours / theirs,
  schema_vs_ajv: (of, { schema_us: ours, ajv_us: theirs }) => ours / theirs,
  memory: (of, validation, memory) => memory.after / memory.before,
};

/* What gets slower with the size of the database, case by case; `million` is
 * the one that grows most. */
const GROWING = ['get', 'search', 'put', 'post'];

/* The ratio of each round, of samples that were taken within some minutes; of
 * these the median. Missing where a case was not measured. */
export function makeRatios(samples, validation, memory) {
  const rounds = Math.max(...[...samples.values()].map((taken) => taken.length));
  const ratio = (compute) => {
    try {
      return median(Array.from({ length: rounds }, (_, round) => compute(
        (name) => samples.get(name)[round], validation, memory)));
    } catch (error) {
      if (error instanceof TypeError) {
        return undefined; // not all of it was measured
      }
      throw error;
    }
  };
  const ratios = Object.fromEntries(Object.entries(RATIOS).map(
    ([name, compute]) => [name, ratio(compute)]));
  const growth = Object.fromEntries(GROWING.map((name) => [name, ratio(
    (of) => cpu(of(`${name}-large`)) / cpu(of(name)))]));
  const known = Object.values(growth).filter(Boolean);
  return { ratios: { ...ratios, million: known.length ? Math.max(...known) : undefined }, growth };
}

/* What each ratio should be: at most, or at least. */
const AIMS = {
  get_cpu: ['≤', 1.25], get_vs_fastify: ['≥', 1.2], not_modified: ['≤', 0.9],
  post_cpu: ['≤', 1.6], post_vs_fastify: ['≥', 1.2], parse_validate: ['≤', 1.5],
  validate_vs_ajv: ['≤', 1], schema_vs_ajv: ['≤', 1], million: ['≤', 1.1], memory: ['≤', 1.02],
};

const reached = ([sign, aim], value) => (sign === '≤' ? value <= aim : value >= aim);

function table(lines) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) => line.map((cell, i) => (
    i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')).join('\n');
}

const figure = (value, digits) => (value === undefined || value === null
  ? '' : value.toFixed(digits));

export function print({ rows, ratios, growth, validation, memory }) {
  console.log(table([
    ['case', 'requests/s', 'p50 ms', 'p99 ms', 'httpd µs', 'PostgreSQL µs', 'peer µs',
      'client µs', 'refused'],
    ...rows.map((row) => [row.case, String(row.rps), figure(row.p50_ms, 2),
      figure(row.p99_ms, 2), figure(row.cpu_us.httpd, 1), figure(row.cpu_us.postgres, 1),
      figure(row.cpu_us.peer, 1), figure(row.cpu_us.client, 1), String(row.refused)]),
  ]));
  console.log(`\none plan, µs of one processor: jansson's bare parse ${
    validation.parse_bare_us}, parse and validation ${validation.parse_validate_us}, validation ${
    validation.validate_us}, of it the schema ${validation.schema_us}, compiled ajv ${
    validation.ajv_us.toFixed(2)}`);
  if (memory) {
    console.log(`memory of httpd: ${memory.before} kB after ${memory.warm} requests, ${
      memory.after} kB after ${memory.requests}`);
  }
  console.log(`µs on the larger database for each on the smaller: ${
    Object.entries(growth).map(([name, value]) => `${name} ${figure(value, 3)}`).join(', ')}\n`);
  console.log(table([['ratio', 'value', 'aim', ''],
    ...Object.entries(ratios).filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value.toFixed(3), `${AIMS[name][0]} ${AIMS[name][1]}`,
        reached(AIMS[name], value) ? '' : 'not reached'])]));
}
