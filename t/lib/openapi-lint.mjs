/* Lints API descriptions with a public linter: openapi-lint.mjs FILE…, one
 * line on standard output for each problem. Rules that are left out have
 * their reasons below; all others are errors.
 */
import { createConfig, lint } from '@redocly/openapi-core';

const leftOut = [
  // The national API has …/hoks/:id/versiot beside …/hoks/opiskeluoikeus/:oid.
  'no-ambiguous-paths',
  // What is gone has no success.
  'operation-2xx-response',
  // Rules of the document: conditions on fields that stand beside them.
  'no-illogical-composition-keywords',
  'no-required-schema-properties-undefined',
  // Forms show the description that stands beside a reference.
  'spec-ref-siblings',
  // The project says elsewhere under which licence it stands.
  'info-license',
  'info-license-strict',
];

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: Object.fromEntries(leftOut.map((rule) => [rule, 'off'])),
});

for (const file of process.argv.slice(2)) {
  for (const { severity, ruleId, message, location } of await lint({ ref: file, config })) {
    console.log(`${severity} ${ruleId} ${location[0]?.pointer ?? ''} ${message}`);
  }
}
