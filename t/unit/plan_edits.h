/* Random plans and random edits of them: parts that come, go, change places,
 * days, codes and parents, as in the life of a plan.
 */
#ifndef EHOKS_T_UNIT_PLAN_EDITS_H
#define EHOKS_T_UNIT_PLAN_EDITS_H

#include <apr_tables.h>

#include "../../modules/core/json.h"
#include "../../modules/schema/schema.h"
#include "random.h"
#include "unit.h"

static ehoks_json_t *schema_source;
static ehoks_schema_t *schema; /* of stored documents (GET) */

static int plan_set_up(void **state)
{
    const char *problem = NULL;

    if (pool_up(state) != 0)
        return -1;
    schema_source =
        ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem);
    if (!problem)
        problem =
            ehoks_schema_compile(&schema, pool, schema_source, "HOKS", "GET");
    if (problem)
        print_error("%s\n", problem);
    return problem ? -1 : 0;
}

typedef enum {
    EDIT_NOTHING,       /* a plan without parts */
    EDIT_ALL_DIFFERENT, /* no two parts have a code, day or identifier alike */
    EDIT_MANY_ALIKE     /* few codes and days: many twins */
} edit_style_e;

/* Where parts stand: which list of which entity holds which kind. */
typedef struct {
    const char *entity;
    const char *list;
    const char *code_key; /* where a part there has its code; NULL: nowhere */
    const char *code;     /* how it begins */
    int has_days;
} place_kind_t;

#define TAVAT "osaamisen-hankkimistavat"
#define TAPA "osaamisen-hankkimistapa-koodi-uri"
#define NAYTOT "osaamisen-osoittaminen"
#define AIEMMAT "tarkentavat-tiedot-naytto"
#define OSA "tutkinnon-osa-koodi-uri"
#define ALUE "osa-alue-koodi-uri"

static const place_kind_t place_kinds[] = {
    {"HOKS", "hankittavat-ammat-tutkinnon-osat", OSA, "tutkinnonosat_", 0},
    {"HOKS", "hankittavat-yhteiset-tutkinnon-osat", OSA, "tutkinnonosat_", 0},
    {"HOKS", "hankittavat-paikalliset-tutkinnon-osat", "nimi", "Osa ", 0},
    {"HOKS", "aiemmin-hankitut-ammat-tutkinnon-osat", OSA, "tutkinnonosat_", 0},
    {"HOKS", "aiemmin-hankitut-yhteiset-tutkinnon-osat", OSA, "tutkinnonosat_",
     0},
    {"HankittavaAmmatillinenTutkinnonOsa", TAVAT, TAPA,
     "osaamisenhankkimistapa_", 1},
    {"HankittavaAmmatillinenTutkinnonOsa", NAYTOT, NULL, "", 1},
    {"HankittavaPaikallinenTutkinnonOsa", TAVAT, TAPA,
     "osaamisenhankkimistapa_", 1},
    {"HankittavaYhteinenTutkinnonOsa", "osa-alueet", ALUE,
     "ammatillisenoppiaineet_", 0},
    {"HankittavanYTOnOsaAlue", TAVAT, TAPA, "osaamisenhankkimistapa_", 1},
    {"HankittavanYTOnOsaAlue", NAYTOT, NULL, "", 1},
    {"AiemminHankittuAmmatillinenTutkinnonOsa", AIEMMAT, NULL, "", 1},
    {"AiemminHankittuYhteinenTutkinnonOsa", "osa-alueet", ALUE,
     "ammatillisenoppiaineet_", 0},
    {"AiemminHankitunYTOnOsaAlue", AIEMMAT, NULL, "", 1},
};

static const char *const lists_of_a_unit[] = {TAVAT, NAYTOT, NULL};

#define PLACE_KINDS (sizeof(place_kinds) / sizeof(place_kinds[0]))

/* A copy of a part without any module-id, as text with sorted keys. */
static void strip(void *baton, ehoks_json_t *value)
{
    if (ehoks_json_type(value) == EHOKS_JSON_OBJECT) {
        ehoks_json_remove(value, "module-id");
        for (void *i = ehoks_json_first(value); i;
             i = ehoks_json_next(value, i))
            strip(baton, ehoks_json_value(i));
    }
    for (size_t n = 0; ehoks_json_type(value) == EHOKS_JSON_ARRAY
                       && n < ehoks_json_size(value);
         n++)
        strip(baton, ehoks_json_at(value, n));
}

static inline const char *content_of(apr_pool_t *p, const ehoks_json_t *part)
{
    ehoks_json_t *copy = ehoks_json_copy(p, part);

    strip(NULL, copy);
    return ehoks_json_write_sorted(p, copy);
}

static inline const char *code_of(const ehoks_json_t *part)
{
    static const char *const keys[] = {OSA, ALUE, TAPA, "nimi", NULL};
    const char *code = NULL;

    for (int i = 0; keys[i] && !code; i++)
        code = ehoks_json_get_string(part, keys[i]);
    return code ? code : "";
}

/* --- making -------------------------------------------------------------- */

/* A number that was never there before, or one of a few. */
static unsigned number(edit_style_e style)
{
    static unsigned next = 0;

    return style == EDIT_MANY_ALIKE ? random_below(3) : ++next;
}

static const char *day(apr_pool_t *p, edit_style_e style)
{
    unsigned n = number(style);

    return apr_psprintf(p, "%04u-%02u-%02u", 2000 + n / 336 % 8000,
                        n / 28 % 12 + 1, n % 28 + 1);
}

