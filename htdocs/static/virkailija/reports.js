// The reports: plans whose study right is gone, and workplace periods that
// lack something. Names instead of codes, sorting, totals, and files.
import { html, useState } from "../lib/html.js";
import { count, t } from "../lib/text.js";
import { get } from "../lib/api.js";
import { download } from "../lib/csv.js";
import * as format from "../lib/format.js";
import { Failure, Loading } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { codeName, learnNames, organisationName } from "../lib/names.js";
import { Pager, SortHeader } from "./table.js";

const AT_ONCE = 500;
const MOST_ROWS = 10000;
const PAGE_SIZE = 25;
const DAYS_BACK = 365;

/** Every row of a report, fetched in pieces. */
async function allRows(address, query) {
    const rows = [];
    let total = Infinity;
    for (let page = 0; rows.length < Math.min(total, MOST_ROWS); page += 1) {
        const asked = new URLSearchParams({ ...query, pagesize: AT_ONCE,
            pageindex: page });
        const { count: all, result } = await get(`${address}?${asked}`);
        total = all;
        rows.push(...result);
        if (result.length === 0) {
            break;
        }
    }
    return rows;
}

const learnerNames = new Map();

/** Learns the names of the learners in some rows; who has none keeps a number. */
async function learnLearners(rows) {
    const missing = [...new Set(rows.map(({ oppijaOid }) => oppijaOid))]
        .filter((oid) => oid && !learnerNames.has(oid));
    await Promise.all(missing.map(async (oid) => {
        const told = await get(`virkailija/oppijat/${oid}`).catch(() => null);
        learnerNames.set(oid, told?.nimi ?? oid);
    }));
}

const learner = ({ oppijaOid, oppijanNimi }) => oppijanNimi
    ?? learnerNames.get(oppijaOid) ?? oppijaOid;
const plan = ({ oppijaOid, hoksId }) => html`<a
    href=${`#/oppija/${oppijaOid}/${hoksId}`}>${hoksId}</a>`;
const school = ({ oppilaitosOid }) => oppilaitosOid
    ? organisationName(oppilaitosOid) ?? oppilaitosOid : "";
const day = (key) => (row) => row[key] ? format.day(row[key]) : "";

/** Columns: name, text of a cell, and what stands in it when not the text. */
const reports = {
    "puuttuvat-oikeudet": {
        hasDates: false,
        load: (oid) => allRows(`virkailija/missing-oo-hoksit/${oid}`, {}),
        columns: [
            { name: "oppija", text: learner },
            { name: "hoks", text: ({ hoksId }) => hoksId, cell: plan },
            { name: "opiskeluoikeus", text: (row) => row.opiskeluoikeusOid },
            { name: "oppilaitos", text: school },
        ],
    },
    tyopaikkajaksot: {
        hasDates: true,
        load: (oppilaitos, { start, end, kaikki }) => allRows(
            "virkailija/tep-jakso-raportti",
            { tutkinto: "{}", oppilaitos, start, end, kaikki }),
        columns: [
            { name: "oppija", text: learner },
            { name: "hoks", text: ({ hoksId }) => hoksId, cell: plan },
            { name: "tyopaikka", text: (row) => [row.tyopaikanNimi, row.ytunnus]
                .filter(Boolean).join(", ") },
            { name: "ohjaaja", text: (row) => [row.ohjaajaNimi,
                row.ohjaajaEmail, row.ohjaajaPuhelinnumero]
                .filter(Boolean).join(", ") },
            { name: "alkaa", text: day("alkupvm"), key: "alkupvm" },
            { name: "paattyy", text: day("loppupvm"), key: "loppupvm" },
            { name: "hankkimistapa", text: (row) =>
                codeName(row.hankkimistapaTyyppi) ?? row.hankkimistapaTyyppi },
            { name: "tyoaika", key: "osaAikaisuus", text: (row) =>
                row.osaAikaisuus ? `${row.osaAikaisuus} %` : "" },
            { name: "perusta", text: (row) => row.oppisopimuksenPerusta
                ? codeName(row.oppisopimuksenPerusta)
                    ?? row.oppisopimuksenPerusta : "" },
            { name: "oppilaitos", text: school },
        ],
    },
};

export function Page({ school: oid, route }) {
    const name = route.path[1] in reports ? route.path[1] : null;
    return name ? html`<${Report} key=${name} name=${name} school=${oid} />`
        : html`<h1 tabindex="-1">${t("virkailija.raportti.otsikko")}</h1>
        <ul class="suunnitelmat">${Object.keys(reports).map((one) => html`<li>
            <article class="suunnitelma">
                <h2><a href=${`#/raportit/${one}`}>
                    ${t(`virkailija.raportti.${one}`)}</a></h2>
                <p>${t(`virkailija.raportti.kuvaus.${one}`)}</p>
            </article></li>`)}</ul>`;
}

/** A day some days before another. */
function before(iso, days) {
    const date = new Date(`${iso}T12:00:00Z`);
    date.setUTCDate(date.getUTCDate() - days);
    return date.toISOString().slice(0, 10);
}

