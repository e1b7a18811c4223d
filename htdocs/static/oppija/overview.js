// The beginning of a plan's page: where the learner is going and how far the
// plan has come, with the grounds for what is claimed.
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { codeName } from "../lib/names.js";
import { Row } from "../lib/row.js";
import * as rights from "../lib/study-rights.js";
import { Timeline } from "./timeline.js";
import { loadSizes, piecesOf, STATES, summarise } from "./progress.js";

const BAR_HEIGHT = 28;

/** `children` tell what is timely: between the progress and the timeline. */
export function Overview({ plan, right, units, address, children }) {
    return html`
        <div class="koonti">
            <${Goal} plan=${plan} right=${right} />
            <${Progress} plan=${plan} address=${address} />
        </div>
        ${children}
        <${Timeline} address=${address} units=${units} />`;
}

/** The learner's goal: career plan, qualification, title and field. */
function Goal({ plan, right }) {
    const career = plan["urasuunnitelma-koodi-uri"];
    const rows = [
        [t("oppija.tavoite.ura"), career && (codeName(career) ?? career)],
        [t("oppija.tavoite.tutkinto"), rights.qualification(right)],
        [t("oppija.tavoite.nimike"), rights.titles(right).join(", ")],
        [t("oppija.tavoite.osaamisala"), rights.fields(right).join(", ")],
    ].filter(([, text]) => text);
    return rows.length > 0 && html`<section class="laatikko"
        aria-labelledby="tavoite">
        <h2 id="tavoite">${t("oppija.tavoite.otsikko")}</h2>
        <dl class="tiedot">${rows.map(([label, text]) => html`<${Row}
            key=${label} label=${label}>${text}</${Row}>`)}</dl>
    </section>`;
}

/** Amount with its unit, such as "30 osp". */
function amountText(unit, amount) {
    return t(`oppija.maara.${unit}`, { n: format.number(amount) });
}

const percent = (share) => Math.round(share * 100);

function Progress({ plan, address }) {
    const [sizes, setSizes] = useState(null);
    useEffect(() => {
        loadSizes(plan).then(setSizes);
    }, [plan]);
    const pieces = piecesOf(plan, sizes ?? new Map());
    if (pieces.length === 0) {
        return null;
    }
    return html`<section class="laatikko edistyminen"
        aria-labelledby="edistyminen">
        <h2 id="edistyminen">${t("oppija.edistyminen.otsikko")}</h2>
        ${sizes === null
            ? html`<p class="odotus" role="status">${t("kehys.haetaan")}</p>`
            : html`<${Known} summary=${summarise(plan, pieces)}
                pieces=${pieces} address=${address} />`}
    </section>`;
}

function Known({ summary, pieces, address }) {
    const { total, unit, byState, unknown } = summary;
    const [done] = byState;
    return html`
        <p class="ingressi">${t("oppija.edistyminen.lause", {
            valmis: amountText(unit, done.amount),
            kaikki: amountText(unit, total),
            osuus: format.number(percent(done.share)) })}</p>
        <${Bar} byState=${byState} />
        <ul class="selitteet">${byState.map(({ state, amount, share }) => html`
            <li key=${state}><svg class="merkki" width="16" height="16"
                aria-hidden="true"><rect class=${`vaihe-${state}`} x="1" y="1"
                width="14" height="14" /></svg>
            ${t(`oppija.vaihe.${state}`)}: ${amountText(unit, amount)}
            ${` (${t("oppija.prosenttia", {
                n: format.number(percent(share)) })})`}</li>`)}</ul>
        ${unknown.length > 0 && unit !== "kpl" && html`<p class="pieni">
            ${t("oppija.edistyminen.tuntematon", { osat: unknown.map((piece) =>
                piece.title ?? piece.unitTitle).join(", ") })}</p>`}
        <details class="perustelu">
            <summary>${t("oppija.edistyminen.miten")}</summary>
            <p>${t("oppija.edistyminen.selitys")}</p>
            <p>${t(`oppija.edistyminen.painotus-${unit}`)}</p>
            <${Grounds} pieces=${pieces} unit=${unit} address=${address} />
        </details>`;
}

/** One bar of all states; the list below it says the same in words. */
function Bar({ byState }) {
    let x = 0;
    return html`<svg class="palkki" width="100%" height=${BAR_HEIGHT}
        aria-hidden="true">${byState.filter(({ share }) => share > 0)
        .map(({ state, share }) => {
            const from = x;
            x += share * 100;
            return html`<rect key=${state} class=${`vaihe-${state}`} y="1"
                x=${`${from}%`} width=${`${share * 100}%`}
                height=${BAR_HEIGHT - 2} />`;
        })}</svg>`;
}

/** Every piece with the date that put it where it is. */
function Grounds({ pieces, unit, address }) {
    const inOrder = STATES.flatMap((state) =>
        pieces.filter((piece) => piece.state === state));
    return html`<div class="taulukko" tabindex="0" role="region"
        aria-label=${t("oppija.edistyminen.taulukko")}><table>
        <thead><tr><th scope="col">${t("oppija.sarake.osa")}</th>
            <th scope="col">${t("oppija.sarake.laajuus")}</th>
            <th scope="col">${t("oppija.sarake.vaihe")}</th>
            <th scope="col">${t("oppija.sarake.peruste")}</th></tr></thead>
        <tbody>${inOrder.map((piece) => html`<tr>
            <th scope="row"><a href=${`${address}/${piece.id}`}>
                ${piece.title ?? piece.unitTitle}</a>
                ${piece.unitTitle && piece.title && html`<span class="pieni">
                    ${piece.unitTitle}</span>`}</th>
            <td>${piece.size === null ? t("oppija.ei-tiedossa")
                : amountText(unit === "kpl" ? "osp" : unit, piece.size)}</td>
            <td>${t(`oppija.vaihe.${piece.state}`)}</td>
            <td>${t(`oppija.peruste.${piece.ground}`)}
                ${piece.day && ` ${format.day(piece.day)}`}</td>
        </tr>`)}</tbody>
    </table></div>`;
}
