/* The example documents with the answers that are expected of them
 * (EHOKS_EXAMPLES, otherwise t/schema/examples): what the schema must refuse
 * is refused at the place that the index names, what it must accept is
 * accepted, for the kind of request that each belongs to.
 */
#include <apr_hash.h>

#include "../../modules/core/json.h"
#include "../../modules/schema/schema.h"
#include "unit.h"

#define SCHEMA_FILE "conf/hoks.schema.json"
#define CATALOGUE_FILE "conf/errors.json"

static const char *folder;
static const ehoks_json_t *examples;
static const ehoks_json_t *source;
static const ehoks_json_t *rules; /* of the catalogue */
static apr_hash_t *schemas;

static ehoks_json_t *read_or_fail(const char *path)
{
    const char *problem = NULL;
    ehoks_json_t *value = ehoks_json_read_file(pool, path, &problem);

    if (!value) {
        fail_msg("%s", problem);
    }
    return value;
}

static int set_up(void **state)
{
    const char *given = getenv("EHOKS_EXAMPLES");

    if (pool_up(state) != 0) {
        return -1;
    }
    folder = given ? given : "t/schema/examples";
    examples = read_or_fail(apr_pstrcat(pool, folder, "/index.json", NULL));
    source = read_or_fail(SCHEMA_FILE);
    rules = ehoks_json_get(read_or_fail(CATALOGUE_FILE), "rules");
    schemas = apr_hash_make(pool);
    return 0;
}

static const ehoks_schema_t *schema_of(const char *method)
{
    const char *kind = strcmp(method, "VALIDOINTI") == 0 ? "POST" : method;
    const char *root = strcmp(kind, "VIPUNEN") == 0 ? "VipunenVastaus" : "HOKS";
    ehoks_schema_t *schema = apr_hash_get(schemas, kind, APR_HASH_KEY_STRING);

    if (!schema) {
        const char *problem =
            ehoks_schema_compile(&schema, pool, source, root, kind);
        if (problem) {
            fail_msg("%s: %s", kind, problem);
        }
        apr_hash_set(schemas, apr_pstrdup(pool, kind), APR_HASH_KEY_STRING,
                     schema);
    }
    return schema;
}

static const char *text_of(const ehoks_json_t *example, const char *key)
{
    const char *text = ehoks_json_get_string(example, key);
    return text ? text : "";
}

static ehoks_problems_t *problems_of(const ehoks_json_t *example)
{
    const char *method = text_of(example, "method");
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    ehoks_json_t *document = read_or_fail(
        apr_pstrcat(pool, folder, "/", text_of(example, "file"), NULL));

    if (method[0] == 'P') { /* a body; GET and VIPUNEN are output */
        ehoks_schema_normalise(schema_of(method), pool, document);
    }
    ehoks_schema_validate(schema_of(method), document, problems);
    return problems;
}

/* The rules of the other layer that the schema engine looks at as well. */
static int is_ours(const ehoks_json_t *example)
{
    const char *rule = text_of(example, "rule");

    return strcmp(text_of(example, "layer"), "schema") == 0
           || strcmp(rule, "OID-1") == 0 || strcmp(rule, "YT-1") == 0
           || strcmp(rule, "G-07") == 0;
}

static const char *pointer_of(const ehoks_json_t *path)
{
    const char *pointer = "";

    for (apr_size_t i = 0; i < ehoks_json_size(path); i++) {
        const ehoks_json_t *part = ehoks_json_at(path, i);
        const char *key = ehoks_json_string(part, NULL);
        pointer = key ? ehoks_pointer_key(pool, pointer, key)
                      : ehoks_pointer_index(
                          pool, pointer, (apr_size_t)ehoks_json_integer(part));
    }
    return pointer;
}

static const ehoks_problem_t *problem_at(const ehoks_problems_t *problems,
                                         const char *pointer)
{
    for (int i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        if (strcmp(problem->pointer, pointer) == 0) {
            return problem;
        }
    }
    return NULL;
}

/* The Finnish text of a code; the old interface promises some word by word. */
static const char *finnish(const char *code)
{
    return text_of(ehoks_json_get(rules, code), "fi");
}

static void check_refused(const ehoks_json_t *example)
{
    const ehoks_problems_t *problems = problems_of(example);
    const ehoks_json_t *path = ehoks_json_get(example, "path");
    const char *rule = text_of(example, "rule");

    if (problems->total == 0) {
        fail_msg("%s is accepted", text_of(example, "file"));
    }
    if (ehoks_json_type(path) != EHOKS_JSON_ARRAY) {
        return;
    }
    const ehoks_problem_t *problem = problem_at(problems, pointer_of(path));
    if (!problem) {
        fail_msg("%s: nothing is told at \"%s\"", text_of(example, "file"),
                 pointer_of(path));
    }
    if (*rule) {
        assert_string_equal(problem->code, rule);
    }
    if (*text_of(example, "message")) {
        assert_string_equal(finnish(problem->code),
                            text_of(example, "message"));
    }
}

