// A reporter for node:test that prints plain TAP. Node's own reporter writes
// YAML blocks under failed tests that Perl's TAP parser cannot read; here what
// went wrong is told in comment lines, to standard error as Perl's tests do:
// a harness shows those, and keeps what it reads to itself.
import { inspect } from "node:util";

/** Node's closing counts, which the plan line tells already. */
const COUNTS = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

const comment = (text) => `${text}`.split("\n").map((line) => `#   ${line}\n`)
    .join("");

function cause(error) {
    const { message, stack } = error?.cause ?? error ?? {};
    return stack ?? message ?? inspect(error);
}

export default async function* tap(events) {
    let number = 0;
    for await (const { type, data } of events) {
        if (type === "test:pass" || type === "test:fail") {
            number += 1;
            const skipped = data.skip === undefined ? ""
                : ` # SKIP ${data.skip}`;
            yield `${type === "test:pass" ? "ok" : "not ok"} ${number} - `
                + `${data.name.replaceAll("#", "\\#")}${skipped}\n`;
            if (type === "test:fail") {
                process.stderr.write(`#   Failed test '${data.name}'\n`
                    + comment(cause(data.details.error)));
            }
        } else if (type === "test:diagnostic" && !COUNTS.test(data.message)) {
            process.stderr.write(comment(data.message));
        }
    }
    yield `1..${number}\n`;
}
