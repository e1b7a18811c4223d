// Facts of the running stack, from the file that EHOKS_STACK_ENV names
// (default var/test/stack.env): lines NAME=value, quoted as a shell would.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url))
    .replace(/\/$/, "");

function readFacts() {
    const file = process.env.EHOKS_STACK_ENV ?? `${ROOT}/var/test/stack.env`;
    if (!existsSync(file)) {
        throw new Error(`no running stack: ${file} is missing`
            + " (t/run-tests starts one)");
    }
    const facts = {};
    for (const line of readFileSync(file, "utf8").split("\n")) {
        const [, name, value] = /^(?:export )?(\w+)=(.*)$/.exec(line) ?? [];
        if (name) {
            facts[name] = value.replace(/^(['"])(.*)\1$/, "$2")
                .replace(/\\(.)/g, "$1");
        }
    }
    return facts;
}

export const stack = readFacts();
export const SITE = `http://localhost:${stack.PORT}`;
export const PROVIDER = `http://localhost:${stack.OP_PORT}`;
