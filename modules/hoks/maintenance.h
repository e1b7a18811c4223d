/* Keeping the index in step with the registries, and the rounds of periodic
 * work: what of it is the database's (contract: api.md 6.1, 6.2). Who asks the
 * registries hands in what they told.
 */
#ifndef EHOKS_HOKS_MAINTENANCE_H
#define EHOKS_HOKS_MAINTENANCE_H

#include <apr_tables.h>

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"
#include "../schema/schema.h"

/* A study right of the index. */
typedef struct {
    const char *oid;
    const char *oppija_oid;
} ehoks_indexed_right_t;

/* Lists of study rights; each an array of ehoks_indexed_right_t. Intervals are
 * PostgreSQL's ("180 days"). */

/* Those that Koski was not asked about for `age`, the oldest first. */
const ehoks_err_t *ehoks_rights_older_than(const ehoks_ctx_t *ctx,
                                           const char *age, int limit,
                                           apr_array_header_t **rights);

/* Those without the name of a qualification. */
const ehoks_err_t *ehoks_rights_without_name(const ehoks_ctx_t *ctx, int limit,
                                             apr_array_header_t **rights);

/* Those of live plans made within `made` that Koski was not asked about for
 * `age`. */
const ehoks_err_t *ehoks_rights_of_new_plans(const ehoks_ctx_t *ctx,
                                             const char *made, const char *age,
                                             int limit,
                                             apr_array_header_t **rights);

/* Those of an education provider. */
const ehoks_err_t *ehoks_rights_of_provider(const ehoks_ctx_t *ctx,
                                            const char *oid,
                                            apr_array_header_t **rights);

/* That one, if it has a plan; else an empty list. */
const ehoks_err_t *ehoks_rights_of_plan(const ehoks_ctx_t *ctx, const char *oid,
                                        apr_array_header_t **rights);

/* Koski does not know the study right any more: notes since when. The row
 * stays, because the plan refers to it. */
const ehoks_err_t *ehoks_right_is_unknown(const ehoks_ctx_t *ctx,
                                          const char *oid);

/* Gives an indexed learner the name that ONR tells (`oppija` NULL: only
 * looks). `*has_plan` 1 when there is a plan of the learner, `*is_indexed` 1
 * when the learner is in the index. */
const ehoks_err_t *ehoks_learner_update(const ehoks_ctx_t *ctx, const char *oid,
                                        const ehoks_json_t *oppija,
                                        int *has_plan, int *is_indexed);

/* Learner `from` was merged into `oppija` (as ONR tells): study rights and
 * live plans go over, each plan as a new version, and the old row goes when
 * nothing is left of it. Does nothing when `from` is not indexed. */
const ehoks_err_t *ehoks_learner_merge(const ehoks_ctx_t *ctx,
                                       const ehoks_schema_t *output,
                                       const char *from,
                                       const ehoks_json_t *oppija);

/* Figures for the super user (contract: api.md 1.6). */
typedef struct {
    apr_int64_t plans; /* deleted ones counted */
    apr_int64_t learners_not_indexed;
    apr_int64_t rights_not_indexed;
    apr_int64_t rights_without_name;
} ehoks_figures_t;

/* Counts them. Errors of the database. */
const ehoks_err_t *ehoks_maintenance_figures(const ehoks_ctx_t *ctx,
                                             ehoks_figures_t *figures);

/* Takes on a round of a task, once in `interval_s` seconds in the whole
 * cluster; `*mine` 0: another server does it, or it is not time yet. */
const ehoks_err_t *ehoks_task_claim(const ehoks_ctx_t *ctx, const char *task,
                                    int interval_s, int *mine);

/* The round is over. `result`: what it did, in a few words. */
void ehoks_task_finish(const ehoks_ctx_t *ctx, const char *task,
                       const char *result);

/* Drops the mirror's copies that are older than any use. */
const ehoks_err_t *ehoks_maintenance_drop_copies(const ehoks_ctx_t *ctx,
                                                 const char *age);

/* A row of the audit for an operation that concerns no single plan.
 * `target` may be NULL, and so may the OIDs. */
const ehoks_err_t *ehoks_maintenance_note(const ehoks_ctx_t *ctx,
                                          const char *operation,
                                          const ehoks_json_t *target,
                                          const char *oppija_oid,
                                          const char *opiskeluoikeus_oid);

#endif
