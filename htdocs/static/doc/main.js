// The page of the API: every operation with a try-out and as a curl command,
// and the catalogue of errors; open to everybody. What it shows is what the
// service says of itself (openapi.json and virheet).
import { html, useEffect, useMemo, useState } from "../lib/html.js";
import { lang, t } from "../lib/text.js";
import { Errors, matchesError } from "./errors.js";
import { Operation, matches } from "./operation.js";
import { DOC, fetchJson, showPage } from "./page.js";

const ERRORS = "/ehoks-virkailija-backend/api/v1/virheet";

async function load() {
    const [api, catalogue] = await Promise.all(
        [fetchJson(`${DOC}/openapi.json`), fetchJson(ERRORS)]);
    return { api, errors: catalogue.data };
}

/** The operations in the order of the description, by tag. */
function groupsOf(api) {
    const rows = Object.entries(api.paths).flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) =>
            ({ method: method.toUpperCase(), path, operation })));
    return api.tags.map((tag) => ({ tag,
        rows: rows.filter(({ operation }) => operation.tags[0] === tag.name) }));
}

/** Opens what the fragment of the address names and goes there. */
function goToFragment() {
    const target = document.getElementById(
        decodeURIComponent(location.hash.slice(1)));
    if (target) {
        target.open = true;
        target.scrollIntoView();
        target.querySelector("summary")?.focus({ preventScroll: true });
    }
}

function Content({ loaded }) {
    const { api, errors } = loaded;
    useEffect(() => {
        goToFragment();
        addEventListener("hashchange", goToFragment);
        return () => removeEventListener("hashchange", goToFragment);
    }, []);
    const [caller, setCaller] = useState({ token: "",
        callerId: "1.2.246.562.10.00000000001.ehoks.rajapintasivu" });
    const [search, setSearch] = useState("");
    const groups = useMemo(() => groupsOf(api), [api]);
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const found = groups.map(({ tag, rows }) => ({ tag,
        rows: rows.filter((row) => matches(words, row)) }))
        .filter(({ rows }) => rows.length > 0);
    return html`
        <${Links} />
        <${Caller} caller=${caller} onCaller=${setCaller} />
        <label class="kentta"><span>${t("rajapinta.haku")}</span>
            <input type="search" value=${search}
                onInput=${(event) => setSearch(event.target.value)} /></label>
        ${found.map(({ tag, rows }) => html`<section class="ryhma"
            key=${tag.name} aria-labelledby=${`ryhma-${tag.name}`}>
            <h2 id=${`ryhma-${tag.name}`}>
                ${lang() === "fi" ? tag["x-kuvaus"].fi : tag.description}</h2>
            ${rows.map((row) => html`<${Operation} api=${api} row=${row}
                key=${row.operation.operationId} caller=${caller} />`)}
        </section>`)}
        <${Errors} entries=${errors.filter((one) =>
            matchesError(words, one))} />`;
}

function Links() {
    return html`<ul>
        <li><a href=${`${DOC}/openapi.json`}>openapi.json</a>
            ${" – "}${t("rajapinta.openapi")}</li>
        <li><a href=${`${DOC}/hoks.schema.json`}>hoks.schema.json</a>
            ${" – "}${t("rajapinta.hoks-skeema")}</li>
        <li><a href=${`${DOC}/schema/post.schema.json`}>schema/post.schema.json</a>,
            ${" "}<a href=${`${DOC}/schema/put.schema.json`}>put</a>,
            ${" "}<a href=${`${DOC}/schema/patch.schema.json`}>patch</a>,
            ${" "}<a href=${`${DOC}/schema/get.schema.json`}>get</a>
            ${" – "}${t("rajapinta.skeemat")}</li>
        <li><a href=${`${DOC}/oikeudet`}>${t("rajapinta.oikeudet")}</a></li>
        <li><a href="#virheet">${t("rajapinta.virheet")}</a></li>
    </ul>`;
}

/** Who calls: kept as long as the page is open, and nowhere else. */
function Caller({ caller, onCaller }) {
    const set = (name) => (event) =>
        onCaller({ ...caller, [name]: event.target.value.trim() });
    return html`<div class="kutsuja">
        <p>${t("rajapinta.kutsuja")}</p>
        <label class="kentta"><span>${t("rajapinta.avain")}</span>
            <input type="password" autocomplete="off" value=${caller.token}
                onInput=${set("token")} /></label>
        <label class="kentta"><span>Caller-Id</span>
            <input type="text" autocomplete="off" value=${caller.callerId}
                onInput=${set("callerId")} /></label>
    </div>`;
}

await showPage("rajapinta", { load, Content, texts: {
    title: "rajapinta.otsikko",
    introduction: "rajapinta.johdanto",
    waiting: "rajapinta.odotetaan",
    failed: "rajapinta.ei-vastausta",
} });
