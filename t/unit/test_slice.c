/* The slice of a plan: a plan in which every field of the schema stands, each
 * with its own path as its value (a canary), is cut; what comes out must be
 * exactly what is due (531/2017 109 a § 2-4 mom.).
 */
#include "../../modules/hoks/slice.h"
#include "unit.h"

#define ALL ((1u << EHOKS_SLICE_GROUPS) - 1)
#define UNITS "hankittavat-ammat-tutkinnon-osat"
#define COMMON "hankittavat-yhteiset-tutkinnon-osat"

static ehoks_json_t *source;
static ehoks_json_t *plan;

/* --- the plan of canaries ------------------------------------------------ */

static const ehoks_json_t *definition(const ehoks_json_t *schema)
{
    const char *reference = ehoks_json_get_string(schema, "$ref");

    return reference ? ehoks_json_path(source, "$defs",
                                       reference + strlen("#/$defs/"), NULL)
                     : schema;
}

static ehoks_json_t *mark(const ehoks_json_t *schema, const char *path);

static ehoks_json_t *mark_object(const ehoks_json_t *properties,
                                 const char *path)
{
    ehoks_json_t *object = ehoks_json_new_object(pool);

    for (void *i = ehoks_json_first(properties); i;
         i = ehoks_json_next(properties, i)) {
        const char *key = ehoks_json_key(i);
        const char *of_get = ehoks_json_string(
            ehoks_json_path(ehoks_json_value(i), "x-methods", "GET", NULL),
            NULL);
        if (of_get && !strcmp(of_get, "forbidden"))
            continue;
        ehoks_json_set(
            object, key,
            mark(ehoks_json_value(i),
                 *path ? apr_pstrcat(pool, path, "/", key, NULL) : key));
    }
    return object;
}

/* Two of everything in a list, so that there is always a sibling. */
static ehoks_json_t *mark(const ehoks_json_t *schema, const char *path)
{
    const ehoks_json_t *properties;

    if (ehoks_json_get(schema, "items")) {
        const ehoks_json_t *items = ehoks_json_get(schema, "items");
        ehoks_json_t *list = ehoks_json_new_array(pool);

        ehoks_json_append(list,
                          mark(items, apr_pstrcat(pool, path, "/0", NULL)));
        ehoks_json_append(list,
                          mark(items, apr_pstrcat(pool, path, "/1", NULL)));
        return list;
    }
    properties = ehoks_json_get(definition(schema), "properties");
    return properties ? mark_object(properties, path)
                      : ehoks_json_new_string(pool, path);
}

static int set_up(void **state)
{
    const char *problem = NULL;

    if (pool_up(state) != 0)
        return -1;
    source = ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem);
    if (problem) {
        print_error("%s\n", problem);
        return -1;
    }
    plan = mark(source, "");
    return 0;
}

/* --- reading what came out ----------------------------------------------- */

static void collect(const ehoks_json_t *value, apr_table_t *leaves)
{
    apr_size_t i;

    switch (ehoks_json_type(value)) {
    case EHOKS_JSON_OBJECT:
        for (void *m = ehoks_json_first(value); m;
             m = ehoks_json_next(value, m))
            collect(ehoks_json_value(m), leaves);
        break;
    case EHOKS_JSON_ARRAY:
        for (i = 0; i < ehoks_json_size(value); i++)
            collect(ehoks_json_at(value, i), leaves);
        break;
    default: apr_table_setn(leaves, ehoks_json_string(value, NULL), "");
    }
}

static apr_table_t *leaves_of(const ehoks_json_t *value)
{
    apr_table_t *leaves = apr_table_make(pool, 512);

    collect(value, leaves);
    return leaves;
}

static const char *leaf(const apr_table_t *leaves, int i)
{
    return APR_ARRAY_IDX(apr_table_elts(leaves), i, apr_table_entry_t).key;
}

static int count(const apr_table_t *leaves)
{
    return apr_table_elts(leaves)->nelts;
}

