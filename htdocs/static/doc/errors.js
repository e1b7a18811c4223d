// The catalogue of errors: what each code means and what to do about it.
import { html } from "../lib/html.js";
import { lang, t } from "../lib/text.js";

/** Whether a reader's search words all stand in an entry. */
export function matchesError(words, entry) {
    const text = [entry.koodi, ...Object.values(entry.merkitys)].join(" ")
        .toLowerCase();
    return words.every((word) => text.includes(word));
}

export function Errors({ entries }) {
    return html`<section class="ryhma" aria-labelledby="virheet">
        <h2 id="virheet" tabindex="-1">${t("rajapinta.virheet")}</h2>
        <p>${t("rajapinta.virheista")}</p>
        ${entries.map((entry) => html`<${Entry} key=${entry.koodi}
            entry=${entry} />`)}
    </section>`;
}

function Entry({ entry }) {
    const { koodi, status, merkitys, korjaus, esimerkki } = entry;
    return html`<details id=${`virhe-${koodi}`} class="kutsu">
        <summary>
            <span class="menetelma">${status}</span>
            <code>${koodi}</code>
            <h3>${merkitys[lang()]}</h3>
        </summary>
        <div>
            <h4>${t("rajapinta.korjaus")}</h4>
            <p>${korjaus[lang()]}</p>
            <h4>${t("rajapinta.esimerkki")}</h4>
            <pre>${JSON.stringify(esimerkki, null, 2)}</pre>
            <p class="pieni">${t("rajapinta.lahde", { lahde: entry.lahde })}</p>
        </div>
    </details>`;
}
