/* Changing a stored plan: replace (PUT), merge (PATCH), restore a version.
 * Every change is one statement that holds only if nobody changed the plan
 * meanwhile; a racing writer makes the loser read again and try again, so no
 * change is lost and none is stored twice. */
#ifndef EHOKS_HOKS_UPDATE_H
#define EHOKS_HOKS_UPDATE_H

#include "document.h"
#include "hoks.h"
#include "matrix.h"

/* A plan that is about to be changed: what the checks of the update need. */
typedef struct {
    apr_int64_t id;
    int version;
    ehoks_json_t *value;
    const char *oppija_oid;
    const char *opiskeluoikeus_oid;
    ehoks_act_e act; /* what the caller was found entitled to */
} ehoks_stored_t;

/* Reads a live plan to which the caller may do `act` by a right in or above
 * its school (matrix.h). Errors as ehoks_hoks_read. */
const ehoks_err_t *ehoks_update_open(const ehoks_ctx_t *ctx, const char *id,
                                     ehoks_act_e act, ehoks_stored_t *stored);

/* What to do with the plan. */
typedef struct {
    const ehoks_schema_t *output; /* schema of the stored document (GET) */
    ehoks_document_update_e how;
    const char *operation; /* toiminto of the history: korvaus, paivitys */
    const char *audit;     /* toiminto of the audit: overwrite, update */
    const ehoks_json_t *body;
    int expected_version; /* If-Match; 0: any version will do */
    int dry_run;          /* 1: everything but the storing */
} ehoks_update_t;

/* Makes and stores the next version. `*version` becomes the version that is
 * stored afterwards: the same as before when nothing changed (contract/README
 * 13). Errors: E-VALID for identity in the body that is not the stored one,
 * E-412 when the plan is not in the expected version, E-NOHOKS when it was
 * deleted meanwhile, E-TIETOKANTA when the races do not end. */
const ehoks_err_t *ehoks_update_run(const ehoks_ctx_t *ctx,
                                    const ehoks_update_t *update,
                                    ehoks_stored_t *stored, int *version);

/* Stores `value` as the next version of a plan that the service itself read in
 * `stored`. `*version` becomes the stored one; 0 when somebody else changed
 * the plan meanwhile. */
const ehoks_err_t *ehoks_update_write(const ehoks_ctx_t *ctx,
                                      const ehoks_update_t *update,
                                      const ehoks_stored_t *stored,
                                      ehoks_json_t *value, int *version);

/* Stores version `number` of the plan again as its newest one. Errors:
 * E-NOVERSIO when there is no such version, and as ehoks_update_run. */
const ehoks_err_t *ehoks_update_restore(const ehoks_ctx_t *ctx,
                                        const ehoks_update_t *update,
                                        ehoks_stored_t *stored, int number,
                                        int *version);

#endif
