// One plan as the staff see it: what is missing, what can be done with it, and
// the plan itself as its learner sees it.
import { html, useState } from "../lib/html.js";
import { t } from "../lib/text.js";
import { call } from "../lib/api.js";
import { Confirm } from "../lib/dialog.js";
import { Failure, Loading, Message } from "../lib/frame.js";
import { useLoad } from "../lib/load.js";
import { Plan } from "../lib/plan.js";
import { problemText } from "../lib/problem.js";
import { loadPlan, schoolOf } from "./data.js";
import { hasDraft } from "./drafts.js";
import { Assessors } from "./assessors.js";
import { Missing } from "./missing.js";
import { goTo } from "./route.js";

const REFUSED = [400, 403, 404];

export function Page({ session, route }) {
    const [, oppija, id, section] = route.path;
    const { data, error, retry } = useLoad(() => loadPlan(oppija, id),
        [oppija, id]);
    if (REFUSED.includes(error?.status)) {
        return html`<${Message} title=${t("suunnitelma.ei-loydy.otsikko")}
            text=${problemText(error)}>
            <p><a href=${`#/oppija/${oppija}`}>
                ${t("virkailija.suunnitelma.oppijan")}</a></p>
        </${Message}>`;
    }
    if (error) {
        return html`<${Failure} error=${error} retry=${retry} />`;
    }
    return data ? html`<${StaffPlan} session=${session} section=${section}
            ...${data} />`
        : html`<${Loading} />`;
}

function StaffPlan({ session, section, plan, etag, schema, learner,
    studyRights }) {
    const address = `#/oppija/${learner.oid}/${plan.id}`;
    const school = schoolOf(plan, studyRights);
    const mayWrite = session.may("write", school);
    return html`<${Plan} plan=${plan} studyRights=${studyRights}
        schema=${schema} section=${section} address=${address}
        back=${html`<p class="paluu"><a href=${`#/oppija/${learner.oid}`}>
            ${learner.nimi}</a></p>`}>
        ${!session.may("read", school) && html`<p><span class="tila">
            ${t("virkailija.oppija.muu-jarjestaja")}</span></p>`}
        <${Actions} session=${session} plan=${plan} learner=${learner}
            address=${address} school=${school} etag=${etag}
            mayWrite=${mayWrite} />
        <${Missing} plan=${plan} schema=${schema} address=${address}
            mayWrite=${mayWrite} etag=${etag} oppija=${learner.oid} />
    </${Plan}>`;
}

function Actions({ session, plan, learner, address, school, etag, mayWrite }) {
    const [isDeleting, setDeleting] = useState(false);
    const draft = mayWrite && hasDraft(session, learner.oid, plan.id);
    return html`<div class="toiminnot">
        ${mayWrite && html`<a class="painike" href=${`${address}/muokkaa`}>
            ${t(draft ? "virkailija.suunnitelma.jatka-muokkausta"
                : "virkailija.suunnitelma.muokkaa")}</a>`}
        <a class="nappi" href=${`${address}/historia`}>
            ${t("virkailija.suunnitelma.historia")}</a>
        ${mayWrite && html`<${Assessors} plan=${plan} oppija=${learner.oid} />`}
        ${session.may("hoks_delete", school) && html`<button type="button"
            onClick=${() => setDeleting(true)}>
            ${t("virkailija.suunnitelma.poista")}</button>`}
        ${isDeleting && html`<${DeleteDialog} plan=${plan} learner=${learner}
            school=${school} etag=${etag}
            onClose=${(isDone) => {
                setDeleting(false);
                if (isDone) {
                    goTo(`#/oppija/${learner.oid}`);
                }
            }} />`}
    </div>`;
}

function DeleteDialog({ plan, learner, school, etag, onClose }) {
    const remove = () => call("PATCH", `virkailija/oppijat/${learner.oid}`
        + `/hoksit/${plan.id}/shallow-delete`,
    { body: { "oppilaitos-oid": school }, etag });
    return html`<${Confirm} title=${t("virkailija.poisto.otsikko")}
        action=${t("virkailija.poisto.poista")} act=${remove} isDangerous
        onClose=${onClose}>
        <p>${t("virkailija.poisto.teksti", { nimi: learner.nimi,
            id: plan.id })}</p>
    </${Confirm}>`;
}
