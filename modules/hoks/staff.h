/* Plans as provider staff see them: those of their own schools, and while the
 * learner is their student also those that other providers made (531/2017
 * 109 a § 1 mom.; contract: api.md 3.5, 3.6). */
#ifndef EHOKS_HOKS_STAFF_H
#define EHOKS_HOKS_STAFF_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "update.h"

/* A learner as the caller may see them. */
typedef struct {
    const char *oid;
    const char *name;
    const char *study_right; /* OID of a study right in such a school */
    apr_int64_t plan;        /* id of its plan; 0: it has none */
} ehoks_learner_t;

/* Finds a learner in whose school the caller may read (in any study right of
 * the index). Errors: E-OPPIJA403 when there is none, which tells nothing
 * about whether the learner is known. */
const ehoks_err_t *ehoks_staff_learner(const ehoks_ctx_t *ctx, const char *oid,
                                       ehoks_learner_t *learner);

/* Finds the learner whose live plan `id` is, as ehoks_staff_learner. Errors:
 * E-INSUFF when there is no such plan, and when the caller may not see the
 * learner. */
const ehoks_err_t *ehoks_staff_learner_of(const ehoks_ctx_t *ctx,
                                          const char *id,
                                          ehoks_learner_t *learner);

/* The learner's live plans that the caller may see, oldest first: an array of
 * ehoks_plan_t (may be empty). `rights` are the learner's study rights as
 * Koski tells them, by which a learner is a student or no longer one; NULL
 * takes the index's word. `school` NULL, or only plans of that school count
 * as the caller's own. */
const ehoks_err_t *ehoks_staff_plans(const ehoks_ctx_t *ctx,
                                     const char *oppija_oid,
                                     const ehoks_json_t *rights,
                                     const char *school,
                                     apr_array_header_t **plans);

/* One of them. Errors: E-INSUFF, the same for a plan that is not there, is
 * deleted, is another learner's or may not be seen. */
const ehoks_err_t *ehoks_staff_plan(const ehoks_ctx_t *ctx,
                                    const char *oppija_oid,
                                    const ehoks_json_t *rights, const char *id,
                                    ehoks_plan_t *plan);

/* Opens one of the learner's plans for `act`. Errors: E-INSUFF as above. */
const ehoks_err_t *ehoks_staff_open(const ehoks_ctx_t *ctx,
                                    const char *oppija_oid, const char *id,
                                    ehoks_act_e act, ehoks_stored_t *stored);

#endif
