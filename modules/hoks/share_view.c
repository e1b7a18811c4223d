/* Making the receiver's view of a share. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../core/date.h"
#include "share_content.h"
#include "share_text.h"
#include "share_view.h"
#include "slice.h"

/* --- free periods --------------------------------------------------------- */

/* A stretch of days, both ends included. */
typedef struct {
    int first;
    int last;
} stretch_t;

/* Far enough to be no end at all. */
#define NEVER 99991231

/* 1 for a way of acquiring at a workplace, as the table tyopaikkajakso has
 * them. */
static int is_at_workplace(const ehoks_json_t *value)
{
    const char *code =
        ehoks_json_get_string(value, "osaamisen-hankkimistapa-koodi-uri");

    return ehoks_json_get(value, "tyopaikalla-jarjestettava-koulutus")
           || (code
               && (strcmp(code, "osaamisenhankkimistapa_koulutussopimus") == 0
                   || strcmp(code, "osaamisenhankkimistapa_oppisopimus") == 0));
}

/* Days that ways of acquiring at a workplace take, wherever they stand. */
static void collect_busy(const ehoks_json_t *value, apr_array_header_t *busy)
{
    apr_size_t i;
    void *member;

    for (i = 0; i < ehoks_json_size(value)
                && ehoks_json_type(value) == EHOKS_JSON_ARRAY;
         i++)
        collect_busy(ehoks_json_at(value, i), busy);
    if (ehoks_json_type(value) != EHOKS_JSON_OBJECT)
        return;
    if (is_at_workplace(value)) {
        int first = ehoks_date_day(ehoks_json_get_string(value, "alku"));
        int last = ehoks_date_day(ehoks_json_get_string(value, "loppu"));
        stretch_t stretch = {first, last ? last : NEVER};

        if (first)
            APR_ARRAY_PUSH(busy, stretch_t) = stretch;
    }
    for (member = ehoks_json_first(value); member;
         member = ehoks_json_next(value, member))
        collect_busy(ehoks_json_value(member), busy);
}

static int by_first_day(const void *one, const void *other)
{
    return ((const stretch_t *)one)->first - ((const stretch_t *)other)->first;
}

static const char *day_text(apr_pool_t *pool, int day)
{
    return apr_psprintf(pool, "%04d-%02d-%02d", day / 10000, day / 100 % 100,
                        day % 100);
}

static void add_stretch(apr_pool_t *pool, ehoks_json_t *list, int first,
                        int last)
{
    ehoks_json_t *stretch;

    if (first > last)
        return;
    stretch = ehoks_json_new_object(pool);
    ehoks_json_set_string(pool, stretch, "alku", day_text(pool, first));
    ehoks_json_set_string(pool, stretch, "loppu", day_text(pool, last));
    ehoks_json_append(list, stretch);
}

/* From today to the end of the study right, the stretches in which the plan
 * has no workplace period. Without an end known, up to the last period. */
static ehoks_json_t *free_periods(apr_pool_t *pool,
                                  const ehoks_share_plan_t *plan, int today)
{
    apr_array_header_t *busy = apr_array_make(pool, 8, sizeof(stretch_t));
    ehoks_json_t *list = ehoks_json_new_array(pool);
    int end = ehoks_date_day(plan->ends);
    int from = today;
    int i;

    collect_busy(plan->document, busy);
    qsort(busy->elts, (size_t)busy->nelts, sizeof(stretch_t), by_first_day);
    for (i = 0; i < busy->nelts; i++) {
        const stretch_t *stretch = &APR_ARRAY_IDX(busy, i, stretch_t);
        int last = ehoks_date_add_days(stretch->first, -1);

        add_stretch(pool, list, from, end && end < last ? end : last);
        if (stretch->last >= from)
            from = stretch->last == NEVER
                       ? NEVER
                       : ehoks_date_add_days(stretch->last, 1);
    }
    add_stretch(pool, list, from, end);
    return list;
}

/* --- a plan --------------------------------------------------------------- */

