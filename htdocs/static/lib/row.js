// One label with its value, in a <dl>.
import { html } from "./html.js";

export function Row({ label, children }) {
    return html`<div class="rivi"><dt>${label}</dt><dd>${children}</dd></div>`;
}
