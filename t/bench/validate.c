/* Measures, in one process and one thread, what the validation of a plan
 * costs beside jansson's bare parse of the same text:
 *
 *   validate SCHEMA KIND ROUNDS FILE…     each FILE one document, as PUT back
 *
 * Prints one line of JSON: microseconds of processor time for one document,
 * the median of the rounds, each round over all files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>
#include <jansson.h>

#include "../../modules/core/date.h"
#include "../../modules/core/json.h"
#include "../../modules/core/problems.h"
#include "../../modules/schema/rules.h"
#include "../../modules/schema/schema.h"

typedef struct {
    const char *text;
    apr_size_t length;
} file_t;

typedef struct {
    apr_pool_t *pool; /* cleared after each document */
    const ehoks_schema_t *schema;
    const file_t *files;
    int count;
    int problems; /* found by the last round */
} bench_t;

static double microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* jansson as it comes, with the checks that a service cannot do without. */
static double parse_bare(bench_t *bench)
{
    double start = microseconds();

    for (int i = 0; i < bench->count; i++) {
        json_t *value = json_loadb(bench->files[i].text, bench->files[i].length,
                                   JSON_REJECT_DUPLICATES, NULL);
        if (!value)
            abort();
        json_decref(value);
    }
    return microseconds() - start;
}

static ehoks_json_t *parse(const bench_t *bench, int i)
{
    ehoks_json_t *document = ehoks_json_parse(
        bench->pool, bench->files[i].text, bench->files[i].length, NULL, NULL);

    if (!document)
        abort();
    return document;
}

/* The plans were made for the day on which they are measured. */
static int today(void)
{
    time_t now = time(NULL);
    struct tm date;

    gmtime_r(&now, &date);
    return (date.tm_year + 1900) * 10000 + (date.tm_mon + 1) * 100
           + date.tm_mday;
}

static void check(bench_t *bench, ehoks_json_t *document)
{
    ehoks_problems_t *problems = ehoks_problems_make(bench->pool);
    ehoks_rules_facts_t facts = {0};

    facts.today = today();
    ehoks_schema_normalise(bench->schema, bench->pool, document);
    ehoks_schema_validate(bench->schema, document, problems);
    ehoks_rules_check(bench->schema, &facts, document, problems);
    bench->problems += problems->total;
}

static void check_schema(bench_t *bench, ehoks_json_t *document)
{
    ehoks_problems_t *problems = ehoks_problems_make(bench->pool);

    ehoks_schema_validate(bench->schema, document, problems);
    bench->problems += problems->total;
}

typedef void check_fn(bench_t *bench, ehoks_json_t *document);

static double parse_and_validate(bench_t *bench)
{
    double start = microseconds();

    for (int i = 0; i < bench->count; i++) {
        check(bench, parse(bench, i));
        apr_pool_clear(bench->pool);
    }
    return microseconds() - start;
}

/* Without the parsing. */
static double time_on_parsed(bench_t *bench, check_fn *check_it)
{
    double spent = 0;

    for (int i = 0; i < bench->count; i++) {
        ehoks_json_t *document = parse(bench, i);
        double start = microseconds();

        check_it(bench, document);
        spent += microseconds() - start;
        apr_pool_clear(bench->pool);
    }
    return spent;
}

static double validate_only(bench_t *bench)
{
    return time_on_parsed(bench, check);
}

/* No more than ajv does: nothing is brought into form, and no rule is asked. */
static double schema_only(bench_t *bench)
{
    return time_on_parsed(bench, check_schema);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

enum { MEASURES = 4 };

/* The measures take turns, so that a noisy moment hits all of them. */
static void run(bench_t *bench, int rounds)
{
    static double (*const measures[])(bench_t *) = {
        parse_bare, parse_and_validate, validate_only, schema_only};
    double *spent[MEASURES];

    for (int m = 0; m < MEASURES; m++)
        spent[m] = calloc((size_t)rounds, sizeof(double));
    for (int round = 0; round < rounds; round++) {
        bench->problems = 0;
        for (int m = 0; m < MEASURES; m++)
            spent[m][round] = measures[m](bench) / bench->count;
    }
    for (int m = 0; m < MEASURES; m++)
        qsort(spent[m], (size_t)rounds, sizeof(double), compare);
    printf("{\"documents\": %d, \"problems\": %d, \"parse_bare_us\": %.2f, "
           "\"parse_validate_us\": %.2f, \"validate_us\": %.2f, "
           "\"schema_us\": %.2f}\n",
           bench->count, bench->problems, spent[0][rounds / 2],
           spent[1][rounds / 2], spent[2][rounds / 2], spent[3][rounds / 2]);
    for (int m = 0; m < MEASURES; m++)
        free(spent[m]);
}

static file_t read_file(apr_pool_t *pool, const char *path)
{
    file_t file = {0};
    apr_finfo_t info;
    apr_file_t *handle;
    char *text;

    if (apr_file_open(&handle, path, APR_READ, 0, pool) != APR_SUCCESS
        || apr_file_info_get(&info, APR_FINFO_SIZE, handle) != APR_SUCCESS) {
        fprintf(stderr, "validate: cannot read %s\n", path);
        exit(1);
    }
    file.length = (apr_size_t)info.size;
    text = apr_pcalloc(pool, file.length + 1);
    apr_file_read_full(handle, text, file.length, NULL);
    apr_file_close(handle);
    file.text = text;
    return file;
}

int main(int argc, char **argv)
{
    const char *problem = NULL;
    bench_t bench = {0};
    ehoks_schema_t *schema;
    ehoks_json_t *source;
    apr_pool_t *pool;
    file_t *files;

    if (argc < 5) {
        fprintf(stderr, "usage: validate SCHEMA KIND ROUNDS FILE...\n");
        return 2;
    }
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_pool_create(&bench.pool, pool);
    source = ehoks_json_read_file(pool, argv[1], &problem);
    if (source)
        problem = ehoks_schema_compile(&schema, pool, source, "HOKS", argv[2]);
    if (problem) {
        fprintf(stderr, "validate: %s\n", problem);
        return 1;
    }
    bench.schema = schema;
    bench.count = argc - 4;
    files = apr_pcalloc(pool, sizeof(*files) * (apr_size_t)bench.count);
    for (int i = 0; i < bench.count; i++)
        files[i] = read_file(pool, argv[4 + i]);
    bench.files = files;
    run(&bench, atoi(argv[3]));
    apr_terminate();
    return 0;
}
