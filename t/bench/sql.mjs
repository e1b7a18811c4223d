/* The service's own statements, by name, as they stand in modules/db/sql.c. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));

export function statementTexts() {
  const out = execFileSync('perl', ['t/sql/statements.pl'],
    { cwd: top, encoding: 'utf8', maxBuffer: 1 << 24 });
  return new Map([...out.matchAll(/^PREPARE (\w+) AS ([^]*?);$/gm)].map(
    ([, name, text]) => [name, text]));
}

/* The statement with each $n replaced by what `put` says for n. */
export function fill(text, put) {
  return text.replace(/\$(\d+)/g, (all, number) => {
    if (!(number in put)) {
      throw new Error(`nothing stands for ${all}`);
    }
    return put[number];
  });
}
