// What the pages about the service have in common: they are open to everybody
// and show what the service says of itself.
import { html, render, useEffect, useState } from "../lib/html.js";
import { Languages, skip } from "../lib/frame.js";
import { chooseLanguage, lang, rememberLanguage, setLanguage, t, useSection }
    from "../lib/text.js";

/** Where the service describes itself. */
export const DOC = "/ehoks-virkailija-backend/doc";

export async function fetchJson(url) {
    const response = await fetch(url);
    if (!response.ok) {
        throw new Error(`${response.status} ${url}`);
    }
    return response.json();
}

/** A whole page: header, heading and what Content makes of what was fetched. */
function Page({ load, texts, Content }) {
    const [loaded, setLoaded] = useState(null);
    const [failure, setFailure] = useState(null);
    const [, setShown] = useState(lang());
    useEffect(() => {
        load().then(setLoaded, setFailure);
    }, []);
    useEffect(() => {
        document.title = `${t(texts.title)} – ${t("palvelu.nimi")}`;
    });
    const changeLanguage = async (code) => {
        await setLanguage(code);
        rememberLanguage(code);
        setShown(code);
    };
    return html`
        <a class="ohitus" href="#sisalto" onClick=${skip}>${t("kehys.ohita")}</a>
        <header class="ylapalkki"><div class="leveys">
            <span class="nimi">${t("palvelu.nimi")}</span>
            <span class="selite">${t("palvelu.selite")}</span>
            <${Languages} onLanguage=${changeLanguage} />
        </div></header>
        <main id="sisalto" class="leveys" tabindex="-1">
            <h1>${t(texts.title)}</h1>
            <p class="ingressi">${t(texts.introduction)}</p>
            ${failure && html`<p role="alert">${t(texts.failed,
                { syy: failure.message })}</p>`}
            ${loaded ? html`<${Content} loaded=${loaded} />`
                : !failure && html`<p role="status">${t(texts.waiting)}</p>`}
        </main>`;
}

/**
 * Shows the page of a section of the texts: what `load` fetches goes to Content
 * as `loaded`. `texts` are the keys of title, introduction, waiting and failed.
 */
export async function showPage(section, { load, texts, Content }) {
    useSection(section);
    await setLanguage(chooseLanguage()).catch(() => {
        // Without texts the keys show; the page itself works.
    });
    render(html`<${Page} load=${load} texts=${texts} Content=${Content} />`,
        document.getElementById("sovellus"));
}
