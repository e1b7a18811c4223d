/* What the receiver of a share sees: the same function makes it for the
 * receiver and for the learner who looks at it beforehand. Pure: nothing is
 * read or stored here. */
#ifndef EHOKS_HOKS_SHARE_VIEW_H
#define EHOKS_HOKS_SHARE_VIEW_H

#include <apr_tables.h>

#include "../core/json.h"

/* A plan of a share. */
typedef struct {
    ehoks_json_t *document;      /* NULL: the plan was deleted */
    const ehoks_json_t *parts;   /* module-ids in small letters; NULL: all */
    ehoks_json_t *qualification; /* name by language, as Koski tells it */
    ehoks_json_t *competence_area;
    const char *school;        /* OID */
    ehoks_json_t *school_name; /* by language; NULL: not known */
    const char *ends; /* estimated last day of the study right; may be NULL */
} ehoks_share_plan_t;

typedef struct {
    const char *learner; /* name */
    const char *purpose;
    const ehoks_json_t *contents; /* names of share_content.h */
    const char *first_day;
    const char *last_day;
    const apr_array_header_t *plans; /* of ehoks_share_plan_t */
} ehoks_share_t;

/* The view in `pool`; it shares values with `share`. `today` as
 * ehoks_date_today. A part or plan that is gone is told in words. */
ehoks_json_t *ehoks_share_view(apr_pool_t *pool, const ehoks_share_t *share,
                               int today);

#endif
