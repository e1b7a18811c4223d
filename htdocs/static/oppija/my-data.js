// The learner's own data: what has changed since the last visit, who has
// looked, what is shared and how it was used, the calendar, and all of it as
// a file.
import { html, useState } from "../lib/html.js";
import { localised, t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { call } from "../lib/api.js";
import { Calendar } from "../lib/calendar.js";
import { Loading } from "../lib/frame.js";
import { codeName } from "../lib/names.js";
import { problemText } from "../lib/problem.js";
import { useLoad } from "../lib/load.js";

const LOOKS_AT_ONCE = 50;

export function MyData() {
    return html`<h1 tabindex="-1">${t("oppija.omat.otsikko")}</h1>
        <p class="ingressi">${t("oppija.omat.johdanto")}</p>
        <${Changes} /><${Looks} /><${Shares} />
        <${Calendar} path="oppija/kalenteri" />
        <${Download} />`;
}

/** A section with what was loaded, or what went wrong. */
function Section({ name, loaded, children }) {
    const { error, isLoading, retry } = loaded;
    return html`<section class="omat" aria-labelledby=${name}>
        <h2 id=${name} tabindex="-1">${t(`oppija.omat.${name}`)}</h2>
        ${error ? html`<p class="virhe" role="alert">${problemText(error)}</p>
            <p><button type="button" onClick=${retry}>
                ${t("virhe.uudelleen")}</button></p>`
            : isLoading && !loaded.data ? html`<${Loading} />` : children}
    </section>`;
}

/** Who: the role and the organisation, never a person. */
function whoText(who) {
    return [localised(who?.rooli), localised(who?.organisaatio?.nimi)
        ?? who?.organisaatio?.oid].filter(Boolean).join(", ");
}

const planText = (plan) => localised(plan?.["tutkinto-nimi"]);

function Changes() {
    const loaded = useLoad(() => call("GET", "oppija/omat-tiedot/muutokset"), []);
    const { data: changes = [], meta } = loaded.data ?? {};
    return html`<${Section} name="muutokset" loaded=${loaded}>
        <p>${meta?.alkaen ? t("oppija.omat.muutokset-alkaen",
        { hetki: format.moment(meta.alkaen) })
        : t("oppija.omat.muutokset-ensi")}</p>
        ${meta?.alkaen && changes.length === 0 && html`<p>
            ${t("oppija.omat.muutokset-ei")}</p>`}
        <ul class="tapahtumat">${changes.map((change, i) => html`<li key=${i}>
            <strong>${format.moment(change.aika)}</strong>
            <div>${[localised(change.mita), planText(change.suunnitelma),
                whoText(change.kuka)].filter(Boolean).join(" – ")}</div>
            ${change.muutokset.length > 0 && html`<ul>
                ${change.muutokset.map((one) => html`<li key=${one.kohta}>
                    ${placeText(one)}</li>`)}</ul>`}
        </li>`)}</ul>
    </${Section}>`;
}

function placeText(change) {
    const place = (change.paikka ?? []).map(localised).filter(Boolean)
        .join(" › ") || change.kohta;
    const value = (one) => (typeof one === "boolean"
        ? t(one ? "arvo.kylla" : "arvo.ei")
        : /^\d{4}-\d\d-\d\d$/.test(one) ? format.day(one)
            : codeName(one) ?? String(one));
    const told = [change.vanha, change.uusi].map((one) =>
        (one === undefined ? null : value(one)));
    return told.every((one) => one === null) ? place
        : `${place}: ${told.map((one) => one ?? "–").join(" → ")}`;
}

function Looks() {
    const [pages, setPages] = useState([]);
    const path = `oppija/omat-tiedot/katselut?maara=${LOOKS_AT_ONCE}`;
    const loaded = useLoad(() => call("GET", path), []);
    const [failure, setFailure] = useState(null);
    const all = [loaded.data, ...pages].filter(Boolean);
    const next = all.at(-1)?.meta?.jalkeen;
    const more = async () => {
        try {
            const page = await call("GET", `${path}&jalkeen=${next}`);
            setPages((now) => [...now, page]);
            setFailure(null);
        } catch (error) {
            setFailure(error);
        }
    };
    const looks = all.flatMap(({ data }) => data);
    return html`<${Section} name="katselut" loaded=${loaded}>
        <p>${t("oppija.omat.katselut-teksti")}</p>
        ${looks.length === 0 ? html`<p>${t("oppija.omat.katselut-ei")}</p>`
            : html`<div class="taulukko" tabindex="0" role="region"
            aria-labelledby="katselut"><table>
            <thead><tr>${["aika", "kuka", "mita", "suunnitelma"].map((name) =>
                html`<th scope="col" key=${name}>
                    ${t(`oppija.sarake.${name}`)}</th>`)}</tr></thead>
            <tbody>${looks.map((look, i) => html`<tr key=${i}>
                <td>${format.moment(look.aika)}</td>
                <td>${whoText(look.kuka)}</td>
                <td>${localised(look.mita)}</td>
                <td>${planText(look.suunnitelma) ?? "–"}</td></tr>`)}</tbody>
        </table></div>`}
        ${failure && html`<p class="virhe" role="alert">
            ${problemText(failure)}</p>`}
        ${next && html`<p><button type="button" onClick=${more}>
            ${t("oppija.omat.katselut-lisaa")}</button></p>`}
    </${Section}>`;
}

function Shares() {
    const loaded = useLoad(async () => {
        const { data } = await call("GET", "oppija/jaot/v2");
        return Promise.all(data.map(async (share) => (share.kaytetty
            ? (await call("GET", `oppija/jaot/v2/${share.id}`)).data
            : share)));
    }, []);
    const shares = loaded.data ?? [];
    return html`<${Section} name="jaot" loaded=${loaded}>
        <p>${t(shares.length ? "oppija.omat.jaot-teksti"
        : "oppija.omat.jaot-ei")}</p>
        <ul class="tapahtumat">${shares.map((share) => html`<li key=${share.id}>
            <${Share} share=${share} onEnded=${loaded.retry} /></li>`)}</ul>
    </${Section}>`;
}

function Share({ share, onEnded }) {
    const [failure, setFailure] = useState(null);
    const end = async () => {
        try {
            await call("DELETE", `oppija/jaot/v2/${share.id}`);
            onEnded();
        } catch (error) {
            setFailure(error);
        }
    };
    const name = share.nimi ?? t(`oppija.jako.tarkoitus-${share.tarkoitus}`);
    const open = ["voimassa", "tuleva"].includes(share.tila);
    return html`<strong>${name}</strong>${" "}
        <span class=${share.tila === "voimassa" ? "tila jatkuu" : "tila"}>
            ${t(`oppija.omat.jako-${share.tila}`)}</span>
        <div>${format.range(share["voimassaolo-alku"],
            share["voimassaolo-loppu"])}, ${t("oppija.omat.jako-avattu", {
            n: share.kaytetty, enintaan: share.kayttokerrat ?? "∞" })}</div>
        <div class="pieni">${share.sisalto.map((one) =>
            t(`oppija.jako.sisalto-${one}`)).join(", ")}</div>
        ${share.kaytot?.length > 0 && html`<details>
            <summary>${t("oppija.omat.jako-kaytot")}</summary>
            <ul>${share.kaytot.map((use, i) => html`<li key=${i}>
                ${format.moment(use.aika)}${use.nimi && `, ${use.nimi}`}
                ${!use.nimi && !use.organisaatiot
                    && `, ${t("oppija.omat.jako-tuntematon")}`}</li>`)}</ul>
        </details>`}
        ${failure && html`<p class="virhe" role="alert">
            ${problemText(failure)}</p>`}
        ${open && html`<p><button type="button" onClick=${end}
            aria-label=${`${t("oppija.omat.jako-lopeta")}: ${name}`}>
            ${t("oppija.omat.jako-lopeta")}</button></p>`}`;
}

/** All of it as one file, made here out of what the service tells. */
function Download() {
    const [failure, setFailure] = useState(null);
    const download = async () => {
        try {
            const { data } = await call("GET", "oppija/omat-tiedot");
            const file = new Blob([JSON.stringify(data, null, 2)],
                { type: "application/json" });
            const link = document.createElement("a");
            link.href = URL.createObjectURL(file);
            link.download = `ehoks-${format.today()}.json`;
            link.click();
            setTimeout(() => URL.revokeObjectURL(link.href), 1000);
            setFailure(null);
        } catch (error) {
            setFailure(error);
        }
    };
    return html`<section class="omat" aria-labelledby="lataus">
        <h2 id="lataus">${t("oppija.omat.lataus")}</h2>
        <p>${t("oppija.omat.lataus-teksti")}</p>
        ${failure && html`<p class="virhe" role="alert">
            ${problemText(failure)}</p>`}
        <p><button type="button" class="painike" onClick=${download}>
            ${t("oppija.omat.lataa")}</button></p>
    </section>`;
}
