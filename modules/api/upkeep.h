/* Keeping index and plans in step with the registries and with the law: what
 * the system routes do by hand and the periodic work by itself. Asks the
 * registries and hands what they tell to the use cases.
 */
#ifndef EHOKS_API_UPKEEP_H
#define EHOKS_API_UPKEEP_H

#include "../cfg/cfg.h"
#include "../core/ctx.h"
#include "../core/err.h"
#include "../hoks/erase.h"
#include "../hoks/maintenance.h"

/* Asks Koski about one indexed study right and writes what it tells into the
 * index; one that it does not know is marked. `max_age_s`: how old a copy may
 * be. Errors: the registries', E-ORG404 for a school that is not known. */
const ehoks_err_t *ehoks_upkeep_right(const ehoks_ctx_t *ctx,
                                      const ehoks_settings_t *settings,
                                      const ehoks_indexed_right_t *right,
                                      int max_age_s);

/* The same for a list. One that fails is logged and left out; while registries
 * do not answer at all the rest is left for another time. Returns how many are
 * in step now. */
int ehoks_upkeep_rights(const ehoks_ctx_t *ctx,
                        const ehoks_settings_t *settings,
                        const apr_array_header_t *rights);

/* Full indexing (contract: api.md 6.1). */
const ehoks_err_t *ehoks_upkeep_index(const ehoks_ctx_t *ctx,
                                      const ehoks_settings_t *settings);

/* Study rights of plans made in the last days, which Koski may not know
 * (contract: api.md 6.2, opiskeluoikeus-update). */
const ehoks_err_t *ehoks_upkeep_new_plans(const ehoks_ctx_t *ctx,
                                          const ehoks_settings_t *settings);

/* ONR says that something about a learner changed (contract: api.md 6.2,
 * onrmodify): the name, or OIDs that were merged. */
const ehoks_err_t *ehoks_upkeep_learner(const ehoks_ctx_t *ctx,
                                        const ehoks_settings_t *settings,
                                        const char *oid);

/* Erases contact data that is due, `what->again` left out, in plans that were
 * not looked at since this began. Stops after `limit` work periods or plans
 * that lost something, and after a number of plans that bounds the time.
 * `*looked` is how many plans were looked at. */
const ehoks_err_t *ehoks_upkeep_erase(const ehoks_ctx_t *ctx,
                                      const ehoks_settings_t *settings,
                                      ehoks_erase_t *what, int limit,
                                      ehoks_erased_t *erased, int *looked);

/* One round of the periodic work, of what is due and no other server of the
 * cluster does. Logs what it did. */
void ehoks_upkeep_round(const ehoks_ctx_t *ctx,
                        const ehoks_settings_t *settings);

#endif
