// Where the link of an invitation leads: takes the secret from the fragment,
// out of the address, and sends the reader to log in. No call is made here.
import { html, render } from "../lib/html.js";
import { useLanguage } from "../lib/app.js";
import { setPagesOf } from "../lib/api.js";
import { chooseLanguage, setLanguage, t, useSection } from "../lib/text.js";
import { Frame, Message } from "../lib/frame.js";
import { keepInvitation } from "./data.js";

const PAGES = "/ehoks-tyopaikka/";

function App({ hasSecret }) {
    const language = useLanguage();
    document.title = `${t("tyopaikka.kutsu.otsikko")} – ${t("palvelu.nimi")}`;
    return html`<${Frame} onLanguage=${language.choose} home=${PAGES}
        note=${t("tyopaikka.alaviite")}>
        ${hasSecret ? html`<${Message} title=${t("tyopaikka.kutsu.otsikko")}
            text=${t("tyopaikka.kutsu.teksti")}>
            <ul><li>${t("tyopaikka.kutsu.kerran")}</li>
                <li>${t("tyopaikka.kutsu.nakee")}</li>
                <li>${t("tyopaikka.kutsu.valilehti")}</li></ul>
            <p><a class="painike" href=${PAGES}>
                ${t("tyopaikka.kutsu.kirjaudu")}</a></p>
        </${Message}>` : html`<${Message}
            title=${t("tyopaikka.kutsu.vajaa.otsikko")}
            text=${t("tyopaikka.kutsu.vajaa.teksti")}>
            <p><a href=${PAGES}>${t("tyopaikka.kutsu.omat")}</a></p>
        </${Message}>`}
    </${Frame}>`;
}

const secret = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
if (secret) {
    keepInvitation(secret);
}
setPagesOf("tyopaikka");
useSection("tyopaikka");
await setLanguage(chooseLanguage()).catch(() => {
    // Without texts the keys show; the page itself works.
});
render(html`<${App} hasSecret=${Boolean(secret)} />`,
    document.getElementById("sovellus"));
