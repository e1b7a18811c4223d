// The page of rights: who may do what to a plan, on what ground and by which
// law. It shows the table that the service itself decides by (oikeudet.json).
import { html } from "../lib/html.js";
import { lang, t } from "../lib/text.js";
import { DOC, fetchJson, showPage } from "./page.js";

const KINDS = ["OPPIJA", "VIRKAILIJA", "PALVELU", "TYOPAIKKA"];

const kindName = (kind) => t(`oikeudet.laji.${kind.toLowerCase()}`);
const rightName = (right) => t(`oikeudet.oikeus.${right}`);

async function load() {
    return (await fetchJson(`${DOC}/oikeudet.json`)).data;
}

/** The rows by what they allow, in the order of the table. */
function byAct(rows) {
    const acts = [...new Set(rows.map((row) => row.teko))];
    return acts.map((act) => [act, rows.filter((row) => row.teko === act)]);
}

function Content({ loaded }) {
    const { rivit, roolit } = loaded;
    return html`
        <ul>
            <li><a href=${`${DOC}/`}>${t("oikeudet.rajapinta")}</a></li>
            <li><a href=${`${DOC}/oikeudet.json`}>oikeudet.json</a>
                ${" – "}${t("oikeudet.koneluettava")}</li>
        </ul>
        ${byAct(rivit).map(([act, rows]) =>
            html`<${Act} key=${act} act=${act} rows=${rows} />`)}
        <${Roles} roles=${roolit} />`;
}

function Act({ act, rows }) {
    const allowed = new Set(rows.map((row) => row.kayttajalaji));
    const others = KINDS.filter((kind) => !allowed.has(kind)).map(kindName);
    return html`<section class="ryhma" aria-labelledby=${`teko-${act}`}>
        <h2 id=${`teko-${act}`}>${t(`oikeudet.teko.${act}`)}</h2>
        <dl class="oikeudet">${rows.map((row) => html`<div>
            <dt>${kindName(row.kayttajalaji)}</dt>
            <dd>${t(`oikeudet.perusteena.${row.peruste}`, {
                oikeus: row.oikeus ? rightName(row.oikeus) : "" })}</dd>
            <dd class="pieni">${t("oikeudet.laki", { laki: row.laki })}</dd>
        </div>`)}</dl>
        <p>${t("oikeudet.muut", { kuka:
            new Intl.ListFormat(lang(), { type: "conjunction" })
                .format(others) })}</p>
    </section>`;
}

function Roles({ roles }) {
    return html`<section class="ryhma" aria-labelledby="roolit">
        <h2 id="roolit">${t("oikeudet.roolit")}</h2>
        <p>${t("oikeudet.rooleista")}</p>
        <dl class="oikeudet">${roles.map(({ rooli, oikeudet }) => html`<div>
            <dt>${rooli}</dt>
            <dd>${oikeudet.map(rightName).join(", ")}</dd>
        </div>`)}</dl>
    </section>`;
}

await showPage("oikeudet", { load, Content, texts: {
    title: "oikeudet.otsikko",
    introduction: "oikeudet.johdanto",
    waiting: "oikeudet.odotetaan",
    failed: "oikeudet.ei-vastausta",
} });
