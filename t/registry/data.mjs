/* Reads the data files that lie beside this file. */
import fs from 'node:fs';

export const readData = (name) => JSON.parse(
  fs.readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8'));
