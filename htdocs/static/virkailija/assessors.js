// Inviting an assessor from working life to one demonstration: a link that
// works once, told to the maker of the invitation and to nobody else.
import { html, useState } from "../lib/html.js";
import { t } from "../lib/text.js";
import { call, get } from "../lib/api.js";
import * as format from "../lib/format.js";
import { Confirm, Dialog } from "../lib/dialog.js";
import { Notice } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { placeOf, titleOf } from "../lib/parts.js";
import { problemText } from "../lib/problem.js";

const PROOFS = "osaamisen-osoittaminen";
const AREAS = "osa-alueet";
const IN_FORCE = ["avoin", "kaytetty"];

/** Every demonstration of a plan with what it belongs to. */
function demonstrationsOf(plan) {
    const of = (part) => [
        ...(part[PROOFS] ?? []).map((proof) => ({ proof,
            unit: titleOf(part)?.text })),
        ...(part[AREAS] ?? []).flatMap((area) =>
            typeof area === "object" ? of(area) : []),
    ];
    return Object.values(plan).filter(Array.isArray)
        .flatMap((parts) => parts.flatMap(of));
}

/** A demonstration in one line. */
function told({ proof, unit }) {
    return [unit, placeOf(proof), format.range(proof.alku, proof.loppu)]
        .filter(Boolean).join(", ");
}

export function Assessors({ plan, oppija }) {
    const address = `virkailija/oppijat/${oppija}/hoksit/${plan.id}`
        + "/arvioijakutsut";
    const [isOpen, setOpen] = useState(false);
    const all = demonstrationsOf(plan);
    if (all.length === 0) {
        return null;
    }
    return html`<button type="button" onClick=${() => setOpen(true)}>
            ${t("virkailija.kutsu.avaa")}</button>
        ${isOpen && html`<${AssessorDialog} all=${all} address=${address}
            onClose=${() => setOpen(false)} />`}`;
}

function AssessorDialog({ all, address, onClose }) {
    const { data, error, retry } = useLoad(() => get(address), [address]);
    const coming = all.filter(({ proof }) => proof.loppu >= format.today());
    const [chosen, setChosen] = useState(coming[0]?.proof["module-id"]);
    const [made, setMade] = useState({});
    const invite = async () => {
        setMade({ isRunning: true });
        try {
            const { meta } = await call("POST", address,
                { body: { "module-id": chosen } });
            setMade({ link: new URL(meta.osoite, location.origin).href });
            retry();
        } catch (problem) {
            setMade({ problem });
        }
    };
    return html`<${Dialog} title=${t("virkailija.kutsu.otsikko")}
        onClose=${onClose}>
        <p>${t("virkailija.kutsu.teksti")}</p>
        ${coming.length === 0 ? html`<p>${t("virkailija.kutsu.ei-nayttoja")}</p>`
        : html`<label><span>${t("virkailija.kutsu.naytto")}</span>
            <select onChange=${(event) => setChosen(event.target.value)}>
                ${coming.map((one) => html`<option
                    value=${one.proof["module-id"]}
                    selected=${one.proof["module-id"] === chosen}>${told(one)}
                </option>`)}
            </select></label>
            <p><button type="button" class="painike" disabled=${made.isRunning}
                onClick=${invite}>${t("virkailija.kutsu.tee")}</button></p>`}
        ${made.problem && html`<p class="virhe" role="alert">
            ${problemText(made.problem)}</p>`}
        ${made.link && html`<${Link} address=${made.link} />`}
        ${error && html`<${Notice}>${problemText(error)}</${Notice}>`}
        <${Invitations} invitations=${data ?? []} all=${all} reload=${retry} />
        <div class="toiminnot"><button type="button" onClick=${onClose}>
            ${t("ikkuna.sulje")}</button></div>
    </${Dialog}>`;
}

function Link({ address }) {
    const [isCopied, setCopied] = useState(false);
    const copy = async (event) => {
        event.target.previousElementSibling?.querySelector("input")?.select();
        await navigator.clipboard?.writeText(address).then(
            () => setCopied(true), () => undefined);
    };
    return html`<div class="linkkirivi">
        <label><span>${t("virkailija.kutsu.linkki")}</span>
            <input type="text" readonly value=${address} /></label>
        <button type="button" onClick=${copy}>
            ${t("virkailija.kutsu.kopioi")}</button>
        <p role="status" class="pieni">${isCopied
            ? t("virkailija.kutsu.kopioitu") : ""}</p>
    </div>`;
}

function Invitations({ invitations, all, reload }) {
    const [revoked, setRevoked] = useState(null);
    if (invitations.length === 0) {
        return null;
    }
    const of = (id) => all.find(({ proof }) => proof["module-id"] === id);
    return html`<h3>${t("virkailija.kutsu.tehdyt")}</h3>
        <ul class="kutsut">${invitations.map((one) => html`<li key=${one.uuid}>
            <span>${of(one["module-id"]) ? told(of(one["module-id"]))
                : t("virkailija.kutsu.poistettu-naytto")}</span>${" "}
            <span class="tila">${t(`virkailija.kutsu.tila.${one.tila}`)}</span>
            <span class="pieni"> ${[format.moment(one.luotu),
                one["kayttaja-nimi"]].filter(Boolean).join(" · ")}</span>
            ${IN_FORCE.includes(one.tila) && html`<button type="button"
                onClick=${() => setRevoked(one)}>
                ${t("virkailija.kutsu.peru")}</button>`}
        </li>`)}</ul>
        ${revoked && html`<${Confirm} title=${t("virkailija.kutsu.perutaanko")}
            action=${t("virkailija.kutsu.peru")} isDangerous
            act=${() => call("DELETE",
                `virkailija/arvioijakutsut/${revoked.uuid}`)}
            onClose=${(isDone) => {
                setRevoked(null);
                if (isDone) {
                    reload();
                }
            }}><p>${t("virkailija.kutsu.perumisesta")}</p></${Confirm}>`}`;
}