function Report({ name, school: oid }) {
    const report = reports[name];
    const [dates, setDates] = useState({
        start: before(format.today(), DAYS_BACK), end: format.today(),
        kaikki: false });
    const { data, error, isLoading, retry } = useLoad(async () => {
        const rows = await report.load(oid, dates);
        await learnNames(rows.flatMap((row) => [row.oppilaitosOid,
            { "koodi-uri": row.hankkimistapaTyyppi },
            { "koodi-uri": row.oppisopimuksenPerusta }]));
        return rows;
    }, [name, oid, JSON.stringify(dates)]);
    return html`
        <p class="paluu"><a href="#/raportit">
            ${t("virkailija.raportti.kaikki")}</a></p>
        <h1 tabindex="-1">${t(`virkailija.raportti.${name}`)}</h1>
        <p class="koulu">${organisationName(oid) ?? oid}</p>
        <p>${t(`virkailija.raportti.kuvaus.${name}`)}</p>
        ${report.hasDates && html`<${Dates} dates=${dates}
            onChange=${setDates} />`}
        ${error ? html`<${Failure} error=${error} retry=${retry} />`
        : data ? html`<${Rows} name=${name} rows=${data} isLoading=${isLoading} />`
            : html`<${Loading} />`}`;
}

function Dates({ dates, onChange }) {
    return html`<div class="suodattimet">
        ${["start", "end"].map((which) => html`<label key=${which}>
            <span>${t(`virkailija.raportti.paiva.${which}`)}</span>
            <input type="date" name=${which} value=${dates[which]}
                onChange=${(event) => event.target.value && onChange({ ...dates,
                    [which]: event.target.value })} /></label>`)}
        <label class="rivilla"><input type="checkbox" name="kaikki"
            checked=${dates.kaikki} onChange=${(event) => onChange({ ...dates,
                kaikki: event.target.checked })} />
            <span>${t("virkailija.raportti.kaikki-jaksot")}</span></label>
    </div>`;
}

function Rows({ name, rows, isLoading }) {
    const { columns } = reports[name];
    const [sort, setSort] = useState({ at: 0, isDescending: false });
    const [page, setPage] = useState(1);
    const [, setNamed] = useState(0);
    const column = columns[sort.at];
    const sortText = (row) => column.key ? row[column.key] ?? ""
        : column.text(row) ?? "";
    const sorted = [...rows].sort((a, b) => {
        const [x, y] = [sortText(a), sortText(b)];
        const order = typeof x === "number" ? x - y
            : String(x).localeCompare(String(y));
        return sort.isDescending ? -order : order;
    });
    const shown = sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    // Sorting by name needs every name; else those in sight are enough.
    useLoad(async () => {
        await learnLearners(shown);
        setNamed((n) => n + 1);
    }, [shown.map(({ hoksId }) => hoksId).join()]);
    const save = async () => {
        await learnLearners(rows);
        download(`${name}.csv`, [columns.map((one) =>
            t(`virkailija.raportti.sarake.${one.name}`)),
        ...sorted.map((row) => columns.map((one) => one.text(row)))]);
    };
    const sortBy = async (at) => {
        if (columns[at].name === "oppija") {
            await learnLearners(rows);
        }
        setSort({ at, isDescending: at === sort.at && !sort.isDescending });
        setPage(1);
    };
    return html`
        <div class="tulosrivi">
            <p role="status">${isLoading ? t("kehys.haetaan")
                : count("virkailija.raportti.riveja", rows.length)}</p>
            <button type="button" disabled=${rows.length === 0} onClick=${save}>
                ${t("virkailija.haku.csv")}</button>
        </div>
        ${rows.length > 0 && html`<${ReportTable} name=${name} rows=${shown}
            columns=${columns} sort=${sort} sortBy=${sortBy} />
            <${Pager} page=${page} onPage=${setPage}
                pages=${Math.ceil(rows.length / PAGE_SIZE)} />`}`;
}

function ReportTable({ name, rows, columns, sort, sortBy }) {
    const direction = sort.isDescending ? "descending" : "ascending";
    return html`<table class="taulukko">
        <caption class="piilossa">${t(`virkailija.raportti.${name}`)}</caption>
        <thead><tr>${columns.map((one, at) => html`<${SortHeader} key=${one.name}
            text=${t(`virkailija.raportti.sarake.${one.name}`)}
            direction=${at === sort.at ? direction : null}
            onSort=${() => sortBy(at)} />`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>
            <th scope="row"><a href=${`#/oppija/${row.oppijaOid}`}>
                ${learner(row)}</a></th>
            ${columns.slice(1).map((one) => html`<td
                class=${one.key?.endsWith("pvm") ? "paiva" : null}
                data-otsikko=${t(`virkailija.raportti.sarake.${one.name}`)}>
                ${(one.cell ?? one.text)(row)}</td>`)}
        </tr>`)}</tbody>
    </table>`;
}
