/* Making drafts out of earlier plans. */
#include <string.h>

#include <apr_strings.h>

#include "../core/date.h"
#include "../core/problems.h"
#include "draft.h"

/* How the competence of a proposal was verified, unless the earlier plan
 * tells: directly from documents. */
#define VERIFIED_KEY "valittu-todentamisen-prosessi-koodi-uri"
#define VERIFIED_VERSION_KEY "valittu-todentamisen-prosessi-koodi-versio"
#define VERIFIED_BY_DOCUMENTS "osaamisentodentamisenprosessi_0001"

/* What is taken over of a unit or sub-area, whichever list it comes from. */
static const char *const taken_over[] = {
    "tutkinnon-osa-koodi-uri",
    "tutkinnon-osa-koodi-versio",
    "tutkinnon-osan-perusteen-diaarinro",
    "osa-alue-koodi-uri",
    "osa-alue-koodi-versio",
    "amosaa-tunniste",
    "nimi",
    "laajuus",
    "tavoitteet-ja-sisallot",
    "vaatimuksista-tai-tavoitteista-poikkeaminen",
    "koulutuksen-jarjestaja-oid",
    "olennainen-seikka",
    VERIFIED_KEY,
    VERIFIED_VERSION_KEY,
    NULL};

/* The kinds of units: the lists that proposals come from and go to. */
typedef struct {
    const char *to;   /* the earlier plan's list of recognised units, too */
    const char *from; /* units that were to be acquired */
    const char *const *identity; /* members that tell whether two are one */
    int has_areas;               /* competence lies in its sub-areas */
} kind_t;

static const char *const unit_identity[] = {"tutkinnon-osa-koodi-uri", NULL};
static const char *const area_identity[] = {"osa-alue-koodi-uri", NULL};
static const char *const local_identity[] = {"amosaa-tunniste", "nimi",
                                             "laajuus", NULL};

static const kind_t kinds[] = {
    {"aiemmin-hankitut-ammat-tutkinnon-osat",
     "hankittavat-ammat-tutkinnon-osat", unit_identity, 0},
    {"aiemmin-hankitut-yhteiset-tutkinnon-osat",
     "hankittavat-yhteiset-tutkinnon-osat", unit_identity, 1},
    {"aiemmin-hankitut-paikalliset-tutkinnon-osat",
     "hankittavat-paikalliset-tutkinnon-osat", local_identity, 0},
};

typedef struct {
    apr_pool_t *pool;
    const ehoks_draft_source_t *source;
    ehoks_draft_t *draft;
    const ehoks_draft_plan_t *plan; /* that is looked through */
} making_t;

/* --- what is achieved ----------------------------------------------------- */

/* Why something counts as achieved. */
typedef struct {
    const char *reason; /* NULL: it does not */
    const char *day;    /* NULL: no day is told */
} achieved_t;

static int has_come(const making_t *making, const char *day)
{
    return day && ehoks_date_day(day) > 0
           && ehoks_date_day(day) <= making->source->today;
}

/* Of a unit or sub-area that was to be acquired. */
static achieved_t achieved(const making_t *making, const ehoks_json_t *part)
{
    const ehoks_json_t *shown = ehoks_json_get(part, "osaamisen-osoittaminen");
    achieved_t result = {NULL, NULL};
    const char *whole = ehoks_json_get_string(making->plan->document,
                                              "osaamisen-saavuttamisen-pvm");
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(shown); i++) {
        const char *day =
            ehoks_json_get_string(ehoks_json_at(shown, i), "loppu");

        if (has_come(making, day)
            && (!result.day || strcmp(day, result.day) > 0)) {
            result.reason = "naytto";
            result.day = day;
        }
    }
    if (!result.reason && has_come(making, whole)) {
        result.reason = "saavutettu";
        result.day = whole;
    }
    return result;
}

/* --- proposals ------------------------------------------------------------ */

static ehoks_json_t *copy_of(const making_t *making, const ehoks_json_t *part)
{
    ehoks_json_t *copy = ehoks_json_new_object(making->pool);
    int i;

    for (i = 0; taken_over[i]; i++)
        ehoks_json_set(copy, taken_over[i],
                       ehoks_json_get(part, taken_over[i]));
    return copy;
}

