// A field that is chosen from a list by typing a part of a name. Made after
// the ARIA pattern: the list opens under the field, arrows move in it, Enter
// chooses, Esc leaves things as they were.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { count, t } from "../lib/text.js";

const MOST_SHOWN = 50;

const plain = (text) => text.toLocaleLowerCase();

/** Options whose words hold every typed word; those that begin so come first. */
function matching(options, typed) {
    const words = plain(typed).split(/\s+/).filter(Boolean);
    const hits = options.filter(({ search }) =>
        words.every((word) => search.includes(word)));
    const begins = ({ text }) => plain(text).startsWith(words[0] ?? "");
    return [...hits.filter(begins), ...hits.filter((one) => !begins(one))];
}

/**
 * `options` are {value, text, more}: `more` are other words that find it;
 * `load` (async) is called when the field is first used, to get them.
 * `resolve` (async) may turn a typed text into a value, or give null.
 */
export function Combobox({ id, value, text, options, load, resolve, onChange,
    onBlur, attributes }) {
    const [typed, setTyped] = useState(null);
    const [at, setAt] = useState(0);
    const [isLoading, setLoading] = useState(false);
    const isOpen = typed !== null;
    const all = (options ?? []).map((option) => ({ ...option, search:
        plain([option.text, option.value, ...option.more ?? []].join(" ")) }));
    const hits = isOpen ? matching(all, typed) : [];
    const shown = hits.slice(0, MOST_SHOWN);
    const open = async (first) => {
        setTyped(first);
        setAt(0);
        if (!options && load) {
            setLoading(true);
            await load();
            setLoading(false);
        }
    };
    const choose = (option) => {
        setTyped(null);
        onChange(option?.value, option);
    };
    const leave = async () => {
        if (isOpen && typed.trim() === "" && value) {
            choose(undefined);
        } else if (isOpen && resolve && typed.trim()) {
            const found = await resolve(typed.trim());
            if (found) {
                choose(found);
            }
        }
        setTyped(null);
        onBlur?.();
    };
    const onKeyDown = (event) => pressed(event, { isOpen, shown, at, setAt,
        open: () => open(text ?? ""), choose, leave: () => setTyped(null) });
    return html`<div class="valinta">
        <input id=${id} type="text" role="combobox" autocomplete="off"
            aria-autocomplete="list" aria-expanded=${isOpen ? "true" : "false"}
            aria-controls=${`${id}-lista`} ...${attributes}
            aria-activedescendant=${isOpen && shown[at] ? `${id}-${at}` : null}
            value=${isOpen ? typed : text ?? ""}
            onClick=${() => !isOpen && open(text && value ? "" : "")}
            onInput=${(event) => isOpen ? (setTyped(event.target.value),
                setAt(0)) : open(event.target.value)}
            onKeyDown=${onKeyDown} onBlur=${leave} />
        <${List} id=${id} isOpen=${isOpen} isLoading=${isLoading}
            shown=${shown} total=${hits.length} at=${at} choose=${choose} />
    </div>`;
}

/** What the keys do; the pattern's names are in WAI-ARIA's combobox. */
function pressed(event, { isOpen, shown, at, setAt, open, choose, leave }) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
        event.preventDefault();
        if (isOpen) {
            setAt((at + step + shown.length) % Math.max(1, shown.length));
        } else {
            open();
        }
    } else if (event.key === "Enter" && isOpen) {
        event.preventDefault();
        if (shown[at]) {
            choose(shown[at]);
        }
    } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        event.stopPropagation();
        leave();
    }
}

function List({ id, isOpen, isLoading, shown, total, at, choose }) {
    const list = useRef(null);
    useEffect(() => {
        list.current?.children[at]?.scrollIntoView({ block: "nearest" });
    }, [at]);
    useEffect(() => {
        list.current?.scrollIntoView({ block: "nearest" });
    }, [isOpen && shown.length > 0]);
    const more = total - shown.length;
    return html`<div class="vaihtoehdot">
        <ul id=${`${id}-lista`} role="listbox" ref=${list}
            aria-label=${t("virkailija.valinta.lista")}
            hidden=${!isOpen || shown.length === 0}>
            ${isOpen && shown.map((option, i) => html`<li key=${option.value}
                id=${`${id}-${i}`} role="option"
                aria-selected=${i === at ? "true" : "false"}
                onMouseDown=${(event) => {
                    event.preventDefault();
                    choose(option);
                }}>${option.text}</li>`)}
        </ul>
        ${isOpen && html`<p class="pieni" role="status">${isLoading
            ? t("kehys.haetaan") : total === 0
                ? t("virkailija.valinta.ei-mitaan")
                : more > 0 ? count("virkailija.valinta.lisaa", more) : ""}</p>`}
    </div>`;
}