/* The chosen parts that are there, and a list of those that are not. */
static apr_array_header_t *sort_parts(apr_pool_t *pool,
                                      const ehoks_share_plan_t *plan,
                                      ehoks_json_t *gone)
{
    apr_array_header_t *there = apr_array_make(
        pool, (int)ehoks_json_size(plan->parts), sizeof(const char *));
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(plan->parts); i++) {
        ehoks_json_t *part = ehoks_json_at(plan->parts, i);
        const char *module_id = ehoks_json_string(part, NULL);

        if (ehoks_slice_part(pool, plan->document, module_id, 0))
            APR_ARRAY_PUSH(there, const char *) = module_id;
        else
            ehoks_json_append(gone, part);
    }
    return there;
}

static void tell_gone(apr_pool_t *pool, ehoks_json_t *view,
                      ehoks_share_text_e what)
{
    ehoks_json_set(view, "poistettu", ehoks_json_new_boolean(1));
    ehoks_json_set(view, "viesti", ehoks_share_text(pool, what));
}

static void add_document(apr_pool_t *pool, const ehoks_share_t *share,
                         const ehoks_share_plan_t *plan, int today,
                         ehoks_json_t *view)
{
    ehoks_json_t *gone = ehoks_json_new_array(pool);
    ehoks_slice_t slice = {0};

    slice.groups = ehoks_share_groups(share->contents);
    if (plan->parts)
        slice.parts = sort_parts(pool, plan, gone);
    if (ehoks_json_size(gone)) {
        ehoks_json_set(view, "poistetut-osat", gone);
        tell_gone(pool, view,
                  ehoks_json_size(gone) < ehoks_json_size(plan->parts)
                      ? EHOKS_SHARE_SOME_GONE
                      : EHOKS_SHARE_PART_GONE);
    }
    if (plan->parts && slice.parts->nelts == 0)
        return;
    ehoks_json_set(view, "hoks", ehoks_slice_cut(pool, plan->document, &slice));
    if (ehoks_share_has_free_periods(share->contents))
        ehoks_json_set(view, "vapaat-jaksot", free_periods(pool, plan, today));
}

static ehoks_json_t *plan_view(apr_pool_t *pool, const ehoks_share_t *share,
                               const ehoks_share_plan_t *plan, int today)
{
    ehoks_json_t *view = ehoks_json_new_object(pool);
    ehoks_json_t *school = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, view, "rajaus",
                          plan->parts ? "osat" : "koko-suunnitelma");
    if (!plan->document) {
        tell_gone(pool, view, EHOKS_SHARE_PLAN_GONE);
        return view;
    }
    ehoks_json_set(view, "tutkinto-nimi", plan->qualification);
    ehoks_json_set(view, "osaamisala-nimi", plan->competence_area);
    ehoks_json_set_string(pool, school, "oid", plan->school);
    ehoks_json_set(school, "nimi", plan->school_name);
    ehoks_json_set(view, "oppilaitos", school);
    add_document(pool, share, plan, today, view);
    return view;
}

ehoks_json_t *ehoks_share_view(apr_pool_t *pool, const ehoks_share_t *share,
                               int today)
{
    ehoks_json_t *view = ehoks_json_new_object(pool);
    ehoks_json_t *plans = ehoks_json_new_array(pool);
    int i;

    ehoks_json_set_string(pool, view, "jakaja", share->learner);
    ehoks_json_set_string(pool, view, "tarkoitus", share->purpose);
    ehoks_json_set(view, "sisalto", (ehoks_json_t *)share->contents);
    ehoks_json_set_string(pool, view, "voimassaolo-alku", share->first_day);
    ehoks_json_set_string(pool, view, "voimassaolo-loppu", share->last_day);
    for (i = 0; i < share->plans->nelts; i++)
        ehoks_json_append(plans, plan_view(pool, share,
                                           &APR_ARRAY_IDX(share->plans, i,
                                                          ehoks_share_plan_t),
                                           today));
    ehoks_json_set(view, "suunnitelmat", plans);
    return view;
}
