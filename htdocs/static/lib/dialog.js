// A dialog over the page: the browser's own, which keeps focus inside and
// closes with Esc. Focus goes back to where it was when it closes.
import { html, useEffect, useRef, useState } from "./html.js";
import { t } from "./text.js";
import { problemText } from "./problem.js";

let count = 0;

/** `onClose` is called when the reader leaves it; it should go away then. */
export function Dialog({ title, onClose, children }) {
    const dialog = useRef(null);
    const [id] = useState(() => `ikkuna-${count += 1}`);
    useEffect(() => {
        const before = document.activeElement;
        const element = dialog.current;
        element.showModal();
        return () => {
            element.close();
            before?.focus?.();
        };
    }, []);
    return html`<dialog class="ikkuna" ref=${dialog} aria-labelledby=${id}
        onCancel=${(event) => {
            event.preventDefault();
            onClose();
        }}>
        <h2 id=${id}>${title}</h2>
        ${children}
    </dialog>`;
}

/**
 * Asks before something that is hard to undo. `act` does it (async); the
 * dialog tells how it goes, and closes by onClose(true) when it is done.
 */
export function Confirm({ title, action, act, onClose, isDangerous, children }) {
    const [state, setState] = useState({});
    const run = async () => {
        setState({ isRunning: true });
        try {
            await act();
            onClose(true);
        } catch (error) {
            setState({ error });
        }
    };
    return html`<${Dialog} title=${title} onClose=${() => onClose(false)}>
        ${children}
        ${state.error && html`<p class="virhe" role="alert">
            ${problemText(state.error)}</p>`}
        ${state.isRunning && html`<p role="status">${t("ikkuna.tehdaan")}</p>`}
        <div class="toiminnot">
            <button type="button" disabled=${state.isRunning}
                class=${isDangerous ? "painike vaara" : "painike"}
                onClick=${run}>${action}</button>
            <button type="button" disabled=${state.isRunning}
                onClick=${() => onClose(false)}>${t("ikkuna.peruuta")}</button>
        </div>
    </${Dialog}>`;
}
