// What the tables share: headings that sort, and pages.
import { html } from "../lib/html.js";
import { t } from "../lib/text.js";

/** direction: "ascending", "descending" or null (not sorted by this). */
export function SortHeader({ text, direction, onSort }) {
    return html`<th scope="col" aria-sort=${direction}>
        <button type="button" class="jarjesta" onClick=${onSort}>${text}
            <span aria-hidden="true">${direction === "ascending" ? " ▲"
                : direction === "descending" ? " ▼" : ""}</span></button></th>`;
}

/** The numbers that are offered: the ends and those around the one shown. */
function offered(page, pages) {
    const near = [1, page - 2, page - 1, page, page + 1, page + 2, pages]
        .filter((n) => n >= 1 && n <= pages);
    return [...new Set(near)].sort((a, b) => a - b);
}

export function Pager({ page, pages, onPage }) {
    if (pages <= 1) {
        return null;
    }
    const numbers = offered(page, pages);
    const to = (n, text, label) => html`<button type="button"
        disabled=${n < 1 || n > pages} aria-label=${label}
        aria-current=${n === page && !label?.startsWith("…") ? "page" : null}
        onClick=${() => onPage(n)}>${text}</button>`;
    return html`<nav class="sivut" aria-label=${t("virkailija.sivut.nimi")}><ul>
        <li><button type="button" disabled=${page <= 1}
            onClick=${() => onPage(page - 1)}>
            ${t("virkailija.sivut.edellinen")}</button></li>
        ${numbers.map((n, i) => html`
            ${i > 0 && n - numbers[i - 1] > 1 && html`<li
                aria-hidden="true">…</li>`}
            <li>${to(n, n, t("virkailija.sivut.sivu", { n }))}</li>`)}
        <li><button type="button" disabled=${page >= pages}
            onClick=${() => onPage(page + 1)}>
            ${t("virkailija.sivut.seuraava")}</button></li>
    </ul></nav>`;
}
