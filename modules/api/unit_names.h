/* Names of units and sub-areas, for pages and drafts that show codes. */
#ifndef EHOKS_API_UNIT_NAMES_H
#define EHOKS_API_UNIT_NAMES_H

#include "request.h"

/* Adds to `names` {code: {fi, sv, en}} for units (codes of tutkinnonosat; from
 * the qualifications in ePerusteet, else from Koodisto) and for other codes
 * (from Koodisto). What the registries do not tell in time is left out; only
 * the database's errors are errors. */
const ehoks_err_t *ehoks_unit_names(ehoks_request_t *request,
                                    const apr_array_header_t *units,
                                    const apr_array_header_t *codes,
                                    ehoks_json_t *names);

#endif