static void assert_same(const char *what, const apr_table_t *got,
                        const apr_table_t *expected)
{
    for (int i = 0; i < count(got); i++) {
        if (!apr_table_get(expected, leaf(got, i)))
            fail_msg("%s: lets out %s", what, leaf(got, i));
    }
    for (int i = 0; i < count(expected); i++) {
        if (!apr_table_get(got, leaf(expected, i)))
            fail_msg("%s: keeps back %s", what, leaf(expected, i));
    }
}

/* What `groups` let out of `part` (NULL: the whole plan) must be the
 * `expected` fields, which all begin with `start`. */
static void assert_fields(const char *part, unsigned groups, const char *start,
                          const char *const *expected)
{
    ehoks_slice_t whole = {NULL, groups};
    ehoks_json_t *cut = part ? ehoks_slice_part(pool, plan, part, groups)
                             : ehoks_slice_cut(pool, plan, &whole);
    apr_table_t *due = apr_table_make(pool, 64);

    for (; *expected; expected++)
        apr_table_setn(due, apr_pstrcat(pool, start, *expected, NULL), "");
    assert_non_null(cut);
    assert_same(part ? part : "plan", leaves_of(cut), due);
}

/* --- a period and a demonstration ---------------------------------------- */

static void a_period_comes_with_its_unit_and_no_sibling(void **state)
{
    assert_fields(
        UNITS "/1/osaamisen-hankkimistavat/0/module-id",
        EHOKS_SLICE_UNIT | EHOKS_SLICE_PERIOD | EHOKS_SLICE_DEVIATIONS,
        UNITS "/1/",
        (const char *const[]){"module-id",
                              "tutkinnon-osa-koodi-uri",
                              "tutkinnon-osa-koodi-versio",
                              "tutkinnon-osan-perusteen-diaarinro",
                              "koulutuksen-jarjestaja-oid",
                              "vaatimuksista-tai-tavoitteista-poikkeaminen",
#define PERIOD "osaamisen-hankkimistavat/0/"
                              PERIOD "module-id",
                              PERIOD "alku",
                              PERIOD "loppu",
                              PERIOD "ajanjakson-tarkenne",
                              PERIOD "osaamisen-hankkimistapa-koodi-uri",
                              PERIOD "osaamisen-hankkimistapa-koodi-versio",
                              PERIOD "osa-aikaisuustieto",
                              PERIOD "oppisopimuksen-perusta-koodi-uri",
                              PERIOD "oppisopimuksen-perusta-koodi-versio",
                              PERIOD "keskeytymisajanjaksot/0/alku",
                              PERIOD "keskeytymisajanjaksot/0/loppu",
                              PERIOD "keskeytymisajanjaksot/1/alku",
                              PERIOD "keskeytymisajanjaksot/1/loppu",
#define WORK PERIOD "tyopaikalla-jarjestettava-koulutus/"
                              WORK "tyopaikan-nimi",
                              WORK "tyopaikan-y-tunnus",
                              WORK "keskeiset-tyotehtavat/0",
                              WORK "keskeiset-tyotehtavat/1",
                              NULL});
}

static void a_demonstration_comes_with_its_sub_area(void **state)
{
    assert_fields(COMMON "/0/osa-alueet/1/osaamisen-osoittaminen/1/module-id",
                  EHOKS_SLICE_UNIT | EHOKS_SLICE_DEMONSTRATION
                      | EHOKS_SLICE_DEVIATIONS,
                  COMMON "/0/",
                  (const char *const[]){
                      "module-id",
                      "tutkinnon-osa-koodi-uri",
                      "tutkinnon-osa-koodi-versio",
                      "koulutuksen-jarjestaja-oid",
#define AREA "osa-alueet/1/"
                      AREA "module-id",
                      AREA "osa-alue-koodi-uri",
                      AREA "osa-alue-koodi-versio",
                      AREA "koulutuksen-jarjestaja-oid",
                      AREA "vaatimuksista-tai-tavoitteista-poikkeaminen",
#define SHOW AREA "osaamisen-osoittaminen/1/"
                      SHOW "module-id",
                      SHOW "alku",
                      SHOW "loppu",
                      SHOW "jarjestaja/oppilaitos-oid",
                      SHOW "osa-alueet/0/koodi-uri",
                      SHOW "osa-alueet/0/koodi-versio",
                      SHOW "osa-alueet/1/koodi-uri",
                      SHOW "osa-alueet/1/koodi-versio",
                      SHOW "nayttoymparisto/nimi",
                      SHOW "nayttoymparisto/y-tunnus",
                      SHOW "nayttoymparisto/kuvaus",
                      SHOW "sisallon-kuvaus/0",
                      SHOW "sisallon-kuvaus/1",
                      SHOW "vaatimuksista-tai-tavoitteista-poikkeaminen",
                      SHOW "yksilolliset-kriteerit/0",
                      SHOW "yksilolliset-kriteerit/1",
                      NULL});
}

