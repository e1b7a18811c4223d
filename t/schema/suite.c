/* Runs the public JSON-Schema-Test-Suite against the schema engine.
 *
 * Debian's package json-schema-test-suite holds drafts 4 and 7: of these the
 * files of keywords whose meaning is the same in draft 2020-12. The cases of
 * draft 2020-12 itself are run where EHOKS_SUITE_2020 (or a data folder beside
 * the project) holds them.
 *
 * A schema that the engine refuses to compile is not passed over silently: it
 * has to stand in the list below, with the reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>

#include "../../modules/core/json.h"
#include "../../modules/schema/schema.h"

#define DEBIAN_SUITE "/usr/share/json-schema-test-suite/tests"
#define DATA_2020 "../shared/data/json-schema-test-suite/draft2020-12"

static const char *const draft4_files[] = {"additionalProperties",
                                           "allOf",
                                           "anyOf",
                                           "default",
                                           "enum",
                                           "items",
                                           "maxItems",
                                           "maxLength",
                                           "maximum",
                                           "minItems",
                                           "minLength",
                                           "minimum",
                                           "not",
                                           "oneOf",
                                           "pattern",
                                           "properties",
                                           "required",
                                           "type",
                                           "uniqueItems",
                                           NULL};

static const char *const draft7_files[] = {"additionalProperties",
                                           "allOf",
                                           "anyOf",
                                           "boolean_schema",
                                           "const",
                                           "default",
                                           "enum",
                                           "exclusiveMaximum",
                                           "exclusiveMinimum",
                                           "if-then-else",
                                           "items",
                                           "maxItems",
                                           "maxLength",
                                           "maximum",
                                           "minItems",
                                           "minLength",
                                           "minimum",
                                           "not",
                                           "oneOf",
                                           "pattern",
                                           "properties",
                                           "required",
                                           "type",
                                           "uniqueItems",
                                           "optional/format/date",
                                           "optional/format/date-time",
                                           NULL};

static const char *const draft2020_files[] = {"additionalProperties",
                                              "allOf",
                                              "anyOf",
                                              "boolean_schema",
                                              "const",
                                              "date-time",
                                              "date",
                                              "default",
                                              "defs",
                                              "enum",
                                              "exclusiveMaximum",
                                              "exclusiveMinimum",
                                              "if-then-else",
                                              "infinite-loop-detection",
                                              "items",
                                              "maxItems",
                                              "maxLength",
                                              "maximum",
                                              "minItems",
                                              "minLength",
                                              "minimum",
                                              "not",
                                              "oneOf",
                                              "pattern",
                                              "prefixItems",
                                              "properties",
                                              "ref",
                                              "required",
                                              "type",
                                              "uniqueItems",
                                              "uuid",
                                              NULL};

/* How many schemas of a file are refused, and why. */
typedef struct {
    const char *file;
    int count;
    const char *problem; /* part of the compile error */
} refusal_t;

/* Keywords that the document's schema has no need of; documents and addresses
 * other than the schema's own; and what older drafts wrote differently: items
 * as a list is prefixItems now, exclusiveMaximum was a boolean. */
static const refusal_t refusals[] = {
    {"draft4/additionalProperties", 2, "\"patternProperties\""},
    {"draft4/items", 1, "/items must be a schema"},
    {"draft4/maximum", 2, "/exclusiveMaximum must be a number"},
    {"draft4/minimum", 2, "/exclusiveMinimum must be a number"},
    {"draft4/properties", 1, "\"patternProperties\""},
    {"draft7/additionalProperties", 2, "\"patternProperties\""},
    {"draft7/if-then-else", 3, "\"multipleOf\""},
    {"draft7/items", 2, "/items must be a schema"},
    {"draft7/properties", 1, "\"patternProperties\""},
    {"draft2020-12/additionalProperties", 2, "\"patternProperties\""},
    {"draft2020-12/additionalProperties", 1, "\"propertyNames\""},
    {"draft2020-12/additionalProperties", 1, "\"dependentSchemas\""},
    {"draft2020-12/allOf", 1, "\"multipleOf\""},
    {"draft2020-12/defs", 1, "leads out of the document"},
    {"draft2020-12/if-then-else", 3, "\"multipleOf\""},
    {"draft2020-12/not", 1, "\"unevaluatedProperties\""},
    /* The long names of Unicode categories, \p{Letter}. */
    {"draft2020-12/pattern", 1, "unknown property after"},
    {"draft2020-12/properties", 1, "\"patternProperties\""},
    {"draft2020-12/ref", 11, "leads out of the document"},
    {"draft2020-12/ref", 1, "names an anchor"},
    {"draft2020-12/ref", 4, "$id below the top"},
    {"draft2020-12/ref", 1, "\"unevaluatedProperties\""},
};

#define REFUSALS (sizeof(refusals) / sizeof(refusals[0]))

typedef struct {
    int schemas;
    int cases;
    int refused;
    int wrong;
    int by_reason[REFUSALS];
} count_t;

static int tests;
static int failures;
static int total_cases;
static int total_refused;

/* Notes that a schema of `file` was refused; 0 when that is not expected. */
static int note_refusal(count_t *count, const char *file, const char *problem)
{
    for (size_t i = 0; i < REFUSALS; i++) {
        if (strcmp(refusals[i].file, file) == 0
            && strstr(problem, refusals[i].problem)) {
            count->by_reason[i]++;
            return 1;
        }
    }
    return 0;
}

