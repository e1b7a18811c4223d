// What the form's pickers choose from: code lists of the national register,
// and organisations. Each list is fetched once, when somebody opens it.
import { get } from "../lib/api.js";
import { codeName, knowCode, learnNames, organisationName }
    from "../lib/names.js";

const PASSIVE = "PASSIIVINEN";
const ORGANISATION = /^1\.2\.246\.562\.(?:10|[12]?99)\.\d+$/;

const codeLists = new Map();

/** A code list {uri, version} of a koodisto; what is no longer used is out. */
export async function loadCodes(koodisto) {
    if (!codeLists.has(koodisto)) {
        const told = await get(`virkailija/external/koodisto/${koodisto}/koodi`);
        const codes = told.filter(({ tila }) => tila !== PASSIVE)
            .map(({ koodiUri, versio, metadata }) => {
                knowCode(koodiUri, Object.fromEntries(metadata.map(
                    ({ kieli, nimi }) => [kieli.toLowerCase(), nimi])));
                return { uri: koodiUri, version: versio, names:
                    metadata.map(({ nimi }) => nimi) };
            });
        codeLists.set(koodisto, codes);
    }
    return codeLists.get(koodisto);
}

/** The list as a picker's options in the language of the page; null when it
 *  has not been fetched. */
export function codeOptions(koodisto) {
    return codeLists.get(koodisto)?.map(({ uri, version, names }) => ({
        value: uri, text: codeName(uri) ?? uri, version, more: names }))
        .sort((a, b) => a.text.localeCompare(b.text)) ?? null;
}

/** Organisations that have a name, as options. */
export function organisationOptions(oids) {
    return oids.map((oid) => ({ value: oid, text: organisationName(oid) }))
        .filter(({ text }) => text)
        .sort((a, b) => a.text.localeCompare(b.text));
}

/** An organisation whose OID was typed, as an option; null when unknown. */
export async function organisationByOid(text) {
    if (!ORGANISATION.test(text)) {
        return null;
    }
    await learnNames([text]);
    return { value: text, text: organisationName(text) ?? text };
}

/** Every organisation that a document or study rights name. */
export function organisationsIn(value, found = new Set()) {
    if (typeof value === "string" && ORGANISATION.test(value)) {
        found.add(value);
    } else if (value !== null && typeof value === "object") {
        Object.values(value).forEach((inner) => organisationsIn(inner, found));
    }
    return found;
}
