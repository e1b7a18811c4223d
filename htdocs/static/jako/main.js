// Where the link of a share leads: open to everybody. The secret comes in the
// fragment, which no server sees; it leaves the address at once, is kept in
// this tab and travels in the body of a POST only.
import { html, render, useEffect, useState } from "../lib/html.js";
import { useLanguage } from "../lib/app.js";
import { call, setPagesOf } from "../lib/api.js";
import { chooseLanguage, setLanguage, t, useSection } from "../lib/text.js";
import * as format from "../lib/format.js";
import { Frame, Loading, Message, Notice } from "../lib/frame.js";
import { addStyle } from "../lib/style.js";
import { knowNames } from "../lib/names.js";
import { usePrintOpen } from "../lib/plan.js";
import { loadSchema } from "../lib/schema-file.js";
import { SharedPlans } from "../lib/shared-plan.js";

const PAGE = "/ehoks/jako/";
const LOGIN = "/ehoks/jako/kirjaudu/";
const SECRET_KEY = "ehoks-jako";

/** What each refusal means for the page; the others can be tried again. */
const REFUSALS = {
    "E-JAKO": "ei-avaudu",
    "E-JAKO-EI-VIELA": "ei-viela",
    "E-JAKO-KIRJAUTUMINEN": "kirjautuminen",
    "E-PIN-PUUTTUU": "pin",
    "E-PIN": "pin-vaara",
    "E-PIN-LUKOSSA": "pin-lukossa",
};

function App({ secret }) {
    const language = useLanguage();
    const [state, setState] = useState({ phase: secret ? "asked" : "no-link" });
    const open = async (pin) => {
        setState((now) => ({ ...now, isOpening: true }));
        try {
            setState({ phase: "open", ...await openShare(secret, pin) });
        } catch (error) {
            const code = error.body?.virheet?.[0]?.koodi;
            setState({ phase: REFUSALS[code] ?? "failed", error,
                asksPin: code?.startsWith("E-PIN") ?? false });
        }
    };
    useEffect(() => {
        document.title = `${t("jako.otsikko")} – ${t("palvelu.nimi")}`;
    });
    return html`<${Frame} onLanguage=${language.choose} home=${PAGE}
        note=${t("jako.alaviite")}>
        ${language.hasFailed && html`<${Notice}>${t("virhe.kieli")}</${Notice}>`}
        <${Page} state=${state} open=${open} />
    </${Frame}>`;
}

/** Opens the share and brings what showing it needs. */
async function openShare(secret, pin) {
    const [{ data: share, meta }, schema] = await Promise.all([
        call("POST", "avaa", { body: { token: secret, ...pin && { pin } } }),
        loadSchema()]);
    knowNames(meta.nimet);
    return { share, schema };
}

function Page({ state, open }) {
    switch (state.phase) {
    case "open": return html`<${Opened} ...${state} />`;
    case "no-link": return html`<${Told} what="ei-linkkia" />`;
    case "ei-avaudu": return html`<${Told} what="ei-avaudu">
        <ul><li>${t("jako.ei-avaudu.syy-1")}</li>
            <li>${t("jako.ei-avaudu.syy-2")}</li>
            <li>${t("jako.ei-avaudu.syy-3")}</li></ul>
        <p>${t("jako.ei-avaudu.ohje")}</p>
    </${Told}>`;
    case "ei-viela": return html`<${Told} what="ei-viela" />`;
    case "kirjautuminen": return html`<${Told} what="kirjautuminen">
        <p><a class="painike" href=${LOGIN}>${t("istunto.kirjaudu")}</a></p>
    </${Told}>`;
    case "pin-lukossa": return html`<${Told} what="pin-lukossa" />`;
    default: return html`<${Asked} ...${state} open=${open} />`;
    }
}

function Told({ what, children }) {
    return html`<${Message} title=${t(`jako.${what}.otsikko`)}
        text=${t(`jako.${what}.teksti`)}>${children}</${Message}>`;
}

/** Before it is opened: what happens then, and the PIN when one is asked. */
function Asked({ phase, isOpening, asksPin, open }) {
    const [pin, setPin] = useState("");
    const problem = phase === "pin-vaara" ? t("jako.pin.vaara")
        : phase === "failed" ? t("jako.virhe") : null;
    const submit = (event) => {
        event.preventDefault();
        open(pin.trim());
    };
    return html`<form class="viesti" onSubmit=${submit}>
        <h1 tabindex="-1">${t("jako.avaus.otsikko")}</h1>
        <p>${t("jako.avaus.teksti")}</p>
        <p>${t("jako.avaus.jalki")}</p>
        ${asksPin && html`<label class="kentta"><span>${t("jako.pin.nimi")}</span>
            <input type="text" inputmode="numeric" autocomplete="off" required
                value=${pin} aria-describedby="pin-ohje"
                onInput=${(event) => setPin(event.target.value)} /></label>
            <p class="pieni" id="pin-ohje">${t("jako.pin.ohje")}</p>`}
        ${problem && html`<p class="virhe" role="alert">${problem}</p>`}
        <p><button type="submit" class="painike" disabled=${isOpening}>
            ${t("jako.avaus.avaa")}</button></p>
        ${isOpening && html`<${Loading} />`}
    </form>`;
}

function Opened({ share, schema }) {
    usePrintOpen();
    useEffect(() => {
        document.querySelector("h1").focus();
    }, []);
    return html`
        <h1 tabindex="-1">${t("jako.nimi", { nimi: share.jakaja })}</h1>
        <p class="ingressi">${t("jako.johdanto", { nimi: share.jakaja,
            tarkoitus: t(`jako.tarkoitus.${share.tarkoitus}`),
            paiva: format.day(share["voimassaolo-loppu"]) })}</p>
        <p class="pieni">${t("jako.luottamus")}</p>
        <p class="toiminnot"><button type="button" onClick=${() => print()}>
            ${t("suunnitelma.tulosta")}</button></p>
        <${SharedPlans} share=${share} schema=${schema} level=${2} />`;
}

/** The secret from the address, or from before a login in this tab. */
function takeSecret() {
    const secret = location.hash.slice(1);
    if (secret) {
        history.replaceState(null, "", location.pathname);
        sessionStorage.setItem(SECRET_KEY, secret);
    }
    return secret || sessionStorage.getItem(SECRET_KEY);
}

const secret = takeSecret();
setPagesOf("jako");
useSection("jako");
await Promise.all([addStyle("jako/jako.css"),
    setLanguage(chooseLanguage()).catch(() => {
        // Without texts the keys show; the page itself works.
    })]);
render(html`<${App} secret=${secret} />`, document.getElementById("sovellus"));
// Another link opened in the same tab changes the fragment only.
addEventListener("hashchange", () => location.reload());