/* The path of the object that a leaf stands in, with the / after it. */
static const char *place_of(const char *leaf_path)
{
    const char *slash = strrchr(leaf_path, '/');

    return slash ? apr_pstrmemdup(pool, leaf_path, slash - leaf_path + 1) : "";
}

static int starts(const char *text, const char *start)
{
    return !strncmp(text, start, strlen(start));
}

/* A list of values counts as one of its object's own values. */
static const char *owner_of(const char *leaf_path)
{
    const char *place = place_of(leaf_path);
    const char *slash = strrchr(leaf_path, '/');

    if (slash && slash[1] >= '0' && slash[1] <= '9')
        return place_of(apr_pstrmemdup(pool, place, strlen(place) - 1));
    return place;
}

static int is_number(const char *leaf_path)
{
    const char *name = strrchr(leaf_path, '/');

    return !strcmp(name ? name + 1 : leaf_path, "id");
}

static void any_part_comes_with_values_on_the_way_only(void **state)
{
    apr_table_t *all = leaves_of(plan);
    int parts = 0;

    for (int i = 0; i < count(all); i++) {
        const char *part = leaf(all, i);
        const char *place = place_of(part);
        apr_table_t *due = apr_table_make(pool, 64);

        if (strcmp(part + strlen(place), "module-id"))
            continue;
        parts++;
        for (int j = 0; j < count(all); j++) {
            const char *other = leaf(all, j);
            if (!is_number(other)
                && (starts(other, place) || starts(place, owner_of(other))))
                apr_table_setn(due, other, "");
        }
        assert_same(part, leaves_of(ehoks_slice_part(pool, plan, part, ALL)),
                    due);
    }
    assert_true(parts > 50);
}

static void two_parts_come_together(void **state)
{
    const char *const chosen[] = {
        UNITS "/0/osaamisen-hankkimistavat/1/module-id",
        UNITS "/0/osaamisen-osoittaminen/0/module-id",
    };
    apr_array_header_t *parts = apr_array_make(pool, 2, sizeof(char *));
    ehoks_slice_t slice = {parts, ALL};
    ehoks_json_t *units;

    APR_ARRAY_PUSH(parts, const char *) = chosen[0];
    APR_ARRAY_PUSH(parts, const char *) = chosen[1];
    units = ehoks_json_get(ehoks_slice_cut(pool, plan, &slice), UNITS);
    assert_int_equal(ehoks_json_size(units), 1);
    units = ehoks_json_at(units, 0);
    assert_int_equal(
        ehoks_json_size(ehoks_json_get(units, "osaamisen-hankkimistavat")), 1);
    assert_int_equal(
        ehoks_json_size(ehoks_json_get(units, "osaamisen-osoittaminen")), 1);
}

static void an_unknown_part_gives_nothing(void **state)
{
    assert_null(ehoks_slice_part(pool, plan, "ei-ole", ALL));
    assert_null(ehoks_slice_part(pool, plan, "", ALL));
}

