/* Which contact data a version of a plan holds, and taking it out: the pure
 * half of erase.h. */
#include <string.h>

#include "../core/date.h"
#include "erase.h"

#define PERIOD "OsaamisenHankkimistapa"

static const char *const contacts[] = {"sahkoposti", "puhelinnumero", NULL};

/* Removes both; 1 when one was there. */
static int remove_contacts(ehoks_json_t *object)
{
    int found = 0;
    int i;

    for (i = 0; contacts[i]; i++) {
        if (ehoks_json_get(object, contacts[i])) {
            ehoks_json_remove(object, contacts[i]);
            found = 1;
        }
    }
    return found;
}

static int has_contacts(const ehoks_json_t *object)
{
    return ehoks_json_get(object, contacts[0])
           || ehoks_json_get(object, contacts[1]);
}

static ehoks_json_t *instructor(const ehoks_json_t *period)
{
    return ehoks_json_path(period, "tyopaikalla-jarjestettava-koulutus",
                           "vastuullinen-tyopaikka-ohjaaja", NULL);
}

/* --- last days of the periods of the newest version ------------------------ */

typedef struct {
    ehoks_json_t *last_days; /* by module-id; empty text: none */
    apr_pool_t *pool;
    int latest; /* of all periods; 99991231 when one has no last day */
} periods_t;

static void note_period(void *baton, const ehoks_schema_place_t *place)
{
    periods_t *periods = baton;
    const char *id = ehoks_json_get_string(place->object, "module-id");
    const char *last = ehoks_json_get_string(place->object, "loppu");
    int day = ehoks_date_day(last);

    if (strcmp(place->entity, PERIOD) != 0)
        return;
    if (periods->last_days && id)
        ehoks_json_set_string(periods->pool, periods->last_days, id,
                              last ? last : "");
    if (day == 0)
        day = 99991231;
    if (day > periods->latest)
        periods->latest = day;
}

int ehoks_erase_plan_is_over(const ehoks_erase_plan_t *plan,
                             const ehoks_schema_t *output)
{
    periods_t periods = {NULL, NULL, 0};
    int achieved = ehoks_date_day(
        ehoks_json_get_string(plan->document, "osaamisen-saavuttamisen-pvm"));

    if (achieved)
        return achieved < plan->oppija_before;
    ehoks_schema_visit(output, plan->document, note_period, &periods);
    return periods.latest < plan->oppija_before;
}

/* 1 when the day is known and before the learner's data may stay. */
static int is_before(int day, const ehoks_erase_plan_t *plan)
{
    return day && day < plan->oppija_before;
}

int ehoks_erase_right_is_over(const ehoks_erase_plan_t *plan)
{
    return is_before(plan->right_ended, plan)
           || is_before(plan->unknown_since, plan);
}

/* --- one version ------------------------------------------------------------ */

typedef struct {
    apr_pool_t *pool;
    const ehoks_json_t *last_days;
    int before;
    ehoks_json_t *erased;
    int found;
} eraser_t;

static void erase_instructor(void *baton, const ehoks_schema_place_t *place)
{
    eraser_t *eraser = baton;
    const char *id = ehoks_json_get_string(place->object, "module-id");
    const char *last = ehoks_json_get_string(place->object, "loppu");
    const char *newest =
        id ? ehoks_json_get_string(eraser->last_days, id) : NULL;
    ehoks_json_t *person;
    int day;

    if (strcmp(place->entity, PERIOD) != 0)
        return;
    person = instructor(place->object);
    day = ehoks_date_day(newest ? newest : last);
    if (!person || day == 0 || day >= eraser->before)
        return;
    if (remove_contacts(person)) {
        eraser->found = 1;
        if (eraser->erased && id)
            ehoks_json_append(eraser->erased,
                              ehoks_json_new_string(eraser->pool, id));
    }
}

int ehoks_erase_from(apr_pool_t *pool, const ehoks_erase_plan_t *plan,
                     const ehoks_schema_t *output, int oppija,
                     ehoks_json_t *value, ehoks_json_t *erased)
{
    periods_t periods = {ehoks_json_new_object(pool), pool, 0};
    eraser_t eraser;

    eraser.pool = pool;
    eraser.last_days = periods.last_days;
    eraser.before = plan->ohjaaja_before;
    eraser.erased = erased;
    eraser.found = 0;
    if (plan->ohjaaja_before) {
        ehoks_schema_visit(output, plan->document, note_period, &periods);
        ehoks_schema_visit(output, value, erase_instructor, &eraser);
    }
    if (oppija && remove_contacts(value))
        eraser.found = 1;
    return eraser.found;
}

static void note_contacts(void *baton, const ehoks_schema_place_t *place)
{
    int *found = baton;

    if (strcmp(place->entity, PERIOD) == 0
        && has_contacts(instructor(place->object)))
        *found = 1;
}

int ehoks_erase_has_contacts(const ehoks_schema_t *output, ehoks_json_t *value)
{
    int found = has_contacts(value);

    if (!found)
        ehoks_schema_visit(output, value, note_contacts, &found);
    return found;
}
