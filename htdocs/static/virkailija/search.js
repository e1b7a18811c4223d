// The list of learners with a plan in one school: filters, sorting, pages. All
// of its state stands in the address, so that going back and sharing work.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { count, lang, localised, t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { Failure, Notice } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { problemText } from "../lib/problem.js";
import { search } from "./data.js";
import { rememberList, replaceRoute } from "./route.js";
import { Pager, SortHeader } from "./table.js";

const FILTERS = ["nimi", "tutkinto", "osaamisala", "hoks-id"];
const SIZES = [10, 25, 50, 100];
const WAIT_MS = 350;
const CSV_AT_ONCE = 500;

/** The state of the list from the address. */
function stateOf(query) {
    const filters = Object.fromEntries(FILTERS.map((name) =>
        [name, query.get(name) ?? ""]));
    const size = Number(query.get("koko"));
    return {
        filters,
        order: query.get("jarjestys") ?? "nimi",
        isDescending: query.get("laskeva") === "1",
        size: SIZES.includes(size) ? size : SIZES[0],
        page: Math.max(1, Number.parseInt(query.get("sivu") ?? "1", 10) || 1),
    };
}

/** The address of a state; what is as usual is left out of it. */
function addressOf(state, school) {
    const query = new URLSearchParams({ oppilaitos: school });
    for (const [name, value] of Object.entries(state.filters)) {
        if (value.trim()) {
            query.set(name, value.trim());
        }
    }
    const set = (name, value, usual) => value !== usual
        && query.set(name, value);
    set("jarjestys", state.order, "nimi");
    set("laskeva", state.isDescending ? "1" : "", "");
    set("koko", state.size, SIZES[0]);
    set("sivu", state.page, 1);
    return `#/?${query}`;
}

/** What the API is asked (contract: api.md 6.3). */
function queryOf(state, school) {
    const filters = Object.entries(state.filters).filter(([, value]) => value);
    return {
        "oppilaitos-oid": school, ...Object.fromEntries(filters),
        locale: lang() === "en" ? "fi" : lang(),
        "order-by-column": state.order, desc: state.isDescending,
        "item-count": state.size, page: state.page - 1,
    };
}

export function SearchPage({ school, session, query }) {
    const state = stateOf(query);
    const change = (part) => replaceRoute(addressOf(
        { ...state, page: 1, ...part }, school));
    const asked = queryOf(state, school);
    rememberList(addressOf(state, school));
    const isNumber = !asked["hoks-id"] || /^\d{1,9}$/.test(asked["hoks-id"]);
    const { data, error, isLoading, retry } = useLoad(
        () => isNumber ? search(asked) : { rows: [], total: 0 },
        [JSON.stringify(asked)]);
    return html`
        <div class="otsikkorivi">
            <h1 tabindex="-1">${t("virkailija.haku.otsikko")}</h1>
            ${session.mayWrite && html`<a class="painike" href="#/uusi">
                ${t("virkailija.valikko.uusi")}</a>`}
        </div>
        <${Filters} key=${school} filters=${state.filters}
            onChange=${(filters) => change({ filters })} />
        ${error ? html`<${Failure} error=${error} retry=${retry} />`
        : html`<${Results} data=${data} isLoading=${isLoading} state=${state}
            school=${school} change=${change} />`}`;
}

/** Text fields that search by themselves a moment after the last letter. */
function Filters({ filters, onChange }) {
    const [values, setValues] = useState(filters);
    const timer = useRef(null);
    const sent = useRef(filters);
    useEffect(() => {
        // The address changed by other means: back, a link.
        if (JSON.stringify(filters) !== JSON.stringify(sent.current)) {
            sent.current = filters;
            setValues(filters);
        }
    }, [JSON.stringify(filters)]);
    useEffect(() => () => clearTimeout(timer.current), []);
    const send = (next) => {
        clearTimeout(timer.current);
        sent.current = Object.fromEntries(Object.entries(next)
            .map(([name, value]) => [name, value.trim()]));
        onChange(next);
    };
    const set = (name, value) => {
        const next = { ...values, [name]: value };
        setValues(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => send(next), WAIT_MS);
    };
    const clear = () => {
        const none = Object.fromEntries(FILTERS.map((name) => [name, ""]));
        setValues(none);
        send(none);
    };
    return html`<form class="suodattimet" role="search" onSubmit=${(event) => {
        event.preventDefault();
        send(values);
    }}>
        ${FILTERS.map((name) => html`<label key=${name}>
            <span>${t(`virkailija.haku.${name}`)}</span>
            <input type="search" name=${name} value=${values[name]}
                inputmode=${name === "hoks-id" ? "numeric" : null}
                autocomplete="off"
                onInput=${(event) => set(name, event.target.value)} />
        </label>`)}
        <button type="button" onClick=${clear}>
            ${t("virkailija.haku.tyhjenna")}</button>
    </form>`;
}

