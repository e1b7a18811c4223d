/* The named rules as a table: what each is called, which entity it looks at,
 * and the condition. A condition returns 1 when the rule is kept. */
#include <stdlib.h>
#include <string.h>

#include <apr_tables.h>

#include "../core/date.h"
#include "rules.h"

/* Days from which rules are in force (contract: rules.md 4). */
enum {
    OSA_AIKAISUUS_FROM = 20230701,
    Y_TUNNUS_FROM = 20210826,
    PERUSTA_FROM = 20210701,
    SAAVUTTAMINEN_AFTER = 20180101,
    SAAVUTTAMINEN_DAYS_AHEAD = 14,
    STRETCH_YEARS = 5
};

typedef int condition_fn(const ehoks_json_t *object,
                         const ehoks_rules_facts_t *facts);

/* --- small questions ------------------------------------------------------ */

static int text_is(const ehoks_json_t *object, const char *key,
                   const char *wanted)
{
    const char *text = ehoks_json_get_string(object, key);

    return text && strcmp(text, wanted) == 0;
}

static int day(const ehoks_json_t *object, const char *key)
{
    return ehoks_date_day(ehoks_json_get_string(object, key));
}

static int is_apprenticeship(const ehoks_json_t *stretch)
{
    return text_is(stretch, "osaamisen-hankkimistapa-koodi-uri",
                   "osaamisenhankkimistapa_oppisopimus");
}

static int is_workplace_stretch(const ehoks_json_t *stretch)
{
    return is_apprenticeship(stretch)
           || text_is(stretch, "osaamisen-hankkimistapa-koodi-uri",
                      "osaamisenhankkimistapa_koulutussopimus");
}

static int kind_of_right_is(const ehoks_rules_facts_t *facts, const char *kind)
{
    return text_is(ehoks_json_get(facts->study_right, "tyyppi"), "koodiarvo",
                   kind);
}

static int is_tuva(const ehoks_rules_facts_t *facts)
{
    return kind_of_right_is(facts, "tuva");
}

/* Any one suoritus is enough, as in the old service. */
static int is_telma(const ehoks_rules_facts_t *facts)
{
    const ehoks_json_t *list =
        ehoks_json_get(facts->study_right, "suoritukset");
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        const ehoks_json_t *kind =
            ehoks_json_get(ehoks_json_at(list, i), "tyyppi");
        if (text_is(kind, "koodiarvo", "telma")
            || text_is(kind, "koodiarvo", "telmakoulutuksenosa"))
            return 1;
    }
    return 0;
}

/* The state of the stretch of the study right that begins last says that the
 * learner has left before its end. */
static int has_left(const ehoks_rules_facts_t *facts)
{
    const ehoks_json_t *list = ehoks_json_path(facts->study_right, "tila",
                                               "opiskeluoikeusjaksot", NULL);
    const ehoks_json_t *state = NULL;
    int latest = 0;
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        const ehoks_json_t *stretch = ehoks_json_at(list, i);
        if (day(stretch, "alku") >= latest) {
            latest = day(stretch, "alku");
            state = ehoks_json_get(stretch, "tila");
        }
    }
    return ehoks_json_get_string(state, "koodiarvo")
           && !text_is(state, "koodiarvo", "valmistunut")
           && !text_is(state, "koodiarvo", "lasna")
           && !text_is(state, "koodiarvo", "valiaikaisestikeskeytynyt");
}

/* --- conditions: osaamisen hankkimistapa ---------------------------------- */

static int oht_1(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    const ehoks_json_t *part = ehoks_json_get(stretch, "osa-aikaisuustieto");
    apr_int64_t percent = ehoks_json_integer(part);

    return !is_workplace_stretch(stretch)
           || day(stretch, "loppu") < OSA_AIKAISUUS_FROM || is_telma(facts)
           || (part && percent >= 1 && percent <= 100);
}

static int oht_3(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    const ehoks_json_t *workplace =
        ehoks_json_get(stretch, "tyopaikalla-jarjestettava-koulutus");

    (void)facts;
    return !is_workplace_stretch(stretch)
           || day(stretch, "loppu") < Y_TUNNUS_FROM || !workplace
           || ehoks_json_get(workplace, "tyopaikan-y-tunnus");
}