static void assert_followed(const char *part, const char *unit,
                            const char *area)
{
    ehoks_json_t *cut = ehoks_slice_part(pool, plan, part, ALL);
    ehoks_slice_path_t path;

    assert_true(ehoks_slice_follow(cut, &path));
    assert_string_equal(ehoks_json_get_string(path.part, "module-id"), part);
    assert_string_equal(ehoks_json_get_string(path.unit, "module-id"), unit);
    assert_null(ehoks_json_get(path.unit, "osaamisen-osoittaminen"));
    assert_null(ehoks_json_get(path.unit, "osa-alueet"));
    if (area) {
        assert_string_equal(ehoks_json_get_string(path.sub_area, "module-id"),
                            area);
    }
    else {
        assert_null(path.sub_area);
    }
}

static void the_way_to_a_part_can_be_followed(void **state)
{
    ehoks_slice_path_t path;

    assert_followed(UNITS "/1/osaamisen-hankkimistavat/0/module-id",
                    UNITS "/1/module-id", NULL);
    assert_followed(UNITS "/0/osaamisen-osoittaminen/1/module-id",
                    UNITS "/0/module-id", NULL);
    assert_followed(COMMON "/1/osa-alueet/0/osaamisen-osoittaminen/1/module-id",
                    COMMON "/1/module-id", COMMON "/1/osa-alueet/0/module-id");
#define PRIOR "aiemmin-hankitut-yhteiset-tutkinnon-osat"
    assert_followed(PRIOR "/0/tarkentavat-tiedot-naytto/1/module-id",
                    PRIOR "/0/module-id", NULL);
    assert_followed(PRIOR
                    "/0/osa-alueet/1/tarkentavat-tiedot-naytto/0/module-id",
                    PRIOR "/0/module-id", PRIOR "/0/osa-alueet/1/module-id");
    assert_false(ehoks_slice_follow(
        ehoks_slice_part(pool, plan, UNITS "/0/module-id", EHOKS_SLICE_UNIT),
        &path));
    assert_false(ehoks_slice_follow(ehoks_json_new_object(pool), &path));
}

/* --- the whole plan ------------------------------------------------------ */

static void all_groups_let_out_everything_but_numbers(void **state)
{
    ehoks_slice_t slice = {NULL, ALL};
    apr_table_t *all = leaves_of(plan);
    apr_table_t *due = apr_table_make(pool, 512);

    for (int i = 0; i < count(all); i++) {
        if (!is_number(leaf(all, i)))
            apr_table_setn(due, leaf(all, i), "");
    }
    assert_same("plan", leaves_of(ehoks_slice_cut(pool, plan, &slice)), due);
}

static void no_group_lets_out_nothing(void **state)
{
    ehoks_slice_t slice = {NULL, 0};

    assert_int_equal(ehoks_json_size(ehoks_slice_cut(pool, plan, &slice)), 0);
}

static void contact_data_stands_in_groups_of_its_own(void **state)
{
    ehoks_slice_t slice = {
        NULL, ALL & ~(EHOKS_SLICE_CONTACT | EHOKS_SLICE_INSTRUCTOR_CONTACT)};
    apr_table_t *got = leaves_of(ehoks_slice_cut(pool, plan, &slice));

    for (int i = 0; i < count(got); i++) {
        assert_null(strstr(leaf(got, i), "sahkoposti"));
        assert_null(strstr(leaf(got, i), "puhelinnumero"));
    }
    assert_fields(NULL, EHOKS_SLICE_CONTACT, "",
                  (const char *const[]){"sahkoposti", "puhelinnumero", NULL});
    assert_fields(NULL, EHOKS_SLICE_CAREER, "",
                  (const char *const[]){"urasuunnitelma-koodi-uri",
                                        "urasuunnitelma-koodi-versio", NULL});
}

