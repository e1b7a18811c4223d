/* Names of what a share shows only as codes and OIDs: its receiver has no login
 * with which to ask for them. */
#ifndef EHOKS_API_SHARE_NAMES_H
#define EHOKS_API_SHARE_NAMES_H

#include "request.h"

/* `*names` becomes {code or OID: {fi, sv, en}} for the codes and organisations
 * in `view`. What the registries do not tell in time is left out; only the
 * database's errors are errors. */
const ehoks_err_t *ehoks_share_names(ehoks_request_t *request,
                                     const ehoks_json_t *view,
                                     ehoks_json_t **names);

#endif
