/* The history of a plan: one row for each version, with the change from the
 * version before (RFC 6902) and now and then a snapshot of the whole. */
#ifndef EHOKS_HOKS_HISTORY_H
#define EHOKS_HOKS_HISTORY_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Every so many versions the whole document is kept, so that no replay is
 * longer than this. */
#define EHOKS_HISTORY_SNAPSHOT_EVERY 20

/* The plan as it was in version `number`, in the request's pool. The caller
 * has been found entitled to the plan. Errors: E-NOVERSIO when there is no
 * such version, E-SISAINEN (logged) when the history does not fit together. */
const ehoks_err_t *ehoks_history_read(const ehoks_ctx_t *ctx,
                                      apr_int64_t hoks_id, int number,
                                      ehoks_json_t **document);

/* What changed from version `from` to version `to`, as a JSON Patch. Errors
 * as ehoks_history_read. */
const ehoks_err_t *ehoks_history_diff(const ehoks_ctx_t *ctx,
                                      apr_int64_t hoks_id, int from, int to,
                                      ehoks_json_t **patch);

/* All versions, oldest first, as an array of {versio, aika, toiminto,
 * tekija-oid, asiakas}. */
const ehoks_err_t *ehoks_history_list(const ehoks_ctx_t *ctx,
                                      apr_int64_t hoks_id,
                                      ehoks_json_t **versions);

#endif