/* A schema that is accepted by now should leave the list. */
static void compare_refusals(count_t *count, const char *file)
{
    for (size_t i = 0; i < REFUSALS; i++) {
        if (strcmp(refusals[i].file, file) == 0
            && count->by_reason[i] != refusals[i].count) {
            count->wrong++;
            printf("# wrong: %d schemas refused for %s, not %d\n",
                   count->by_reason[i], refusals[i].problem, refusals[i].count);
        }
    }
}

/* The parser refuses the NUL character (the database cannot hold it), which
 * one case of the suite has in a value. Another control character is as good
 * for it. */
static void replace_nul(char *text)
{
    for (char *at = text; (at = strstr(at, "\\u0000")) != NULL; at += 6) {
        at[5] = '1';
    }
}

static ehoks_json_t *read_cases(apr_pool_t *pool, const char *path)
{
    const ehoks_json_limits_t limits = {64, 1000000};
    char *text;
    apr_file_t *file;
    apr_finfo_t info;

    if (apr_file_open(&file, path, APR_FOPEN_READ, 0, pool) != APR_SUCCESS
        || apr_file_info_get(&info, APR_FINFO_SIZE, file) != APR_SUCCESS) {
        return NULL;
    }
    text = apr_pcalloc(pool, (apr_size_t)info.size + 1);
    if (apr_file_read_full(file, text, (apr_size_t)info.size, NULL)
        != APR_SUCCESS) {
        return NULL;
    }
    apr_file_close(file);
    replace_nul(text);
    return ehoks_json_parse(pool, text, strlen(text), &limits, NULL);
}

static void run_case(apr_pool_t *pool, const ehoks_schema_t *schema,
                     const char *group, const ehoks_json_t *test,
                     count_t *count)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    int wanted = ehoks_json_is_true(ehoks_json_get(test, "valid"));

    ehoks_schema_validate(schema, ehoks_json_get(test, "data"), problems);
    count->cases++;
    if ((problems->total == 0) != wanted) {
        count->wrong++;
        printf("# wrong: %s: %s should be %s\n", group,
               ehoks_json_get_string(test, "description"),
               wanted ? "valid" : "refused");
    }
}

static void run_group(apr_pool_t *pool, const char *file,
                      const ehoks_json_t *group, count_t *count)
{
    const char *name = ehoks_json_get_string(group, "description");
    const ehoks_json_t *cases = ehoks_json_get(group, "tests");
    ehoks_schema_t *schema = NULL;

    const char *problem = ehoks_schema_compile(
        &schema, pool, ehoks_json_get(group, "schema"), NULL, NULL);
    count->schemas++;
    if (problem) {
        count->refused++;
        if (!note_refusal(count, file, problem)) {
            count->wrong++;
            printf("# wrong: %s: refused: %s\n", name, problem);
        }
        return;
    }
    for (apr_size_t i = 0; i < ehoks_json_size(cases); i++) {
        run_case(pool, schema, name, ehoks_json_at(cases, i), count);
    }
}

/* `name` is "draft7/items"; `folder` is where draft7 lies. */
static void run_file(apr_pool_t *parent, const char *folder, const char *name)
{
    apr_pool_t *pool;
    count_t count = {0};

    apr_pool_create(&pool, parent);
    const ehoks_json_t *groups = read_cases(
        pool, apr_psprintf(pool, "%s%s.json", folder, strchr(name, '/')));
    for (apr_size_t i = 0; i < ehoks_json_size(groups); i++) {
        run_group(pool, name, ehoks_json_at(groups, i), &count);
    }
    compare_refusals(&count, name);
    int is_right = count.schemas > 0 && count.wrong == 0;
    failures += !is_right;
    printf("%sok %d - %s\n", is_right ? "" : "not ", ++tests, name);
    printf("#   %d cases of %d schemas", count.cases,
           count.schemas - count.refused);
    if (count.refused) {
        printf("; %d schemas refused", count.refused);
    }
    printf("\n");
    total_cases += count.cases;
    total_refused += count.refused;
    apr_pool_destroy(pool);
}

static void run_folder(apr_pool_t *pool, const char *folder, const char *draft,
                       const char *const *files)
{
    apr_finfo_t info;

    if (apr_stat(&info, folder, APR_FINFO_TYPE, pool) != APR_SUCCESS) {
        printf("# %s is not there\n", folder);
        return;
    }
    for (; *files; files++) {
        run_file(pool, folder, apr_pstrcat(pool, draft, "/", *files, NULL));
    }
}

int main(void)
{
    apr_pool_t *pool;
    const char *data = getenv("EHOKS_SUITE_2020");

    apr_initialize();
    apr_pool_create(&pool, NULL);
    setvbuf(stdout, NULL, _IOLBF, 0);
    run_folder(pool, DEBIAN_SUITE "/draft4", "draft4", draft4_files);
    run_folder(pool, DEBIAN_SUITE "/draft7", "draft7", draft7_files);
    run_folder(pool, data ? data : DATA_2020, "draft2020-12", draft2020_files);
    printf("# %d cases in all; %d schemas refused\n1..%d\n", total_cases,
           total_refused, tests);
    apr_pool_destroy(pool);
    apr_terminate();
    return failures > 0;
}
