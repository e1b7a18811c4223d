/* Deleting a plan and undoing it. A deleted plan is out of everybody's sight
 * but stays as it was, with its history: deleting is a version, too, and so
 * is undoing it (contract: api.md 4.7, 4.8). */
#ifndef EHOKS_HOKS_REMOVAL_H
#define EHOKS_HOKS_REMOVAL_H

#include "update.h"

/* Deletes an opened plan. Errors: E-412 when somebody changed it meanwhile,
 * the database's. */
const ehoks_err_t *ehoks_removal_delete(const ehoks_ctx_t *ctx,
                                        const ehoks_stored_t *stored);

/* Brings a deleted plan back, for super users. `output` is the schema of the
 * stored document. Errors: E-NOHOKS-ID when no deleted plan has that id. */
const ehoks_err_t *ehoks_removal_undo(const ehoks_ctx_t *ctx,
                                      const ehoks_schema_t *output,
                                      const char *id);

#endif
