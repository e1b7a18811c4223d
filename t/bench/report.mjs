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
const cpu = (row, parts = SERVERS) => parts.reduce(
  (sum, part) => sum + (row.cpu_us[part] ?? 0), 0);

/* Each ratio as the aims define it; processor time of the servers, without
 * the client. */
export function makeRatios(rows, validation, memory) {
  const row = Object.fromEntries(rows.map((each) => [each.case, each]));
  const growth = (name) => cpu(row[`${name}-large`]) / cpu(row[name]);
  return {
    get_cpu: cpu(row.get) / (cpu(row.static, ['httpd'])
      + cpu(row['pgbench-get'], ['postgres']) + cpu(row['pgbench-audit'], ['postgres'])),
    get_vs_fastify: row.get.rps / row['fastify-get'].rps,
    not_modified: cpu(row['not-modified']) / cpu(row.get),
    post_cpu: cpu(row.post) / (cpu(row['pgbench-post'], ['postgres'])
      + cpu(row['null-post'], ['httpd']) + validation.parse_bare_us),
    post_vs_fastify: row.post.rps / row['fastify-post'].rps,
    parse_validate: validation.parse_validate_us / validation.parse_bare_us,
    validate_vs_ajv: validation.validate_us / validation.ajv_us,
    million: Math.max(...['get', 'search', 'put', 'post'].map(growth)),
    memory: memory.after / memory.before,
  };
}

/* What each ratio should be: at most, or at least. */
const AIMS = {
  get_cpu: ['≤', 1.25], get_vs_fastify: ['≥', 1.2], not_modified: ['≤', 0.9],
  post_cpu: ['≤', 1.6], post_vs_fastify: ['≥', 1.2], parse_validate: ['≤', 1.5],
  validate_vs_ajv: ['≤', 1], million: ['≤', 1.1], memory: ['≤', 1.02],
};

const reached = ([sign, aim], value) => (sign === '≤' ? value <= aim : value >= aim);

function table(lines) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) => line.map((cell, i) => (
    i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')).join('\n');
}

const figure = (value, digits) => (value === undefined || value === null
  ? '' : value.toFixed(digits));

export function print({ rows, ratios, validation, memory }) {
  console.log(table([
    ['case', 'requests/s', 'p50 ms', 'p99 ms', 'httpd µs', 'PostgreSQL µs', 'peer µs',
      'client µs', 'refused'],
    ...rows.map((row) => [row.case, String(row.rps), figure(row.p50_ms, 2),
      figure(row.p99_ms, 2), figure(row.cpu_us.httpd, 1), figure(row.cpu_us.postgres, 1),
      figure(row.cpu_us.peer, 1), figure(row.cpu_us.client, 1), String(row.refused)]),
  ]));
  console.log(`\none plan, µs of one processor: jansson's bare parse ${
    validation.parse_bare_us}, parse and validation ${validation.parse_validate_us}, validation ${
    validation.validate_us}, compiled ajv ${validation.ajv_us.toFixed(2)}`);
  console.log(`memory of httpd: ${memory.before} kB after ${memory.warm} requests, ${
    memory.after} kB after ${memory.requests}\n`);
  console.log(table([['ratio', 'value', 'aim', ''],
    ...Object.entries(ratios).map(([name, value]) => [name, value.toFixed(3),
      `${AIMS[name][0]} ${AIMS[name][1]}`, reached(AIMS[name], value) ? '' : 'not reached'])]));
}
