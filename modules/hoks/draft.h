/* Drafts of new plans: what earlier plans of the learner tell is proposed as
 * earlier acquired competence, so that nobody has to type it again. Pure:
 * nothing is read or stored here.
 *
 * A unit counts as achieved when it has been demonstrated or when its whole
 * plan is achieved; whether it is recognised is for the provider to decide,
 * which is why each proposal carries its source. Names and contact data of
 * other people (assessors, instructors) stay in the earlier plan.
 */
#ifndef EHOKS_HOKS_DRAFT_H
#define EHOKS_HOKS_DRAFT_H

#include <apr_tables.h>

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* An earlier plan. */
typedef struct {
    apr_int64_t id;
    const char *oppilaitos_oid; /* its school; NULL: not known */
    const ehoks_json_t *document;
} ehoks_draft_plan_t;

/* What a draft is made of. */
typedef struct {
    const char *opiskeluoikeus_oid;
    const char *oppija_oid; /* NULL: not known */
    int takes_units;        /* 0: preparatory education (TUVA) has none */
    int today;              /* as ehoks_date_today */
    const apr_array_header_t *plans; /* of ehoks_draft_plan_t, best first */
} ehoks_draft_source_t;

typedef struct {
    ehoks_json_t *document;    /* a body of POST but for what `missing` names */
    ehoks_json_t *missing;     /* pointers of what must be added */
    ehoks_json_t *sources;     /* where each proposal comes from */
    apr_array_header_t *units; /* of const char *: codes of units, each once */
    apr_array_header_t *areas; /* the same of sub-areas */
} ehoks_draft_t;

/* Makes the draft in `pool`; it shares values with the source's plans. The
 * plan of the draft's own study right proposes nothing. */
void ehoks_draft_make(ehoks_draft_t *draft, apr_pool_t *pool,
                      const ehoks_draft_source_t *source);

/* Live plans of a learner that the caller may read (staff or a provider's
 * system, as ehoks_staff_plans tells with `rights`), newest first. Errors of
 * the database; E-SISAINEN for a damaged document. */
const ehoks_err_t *ehoks_draft_plans(const ehoks_ctx_t *ctx,
                                     const char *oppija_oid,
                                     const ehoks_json_t *rights,
                                     apr_array_header_t **plans);

/* The learner of a study right by the index, or NULL when it is not there. */
const ehoks_err_t *ehoks_draft_learner(const ehoks_ctx_t *ctx,
                                       const char *opiskeluoikeus_oid,
                                       const char **oppija_oid);

#endif
