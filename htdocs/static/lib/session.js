// The login session seen from a page: warns before it ends, and says so when
// it has ended. What the reader was doing stays in the tab meanwhile.
import { html, useEffect, useState } from "./html.js";
import { t } from "./text.js";
import * as format from "./format.js";
import { Dialog } from "./dialog.js";
import { UNAUTHORISED } from "./api.js";
import { rememberPlace } from "./place.js";

const INFORMATION = "/oidc/redirect?info=json";
const CHECK_EVERY_MS = 60000;
const WARN_BEFORE_MS = 5 * 60000;

/** When the session ends, in ms: by being idle, and at the latest. */
async function askEnd(extend) {
    const response = await fetch(extend ? INFORMATION
        : `${INFORMATION}&extend_session=false`).catch(() => null);
    if (response?.status === 401) {
        return { hasEnded: true };
    }
    const told = await response?.json().catch(() => null);
    return told?.exp ? { idle: (told.timeout ?? told.exp) * 1000,
        latest: told.exp * 1000 } : null;
}

/** Shows itself only when there is something to tell. */
export function SessionGuard() {
    const [end, setEnd] = useState(null);
    const [hasEnded, setEnded] = useState(false);
    const [isHidden, setHidden] = useState(false);
    const check = async (extend = false) => {
        const told = await askEnd(extend);
        setEnded((before) => before || Boolean(told?.hasEnded));
        setEnd(told);
    };
    useEffect(() => {
        const ended = () => setEnded(true);
        const timer = setInterval(check, CHECK_EVERY_MS);
        const seen = () => document.visibilityState === "visible" && check();
        check();
        addEventListener(UNAUTHORISED, ended);
        document.addEventListener("visibilitychange", seen);
        return () => {
            clearInterval(timer);
            removeEventListener(UNAUTHORISED, ended);
            document.removeEventListener("visibilitychange", seen);
        };
    }, []);
    if (hasEnded && !isHidden) {
        return html`<${Ended} onClose=${() => setHidden(true)} />`;
    }
    const last = end && Math.min(end.idle, end.latest);
    if (!last || last - Date.now() > WARN_BEFORE_MS) {
        return null;
    }
    const canExtend = end.latest - Date.now() > WARN_BEFORE_MS;
    return html`<div class="istunto" role="alert"><div class="leveys">
        <p>${t("istunto.paattyy", {
            hetki: format.moment(new Date(last).toISOString()) })}</p>
        ${canExtend && html`<button type="button" class="painike"
            onClick=${() => check(true)}>${t("istunto.jatka")}</button>`}
    </div></div>`;
}

function Ended({ onClose }) {
    const logIn = () => {
        rememberPlace();
        location.reload();
    };
    return html`<${Dialog} title=${t("istunto.paattyi.otsikko")}
        onClose=${onClose}>
        <p>${t("istunto.paattyi.teksti")}</p>
        <div class="toiminnot">
            <button type="button" class="painike" onClick=${logIn}>
                ${t("istunto.kirjaudu")}</button>
            <button type="button" onClick=${onClose}>
                ${t("ikkuna.sulje")}</button>
        </div>
    </${Dialog}>`;
}
