/* Links of the old kind: a learner shares one way of acquiring or one
 * demonstration with learners who are logged in and know the link (contract:
 * api.md 1.15, 5). Only the learner of the plan makes, lists and deletes them;
 * what is another's is as if it were not there (contract/README.md 2, 6).
 *
 * A link names the part by its module-id and shows it as it is now, wherever
 * in the plan it stands.
 */
#ifndef EHOKS_HOKS_SHARE_LINK_H
#define EHOKS_HOKS_SHARE_LINK_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"
#include "../schema/schema.h"

/* Makes a link out of a checked body (schema Jakolinkki). `schema` is that of
 * stored plans; `*share_id` becomes the UUID of the link. Errors:
 * E-JAKO-MENNYT the last day has passed, E-JAKO-NURIN it comes before the
 * first, E-JAKO-KOHDE the caller has no such plan, or the plan no such part. */
const ehoks_err_t *ehoks_share_link_create(const ehoks_ctx_t *ctx,
                                           const ehoks_schema_t *schema,
                                           const ehoks_json_t *body,
                                           const char **share_id);

/* What link `share_id` shows, for any learner who knows it. Where the part or
 * its plan is deleted, both members that would hold it are null and
 * `poistettu` and `viesti` say so. Errors: E-404 no such link,
 * E-JAKO-EI-VIELA before its time (told first), E-JAKO-VANHA after it. */
const ehoks_err_t *ehoks_share_link_read(const ehoks_ctx_t *ctx,
                                         const ehoks_schema_t *schema,
                                         const char *share_id,
                                         ehoks_json_t **view);

/* Deletes a link of the caller's own. Errors: E-404. */
const ehoks_err_t *ehoks_share_link_delete(const ehoks_ctx_t *ctx,
                                           const char *share_id);

/* The links of one part of the caller's own plans, passed ones too, as a list
 * that may be empty. Errors: E-404 the caller has no such part. */
const ehoks_err_t *ehoks_share_link_list(const ehoks_ctx_t *ctx,
                                         const ehoks_schema_t *schema,
                                         const char *module_id,
                                         ehoks_json_t **links);

#endif
