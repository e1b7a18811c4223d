// The frame around the staff pages: organisation, main menu, language, logout.
import { html } from "../lib/html.js";
import { t } from "../lib/text.js";
import { get } from "../lib/api.js";
import { useLoad } from "../lib/load.js";
import { HelpLinks, Languages, LateGuard, logoutAddress, skip } from "../lib/frame.js";
import { organisationName } from "../lib/names.js";

const API_PAGE = "/ehoks-virkailija-backend/doc/";

export function StaffFrame({ session, school, onSchool, page, onLanguage,
    loggedIn, children }) {
    return html`
        <a class="ohitus" href="#sisalto" onClick=${skip}>${t("kehys.ohita")}</a>
        <header class="ylapalkki"><div class="leveys">
            <a class="nimi" href="#/">${t("palvelu.nimi")}</a>
            <span class="selite">${t("virkailija.kehys.selite")}</span>
            <${Languages} onLanguage=${onLanguage} />
            ${loggedIn && html`<div class="kayttaja">
                <a href=${logoutAddress()}>${t("kehys.kirjaudu-ulos")}</a>
            </div>`}
        </div></header>
        ${session && html`<div class="valikko"><div class="leveys">
            <${Menu} session=${session} page=${page} />
            <${SchoolPicker} session=${session} school=${school}
                onSchool=${onSchool} />
        </div></div>`}
        <main id="sisalto" class="leveys" tabindex="-1">${children}</main>
        <footer class="alapalkki"><div class="leveys">
            ${session && html`<${Support} />`}
            <p><a href=${API_PAGE}>${t("virkailija.kehys.rajapinta")}</a></p>
            <${HelpLinks} />
        </div></footer>
        ${loggedIn && html`<${LateGuard} />`}`;
}

/** Where this installation tells to ask for help. */
function Support() {
    const { data } = useLoad(() => get("misc/environment"), []);
    const address = data?.["tuki-osoite"];
    return address && html`<p>${t("virkailija.kehys.tuki")}${" "}
        <a href=${`mailto:${address}`}>${address}</a></p>`;
}

function Menu({ session, page }) {
    const items = [
        ["haku", "#/", t("virkailija.valikko.haku")],
        session.mayWrite && ["uusi", "#/uusi", t("virkailija.valikko.uusi")],
        ["raportit", "#/raportit", t("virkailija.valikko.raportit")],
        session.isSuperUser
            && ["yllapito", "#/yllapito", t("virkailija.valikko.yllapito")],
    ].filter(Boolean);
    return html`<nav aria-label=${t("virkailija.kehys.valikko")}><ul>
        ${items.map(([name, address, text]) => html`<li><a href=${address}
            aria-current=${name === page ? "page" : null}>${text}</a></li>`)}
    </ul></nav>`;
}

function SchoolPicker({ session, school, onSchool }) {
    const schools = session.schools()
        .map((oid) => ({ oid, name: organisationName(oid) ?? oid }))
        .sort((a, b) => a.name.localeCompare(b.name));
    if (schools.length === 0) {
        return null;
    }
    return html`<label class="oppilaitos">
        <span>${t("virkailija.kehys.oppilaitos")}</span>
        <select value=${school} onChange=${(event) =>
            onSchool(event.target.value)}>
            ${schools.map(({ oid, name }) => html`<option value=${oid}
                selected=${oid === school}>${name}</option>`)}
        </select>
    </label>`;
}