static int oht_4(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    (void)facts;
    return !is_apprenticeship(stretch) || day(stretch, "loppu") < PERUSTA_FROM
           || ehoks_json_get(stretch, "oppisopimuksen-perusta-koodi-uri");
}

static int oht_5(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    (void)facts;
    return day(stretch, "loppu") >= day(stretch, "alku");
}

static int oht_6(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    int start = day(facts->study_right, "alkamispäivä");

    return !start || has_left(facts) || day(stretch, "alku") >= start;
}

static int oht_7(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    int end = day(facts->study_right, "arvioituPäättymispäivä");

    return !end || has_left(facts) || day(stretch, "loppu") <= end;
}

static int oht_8(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    (void)facts;
    return day(stretch, "loppu")
           <= ehoks_date_add_years(day(stretch, "alku"), STRETCH_YEARS);
}

static int compare_starts(const void *one, const void *other)
{
    int a = day(*(ehoks_json_t *const *)one, "alku");
    int b = day(*(ehoks_json_t *const *)other, "alku");

    return (a > b) - (a < b);
}

/* Breaks may come in any order; only the last may be open, and each ends
 * before the next begins. */
static int oht_9(const ehoks_json_t *stretch, const ehoks_rules_facts_t *facts)
{
    const ehoks_json_t *breaks =
        ehoks_json_get(stretch, "keskeytymisajanjaksot");
    apr_size_t count = ehoks_json_size(breaks);
    ehoks_json_t **sorted = count ? malloc(count * sizeof(*sorted)) : NULL;
    int kept = 1;
    apr_size_t i;

    (void)facts;
    if (!sorted)
        return 1;
    for (i = 0; i < count; i++)
        sorted[i] = ehoks_json_at(breaks, i);
    qsort(sorted, count, sizeof(*sorted), compare_starts);
    for (i = 0; i + 1 < count; i++) {
        int end = day(sorted[i], "loppu");
        if (!end || end >= day(sorted[i + 1], "alku"))
            kept = 0;
    }
    free(sorted);
    return kept;
}

/* --- conditions: the others ----------------------------------------------- */

static int pvm_1(const ehoks_json_t *hoks, const ehoks_rules_facts_t *facts)
{
    int achieved = day(hoks, "osaamisen-saavuttamisen-pvm");

    return !achieved
           || (achieved > SAAVUTTAMINEN_AFTER
               && achieved <= ehoks_date_add_days(facts->today,
                                                  SAAVUTTAMINEN_DAYS_AHEAD));
}

static int oo_1(const ehoks_json_t *hoks, const ehoks_rules_facts_t *facts)
{
    return !ehoks_json_get(hoks, "opiskeluoikeus-oid") || is_tuva(facts)
           || kind_of_right_is(facts, "ammatillinenkoulutus");
}

static int tuva_4(const ehoks_json_t *hoks, const ehoks_rules_facts_t *facts)
{
    return !ehoks_json_get(hoks, "tuva-opiskeluoikeus-oid") || !is_tuva(facts);
}

static int not_in_tuva(const ehoks_json_t *part,
                       const ehoks_rules_facts_t *facts)
{
    (void)part;
    return !is_tuva(facts);
}

static int only_in_tuva(const ehoks_json_t *part,
                        const ehoks_rules_facts_t *facts)
{
    (void)part;
    return is_tuva(facts);
}

/* --- the table ------------------------------------------------------------ */

typedef struct {
    const char *code;
    const char *entity; /* definition in the schema that the rule looks at */
    const char *member; /* where the error stands: this field of the entity,
                           or NULL for the entity as a whole */
    int needs_study_right;
    condition_fn *is_kept;
} rule_t;

#define STRETCH "OsaamisenHankkimistapa"