function Results({ data, isLoading, state, school, change }) {
    const total = data?.total ?? 0;
    const pages = Math.max(1, Math.ceil(total / state.size));
    return html`
        <div class="tulosrivi">
            <p role="status">${data && !isLoading
                ? count("virkailija.haku.tuloksia", total)
                : t("kehys.haetaan")}</p>
            <label class="rivilla"><span>${t("virkailija.haku.koko")}</span>
                <select value=${state.size} onChange=${(event) =>
                    change({ size: Number(event.target.value) })}>
                    ${SIZES.map((size) => html`<option value=${size}
                        selected=${size === state.size}>${size}</option>`)}
                </select></label>
            <${CsvButton} state=${state} school=${school} total=${total} />
        </div>
        ${data && total === 0 && !isLoading && html`<p>
            ${t("virkailija.haku.ei-tuloksia")}</p>`}
        ${total > 0 && html`<${Rows} rows=${data.rows} state=${state}
            change=${change} />
            <${Pager} page=${state.page} pages=${pages}
                onPage=${(page) => change({ page })} />`}`;
}

/** The columns by which the list is ordered, as the API names them. */
const COLUMNS = ["nimi", "tutkinto", "osaamisala",
    "ensikertainen-hyvaksyminen", "hoks-id"];

const day = (iso) => iso ? format.day(iso.slice(0, 10)) : "";

function Rows({ rows, state, change }) {
    const sort = (order) => change({ order,
        isDescending: order === state.order && !state.isDescending });
    return html`<table class="taulukko">
        <caption class="piilossa">${t("virkailija.haku.otsikko")}</caption>
        <thead><tr>
            ${COLUMNS.map((name) => html`<${SortHeader} key=${name}
                text=${t(`virkailija.haku.${name}`)}
                direction=${name !== state.order ? null
                    : state.isDescending ? "descending" : "ascending"}
                onSort=${() => sort(name)} />`)}
            <th scope="col">${t("lista.paivitetty")}</th>
        </tr></thead>
        <tbody>${rows.map((row) => html`<tr key=${row["hoks-id"]}>
            <th scope="row"><a href=${`#/oppija/${row.oid}`}>
                ${row.nimi}</a>
                ${row["hoksien-maara"] > 1 && html`<span class="pieni">${" "}
                    ${count("virkailija.haku.tuloksia", row["hoksien-maara"])}
                    </span>`}</th>
            <td data-otsikko=${t("virkailija.haku.tutkinto")}>
                ${localised(row["tutkinto-nimi"])}
                ${row["opiskeluoikeus-voimassa"] === false && html`${" "}<span
                    class="tila">${t("opiskeluoikeus.paattynyt")}</span>`}</td>
            <td data-otsikko=${t("virkailija.haku.osaamisala")}>
                ${localised(row["osaamisala-nimi"])}</td>
            <td class="paiva"
                data-otsikko=${t("virkailija.haku.ensikertainen-hyvaksyminen")}>
                ${day(row["ensikertainen-hyvaksyminen"])}</td>
            <td data-otsikko=${t("virkailija.haku.hoks-id")}>
                <a href=${`#/oppija/${row.oid}/${row["hoks-id"]}`}
                    aria-label=${t("virkailija.haku.avaa", {
                        id: row["hoks-id"], nimi: row.nimi })}>
                    ${row["hoks-id"]}</a></td>
            <td class="paiva" data-otsikko=${t("lista.paivitetty")}>
                ${day(row.paivitetty ?? row.muutettu)}</td>
        </tr>`)}</tbody>
    </table>`;
}

/** The whole list, not only this page of it, as a file. */
function CsvButton({ state, school, total }) {
    const [problem, setProblem] = useState(null);
    const [isRunning, setRunning] = useState(false);
    const save = async () => {
        setProblem(null);
        setRunning(true);
        try {
            const rows = [];
            for (let page = 0; page * CSV_AT_ONCE < total; page += 1) {
                const asked = { ...queryOf(state, school), page,
                    "item-count": CSV_AT_ONCE };
                rows.push(...(await search(asked)).rows);
            }
            const { download } = await import("../lib/csv.js");
            download(t("virkailija.haku.tiedosto"), [
                [...COLUMNS.map((name) => t(`virkailija.haku.${name}`)),
                    t("lista.paivitetty"),
                    t("virkailija.haku.oppijanumero"),
                    t("virkailija.haku.opiskeluoikeus")],
                ...rows.map((row) => [row.nimi,
                    localised(row["tutkinto-nimi"]),
                    localised(row["osaamisala-nimi"]),
                    day(row["ensikertainen-hyvaksyminen"]), row["hoks-id"],
                    day(row.paivitetty ?? row.muutettu),
                    row.oid, row["opiskeluoikeus-oid"]]),
            ]);
        } catch (error) {
            setProblem(error);
        }
        setRunning(false);
    };
    return html`<button type="button" disabled=${total === 0 || isRunning}
            onClick=${save}>${t("virkailija.haku.csv")}</button>
        ${problem && html`<${Notice}>${problemText(problem)}</${Notice}>`}`;
}
