// One operation of the API: what it takes and answers, as a curl command, and
// trying it out.
import { html, useState } from "../lib/html.js";
import { lang, t } from "../lib/text.js";
import { curlOf, exampleOf, parametersOf, requestOf, resolve, send }
    from "./request.js";

const summaryOf = (operation) =>
    operation["x-summary"]?.[lang()] ?? operation.summary;

/** Whether a reader's search words all stand in an operation. */
export function matches(words, { method, path, operation }) {
    const text = [method, path, operation.summary, operation.operationId,
        ...Object.values(operation["x-summary"] ?? {})].join(" ")
        .toLowerCase();
    return words.every((word) => text.includes(word));
}

export function Operation({ api, row, caller }) {
    const { method, path, operation } = row;
    const [isOpen, setOpen] = useState(
        location.hash === `#${operation.operationId}`);
    return html`<details id=${operation.operationId} open=${isOpen}
        class=${operation.deprecated ? "kutsu poistunut" : "kutsu"}
        onToggle=${(event) => setOpen(event.target.open)}>
        <summary>
            <span class="menetelma">${method}</span>
            <span class="polku">${path}</span>
            <h3>${summaryOf(operation)}</h3>
        </summary>
        ${isOpen && html`<${Details} api=${api} row=${row} caller=${caller} />`}
    </details>`;
}

function Details({ api, row, caller }) {
    const { operation } = row;
    const kinds = operation["x-kayttajalajit"];
    return html`<div>
        ${operation.description && html`<p lang="en">${operation.description}</p>`}
        <p>${kinds.length === 0 ? t("rajapinta.kaikille")
            : t("rajapinta.kenelle", { lajit: kinds.join(", ") })}</p>
        <${Answers} api=${api} operation=${operation} />
        <${Codes} codes=${operation["x-virheet"]} />
        <${TryOut} api=${api} row=${row} caller=${caller} />
    </div>`;
}

function Answers({ api, operation }) {
    const schema = operation.requestBody
        ?.content["application/json"].schema.$ref;
    return html`
        ${schema && html`<p><a href=${`/ehoks-virkailija-backend/doc/${schema}`}>
            ${t("rajapinta.skeema")}</a></p>`}
        <h4>${t("rajapinta.vastaukset")}</h4>
        <div class="taulukko"><table><tbody>
            ${Object.entries(operation.responses).map(([status, response]) => html`
                <tr><td>${status}</td>
                <td lang="en">${resolve(api, response).description}</td></tr>`)}
        </tbody></table></div>`;
}

function Codes({ codes }) {
    return html`<h4>${t("rajapinta.virhekoodit")}</h4>
        <ul class="koodit">${codes.map((code) => html`
            <li><a href=${`#virhe-${code}`}><code>${code}</code></a></li>`)}</ul>`;
}

/** The example of the body as indented text. */
function bodyOf(operation) {
    const example = operation.requestBody?.content["application/json"].example;
    return example === undefined ? "" : JSON.stringify(example, null, 2);
}

function TryOut({ api, row, caller }) {
    const { operation } = row;
    const parameters = parametersOf(api, operation)
        .filter(({ name }) => name !== "Caller-Id");
    const [values, setValues] = useState(Object.fromEntries(
        parameters.map((one) => [one.name, exampleOf(one)])));
    const [body, setBody] = useState(bodyOf(operation));
    const [answer, setAnswer] = useState(null);
    const request = requestOf(api, { ...row, values, body, ...caller });
    const run = async (event) => {
        event.preventDefault();
        setAnswer({ waiting: true });
        try {
            setAnswer(await send(request));
        } catch (error) {
            setAnswer({ failed: String(error) });
        }
    };
    return html`<form onSubmit=${run}>
        <h4>${t("rajapinta.kokeile")}</h4>
        ${parameters.map((one) => html`<${Field} parameter=${one}
            value=${values[one.name]} onValue=${(value) =>
                setValues((now) => ({ ...now, [one.name]: value }))} />`)}
        ${operation.requestBody && html`<label class="kentta">
            <span>${t("rajapinta.runko")}</span>
            <textarea spellcheck=${false} value=${body}
                onInput=${(event) => setBody(event.target.value)} />
        </label>`}
        <pre aria-label="curl">${curlOf(request, location.origin,
            operation["x-kayttajalajit"].length > 0)}</pre>
        <button type="submit" class="painike">${t("rajapinta.laheta")}</button>
        <${Answer} answer=${answer} />
    </form>`;
}

function Field({ parameter, value, onValue }) {
    const { name, description, required, schema } = parameter;
    return html`<label class="kentta">
        <code>${name}</code>${required ? " *" : ""}
        <span lang="en">${parameter.in}: ${description}
            ${schema?.enum && ` (${schema.enum.join(", ")})`}</span>
        <input type="text" spellcheck=${false} autocomplete="off" value=${value}
            required=${parameter.in === "path"}
            onInput=${(event) => onValue(event.target.value)} />
    </label>`;
}

function Answer({ answer }) {
    return html`<div role="status">
        ${answer?.waiting && html`<p>${t("rajapinta.odotetaan")}</p>`}
        ${answer?.failed && html`<p>${t("rajapinta.ei-vastausta",
            { syy: answer.failed })}</p>`}
        ${answer?.status && html`
            <p><strong>${answer.status}</strong></p>
            <pre>${[...answer.headers, "", answer.body].join("\n")}</pre>`}
    </div>`;
}
