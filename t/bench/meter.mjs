/* Who spends how much processor time: the clocks of whole process families,
 * read from /proc before and after a load. What ended meanwhile counts too,
 * because its parent holds the time of the children it has waited for. */
import fs from 'node:fs';
import { execFileSync } from 'node:child_process';

const TICK_US = 1e6 / Number(execFileSync('getconf', ['CLK_TCK']));

function stat(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
  } catch {
    return null; // it has ended
  }
}

function parents() {
  const found = new Map();
  for (const name of fs.readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) && stat(name);
    if (fields) {
      found.set(Number(name), fields[1]);
    }
  }
  return found;
}

/* The process and all below it. */
export function family(root) {
  const known = parents();
  const members = [root];
  for (const member of members) {
    for (const [pid, parent] of known) {
      if (parent === member) {
        members.push(pid);
      }
    }
  }
  return members;
}

/* Processor time that the family has used so far, in microseconds. */
export function spent(root) {
  let ticks = 0;
  for (const pid of family(root)) {
    const fields = stat(pid);
    if (fields) {
      ticks += fields[11] + fields[12] + fields[13] + fields[14];
    }
  }
  return ticks * TICK_US;
}

/* Memory that the family holds alone (shared pages counted once, by their
 * shares), in kilobytes. */
export function memory(root) {
  let kilobytes = 0;
  for (const pid of family(root)) {
    try {
      const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)[1]);
    } catch {
      // it has ended
    }
  }
  return kilobytes;
}
