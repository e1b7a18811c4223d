// The page of the API: every operation with a try-out and as a curl command,
// and the catalogue of errors; open to everybody. What it shows is what the
// service says of itself (openapi.json and virheet).
import { html, render, useEffect, useMemo, useState } from "../lib/html.js";
import { chooseLanguage, LANGUAGES, lang, rememberLanguage, setLanguage, t,
    useSection } from "../lib/text.js";
import { Errors, matchesError } from "./errors.js";
import { Operation, matches } from "./operation.js";

const DOC = "/ehoks-virkailija-backend/doc";
const ERRORS = "/ehoks-virkailija-backend/api/v1/virheet";

async function fetchJson(url) {
    const response = await fetch(url);
    if (!response.ok) {
        throw new Error(`${response.status} ${url}`);
    }
    return response.json();
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

function App() {
    const [api, setApi] = useState(null);
    const [errors, setErrors] = useState([]);
    const [failure, setFailure] = useState(null);
    const [, setShown] = useState(lang());
    useEffect(() => {
        Promise.all([fetchJson(`${DOC}/openapi.json`), fetchJson(ERRORS)])
            .then(([description, catalogue]) => {
                setApi(description);
                setErrors(catalogue.data);
            }, setFailure);
        addEventListener("hashchange", goToFragment);
        return () => removeEventListener("hashchange", goToFragment);
    }, []);
    useEffect(() => {
        document.title = `${t("rajapinta.otsikko")} – ${t("palvelu.nimi")}`;
    });
    useEffect(goToFragment, [api]);
    const changeLanguage = async (code) => {
        await setLanguage(code);
        rememberLanguage(code);
        setShown(code);
    };
    return html`
        <a class="ohitus" href="#sisalto">${t("kehys.ohita")}</a>
        <${Header} onLanguage=${changeLanguage} />
        <main id="sisalto" class="leveys" tabindex="-1">
            <h1>${t("rajapinta.otsikko")}</h1>
            <p class="ingressi">${t("rajapinta.johdanto")}</p>
            ${failure && html`<p role="alert">${t("rajapinta.ei-vastausta",
                { syy: failure.message })}</p>`}
            ${api ? html`<${Content} api=${api} errors=${errors} />`
                : !failure && html`<p role="status">${t("rajapinta.odotetaan")}</p>`}
        </main>`;
}

function Header({ onLanguage }) {
    return html`<header class="ylapalkki"><div class="leveys">
        <span class="nimi">${t("palvelu.nimi")}</span>
        <span class="selite">${t("palvelu.selite")}</span>
        <nav class="kielet" aria-label=${t("kehys.kieli")}><ul>
            ${LANGUAGES.map((code) => html`<li><button type="button" lang=${code}
                aria-pressed=${code === lang() ? "true" : "false"}
                onClick=${() => onLanguage(code)}>${t(`kieli.${code}`)}</button>
            </li>`)}
        </ul></nav>
    </div></header>`;
}

function Content({ api, errors }) {
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

useSection("rajapinta");
await setLanguage(chooseLanguage()).catch(() => {
    // Without texts the keys show; the page itself works.
});
render(html`<${App} />`, document.getElementById("sovellus"));