static void set_code(apr_pool_t *p, ehoks_json_t *part,
                     const place_kind_t *kind, edit_style_e style)
{
    if (kind->code_key)
        ehoks_json_set_string(
            p, part, kind->code_key,
            apr_psprintf(p, "%s%u", kind->code, number(style)));
}

static void set_identifier(apr_pool_t *p, ehoks_json_t *part,
                           const place_kind_t *kind, edit_style_e style)
{
    if (strcmp(kind->list, TAVAT) == 0)
        ehoks_json_set_string(p, part, "yksiloiva-tunniste",
                              apr_psprintf(p, "jakso-%u", number(style)));
}

static ehoks_json_t *new_part(apr_pool_t *p, const place_kind_t *kind,
                              edit_style_e style)
{
    ehoks_json_t *part = ehoks_json_new_object(p);

    set_code(p, part, kind, style);
    if (kind->has_days) {
        ehoks_json_set_string(p, part, "alku", day(p, style));
        ehoks_json_set_string(p, part, "loppu", day(p, style));
    }
    if (random_below(2))
        set_identifier(p, part, kind, style);
    return part;
}

/* --- where to edit ------------------------------------------------------- */

typedef struct {
    ehoks_json_t *owner;
    const place_kind_t *kind;
} spot_t;

static void collect_spots(void *baton, const ehoks_schema_place_t *place)
{
    apr_array_header_t *spots = baton;

    for (size_t i = 0; i < PLACE_KINDS; i++) {
        if (strcmp(place_kinds[i].entity, place->entity) == 0) {
            spot_t *spot = apr_array_push(spots);
            spot->owner = place->object;
            spot->kind = &place_kinds[i];
        }
    }
}

static ehoks_json_t *list_at(apr_pool_t *p, const spot_t *spot)
{
    if (!ehoks_json_get(spot->owner, spot->kind->list))
        ehoks_json_set(spot->owner, spot->kind->list, ehoks_json_new_array(p));
    return ehoks_json_get(spot->owner, spot->kind->list);
}

static spot_t *any_spot(apr_pool_t *p, ehoks_json_t *plan)
{
    apr_array_header_t *spots = apr_array_make(p, 32, sizeof(spot_t));

    ehoks_schema_visit(schema, plan, collect_spots, spots);
    return &APR_ARRAY_IDX(spots, random_below((size_t)spots->nelts), spot_t);
}

/* Another list that takes parts of the same kind, or NULL. */
static spot_t *other_spot(apr_pool_t *p, ehoks_json_t *plan, const spot_t *from)
{
    for (int tries = 0; tries < 20; tries++) {
        spot_t *spot = any_spot(p, plan);
        if (strcmp(spot->kind->list, from->kind->list) == 0
            && spot->owner != from->owner && spot->kind->has_days)
            return spot;
    }
    return NULL;
}

/* --- editing ------------------------------------------------------------- */

static void edit_part(apr_pool_t *p, ehoks_json_t *part,
                      const place_kind_t *kind, edit_style_e style)
{
    switch (random_below(5)) {
    case 0: set_code(p, part, kind, style); break;
    case 1:
        if (kind->has_days)
            ehoks_json_set_string(p, part, "alku", day(p, style));
        break;
    case 2:
        if (kind->has_days)
            ehoks_json_set_string(p, part, "loppu", day(p, style));
        break;
    case 3: set_identifier(p, part, kind, style); break;
    default:
        ehoks_json_set_string(p, part,
                              "vaatimuksista-tai-tavoitteista-poikkeaminen",
                              apr_psprintf(p, "%u", number(style)));
    }
}

static void move_part(apr_pool_t *p, ehoks_json_t *plan, const spot_t *from,
                      unsigned place)
{
    spot_t *to = other_spot(p, plan, from);
    ehoks_json_t *list = list_at(p, from);
    ehoks_json_t *part = ehoks_json_copy(p, ehoks_json_at(list, place));

    if (!to)
        return;
    ehoks_json_remove_element(list, place);
    list = list_at(p, to);
    ehoks_json_insert(list, random_below(ehoks_json_size(list) + 1), part);
}

/* One edit somewhere in the plan. */
static inline void edit(apr_pool_t *p, ehoks_json_t *plan, edit_style_e style)
{
    spot_t *spot = any_spot(p, plan);
    ehoks_json_t *list = list_at(p, spot);
    size_t size = ehoks_json_size(list);
    unsigned place = random_below(size);
    ehoks_json_t *part = ehoks_json_at(list, place);

    switch (part ? random_below(6) : 0) {
    case 0:
        ehoks_json_insert(list, random_below(size + 1),
                          new_part(p, spot->kind, style));
        break;
    case 1: ehoks_json_remove_element(list, place); break;
    case 2: /* to another place of the list */
        part = ehoks_json_copy(p, part);
        ehoks_json_remove_element(list, place);
        ehoks_json_insert(list, random_below(size), part);
        break;
    case 3: move_part(p, plan, spot, place); break;
    default: edit_part(p, part, spot->kind, style);
    }
}

/* A plan with some parts, none of which has a module-id. */
static inline ehoks_json_t *first_plan(apr_pool_t *p, edit_style_e style)
{
    ehoks_json_t *plan = ehoks_json_new_object(p);
    unsigned count = style == EDIT_NOTHING ? 0 : 6 + random_below(30);

    if (count) {
        spot_t first = {plan, &place_kinds[0]};
        ehoks_json_append(list_at(p, &first), new_part(p, first.kind, style));
    }
    for (; count > 0; count--) {
        spot_t *spot = any_spot(p, plan);
        ehoks_json_append(list_at(p, spot), new_part(p, spot->kind, style));
    }
    return plan;
}

#endif
