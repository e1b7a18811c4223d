/* Links to feedback surveys of a plan's learner: another system tells them,
 * they are stored as they are told and given out; nobody is called about them
 * (contract: api.md 1.9; contract/README.md 16).
 */
#ifndef EHOKS_HOKS_KYSELYLINKKI_H
#define EHOKS_HOKS_KYSELYLINKKI_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Stores the link that `body` (which has passed validation) tells, with its
 * audit row; with `dry_run` only looks whether it could. Errors:
 * E-KYSELYLINKKI-ON when the link is stored already, for whichever plan; the
 * database's. */
const ehoks_err_t *ehoks_kyselylinkki_create(const ehoks_ctx_t *ctx,
                                             apr_int64_t hoks_id,
                                             const ehoks_json_t *body,
                                             int dry_run);

/* Stores what `body` tells about the sending of a link. Errors:
 * E-NOKYSELYLINKKI when there is no such link; the database's. */
const ehoks_err_t *ehoks_kyselylinkki_update(const ehoks_ctx_t *ctx,
                                             const ehoks_json_t *body,
                                             int dry_run);

/* The links of the learner's live plans that can be answered by today, as a
 * JSON list of texts: those whose first day has come (contract: api.md 6.5;
 * nobody is asked which were answered, README.md 16). */
const ehoks_err_t *ehoks_kyselylinkki_of_learner(const ehoks_ctx_t *ctx,
                                                 const char *oppija_oid,
                                                 ehoks_json_t **links);

/* The links of a plan that were sent, as an array of objects without the link
 * itself and without whether it was answered: what staff may know (contract:
 * api.md 6.5). */
const ehoks_err_t *ehoks_kyselylinkki_sent(const ehoks_ctx_t *ctx,
                                           apr_int64_t hoks_id,
                                           const char *oppija_oid,
                                           ehoks_json_t **links);

#endif
