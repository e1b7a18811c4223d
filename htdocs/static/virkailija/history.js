// The versions of a plan: who made them and when, what differs between any
// two, and a way back to an older one.
import { html, useState } from "../lib/html.js";
import { lang, t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { call, get } from "../lib/api.js";
import { changesOf } from "../lib/changes.js";
import { Confirm } from "../lib/dialog.js";
import { Fields, valueText } from "../lib/document.js";
import { Failure, Loading, Message } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { learnNames } from "../lib/names.js";
import { problemText } from "../lib/problem.js";
import { loadPlan, schoolOf } from "./data.js";
import { replaceRoute, listAddress } from "./route.js";

const REFUSED = [400, 403, 404];

export function Page({ session, route }) {
    const [, oppija, id] = route.path;
    const { data, error, retry } = useLoad(async () => {
        const [shown, versions] = await Promise.all([loadPlan(oppija, id),
            get(`virkailija/hoksit/${id}/versiot`)]);
        return { ...shown, versions };
    }, [oppija, id]);
    if (REFUSED.includes(error?.status)) {
        return html`<${Message} title=${t("suunnitelma.ei-loydy.otsikko")}
            text=${problemText(error)}>
            <p><a href=${listAddress()}>${t("virkailija.haku.takaisin")}</a></p>
        </${Message}>`;
    }
    if (error) {
        return html`<${Failure} error=${error} retry=${retry} />`;
    }
    return data ? html`<${History} session=${session} route=${route}
            reload=${retry} ...${data} />`
        : html`<${Loading} />`;
}

/** The two versions that the address asks for; the last two unless it does. */
function chosen(query, versions) {
    const newest = versions.at(-1).versio;
    const asked = (name, other) => {
        const number = Number(query.get(name));
        return versions.some(({ versio }) => versio === number) ? number : other;
    };
    const after = asked("b", newest);
    return { before: asked("a", Math.max(1, after - 1)), after };
}

function History({ session, route, plan, etag, learner, studyRights, schema,
    versions, reload }) {
    const address = `#/oppija/${learner.oid}/${plan.id}`;
    const { before, after } = chosen(route.query, versions);
    const mayWrite = session.may("write", schoolOf(plan, studyRights));
    const choose = (a, b) => replaceRoute(
        `${address}/historia?${new URLSearchParams({ a, b })}`);
    return html`
        <p class="paluu"><a href=${address}>
            ${t("virkailija.historia.suunnitelma", { nimi: learner.nimi })}
        </a></p>
        <h1 tabindex="-1">${t("virkailija.historia.otsikko")}</h1>
        <${Versions} versions=${versions} before=${before} after=${after}
            choose=${choose} session=${session} />
        <${Difference} key=${`${before}-${after}`} id=${plan.id}
            schema=${schema} before=${before} after=${after} />
        ${mayWrite && html`<${Restore} plan=${plan} etag=${etag}
            versions=${versions} reload=${reload} />`}`;
}

/** Who made a version: the reader, a system by its name, or a person. */
function maker(version, session) {
    if (version["tekija-oid"] === session.oid) {
        return t("virkailija.historia.sina");
    }
    return version.asiakas ?? version["tekija-oid"]
        ?? t("virkailija.historia.palvelu");
}

function operation(version) {
    const key = `virkailija.toiminto.${version.toiminto}`;
    const text = t(key);
    return text === key ? version.toiminto : text;
}

function Versions({ versions, before, after, choose, session }) {
    const pick = (name, value, number, onPick) => html`<label class="rivilla">
        <input type="radio" name=${name} value=${number}
            checked=${number === value} onChange=${() => onPick(number)} />
        <span class="piilossa">${t(`virkailija.historia.${name}`, {
            n: number })}</span></label>`;
    return html`<table class="taulukko">
        <caption class="piilossa">${t("virkailija.historia.otsikko")}</caption>
        <thead><tr>
            <th scope="col">${t("virkailija.historia.versio")}</th>
            <th scope="col">${t("virkailija.historia.aika")}</th>
            <th scope="col">${t("virkailija.historia.toiminto")}</th>
            <th scope="col">${t("virkailija.historia.tekija")}</th>
            <th scope="col">${t("virkailija.historia.vanha-otsikko")}</th>
            <th scope="col">${t("virkailija.historia.uusi-otsikko")}</th>
        </tr></thead>
        <tbody>${[...versions].reverse().map((version) => html`<tr
            key=${version.versio}>
            <th scope="row">${version.versio}</th>
            <td data-otsikko=${t("virkailija.historia.aika")}>
                ${format.moment(version.aika)}</td>
            <td data-otsikko=${t("virkailija.historia.toiminto")}>
                ${operation(version)}</td>
            <td data-otsikko=${t("virkailija.historia.tekija")}>
                ${maker(version, session)}</td>
            <td data-otsikko=${t("virkailija.historia.vanha-otsikko")}>
                ${pick("vanha", before, version.versio,
                    (n) => choose(n, after))}</td>
            <td data-otsikko=${t("virkailija.historia.uusi-otsikko")}>
                ${pick("uusi", after, version.versio,
                    (n) => choose(before, n))}</td>
        </tr>`)}</tbody>
    </table>`;
}

function Difference({ id, schema, before, after }) {
    const { data, error, retry } = useLoad(async () => {
        const [old, now] = await Promise.all([before, after].map((number) =>
            get(`virkailija/hoksit/${id}/versiot/${number}`)));
        await learnNames([old, now]);
        return changesOf(schema, old, now);
    }, [id, before, after, lang()]);
    const title = html`<h2>${t("virkailija.historia.muutokset", {
        vanha: before, uusi: after })}</h2>`;
    if (error) {
        return html`${title}<${Failure} error=${error} retry=${retry} />`;
    }
    if (!data) {
        return html`${title}<${Loading} />`;
    }
    return html`${title}${data.length === 0
        ? html`<p>${t("virkailija.historia.ei-muutoksia")}</p>`
        : html`<${ChangeTable} schema=${schema} changes=${data} />`}`;
}

export function ChangeTable({ schema, changes }) {
    return html`<table class="taulukko muutokset">
        <caption class="piilossa">${t("virkailija.historia.otsikko")}</caption>
        <thead><tr>
            <th scope="col">${t("virkailija.historia.kohta")}</th>
            <th scope="col">${t("virkailija.historia.ennen")}</th>
            <th scope="col">${t("virkailija.historia.jalkeen")}</th>
        </tr></thead>
        <tbody>${changes.map((change) => html`<tr>
            <th scope="row">${change.path.join(" › ")}</th>
            <td data-otsikko=${t("virkailija.historia.ennen")}><${Side}
                schema=${schema} change=${change}
                value=${change.before} /></td>
            <td data-otsikko=${t("virkailija.historia.jalkeen")}><${Side}
                schema=${schema} change=${change}
                value=${change.after} /></td>
        </tr>`)}</tbody>
    </table>`;
}

/** One side of a change: a value in words, a whole part folded up. */
export function Side({ schema, change, value }) {
    const { key, kind, entity, inner } = change;
    if (value === undefined) {
        return html`<span class="pieni">${t("virkailija.historia.ei-mitaan")}
            </span>`;
    }
    if (Array.isArray(value)) {
        return html`<ul>${value.map((item) => html`<li>${typeof item === "object"
            ? html`<${Fields} schema=${schema} entity=${entity} part=${item} />`
            : valueText(key, inner, item)}</li>`)}</ul>`;
    }
    if (typeof value === "object") {
        return html`<details><summary>${t("virkailija.historia.koko-osa")}
            </summary><${Fields} schema=${schema} entity=${entity}
            part=${value} level=${5} /></details>`;
    }
    return valueText(key, kind, value);
}

function Restore({ plan, etag, versions, reload }) {
    const [isOpen, setOpen] = useState(false);
    const older = versions.slice(0, -1).reverse();
    const [number, setNumber] = useState(older[0]?.versio);
    if (older.length === 0) {
        return null;
    }
    const restore = () => call("POST",
        `virkailija/hoksit/${plan.id}/versiot/${number}/palautus`, { etag });
    return html`<section aria-labelledby="palautus">
        <h2 id="palautus">${t("virkailija.palautus.otsikko")}</h2>
        <div class="tulosrivi">
            <label class="rivilla"><span>${t("virkailija.historia.versio")}</span>
                <select value=${number} onChange=${(event) =>
                    setNumber(Number(event.target.value))}>
                    ${older.map(({ versio, aika }) => html`<option
                        value=${versio}>${versio} · ${format.moment(aika)}
                    </option>`)}
                </select></label>
            <button type="button" onClick=${() => setOpen(true)}>
                ${t("virkailija.palautus.palauta")}</button>
        </div>
        ${isOpen && html`<${Confirm} act=${restore}
            title=${t("virkailija.palautus.kysymys", { n: number })}
            action=${t("virkailija.palautus.palauta")}
            onClose=${(isDone) => {
                setOpen(false);
                if (isDone) {
                    reload();
                }
            }}>
            <p>${t("virkailija.palautus.teksti")}</p>
        </${Confirm}>`}
    </section>`;
}
