/* Spoils the example documents at random, always in the same way, and checks
 * that the engine stands whatever it is given: no crash, no problem without a
 * place, and results that do not depend on how often they are asked for.
 */
#include <apr_time.h>

#include "../../modules/core/json.h"
#include "../../modules/schema/schema.h"
#include "unit.h"

#define FOLDER "t/schema/examples/"
#define ROUNDS 20000
#define LONGEST apr_time_from_sec(2)

static ehoks_schema_t *body_schema;
static ehoks_schema_t *output_schema;
static apr_array_header_t *texts; /* of the valid examples */
static uint32_t seed;

/* A linear congruential generator: the same numbers on every machine. */
static unsigned below(unsigned limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % limit;
}

static ehoks_json_t *read_or_fail(const char *path)
{
    const char *problem = NULL;
    ehoks_json_t *value = ehoks_json_read_file(pool, path, &problem);

    if (!value) {
        fail_msg("%s", problem);
    }
    return value;
}

static ehoks_schema_t *compiled(const char *kind)
{
    ehoks_schema_t *schema = NULL;
    const char *problem = ehoks_schema_compile(
        &schema, pool, read_or_fail("conf/hoks.schema.json"), "HOKS", kind);

    if (problem) {
        fail_msg("%s", problem);
    }
    return schema;
}

static int set_up(void **state)
{
    if (pool_up(state) != 0) {
        return -1;
    }
    body_schema = compiled("PUT");
    output_schema = compiled("GET");
    texts = apr_array_make(pool, 64, sizeof(char *));
    const ehoks_json_t *examples = read_or_fail(FOLDER "index.json");
    for (apr_size_t i = 0; i < ehoks_json_size(examples); i++) {
        const ehoks_json_t *example = ehoks_json_at(examples, i);
        const char *file = ehoks_json_get_string(example, "file");
        if (!ehoks_json_get(example, "layer")) {
            APR_ARRAY_PUSH(texts, const char *) = ehoks_json_write(
                pool, read_or_fail(apr_pstrcat(pool, FOLDER, file, NULL)),
                NULL);
        }
    }
    return texts->nelts > 10 ? 0 : -1;
}

static const char *any_text(void)
{
    return APR_ARRAY_IDX(texts, (int)below((unsigned)texts->nelts),
                         const char *);
}

/* --- spoiling values ----------------------------------------------------- */

static ehoks_json_t *any_value(apr_pool_t *round)
{
    static const char *const values[] = {
        "null",
        "true",
        "0",
        "-1",
        "1.0",
        "3.5",
        "1e308",
        "99999999999",
        "\"\"",
        "\" \\u00a0 \"",
        "\"\\ud83d\\ude42\"",
        "\"2023-02-29\"",
        "\"2024-02-29T10:00Z\"",
        "\"1.2.246.562.15.91000000017\"",
        "\"9000001-1\"",
        "[]",
        "[[],null,{}]",
        "{}",
        "{\"\":{\"~/\":1}}",
        "\"ammatillinenkoulutusoppimisentuentyyppi_01\"",
    };
    const char *text = values[below(sizeof(values) / sizeof(values[0]))];

    return ehoks_json_parse(round, text, strlen(text), NULL, NULL);
}

static void spoil(apr_pool_t *round, ehoks_json_t *value);

static void spoil_array(apr_pool_t *round, ehoks_json_t *array)
{
    unsigned count = (unsigned)ehoks_json_size(array);

    if (count == 0 || below(8) == 0) {
        ehoks_json_append(array, any_value(round));
    }
    else if (below(3) == 0) {
        ehoks_json_set_element(array, below(count), any_value(round));
    }
    else {
        spoil(round, ehoks_json_at(array, below(count)));
    }
}

static void spoil_object(apr_pool_t *round, ehoks_json_t *object)
{
    unsigned count = (unsigned)ehoks_json_size(object);
    unsigned chosen = count ? below(count) : 0;
    void *member = ehoks_json_first(object);

    for (unsigned i = 0; i < chosen; i++) {
        member = ehoks_json_next(object, member);
    }
    unsigned how = below(6);
    if (!member || how == 0) {
        ehoks_json_set(object, below(2) ? "alku" : "outo/~", any_value(round));
    }
    else if (how == 1) {
        ehoks_json_remove(object, ehoks_json_key(member));
    }
    else if (how == 2) {
        ehoks_json_replace_at(member, object, any_value(round));
    }
    else {
        spoil(round, ehoks_json_value(member));
    }
}

