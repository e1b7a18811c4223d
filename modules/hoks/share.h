/* Shares: a learner lets the holder of a secret see chosen parts and fields of
 * the own plans, for a time and a number of times that the learner sets. Only
 * its owner sees, changes or revokes a share; another's is as if it were not
 * there (contract/README.md 2). Owner is who the plans belong to.
 *
 * A share names parts by their module-ids and shows them as they are when it
 * is opened. The secret is told once and kept as a hash.
 */
#ifndef EHOKS_HOKS_SHARE_H
#define EHOKS_HOKS_SHARE_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Makes a share out of a checked body (schema Jako, normalised). `*id` names
 * it for its owner, `*secret` opens it. Errors: E-VALID for days that do not
 * fit (JAKO-1 to JAKO-3) and a plan named twice (JAKO-4), E-JAKO-KOHDE the
 * caller has no such plan or the plan no such part, E-JAKO-MONTA the caller
 * has as many in force as there may be. */
const ehoks_err_t *ehoks_share_create(const ehoks_ctx_t *ctx,
                                      ehoks_json_t *body, const char **id,
                                      const char **secret);

/* What the receiver of a share with this body would see. Errors as above. */
const ehoks_err_t *ehoks_share_preview(const ehoks_ctx_t *ctx,
                                       ehoks_json_t *body, ehoks_json_t **view);

/* The same of a share that was made, whether or not it still opens. E-404. */
const ehoks_err_t *ehoks_share_look(const ehoks_ctx_t *ctx, const char *id,
                                    ehoks_json_t **view);

/* All shares of the caller, newest first. */
const ehoks_err_t *ehoks_share_list(const ehoks_ctx_t *ctx,
                                    ehoks_json_t **shares);

/* One of them with its latest uses. Errors: E-404. */
const ehoks_err_t *ehoks_share_read(const ehoks_ctx_t *ctx, const char *id,
                                    ehoks_json_t **share);

/* Gives a share another last day (a checked body, schema JakoMuutos). Errors:
 * E-404, E-JAKO-PERUTTU it was revoked, E-VALID as above. */
const ehoks_err_t *ehoks_share_change(const ehoks_ctx_t *ctx, const char *id,
                                      const ehoks_json_t *body);

/* Ends a share at once and for good. Errors: E-404. */
const ehoks_err_t *ehoks_share_revoke(const ehoks_ctx_t *ctx, const char *id);

/* Opens a share for whoever holds its secret, once, and writes that down for
 * its owner. `pin` may be NULL.
 *
 * Errors: E-JAKO for every secret that opens nothing (unknown, revoked, past,
 * used up): the same after the same steps. Who has the right secret may be
 * told E-JAKO-EI-VIELA its time comes later, E-JAKO-KIRJAUTUMINEN its owner
 * wants to know who looks, E-PIN-PUUTTUU a PIN is asked, E-PIN it was wrong,
 * E-PIN-LUKOSSA too many were. */
const ehoks_err_t *ehoks_share_open(const ehoks_ctx_t *ctx, const char *secret,
                                    const char *pin, ehoks_json_t **view);

#endif