/* Says how the competence was verified where the plan does not. */
static void set_verified(const making_t *making, ehoks_json_t *proposal)
{
    if (ehoks_json_get(proposal, VERIFIED_KEY)
        && ehoks_json_get(proposal, VERIFIED_VERSION_KEY))
        return;
    ehoks_json_set_string(making->pool, proposal, VERIFIED_KEY,
                          VERIFIED_BY_DOCUMENTS);
    ehoks_json_set(proposal, VERIFIED_VERSION_KEY,
                   ehoks_json_new_integer(making->pool, 1));
}

static int is_same(const ehoks_json_t *one, const ehoks_json_t *other,
                   const char *const *identity)
{
    for (; *identity; identity++) {
        const ehoks_json_t *mine = ehoks_json_get(one, *identity);
        const ehoks_json_t *theirs = ehoks_json_get(other, *identity);

        if (!mine != !theirs || (mine && !ehoks_json_equal(mine, theirs)))
            return 0;
    }
    return 1;
}

/* Place of `part` in the list, or its size when it is not there. */
static apr_size_t find(const ehoks_json_t *list, const ehoks_json_t *part,
                       const char *const *identity)
{
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        if (is_same(ehoks_json_at(list, i), part, identity))
            break;
    }
    return i;
}

static void add_code(apr_array_header_t *codes, const ehoks_json_t *part,
                     const char *key)
{
    const char *code = ehoks_json_get_string(part, key);
    int i;

    for (i = 0; code && i < codes->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(codes, i, const char *), code) == 0)
            return;
    }
    if (code)
        APR_ARRAY_PUSH(codes, const char *) = code;
}

/* Writes down where the proposal at `pointer` comes from. */
static void add_source(const making_t *making, const char *pointer,
                       const ehoks_json_t *part, achieved_t why)
{
    const ehoks_draft_plan_t *plan = making->plan;
    apr_pool_t *pool = making->pool;
    ehoks_json_t *source = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, source, "kohta", pointer);
    ehoks_json_set_string(pool, source, "peruste", why.reason);
    if (why.day)
        ehoks_json_set_string(pool, source, "pvm", why.day);
    ehoks_json_set(source, "hoks-id", ehoks_json_new_integer(pool, plan->id));
    ehoks_json_set(source, "opiskeluoikeus-oid",
                   ehoks_json_get(plan->document, "opiskeluoikeus-oid"));
    if (plan->oppilaitos_oid)
        ehoks_json_set_string(pool, source, "oppilaitos-oid",
                              plan->oppilaitos_oid);
    ehoks_json_set(source, "module-id", ehoks_json_get(part, "module-id"));
    ehoks_json_append(making->draft->sources, source);
}

/* Proposes a unit without sub-areas, unless a better plan did already. */
static void propose_unit(const making_t *making, const kind_t *kind,
                         const ehoks_json_t *part, achieved_t why)
{
    ehoks_json_t *list = ehoks_json_get(making->draft->document, kind->to);
    apr_size_t place = find(list, part, kind->identity);
    const char *pointer = ehoks_pointer_key(making->pool, "", kind->to);
    ehoks_json_t *proposal;

    if (!why.reason || place < ehoks_json_size(list))
        return;
    proposal = copy_of(making, part);
    set_verified(making, proposal);
    ehoks_json_append(list, proposal);
    add_code(making->draft->units, part, "tutkinnon-osa-koodi-uri");
    add_source(making, ehoks_pointer_index(making->pool, pointer, place), part,
               why);
}