/* OHT-2 and OT-1 are in the schema itself. */
static const rule_t rules[] = {
    {"PVM-1", "HOKS", "osaamisen-saavuttamisen-pvm", 0, pvm_1},
    {"OO-1", "HOKS", "opiskeluoikeus-oid", 1, oo_1},
    {"TUVA-4", "HOKS", "tuva-opiskeluoikeus-oid", 1, tuva_4},
    {"OHT-9", STRETCH, "keskeytymisajanjaksot", 0, oht_9},
    {"OHT-1", STRETCH, NULL, 1, oht_1},
    {"OHT-3", STRETCH, NULL, 0, oht_3},
    {"OHT-4", STRETCH, NULL, 0, oht_4},
    {"OHT-5", STRETCH, NULL, 0, oht_5},
    {"OHT-6", STRETCH, NULL, 1, oht_6},
    {"OHT-7", STRETCH, NULL, 1, oht_7},
    {"OHT-8", STRETCH, NULL, 0, oht_8},
    {"TUVA-1", "HankittavaAmmatillinenTutkinnonOsa", NULL, 1, not_in_tuva},
    {"TUVA-1", "HankittavaYhteinenTutkinnonOsa", NULL, 1, not_in_tuva},
    {"TUVA-1", "HankittavaPaikallinenTutkinnonOsa", NULL, 1, not_in_tuva},
    {"TUVA-1", "AiemminHankittuAmmatillinenTutkinnonOsa", NULL, 1, not_in_tuva},
    {"TUVA-1", "AiemminHankittuYhteinenTutkinnonOsa", NULL, 1, not_in_tuva},
    {"TUVA-1", "AiemminHankittuPaikallinenTutkinnonOsa", NULL, 1, not_in_tuva},
    {"TUVA-2", "HankittavaKoulutuksenOsa", NULL, 1, only_in_tuva},
    {"TUVA-3", "OpiskeluvalmiuksiaTukevatOpinnot", NULL, 1, not_in_tuva},
};

/* --- the walk ------------------------------------------------------------- */

typedef struct {
    const ehoks_rules_facts_t *facts;
    ehoks_problems_t *problems;
    apr_array_header_t *of_entities; /* ehoks_problem_t: told at the end */
} walk_t;

/* 1 when a field at or below `pointer` is known to be wrong. */
static int is_wrong_below(const ehoks_problems_t *problems, const char *pointer)
{
    apr_size_t length = strlen(pointer);
    int i;

    for (i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        if (problem->kind == EHOKS_PROBLEM_FIELD
            && strncmp(problem->pointer, pointer, length) == 0
            && (problem->pointer[length] == '/'
                || problem->pointer[length] == '\0'))
            return 1;
    }
    return 0;
}

static void add_problem(ehoks_problems_t *problems,
                        const ehoks_problem_t *problem)
{
    if (!is_wrong_below(problems, problem->pointer))
        ehoks_problems_add(problems, problem);
}

/* What is wrong with an entity as a whole is told after all that is wrong with
 * its fields is known. */
static void report(walk_t *walk, const rule_t *rule,
                   const ehoks_schema_place_t *place)
{
    apr_pool_t *pool = walk->problems->pool;
    ehoks_problem_t problem = {0};

    problem.code = rule->code;
    problem.pointer = ehoks_schema_place_pointer(pool, place);
    if (rule->member) {
        problem.kind = EHOKS_PROBLEM_FIELD;
        problem.pointer =
            ehoks_pointer_key(pool, problem.pointer, rule->member);
        add_problem(walk->problems, &problem);
    }
    else {
        problem.kind = EHOKS_PROBLEM_ENTITY;
        APR_ARRAY_PUSH(walk->of_entities, ehoks_problem_t) = problem;
    }
}

static void check_place(void *baton, const ehoks_schema_place_t *place)
{
    walk_t *walk = baton;
    apr_size_t i;

    for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        const rule_t *rule = &rules[i];

        if (strcmp(rule->entity, place->entity) == 0
            && (walk->facts->study_right || !rule->needs_study_right)
            && !rule->is_kept(place->object, walk->facts))
            report(walk, rule, place);
    }
}

void ehoks_rules_check(const ehoks_schema_t *schema,
                       const ehoks_rules_facts_t *facts, ehoks_json_t *document,
                       ehoks_problems_t *problems)
{
    walk_t walk = {facts, problems, NULL};
    int i;

    walk.of_entities =
        apr_array_make(problems->pool, 4, sizeof(ehoks_problem_t));
    ehoks_schema_visit(schema, document, check_place, &walk);
    for (i = 0; i < walk.of_entities->nelts; i++)
        add_problem(problems,
                    &APR_ARRAY_IDX(walk.of_entities, i, ehoks_problem_t));
}