static void spoil(apr_pool_t *round, ehoks_json_t *value)
{
    if (ehoks_json_type(value) == EHOKS_JSON_ARRAY) {
        spoil_array(round, value);
    }
    else if (ehoks_json_type(value) == EHOKS_JSON_OBJECT) {
        spoil_object(round, value);
    }
}

/* --- what must hold ------------------------------------------------------ */

static void count_visit(void *baton, const ehoks_schema_place_t *place)
{
    assert_int_equal(ehoks_json_type(place->object), EHOKS_JSON_OBJECT);
    ++*(int *)baton;
}

static apr_size_t problems_in(const ehoks_schema_t *schema,
                              const ehoks_json_t *document, apr_pool_t *round)
{
    ehoks_problems_t *problems = ehoks_problems_make(round);

    ehoks_schema_validate(schema, document, problems);
    for (int i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        assert_non_null(problem->code);
        assert_true(problem->pointer[0] == '\0' || problem->pointer[0] == '/');
    }
    return problems->total;
}

static void check_document(apr_pool_t *round, ehoks_json_t *document)
{
    int visits = 0;

    ehoks_schema_normalise(body_schema, round, document);
    const char *once = ehoks_json_write(round, document, NULL);
    ehoks_schema_normalise(body_schema, round, document);
    assert_string_equal(ehoks_json_write(round, document, NULL), once);
    apr_size_t problems = problems_in(body_schema, document, round);
    assert_int_equal(problems_in(body_schema, document, round), problems);
    problems_in(output_schema, document, round);
    ehoks_schema_visit(body_schema, document, count_visit, &visits);
    if (ehoks_json_type(document) == EHOKS_JSON_OBJECT) {
        assert_true(visits > 0);
    }
    ehoks_schema_complete(output_schema, round, document);
    /* What is written reads back as the same. */
    const char *text = ehoks_json_write(round, document, NULL);
    ehoks_json_t *again =
        ehoks_json_parse(round, text, strlen(text), NULL, NULL);
    assert_true(ehoks_json_equal(document, again));
}

static void test_spoiled_values(void **state)
{
    apr_time_t end = apr_time_now() + LONGEST / 2;
    apr_pool_t *round;

    seed = 20260801;
    apr_pool_create(&round, pool);
    for (int i = 0; i < ROUNDS && apr_time_now() < end; i++) {
        const char *text = any_text();
        ehoks_json_t *document =
            ehoks_json_parse(round, text, strlen(text), NULL, NULL);
        for (unsigned times = 1 + below(6); times > 0; times--) {
            spoil(round, document);
        }
        check_document(round, document);
        apr_pool_clear(round);
    }
    apr_pool_destroy(round);
}

static void test_spoiled_bytes(void **state)
{
    apr_time_t end = apr_time_now() + LONGEST / 2;
    apr_pool_t *round;
    int readable = 0;

    seed = 20260802;
    apr_pool_create(&round, pool);
    for (int i = 0; i < ROUNDS && apr_time_now() < end; i++) {
        char *text = apr_pstrdup(round, any_text());
        apr_size_t length = strlen(text);
        for (unsigned times = 1 + below(3); times > 0; times--) {
            text[below((unsigned)length)] = (char)(1 + below(255));
        }
        length -= below(20) == 0 ? below((unsigned)length) : 0;
        ehoks_json_t *document =
            ehoks_json_parse(round, text, length, NULL, NULL);
        if (document) {
            check_document(round, document);
            readable++;
        }
        apr_pool_clear(round);
    }
    assert_true(readable > 0);
    apr_pool_destroy(round);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled_values),
        cmocka_unit_test(test_spoiled_bytes),
    };

    return cmocka_run_group_tests(tests, set_up, pool_down);
}