/* Proposes a sub-area of a common unit; the unit comes with its first. */
static void propose_area(const making_t *making, const kind_t *kind,
                         const ehoks_json_t *unit, const ehoks_json_t *part,
                         achieved_t why)
{
    ehoks_json_t *list = ehoks_json_get(making->draft->document, kind->to);
    apr_size_t place = find(list, unit, kind->identity);
    const char *pointer = ehoks_pointer_index(
        making->pool, ehoks_pointer_key(making->pool, "", kind->to), place);
    ehoks_json_t *proposal = ehoks_json_at(list, place);
    ehoks_json_t *areas;
    ehoks_json_t *area;

    if (!why.reason)
        return;
    if (!proposal) {
        proposal = copy_of(making, unit);
        ehoks_json_set(proposal, "osa-alueet",
                       ehoks_json_new_array(making->pool));
        ehoks_json_append(list, proposal);
        add_code(making->draft->units, unit, "tutkinnon-osa-koodi-uri");
    }
    areas = ehoks_json_get(proposal, "osa-alueet");
    place = find(areas, part, area_identity);
    if (place < ehoks_json_size(areas))
        return;
    area = copy_of(making, part);
    set_verified(making, area);
    ehoks_json_append(areas, area);
    add_code(making->draft->areas, part, "osa-alue-koodi-uri");
    add_source(making,
               ehoks_pointer_index(
                   making->pool,
                   ehoks_pointer_key(making->pool, pointer, "osa-alueet"),
                   place),
               part, why);
}

/* Proposes what is achieved of a unit. `recognised`: it is, whole. */
static void propose(const making_t *making, const kind_t *kind,
                    const ehoks_json_t *unit, int recognised)
{
    static const achieved_t acknowledged = {"tunnustettu", NULL};
    const ehoks_json_t *areas = ehoks_json_get(unit, "osa-alueet");
    apr_size_t i;

    if (!kind->has_areas) {
        propose_unit(making, kind, unit,
                     recognised ? acknowledged : achieved(making, unit));
        return;
    }
    for (i = 0; i < ehoks_json_size(areas); i++) {
        const ehoks_json_t *area = ehoks_json_at(areas, i);

        propose_area(making, kind, unit, area,
                     recognised ? acknowledged : achieved(making, area));
    }
}

static void look_through(const making_t *making)
{
    const ehoks_json_t *document = making->plan->document;
    apr_size_t k, i;

    for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        const ehoks_json_t *acquired = ehoks_json_get(document, kinds[k].from);
        const ehoks_json_t *earlier = ehoks_json_get(document, kinds[k].to);

        for (i = 0; i < ehoks_json_size(acquired); i++)
            propose(making, &kinds[k], ehoks_json_at(acquired, i), 0);
        for (i = 0; i < ehoks_json_size(earlier); i++)
            propose(making, &kinds[k], ehoks_json_at(earlier, i), 1);
    }
}

/* --- the draft ------------------------------------------------------------ */

static void begin(ehoks_draft_t *draft, apr_pool_t *pool,
                  const ehoks_draft_source_t *source)
{
    apr_size_t k;

    draft->document = ehoks_json_new_object(pool);
    draft->missing = ehoks_json_new_array(pool);
    draft->sources = ehoks_json_new_array(pool);
    draft->units = apr_array_make(pool, 16, sizeof(const char *));
    draft->areas = apr_array_make(pool, 16, sizeof(const char *));
    ehoks_json_set_string(pool, draft->document, "opiskeluoikeus-oid",
                          source->opiskeluoikeus_oid);
    if (source->oppija_oid)
        ehoks_json_set_string(pool, draft->document, "oppija-oid",
                              source->oppija_oid);
    else
        ehoks_json_append(draft->missing,
                          ehoks_json_new_string(pool, "/oppija-oid"));
    ehoks_json_append(draft->missing, ehoks_json_new_string(
                                          pool, "/ensikertainen-hyvaksyminen"));
    ehoks_json_set(draft->document, "osaamisen-hankkimisen-tarve",
                   ehoks_json_new_boolean(1));
    for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
        ehoks_json_set(draft->document, kinds[k].to,
                       ehoks_json_new_array(pool));
}

void ehoks_draft_make(ehoks_draft_t *draft, apr_pool_t *pool,
                      const ehoks_draft_source_t *source)
{
    making_t making = {pool, source, draft, NULL};
    int i;

    begin(draft, pool, source);
    for (i = 0; source->takes_units && i < source->plans->nelts; i++) {
        const char *study_right;

        making.plan = &APR_ARRAY_IDX(source->plans, i, ehoks_draft_plan_t);
        study_right =
            ehoks_json_get_string(making.plan->document, "opiskeluoikeus-oid");
        if (!study_right
            || strcmp(study_right, source->opiskeluoikeus_oid) != 0)
            look_through(&making);
    }
}
