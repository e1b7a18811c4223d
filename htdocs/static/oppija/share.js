// Sharing a plan: the learner chooses what for, what is seen and how long, and
// looks beforehand at exactly what the receiver will see. The link is told
// once; how shares are used and ended is among the learner's own data.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { call } from "../lib/api.js";
import { Loading } from "../lib/frame.js";
import { knowNames } from "../lib/names.js";
import { problemText } from "../lib/problem.js";
import { SharedPlans } from "../lib/shared-plan.js";

const PURPOSES = ["koulutukseen-hakeutuminen",
    "koulutus-tai-oppisopimuspaikan-haku", "muu"];
const CONTENTS = ["tutkinnon-osat", "jaksot", "naytot", "aiempi-osaaminen",
    "urasuunnitelma", "paivamaarat", "opetus", "vapaat-jaksot", "ohjaajat",
    "edustajat", "arvioijat", "tunnisteet"];
/** In no proposal: these say more of a person than a receiver needs. */
const SENSITIVE = ["yhteystiedot", "poikkeamat", "tuki"];
const USES = ["", "1", "5", "20"];
const DEFAULT_DAYS = 30;
const PREVIEW_DELAY_MS = 400;

function dayAfter(days) {
    const day = new Date(`${format.today()}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
}

/** The body of a share out of what was chosen. */
function bodyOf(eid, chosen) {
    const { purpose, contents, first, last, uses, pin, login, name } = chosen;
    return {
        tarkoitus: purpose, kohteet: [{ "hoks-eid": eid }],
        ...contents && { sisalto: contents },
        "voimassaolo-alku": first, "voimassaolo-loppu": last,
        ...uses && { kayttokerrat: Number(uses) },
        ...pin && { pin }, ...name.trim() && { nimi: name.trim() },
        "vaatii-kirjautumisen": login,
    };
}

export function SharePage({ plan, title, schema }) {
    const [chosen, setChosen] = useState({ purpose: PURPOSES[0],
        contents: null, first: format.today(), last: dayAfter(DEFAULT_DAYS),
        uses: "", pin: "", login: false, name: "" });
    const [made, setMade] = useState(null);
    const preview = usePreview(plan.eid, chosen);
    const set = (values) => setChosen((now) => ({ ...now, ...values }));
    const back = html`<p class="paluu"><a
        href=${`#/suunnitelma/${plan.eid}`}>${title}</a></p>`;
    if (made) {
        return html`${back}<${Made} made=${made} />`;
    }
    const contents = chosen.contents ?? preview.view?.sisalto ?? [];
    return html`${back}
        <h1 tabindex="-1">${t("oppija.jako.otsikko")}</h1>
        <p class="ingressi">${t("oppija.jako.johdanto")}</p>
        <${Choices} eid=${plan.eid} chosen=${chosen} contents=${contents}
            set=${set} onMade=${setMade} />
        <section class="esikatselu" aria-labelledby="esikatselu">
            <h2 id="esikatselu">${t("oppija.jako.esikatselu")}</h2>
            <p>${t("oppija.jako.esikatselu-teksti")}</p>
            ${preview.error && html`<p class="virhe" role="alert">
                ${problemText(preview.error)}</p>`}
            ${preview.view ? html`<div class="kehys"><${SharedPlans}
                share=${preview.view} schema=${schema} level=${3} /></div>`
                : !preview.error && html`<${Loading} />`}
        </section>`;
}

/** What the receiver would see, asked again when what is seen changes. */
function usePreview(eid, chosen) {
    const [preview, setPreview] = useState({});
    const turn = useRef(0);
    const { purpose, contents } = chosen;
    useEffect(() => {
        turn.current += 1;
        const mine = turn.current;
        const timer = setTimeout(async () => {
            try {
                const { data, meta } = await call("POST",
                    "oppija/jaot/v2/esikatselu", { body: {
                        tarkoitus: purpose, kohteet: [{ "hoks-eid": eid }],
                        ...contents && { sisalto: contents } } });
                knowNames(meta.nimet);
                if (mine === turn.current) {
                    setPreview({ view: data });
                }
            } catch (error) {
                if (mine === turn.current) {
                    setPreview({ error });
                }
            }
        }, PREVIEW_DELAY_MS);
        return () => clearTimeout(timer);
    }, [purpose, contents]);
    return preview;
}

function Choices({ eid, chosen, contents, set, onMade }) {
    const [error, setError] = useState(null);
    const [isMaking, setMaking] = useState(false);
    const make = async (event) => {
        event.preventDefault();
        setMaking(true);
        setError(null);
        try {
            const { meta, data } = await call("POST", "oppija/jaot/v2",
                { body: bodyOf(eid, { ...chosen, contents }) });
            onMade({ link: new URL(meta.linkki, location.origin).href,
                share: data, pin: chosen.pin });
        } catch (failed) {
            setError(failed);
            setMaking(false);
        }
    };
    return html`<form class="jakolomake" onSubmit=${make}>
        <fieldset><legend>${t("oppija.jako.tarkoitus")}</legend>
            ${PURPOSES.map((purpose) => html`<label class="valinta"
                key=${purpose}><input type="radio" name="tarkoitus"
                checked=${purpose === chosen.purpose}
                onChange=${() => set({ purpose, contents: null })} />
                ${t(`oppija.jako.tarkoitus-${purpose}`)}</label>`)}
        </fieldset>
        <${Contents} contents=${contents} set=${set} />
        <${Limits} chosen=${chosen} set=${set} />
        ${error && html`<p class="virhe" role="alert">
            ${problemText(error)}</p>`}
        <p><button type="submit" class="painike"
            disabled=${isMaking || contents.length === 0}>
            ${t("oppija.jako.tee")}</button></p>
    </form>`;
}

function Contents({ contents, set }) {
    const toggle = (name) => set({ contents: contents.includes(name)
        ? contents.filter((one) => one !== name) : [...contents, name] });
    const boxes = (names) => names.map((name) => html`<label class="valinta"
        key=${name}><input type="checkbox" checked=${contents.includes(name)}
            onChange=${() => toggle(name)} />
        ${t(`oppija.jako.sisalto-${name}`)}</label>`);
    return html`<fieldset><legend>${t("oppija.jako.sisalto")}</legend>
        <div class="valintalista">${boxes(CONTENTS)}</div>
        <p class="pieni">${t("oppija.jako.arkaluonteiset")}</p>
        <div class="valintalista">${boxes(SENSITIVE)}</div>
    </fieldset>`;
}

function Limits({ chosen, set }) {
    const field = (label, input, help) => html`<label class="kentta">
        <span>${t(label)}</span>${input}
        ${help && html`<small>${t(help)}</small>`}</label>`;
    const text = (key, attributes) => html`<input ...${attributes}
        value=${chosen[key]} autocomplete="off"
        onInput=${(event) => set({ [key]: event.target.value })} />`;
    return html`<fieldset><legend>${t("oppija.jako.rajat")}</legend>
        <div class="kentat">
        ${field("oppija.jako.alku", text("first", { type: "date",
        required: true, min: format.today() }))}
        ${field("oppija.jako.loppu", text("last", { type: "date",
        required: true, min: chosen.first }))}
        ${field("oppija.jako.kerrat", html`<select value=${chosen.uses}
            onChange=${(event) => set({ uses: event.target.value })}>
            ${USES.map((uses) => html`<option key=${uses} value=${uses}>
                ${uses || t("oppija.jako.kerrat-rajatta")}</option>`)}</select>`)}
        ${field("oppija.jako.pin", text("pin", { type: "text",
        inputmode: "numeric", pattern: "[0-9]{4,8}" }), "oppija.jako.pin-ohje")}
        ${field("oppija.jako.nimi", text("name", { type: "text",
        maxlength: 100 }), "oppija.jako.nimi-ohje")}
        </div>
        <label class="valinta"><input type="checkbox" checked=${chosen.login}
            onChange=${() => set({ login: !chosen.login })} />
            ${t("oppija.jako.kirjautuminen")}</label>
    </fieldset>`;
}

/** The link, which is told only now. */
function Made({ made }) {
    const [isCopied, setCopied] = useState(false);
    const input = useRef(null);
    useEffect(() => { document.querySelector("h1").focus(); }, []);
    const copy = async () => {
        input.current.select();
        try {
            await navigator.clipboard.writeText(made.link);
            setCopied(true);
        } catch {
            // The link stays selected: the reader copies it by hand.
        }
    };
    return html`<div class="viesti">
        <h1 tabindex="-1">${t("oppija.jako.valmis.otsikko")}</h1>
        <p>${t("oppija.jako.valmis.teksti", {
            paiva: format.day(made.share["voimassaolo-loppu"]) })}</p>
        <label class="kentta"><span>${t("oppija.jako.valmis.linkki")}</span>
            <input class="linkki" ref=${input} type="text" readonly
                value=${made.link} /></label>
        <p><button type="button" class="painike" onClick=${copy}>
            ${t("oppija.jako.valmis.kopioi")}</button></p>
        <p role="status">${isCopied && t("oppija.jako.valmis.kopioitu")}</p>
        ${made.pin && html`<p>${t("oppija.jako.valmis.pin")}</p>`}
        <p><a href="#/omat-tiedot">${t("oppija.jako.valmis.omat")}</a></p>
    </div>`;
}
