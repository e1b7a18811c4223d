/* Compiled ajv on parsed values, for comparison with our validation:
 *   node ajv.mjs SCHEMA ROUNDS FILE…   prints microseconds for one document */
import fs from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [schemaFile, rounds, ...files] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaFile)));
const documents = files.map((file) => JSON.parse(fs.readFileSync(file)));
const spent = [];
let refused = 0;
for (let round = 0; round < Number(rounds); round++) {
  const before = process.cpuUsage();
  for (const document of documents) {
    refused += validate(document) ? 0 : 1;
  }
  const { user, system } = process.cpuUsage(before);
  spent.push((user + system) / documents.length);
}
spent.sort((a, b) => a - b);
console.log(JSON.stringify({ ajv_us: spent[Math.floor(spent.length / 2)], refused }));