static void check_accepted(const ehoks_json_t *example)
{
    const ehoks_problems_t *problems = problems_of(example);

    if (problems->total > 0) {
        const ehoks_problem_t *first =
            &APR_ARRAY_IDX(problems->list, 0, ehoks_problem_t);
        fail_msg("%s (%s): %s at \"%s\"", text_of(example, "file"),
                 text_of(example, "method"), first->code, first->pointer);
    }
}

static void test_refused(void **state)
{
    int count = 0;

    for (apr_size_t i = 0; i < ehoks_json_size(examples); i++) {
        const ehoks_json_t *example = ehoks_json_at(examples, i);
        if (ehoks_json_get(example, "layer") && is_ours(example)) {
            check_refused(example);
            count++;
        }
    }
    assert_true(count > 0);
}

static void test_accepted(void **state)
{
    int count = 0;

    for (apr_size_t i = 0; i < ehoks_json_size(examples); i++) {
        const ehoks_json_t *example = ehoks_json_at(examples, i);
        if (!ehoks_json_get(example, "layer")) {
            check_accepted(example);
            count++;
        }
    }
    assert_true(count > 0);
}

/* What only later rules refuse must not be refused by the schema: the rules'
 * own texts would never be told. */
static void test_left_to_the_rules(void **state)
{
    int count = 0;

    for (apr_size_t i = 0; i < ehoks_json_size(examples); i++) {
        const ehoks_json_t *example = ehoks_json_at(examples, i);
        if (ehoks_json_get(example, "layer") && !is_ours(example)) {
            check_accepted(example);
            count++;
        }
    }
    assert_true(count > 0);
}

static void test_texts_of_the_other_rules(void **state)
{
    for (apr_size_t i = 0; i < ehoks_json_size(examples); i++) {
        const ehoks_json_t *example = ehoks_json_at(examples, i);
        const char *rule = text_of(example, "rule");
        if (*rule && *text_of(example, "message")) {
            assert_string_equal(finnish(rule), text_of(example, "message"));
        }
    }
}

static void test_every_kind_compiles(void **state)
{
    static const char *const kinds[] = {"POST",
                                        "PUT",
                                        "PATCH",
                                        "POST-virkailija",
                                        "PUT-virkailija",
                                        "PATCH-virkailija",
                                        "GET",
                                        "VIPUNEN"};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        assert_non_null(schema_of(kinds[i]));
    }
}

/* All codes that the engine and the schema name. */
static void collect_codes(const ehoks_json_t *value, apr_array_header_t *codes)
{
    static const char *const keys[] = {"x-rule", "x-text-code"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *code = ehoks_json_get_string(value, keys[i]);
        if (code && strchr(code, ' ') == NULL) { /* not the explanation */
            APR_ARRAY_PUSH(codes, const char *) = code;
        }
    }
    for (void *i = ehoks_json_first(value); i; i = ehoks_json_next(value, i)) {
        collect_codes(ehoks_json_value(i), codes);
    }
    for (apr_size_t i = 0; i < ehoks_json_size(value); i++) {
        collect_codes(ehoks_json_at(value, i), codes);
    }
}

static void test_every_code_has_texts(void **state)
{
    static const char *const of_engine[] = {
        "G-01",       "G-02",  "G-03",     "G-06",   "G-07",
        "PAKOLLINEN", "MUOTO", "RAJA",     "PITUUS", "LUKUMAARA",
        "ARVO",       "EHTO",  "TUNNISTE", "OID-1",  "YT-1"};
    static const char *const languages[] = {"fi", "sv", "en"};
    apr_array_header_t *codes = apr_array_make(pool, 32, sizeof(char *));

    for (size_t i = 0; i < sizeof(of_engine) / sizeof(of_engine[0]); i++) {
        APR_ARRAY_PUSH(codes, const char *) = of_engine[i];
    }
    collect_codes(source, codes);
    for (int i = 0; i < codes->nelts; i++) {
        const char *code = APR_ARRAY_IDX(codes, i, const char *);
        const ehoks_json_t *rule = ehoks_json_get(rules, code);
        for (size_t j = 0; j < 3; j++) {
            const ehoks_json_t *cure = ehoks_json_get(rule, "cure");
            if (!*text_of(rule, languages[j])
                || !*text_of(cure, languages[j])) {
                fail_msg("%s has no text in %s", code, languages[j]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_accepted),
        cmocka_unit_test(test_left_to_the_rules),
        cmocka_unit_test(test_texts_of_the_other_rules),
        cmocka_unit_test(test_every_kind_compiles),
        cmocka_unit_test(test_every_code_has_texts),
    };

    return cmocka_run_group_tests(tests, set_up, pool_down);
}
