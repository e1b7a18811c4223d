/* The receiver's view of a share: free periods, and what is gone. What of a
 * plan comes out is the slice's (test_slice.c). */
#include "../../modules/hoks/share_view.h"
#include "unit.h"

#define TODAY 20261125

static ehoks_json_t *parse(const char *text)
{
    char *copy = apr_pstrdup(pool, text);
    ehoks_json_t *value;
    char *at;

    for (at = copy; *at; at++) {
        if (*at == '\'')
            *at = '"';
    }
    value = ehoks_json_parse(pool, copy, strlen(copy), NULL, NULL);
    assert_non_null(value);
    return value;
}

/* The view of the one plan of a share. */
static ehoks_json_t *view_of(ehoks_share_plan_t *plan, const char *contents)
{
    apr_array_header_t *plans =
        apr_array_make(pool, 1, sizeof(ehoks_share_plan_t));
    ehoks_share_t share = {"Eeva Mallikas", "muu",        parse(contents),
                           "2026-11-01",    "2026-12-01", plans};

    APR_ARRAY_PUSH(plans, ehoks_share_plan_t) = *plan;
    return ehoks_json_at(
        ehoks_json_get(ehoks_share_view(pool, &share, TODAY), "suunnitelmat"),
        0);
}

/* The free periods of a plan whose workplace periods are `periods`. */
static const char *free_periods(const char *periods, const char *ends)
{
    ehoks_share_plan_t plan = {0};

    plan.document = parse(
        apr_psprintf(pool,
                     "{'hankittavat-yhteiset-tutkinnon-osat': [{'osa-alueet':"
                     " [{'osaamisen-hankkimistavat': [%s]}]}]}",
                     periods));
    plan.school = "1.2.246.562.10.12000000021";
    plan.ends = ends;
    return ehoks_json_write(
        pool,
        ehoks_json_get(view_of(&plan, "['vapaat-jaksot']"), "vapaat-jaksot"),
        NULL);
}

#define WORK(first, last)                                                      \
    "{'alku': '" first "', 'loppu': '" last                                    \
    "', 'tyopaikalla-jarjestettava-koulutus': {}}"

static void test_free_periods(void **state)
{
    assert_string_equal(free_periods("", "2027-06-30"),
                        "[{\"alku\":\"2026-11-25\",\"loppu\":\"2027-06-30\"}]");
    assert_string_equal(
        free_periods(WORK("2027-03-01", "2027-04-30") ", " WORK(
                         "2027-01-01", "2027-01-31") ", " WORK("2027-01-15",
                                                               "2027-02-10"),
                     "2027-06-30"),
        "[{\"alku\":\"2026-11-25\",\"loppu\":\"2026-12-31\"},"
        "{\"alku\":\"2027-02-11\",\"loppu\":\"2027-02-28\"},"
        "{\"alku\":\"2027-05-01\",\"loppu\":\"2027-06-30\"}]");
    /* What has passed takes no time, what goes on takes it from today. */
    assert_string_equal(free_periods(WORK("2025-01-01", "2025-02-01") ", " WORK(
                                         "2026-11-01", "2026-12-24"),
                                     "2027-01-31"),
                        "[{\"alku\":\"2026-12-25\",\"loppu\":\"2027-01-31\"}]");
    assert_string_equal(
        free_periods(WORK("2026-01-01", "2028-01-01"), "2027-06-30"), "[]");
}

static void test_free_periods_without_ends(void **state)
{
    /* The end of the study right is not known: only what lies between. */
    assert_string_equal(free_periods(WORK("2027-03-01", "2027-04-30"), NULL),
                        "[{\"alku\":\"2026-11-25\",\"loppu\":\"2027-02-28\"}]");
    assert_string_equal(free_periods("", NULL), "[]");
    /* A period without a last day, known by its kind. */
    assert_string_equal(free_periods("{'alku': '2027-01-01',"
                                     " 'osaamisen-hankkimistapa-koodi-uri':"
                                     " 'osaamisenhankkimistapa_oppisopimus'}",
                                     "2027-06-30"),
                        "[{\"alku\":\"2026-11-25\",\"loppu\":\"2026-12-31\"}]");
    /* At school there is time for work. */
    assert_string_equal(
        free_periods("{'alku': '2027-01-01', 'loppu': '2027-05-01',"
                     " 'osaamisen-hankkimistapa-koodi-uri':"
                     " 'osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus'}",
                     "2027-06-30"),
        "[{\"alku\":\"2026-11-25\",\"loppu\":\"2027-06-30\"}]");
}

static void test_gone(void **state)
{
    ehoks_share_plan_t plan = {0};
    const ehoks_json_t *view;

    plan.parts = parse("['a', 'b']");
    plan.document = parse("{'hankittavat-ammat-tutkinnon-osat':"
                          " [{'module-id': 'b'}, {'module-id': 'c'}]}");
    view = view_of(&plan, "['tutkinnon-osat']");
    assert_string_equal(
        ehoks_json_write(pool, ehoks_json_get(view, "poistetut-osat"), NULL),
        "[\"a\"]");
    assert_string_equal(
        ehoks_json_write(pool, ehoks_json_get(view, "hoks"), NULL),
        "{\"hankittavat-ammat-tutkinnon-osat\":[{\"module-id\":\"b\"}]}");
    plan.document = parse("{}");
    view = view_of(&plan, "['tutkinnon-osat', 'vapaat-jaksot']");
    assert_true(ehoks_json_is_true(ehoks_json_get(view, "poistettu")));
    assert_null(ehoks_json_get(view, "hoks"));
    assert_null(ehoks_json_get(view, "vapaat-jaksot"));
    plan.document = NULL;
    view = view_of(&plan, "['tutkinnon-osat']");
    assert_int_equal(ehoks_json_size(view), 3);
    assert_string_equal(
        ehoks_json_string(ehoks_json_path(view, "viesti", "en", NULL), NULL),
        "The shared plan has been deleted.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_free_periods),
        cmocka_unit_test(test_free_periods_without_ends),
        cmocka_unit_test(test_gone),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