/* Whose group is not asked for, its fields stay: no group leaks by another. */
static void sensitive_groups_are_tied_to_their_fields(void **state)
{
    static const struct {
        unsigned group;
        const char *words[6];
    } sensitive[] = {
        {EHOKS_SLICE_SUPPORT,
         {"olennainen-seikka", "oppimisen-tuki", "opiskeluvalmiuksia"}},
        {EHOKS_SLICE_DEVIATIONS, {"poikkeaminen", "yksilolliset-kriteerit"}},
        {EHOKS_SLICE_PRIOR_LEARNING, {"aiemmin-hankitut"}},
        {EHOKS_SLICE_ASSESSORS, {"arvioijat"}},
        {EHOKS_SLICE_INSTRUCTOR, {"ohjaaja/nimi"}},
        {EHOKS_SLICE_REPRESENTATIVES, {"edustaja"}},
        {EHOKS_SLICE_IDENTITY, {"eid", "oppija-oid", "opiskeluoikeus-oid"}},
        {EHOKS_SLICE_TECHNICAL, {"yksiloiva-tunniste", "manuaalisyotto"}},
    };

    for (size_t s = 0; s < sizeof(sensitive) / sizeof(sensitive[0]); s++) {
        ehoks_slice_t slice = {NULL, ALL & ~sensitive[s].group};
        apr_table_t *got = leaves_of(ehoks_slice_cut(pool, plan, &slice));

        for (int i = 0; i < count(got); i++) {
            for (int w = 0; sensitive[s].words[w]; w++) {
                if (strstr(leaf(got, i), sensitive[s].words[w]))
                    fail_msg("lets out %s", leaf(got, i));
            }
        }
    }
}

/* --- closed by default --------------------------------------------------- */

static void add_unknown(ehoks_json_t *value)
{
    if (ehoks_json_type(value) == EHOKS_JSON_ARRAY) {
        for (apr_size_t i = 0; i < ehoks_json_size(value); i++)
            add_unknown(ehoks_json_at(value, i));
    }
    else if (ehoks_json_type(value) == EHOKS_JSON_OBJECT) {
        for (void *m = ehoks_json_first(value); m;
             m = ehoks_json_next(value, m))
            add_unknown(ehoks_json_value(m));
        ehoks_json_set_string(pool, value, "uusi", "uusi");
        ehoks_json_set(value, "uudet", ehoks_json_copy(pool, value));
    }
}

static void a_field_that_no_table_names_stays(void **state)
{
    ehoks_json_t *newer = ehoks_json_copy(pool, plan);
    ehoks_slice_t slice = {NULL, ALL};

    add_unknown(newer);
    assert_same("plan", leaves_of(ehoks_slice_cut(pool, newer, &slice)),
                leaves_of(ehoks_slice_cut(pool, plan, &slice)));
}

static void a_field_that_became_an_object_stays(void **state)
{
    ehoks_json_t *newer = ehoks_json_copy(pool, plan);
    ehoks_json_t *list = ehoks_json_new_array(pool);
    ehoks_slice_t slice = {NULL, ALL};

    ehoks_json_append(list, ehoks_json_copy(pool, plan));
    ehoks_json_set(newer, "eid", ehoks_json_copy(pool, plan));
    ehoks_json_set(newer, "hyvaksytty", list);
    ehoks_json_set(newer, "paivitetty", ehoks_json_new_null());
    newer = ehoks_slice_cut(pool, newer, &slice);
    assert_null(ehoks_json_get(newer, "eid"));
    assert_null(ehoks_json_get(newer, "hyvaksytty"));
    assert_null(ehoks_json_get(newer, "paivitetty"));
    assert_non_null(ehoks_json_get(newer, "oppija-oid"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_period_comes_with_its_unit_and_no_sibling),
        cmocka_unit_test(a_demonstration_comes_with_its_sub_area),
        cmocka_unit_test(any_part_comes_with_values_on_the_way_only),
        cmocka_unit_test(two_parts_come_together),
        cmocka_unit_test(an_unknown_part_gives_nothing),
        cmocka_unit_test(the_way_to_a_part_can_be_followed),
        cmocka_unit_test(all_groups_let_out_everything_but_numbers),
        cmocka_unit_test(no_group_lets_out_nothing),
        cmocka_unit_test(contact_data_stands_in_groups_of_its_own),
        cmocka_unit_test(sensitive_groups_are_tied_to_their_fields),
        cmocka_unit_test(a_field_that_no_table_names_stays),
        cmocka_unit_test(a_field_that_became_an_object_stays),
    };

    return cmocka_run_group_tests(tests, set_up, pool_down);
}
