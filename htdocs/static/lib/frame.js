// The frame around every page: skip link, header with language and logout,
// main, footer; and the states that a page can be in besides ready.
import { html, useEffect, useState } from "./html.js";
import { LANGUAGES, lang, t } from "./text.js";

const AFTER_LOGOUT = "/ehoks-static/uloskirjautunut.html";

/** Address that ends the session here and at the login service. */
export function logoutAddress() {
    const back = new URL(AFTER_LOGOUT, location.origin).href;
    return `/oidc/redirect?logout=${encodeURIComponent(back)}`;
}

/**
 * `home` is the page's first page; `note` the footer's text: who to turn to
 * about what the page shows.
 */
export function Frame({ person, loggedIn, onLanguage, children, home = "#/",
    note = t("kehys.alaviite") }) {
    return html`
        <a class="ohitus" href="#sisalto" onClick=${skip}>${t("kehys.ohita")}</a>
        <header class="ylapalkki"><div class="leveys">
            <a class="nimi" href=${home}>${t("palvelu.nimi")}</a>
            <span class="selite">${t("palvelu.selite")}</span>
            <${Languages} onLanguage=${onLanguage} />
            ${loggedIn && html`<div class="kayttaja">
                ${person && html`<span>${fullName(person)}</span>`}
                <a href=${logoutAddress()}>${t("kehys.kirjaudu-ulos")}</a>
            </div>`}
        </div></header>
        <main id="sisalto" class="leveys" tabindex="-1">${children}</main>
        <footer class="alapalkki"><div class="leveys">
            <p>${note}</p>
            <${HelpLinks} />
        </div></footer>
        ${loggedIn && html`<${LateGuard} />`}`;
}

/** How long a page is left alone before the session is looked at. */
const GUARD_AFTER_MS = 5000;

/** The watch over the session; it is no part of the first view. */
export function LateGuard() {
    const [guard, setGuard] = useState(null);
    useEffect(() => {
        const timer = setTimeout(() => import("./session.js")
            .then(setGuard, () => undefined), GUARD_AFTER_MS);
        return () => clearTimeout(timer);
    }, []);
    return guard && html`<${guard.SessionGuard} />`;
}

const HELP = ["index", "tietosuoja", "saavutettavuus"];

/** Links to the pages of help, which are open to everybody. */
export function HelpLinks() {
    return html`<ul class="ohjelinkit">${HELP.map((page) => html`<li
        key=${page}><a href=${`/ehoks/ohje/${lang()}/${page}.html`}>
        ${t(`kehys.ohje-${page}`)}</a></li>`)}</ul>`;
}

/** Moves to the content without touching the route in the address. */
export function skip(event) {
    event.preventDefault();
    document.getElementById("sisalto").focus();
}

function fullName(person) {
    return [person["common-name"] ?? person["first-name"], person.surname]
        .filter(Boolean).join(" ");
}

export function Languages({ onLanguage }) {
    return html`<nav class="kielet" aria-label=${t("kehys.kieli")}><ul>
        ${LANGUAGES.map((code) => html`<li><button type="button" lang=${code}
            aria-pressed=${code === lang() ? "true" : "false"}
            onClick=${() => onLanguage(code)}>${t(`kieli.${code}`)}</button>
        </li>`)}
    </ul></nav>`;
}

export function Loading() {
    return html`<p class="odotus" role="status">${t("kehys.haetaan")}</p>`;
}

/** A message that takes the page's place: heading, text and what to do. */
export function Message({ title, text, details, children }) {
    return html`<div class="viesti">
        <h1 tabindex="-1">${title}</h1>
        <p>${text}</p>
        ${children}
        ${details && html`<p class="pieni">${details}</p>`}
    </div>`;
}

/** What to tell of a failed call; retry starts it again. */
export function Failure({ error, retry }) {
    const offline = error.status === 0;
    return html`<${Message}
        title=${t(offline ? "virhe.yhteys.otsikko" : "virhe.palvelu.otsikko")}
        text=${t(offline ? "virhe.yhteys.teksti" : "virhe.palvelu.teksti")}
        details=${offline ? null
            : t("virhe.koodi", { koodi: error.status ?? "–" })}>
        <p><button type="button" class="painike" onClick=${retry}>
            ${t("virhe.uudelleen")}</button></p>
    </${Message}>`;
}

export function SessionEnded({ address = "/ehoks/" }) {
    return html`<${Message} title=${t("istunto.paattynyt.otsikko")}
        text=${t("istunto.paattynyt.teksti")}>
        <p><a class="painike" href=${address}>${t("istunto.kirjaudu")}</a></p>
    </${Message}>`;
}

export function NotALearner() {
    return html`<${Message} title=${t("istunto.ei-oppija.otsikko")}
        text=${t("istunto.ei-oppija.teksti")}>
        <p><a class="painike" href=${logoutAddress()}>
            ${t("kehys.kirjaudu-ulos")}</a></p>
    </${Message}>`;
}

/** A notice above a page that works all the same. */
export function Notice({ children }) {
    return html`<div class="huomautus" role="status"><p>${children}</p></div>`;
}
