/* Which contact data goes, and when (domain 2.4; contract: api.md 6.2).
 */
#include "../../modules/core/json.h"
#include "../../modules/hoks/erase.h"
#include "../../modules/schema/schema.h"
#include "unit.h"

static ehoks_schema_t *schema; /* of stored documents (GET) */

static int set_up(void **state)
{
    const char *problem = NULL;
    ehoks_json_t *source;

    if (pool_up(state) != 0)
        return -1;
    source = ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem);
    if (!problem)
        problem = ehoks_schema_compile(&schema, pool, source, "HOKS", "GET");
    if (problem)
        print_error("%s\n", problem);
    return problem ? -1 : 0;
}

/* JSON with ' in the place of ". */
static ehoks_json_t *parse(const char *text)
{
    char *json = apr_pstrdup(pool, text);
    ehoks_json_t *value;

    for (char *c = json; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    value = ehoks_json_parse(pool, json, strlen(json), NULL, NULL);
    if (!value) {
        fail_msg("not JSON: %s", json);
    }
    return value;
}

/* A plan with one period; `last` NULL: without last day. */
static ehoks_json_t *with_period(const char *id, const char *last)
{
    return parse(apr_psprintf(
        pool,
        "{'sahkoposti':'o@x.fi','puhelinnumero':'1','hankittavat-ammat-"
        "tutkinnon-osat':[{'osaamisen-hankkimistavat':[{'module-id':'%s',"
        "'alku':'2020-01-01',%s%s%s'tyopaikalla-jarjestettava-koulutus':"
        "{'vastuullinen-tyopaikka-ohjaaja':{'nimi':'N','sahkoposti':'t@x.fi',"
        "'puhelinnumero':'2'}}}]}]}",
        id, last ? "'loppu':'" : "", last ? last : "", last ? "'," : ""));
}

static ehoks_erase_plan_t plan_of(ehoks_json_t *document)
{
    ehoks_erase_plan_t plan = {0};

    plan.document = document;
    plan.ohjaaja_before = 20260101;
    plan.oppija_before = 20260101;
    return plan;
}

/* 1 when the instructor's data goes from `version`, the plan being `newest`. */
static int goes(ehoks_json_t *newest, const ehoks_json_t *version)
{
    ehoks_erase_plan_t plan = plan_of(newest);
    ehoks_json_t *value = ehoks_json_copy(pool, version);

    return ehoks_erase_from(pool, &plan, schema, 0, value, NULL);
}

static void instructors(void **state)
{
    static const struct {
        const char *last;
        int goes;
    } cases[] = {{"2025-12-31", 1},
                 {"2026-01-01", 0},
                 {"2026-06-01", 0},
                 {NULL, 0}, /* goes on */
                 {"2025-13-01", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ehoks_json_t *document = with_period("m1", cases[i].last);
        if (goes(document, document) != cases[i].goes)
            fail_msg("%s", cases[i].last);
    }
}

/* A version goes by what the newest one says of the period. */
static void versions(void **state)
{
    ehoks_json_t *early = with_period("m1", "2025-01-01");
    ehoks_json_t *late = with_period("m1", "2026-06-01");
    ehoks_json_t *other = with_period("m2", "2026-06-01");

    (void)state;
    assert_false(goes(late, early));
    assert_true(goes(early, late));
    assert_true(goes(other, early)); /* the period is gone meanwhile */
    assert_false(goes(other, late));
}

static void what_is_taken(void **state)
{
    ehoks_json_t *value = with_period("m1", "2025-01-01");
    ehoks_erase_plan_t plan = plan_of(ehoks_json_copy(pool, value));
    ehoks_json_t *periods = ehoks_json_new_array(pool);

    (void)state;
    assert_true(ehoks_erase_has_contacts(schema, value));
    assert_true(ehoks_erase_from(pool, &plan, schema, 0, value, periods));
    assert_string_equal(ehoks_json_write(pool, periods, NULL), "[\"m1\"]");
    assert_string_equal(ehoks_json_get_string(value, "sahkoposti"), "o@x.fi");
    assert_true(ehoks_erase_has_contacts(schema, value));
    assert_true(ehoks_erase_from(pool, &plan, schema, 1, value, periods));
    assert_int_equal(ehoks_json_size(periods), 1);
    assert_false(ehoks_erase_has_contacts(schema, value));
    assert_false(ehoks_erase_from(pool, &plan, schema, 1, value, periods));
    assert_non_null(strstr(ehoks_json_write(pool, value, NULL),
                           "\"vastuullinen-tyopaikka-ohjaaja\":{\"nimi\":"
                           "\"N\"}"));
    plan.ohjaaja_before = 0;
    value = with_period("m1", "2025-01-01");
    assert_false(ehoks_erase_from(pool, &plan, schema, 0, value, NULL));
}

static void plans_that_are_over(void **state)
{
    ehoks_erase_plan_t plan =
        plan_of(parse("{'osaamisen-saavuttamisen-pvm':'2025-12-31'}"));

    (void)state;
    assert_true(ehoks_erase_plan_is_over(&plan, schema));
    plan.document = parse("{'osaamisen-saavuttamisen-pvm':'2026-01-01'}");
    assert_false(ehoks_erase_plan_is_over(&plan, schema));
    plan.document = parse("{}");
    assert_true(ehoks_erase_plan_is_over(&plan, schema));
    plan.document = with_period("m1", "2025-12-31");
    assert_true(ehoks_erase_plan_is_over(&plan, schema));
    plan.document = with_period("m1", "2026-01-01");
    assert_false(ehoks_erase_plan_is_over(&plan, schema));
    plan.document = with_period("m1", NULL);
    assert_false(ehoks_erase_plan_is_over(&plan, schema));
}

static void study_rights_that_are_over(void **state)
{
    static const struct {
        int ended;
        int unknown;
        int is_over;
    } cases[] = {{0, 0, 0},        {20251231, 0, 1}, {20260101, 0, 0},
                 {0, 20251231, 1}, {0, 20260101, 0}, {20251231, 20260101, 1}};
    ehoks_erase_plan_t plan = plan_of(parse("{}"));

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plan.right_ended = cases[i].ended;
        plan.unknown_since = cases[i].unknown;
        assert_int_equal(ehoks_erase_right_is_over(&plan), cases[i].is_over);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instructors),
        cmocka_unit_test(versions),
        cmocka_unit_test(what_is_taken),
        cmocka_unit_test(plans_that_are_over),
        cmocka_unit_test(study_rights_that_are_over),
    };

    return cmocka_run_group_tests(tests, set_up, pool_down);
}
