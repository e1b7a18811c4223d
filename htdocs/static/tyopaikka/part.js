// One period or demonstration with all that its instructor or assessor is
// entitled to, ready to print.
import { html } from "../lib/html.js";
import { lang, t } from "../lib/text.js";
import * as format from "../lib/format.js";
import { useLoad } from "../lib/load.js";
import { Failure, Loading, Message } from "../lib/frame.js";
import { Fields } from "../lib/document.js";
import { loadSchema } from "../lib/schema-file.js";
import { Row } from "../lib/row.js";
import { titleOf } from "../lib/parts.js";
import { loadOne } from "./data.js";
import { Grounds, PARTS } from "./list.js";

const ENTITIES = {
    jakso: "OsaamisenHankkimistapa",
    naytto: "OsaamisenOsoittaminen",
};

export function PartPage({ kind, id }) {
    const { data, error, isLoading, retry } = useLoad(async () => {
        const [one, schema] = await Promise.all([loadOne(kind, id),
            loadSchema()]);
        return { one, schema };
    }, [kind, id]);
    if (error) {
        return html`<${Failure} error=${error} retry=${retry} />`;
    }
    if (isLoading) {
        return html`<${Loading} />`;
    }
    return html`<p class="paluu"><a href="#/">${t("tyopaikka.kaikki")}</a></p>
        ${data.one ? html`<${Part} kind=${kind} ...${data} />`
            : html`<${Message} title=${t("tyopaikka.ei-loydy.otsikko")}
                text=${t("tyopaikka.ei-loydy.teksti")} />`}`;
}

/** The entity of a unit: national, common (with sub-areas) or local. */
function unitEntity(unit, area) {
    return area ? "HankittavaYhteinenTutkinnonOsa"
        : unit.nimi ? "HankittavaPaikallinenTutkinnonOsa"
            : "HankittavaAmmatillinenTutkinnonOsa";
}

function Part({ kind, one, schema }) {
    const unit = one["tutkinnon-osa"];
    const area = one["osa-alue"];
    const part = one[PARTS[kind]];
    const used = [titleOf(unit)?.key];
    return html`
        <h1 tabindex="-1">${one["oppija-nimi"]}</h1>
        <p class="koulu">${t(`tyopaikka.laji.${kind}`)},${" "}
            ${format.range(part.alku, part.loppu)}${" "}
            <span class=${one.tila === "kaynnissa" ? "tila jatkuu" : "tila"}>
                ${t(`tyopaikka.tila.${one.tila}`)}</span></p>
        <section class="perustiedot" aria-labelledby="osa" lang=${lang()}>
            <h2 id="osa">${titleOf(unit)?.text}</h2>
            ${area && html`<p>${titleOf(area)?.text}</p>`}
            <${Fields} schema=${schema} entity=${unitEntity(unit, area)}
                part=${unit} used=${used} level=${3} />
        </section>
        <section class="tyopaikan-osa" aria-labelledby="sisalto-otsikko">
            <h2 id="sisalto-otsikko">${t(`tyopaikka.laji.${kind}`)}</h2>
            <${Fields} schema=${schema} entity=${ENTITIES[kind]} part=${part}
                level=${3} />
        </section>
        <dl class="tiedot">
            <${Row} label=${t("tyopaikka.nakyvissa-asti")}>
                ${format.day(one["nakyvissa-asti"])}</${Row}>
        </dl>
        <p class="toiminnot"><button type="button" onClick=${() => print()}>
            ${t("suunnitelma.tulosta")}</button></p>
        <${Grounds} />`;
}
