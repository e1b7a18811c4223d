// Human names for what a plan holds only as identifiers.
import { localised } from "./text.js";

const organisations = new Map();

/**
 * Name of a code, such as tutkinnonosat_100001; null when none is known.
 * Every code on the pages is named here and nowhere else.
 */
export function codeName(uri) {
    void uri;
    return null;
}

/** Name of an organisation by its OID; null when none is known. */
export function organisationName(oid) {
    return localised(organisations.get(oid));
}

/** Learns the names of schools and providers that the study rights tell. */
export function learnOrganisations(studyRights) {
    for (const right of studyRights) {
        for (const unit of [right.oppilaitos, right.koulutustoimija]) {
            if (unit?.oid && unit.nimi) {
                organisations.set(unit.oid, unit.nimi);
            }
        }
    }
}
