/* The catalogue of errors: what it lacks is told when it is read, not when an
 * error is needed; a code that it does not know is a fault of ours. */
#include "../../modules/core/catalogue.h"
#include "unit.h"

#define TEXTS "\"fi\":\"a\",\"sv\":\"b\",\"en\":\"c\""
#define ENTRY(code) "\"" code "\":{\"status\":400," TEXTS "}"
#define NEEDED                                                                 \
    ENTRY("E-SISAINEN")                                                        \
    "," ENTRY("E-ROUTE") "," ENTRY("E-401") "," ENTRY("E-403")
#define RULES "\"rules\":{\"R\":{" TEXTS "}}"

static const char *load(ehoks_catalogue_t **catalogue, const char *text)
{
    const ehoks_json_t *source =
        ehoks_json_parse(pool, text, strlen(text), NULL, NULL);

    assert_non_null(source);
    return ehoks_catalogue_load(catalogue, pool, source);
}

static void test_what_is_missing_is_told(void **state)
{
    static const struct {
        const char *text;
        const char *problem;
    } cases[] = {
        {"{" RULES "}", "it has no object \"errors\""},
        {"{\"errors\":{}}", "it has no object \"rules\""},
        {"{\"errors\":[]," RULES "}", "it has no object \"errors\""},
        {"{\"errors\":{" NEEDED "}," RULES "}", "errors/E-VALID is missing"},
        {"{\"errors\":{\"E\":{" TEXTS "}}," RULES "}",
         "errors/E has no status of 400 to 599"},
        {"{\"errors\":{\"E\":{\"status\":200," TEXTS "}}," RULES "}",
         "errors/E has no status of 400 to 599"},
        {"{\"errors\":{\"E\":{\"status\":600," TEXTS "}}," RULES "}",
         "errors/E has no status of 400 to 599"},
        {"{\"errors\":{\"E\":{\"status\":400,\"fi\":\"a\",\"en\":\"c\"}}," RULES
         "}",
         "errors/E lacks a text: fi, sv and en"},
        {"{\"errors\":{" NEEDED "},\"rules\":{\"R\":{\"fi\":\"a\"}}}",
         "rules/R lacks a text: fi, sv and en"},
        {"{\"errors\":{" NEEDED "," ENTRY("E-VALID") "}," RULES "}", NULL},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ehoks_catalogue_t *catalogue;
        const char *problem = load(&catalogue, cases[i].text);

        assert_string_equal(problem ? problem : "-",
                            cases[i].problem ? cases[i].problem : "-");
    }
}

static void test_what_it_does_not_know_is_our_fault(void **state)
{
    ehoks_catalogue_t *catalogue;
    const char *problem = load(&catalogue, "{\"errors\":{" NEEDED
                                           "," ENTRY("E-VALID") "}," RULES "}");

    assert_null(problem);
    assert_string_equal(ehoks_catalogue_error(catalogue, "E-401")->code,
                        "E-401");
    assert_string_equal(ehoks_catalogue_error(catalogue, "E-MUU")->code,
                        "E-SISAINEN");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_missing_is_told),
        cmocka_unit_test(test_what_it_does_not_know_is_our_fault),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
