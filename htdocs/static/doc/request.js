// From an operation of the description and what the reader filled in to a
// request: its address and headers, the same as a curl command, and sending.

/** What a reference means; anything else is itself. */
export function resolve(api, value) {
    if (!value?.$ref?.startsWith("#/")) {
        return value;
    }
    return value.$ref.slice(2).split("/")
        .reduce((target, key) => target?.[key], api);
}

/** The parameters of an operation, references put in. */
export function parametersOf(api, operation) {
    return (operation.parameters ?? []).map((one) => resolve(api, one));
}

/** What stands in a field before the reader changes it. */
export function exampleOf(parameter) {
    const isNeeded = parameter.in === "path"
        || (parameter.in === "query" && parameter.required);
    const { example } = parameter;
    return isNeeded && example !== undefined ? [example].flat().join(",") : "";
}

/** The address and headers of a request; values are texts by name. */
export function requestOf(api, { method, path, operation, values, token,
    callerId, body }) {
    const headers = {};
    const query = new URLSearchParams();
    let address = path;
    for (const parameter of parametersOf(api, operation)) {
        const { name, schema } = parameter;
        const value = name === "Caller-Id" ? callerId : values[name] ?? "";
        if (parameter.in === "path") {
            address = address.replace(`{${name}}`, encodeURIComponent(value));
        } else if (value !== "" && parameter.in === "header") {
            headers[name] = value;
        } else if (value !== "") {
            const list = schema?.type === "array" ? value.split(",") : [value];
            list.forEach((one) => query.append(name, one));
        }
    }
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    if (operation.requestBody) {
        headers["Content-Type"] = "application/json";
    }
    const asked = query.toString();
    return { method, url: address + (asked && `?${asked}`), headers,
        body: operation.requestBody ? body : undefined };
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The request as a command. The token stands in it by a name only. */
export function curlOf({ method, url, headers, body }, origin, withToken) {
    const lines = [`curl -X ${method} ${quoted(origin + url)}`];
    if (withToken) {
        lines.push('-H "Authorization: Bearer $TOKEN"');
    }
    for (const [name, value] of Object.entries(headers)) {
        if (name !== "Authorization") {
            lines.push(`-H ${quoted(`${name}: ${value}`)}`);
        }
    }
    if (body !== undefined) {
        lines.push(`-d ${quoted(body)}`);
    }
    return lines.join(" \\\n  ");
}

const SHOWN = ["content-type", "etag", "location", "retry-after",
    "www-authenticate"];

/** Sends a request and gives {status, headers, body} as texts. */
export async function send({ method, url, headers, body }) {
    const response = await fetch(url, { method, headers, body,
        redirect: "manual", cache: "no-store" });
    const text = await response.text();
    let shown = text;
    try {
        shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        // Shown as it came.
    }
    return {
        status: response.status,
        headers: SHOWN.filter((name) => response.headers.has(name))
            .map((name) => `${name}: ${response.headers.get(name)}`),
        body: shown,
    };
}
