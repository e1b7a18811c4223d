// The private address of a calendar feed: made, told once and revoked here.
// `path` is where the reader's backend has it.
import { html, useState } from "./html.js";
import { lang, t } from "./text.js";
import * as format from "./format.js";
import { call } from "./api.js";
import { problemText } from "./problem.js";
import { useLoad } from "./load.js";

export function Calendar({ path }) {
    const { data, error, retry } = useLoad(() => call("GET", path), []);
    const [made, setMade] = useState(null);
    const [failure, setFailure] = useState(null);
    const act = (method, body) => async () => {
        try {
            const { meta } = await call(method, path, { body });
            setMade(meta?.osoite ? new URL(meta.osoite, location.origin).href
                : null);
            setFailure(null);
            retry();
        } catch (failed) {
            setFailure(failed);
        }
    };
    const state = data?.data;
    const problem = failure ?? error;
    return html`<section class="kalenteri" aria-labelledby="kalenteri">
        <h2 id="kalenteri" tabindex="-1">${t("kalenteri.otsikko")}</h2>
        <p>${t("kalenteri.teksti")}</p>
        ${made && html`<label class="kentta"><span>${t("kalenteri.osoite")}</span>
            <input class="linkki" type="text" readonly value=${made}
                onFocus=${(event) => event.target.select()} /></label>
            <p role="status">${t("kalenteri.kerran")}</p>`}
        ${state?.kaytossa && html`<p>${t("kalenteri.kaytossa", {
            hetki: format.moment(state.luotu) })}</p>`}
        ${problem && html`<p class="virhe" role="alert">
            ${problemText(problem)}</p>`}
        ${state && html`<p class="toiminnot">
            <button type="button" onClick=${act("POST", { kieli: lang() })}>
                ${t(state.kaytossa ? "kalenteri.uusi" : "kalenteri.tee")}</button>
            ${state.kaytossa && html`<button type="button"
                onClick=${act("DELETE")}>${t("kalenteri.poista")}</button>`}
        </p>`}
    </section>`;
}
