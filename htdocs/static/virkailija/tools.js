// Tools of the service's own super users: figures, and work that is started by
// hand. Each tells what it does, asks first where something would be lost,
// and says how it went.
import { html, useState } from "../lib/html.js";
import { localised, t } from "../lib/text.js";
import { call, get } from "../lib/api.js";
import * as format from "../lib/format.js";
import { Confirm } from "../lib/dialog.js";
import { Message } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { problemText } from "../lib/problem.js";

const MEGABYTE = 1024 * 1024;

const megabytes = (bytes) => t("virkailija.yllapito.megatavua", {
    n: format.number(Math.round(bytes / MEGABYTE)) });

/** Figures of the service: [text key, path, value of the answer]. */
const figures = [
    ["hoksit", "hoksit", ({ amount }) => format.number(amount)],
    ["valimuisti", "cache", ({ size }) => format.number(size)],
    ["muisti", "memory", ({ total, free }) => `${megabytes(total - free)} / `
        + megabytes(total)],
    ["indeksoimatta", "oppijaindex", (told) => [told.unindexedOppijat,
        told.unindexedOpiskeluoikeudet].map(format.number).join(" / ")],
];

const path = encodeURIComponent;

/**
 * The tools: `input` is the text key of what is asked for, `run` does it and
 * may give a text to show, `ask` (async) gives what to tell before a
 * dangerous one is done.
 */
const tools = [
    { name: "hae-hoks", input: "opiskeluoikeus", run: async (oid) => {
        const { id } = await get(`virkailija/opiskeluoikeus/${path(oid)}`);
        return t("virkailija.yllapito.tulos.hoks", { id });
    } },
    { name: "hae-oikeus", input: "hoks", run: async (id) => {
        const told = await get(`virkailija/hoks/${path(id)}`);
        return t("virkailija.yllapito.tulos.oikeus", {
            oppija: told["oppija-oid"], oikeus: told["opiskeluoikeus-oid"] });
    } },
    { name: "palauta", input: "hoks", run: (id) => call("PATCH",
        `virkailija/hoks/${path(id)}/undo-shallow-delete`) },
    { name: "poista", input: "hoks", isDangerous: true,
        ask: async (id) => {
            const told = await get(`virkailija/hoks/${path(id)}/deletion-info`);
            return [told.hoksId, told.nimi, localised(told.tutkinnonNimi),
                localised(told.oppilaitosNimi), told.opiskeluoikeusOid]
                .filter(Boolean).join(", ");
        },
        run: (id) => call("DELETE", `virkailija/hoks/${path(id)}`) },
    { name: "paivita-oikeus", input: "opiskeluoikeus", run: (oid) => call("PUT",
        "virkailija/opiskeluoikeus/update",
        { body: { "opiskeluoikeus-oid": oid } }) },
    { name: "paivita-toimija", input: "koulutustoimija", isDangerous: true,
        ask: async (oid) => t("virkailija.yllapito.tulos.oikeuksia", {
            n: await get("virkailija/opiskeluoikeudet/"
                + `${path(oid)}/deletion-info`) }),
        run: (oid) => call("PUT", "virkailija/opiskeluoikeudet/update",
            { body: { "koulutustoimija-oid": oid } }) },
    { name: "paivita-oppija", input: "oppija", run: (oid) => call("POST",
        `virkailija/onrmodify?oid=${path(oid)}`) },
    { name: "indeksoi", run: () => call("POST", "virkailija/index") },
    { name: "tyhjenna", isDangerous: true, run: () =>
        call("DELETE", "virkailija/cache") },
];

export function Page({ session }) {
    if (!session.isSuperUser) {
        return html`<${Message} title=${t("virkailija.yllapito.ei-oikeutta")}
            text=${t("virkailija.ei-oppilaitosta.teksti")} />`;
    }
    return html`
        <h1 tabindex="-1">${t("virkailija.sivu.yllapito")}</h1>
        <dl class="tiedot rinnan perustiedot">${figures.map(([name, from, show]) =>
            html`<${Figure} key=${name} name=${name} from=${from}
                show=${show} />`)}</dl>
        <ul class="suunnitelmat tyokalut">${tools.map((tool) => html`<li
            key=${tool.name}><${Tool} tool=${tool} /></li>`)}</ul>`;
}

function Figure({ name, from, show }) {
    const { data, error } = useLoad(() => get(`virkailija/system-info/${from}`),
        [from]);
    return html`<div class="rivi">
        <dt>${t(`virkailija.yllapito.luku.${name}`)}</dt>
        <dd>${error ? problemText(error) : data ? show(data) : "…"}</dd>
    </div>`;
}

function Tool({ tool }) {
    const [text, setText] = useState("");
    const [state, setState] = useState({});
    const [question, setQuestion] = useState(null);
    const input = text.trim();
    const run = async () => {
        setState({ isRunning: true });
        const told = await tool.run(input);
        setState({ done: typeof told === "string" ? told
            : t("virkailija.yllapito.valmis") });
    };
    const start = async (event) => {
        event.preventDefault();
        setState({ isRunning: true });
        try {
            if (tool.isDangerous) {
                setQuestion(await tool.ask?.(input) ?? "");
                setState({});
            } else {
                await run();
            }
        } catch (error) {
            setState({ error });
        }
    };
    return html`<form class="suunnitelma tyokalu" onSubmit=${start}>
        <h2>${t(`virkailija.yllapito.tyokalu.${tool.name}`)}</h2>
        <p>${t(`virkailija.yllapito.kuvaus.${tool.name}`)}</p>
        ${tool.input && html`<label>
            <span>${t(`virkailija.yllapito.syote.${tool.input}`)}</span>
            <input type="text" required value=${text} autocomplete="off"
                onInput=${(event) => setText(event.target.value)} /></label>`}
        <p><button type="submit" disabled=${state.isRunning}>
            ${t(`virkailija.yllapito.tyokalu.${tool.name}`)}</button></p>
        <p role="status" class=${state.error ? "virhe" : "tulos"}>
            ${state.isRunning ? t("ikkuna.tehdaan") : state.error
                ? problemText(state.error) : state.done ?? ""}</p>
        ${question !== null && html`<${Confirm} isDangerous act=${run}
            title=${t(`virkailija.yllapito.kysymys.${tool.name}`)}
            action=${t(`virkailija.yllapito.tyokalu.${tool.name}`)}
            onClose=${(isDone) => {
                setQuestion(null);
                if (!isDone) {
                    setState({});
                }
            }}>
            <p>${question}</p>
            <p>${t(`virkailija.yllapito.kuvaus.${tool.name}`)}</p>
        </${Confirm}>`}
    </form>`;
}
