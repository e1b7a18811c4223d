/* Queries, as httpd hands them over: the first line of the input is the name
 * that a handler asks for. A value is text without a NUL, sent again it is the
 * same, and one that is taken for a number, a day or a word is one. */
#include <apr_escape.h>

#include "../../modules/api/request.h"
#include "../../modules/core/date.h"
#include "../../modules/core/text.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    return apr_initialize() == APR_SUCCESS ? 0 : -1;
}

static apr_array_header_t *values_of(ehoks_request_t *request, const char *name)
{
    apr_array_header_t *values;

    return ehoks_request_query_all(request, name, &values) ? NULL : values;
}

/* What was understood, written as a client would write it, is understood as
 * the same. */
static void check_again(ehoks_request_t *request, const char *name,
                        const apr_array_header_t *values)
{
    apr_pool_t *pool = request->ctx.pool;
    const apr_array_header_t *again;
    char *query = apr_pstrdup(pool, "");
    int i;

    for (i = 0; i < values->nelts; i++) {
        const char *value = APR_ARRAY_IDX(values, i, const char *);

        FUZZ_CHECK(ehoks_text_is_utf8(value, strlen(value)));
        query = apr_pstrcat(pool, query, i > 0 ? "&" : "",
                            apr_pescape_urlencoded(pool, name), "=",
                            apr_pescape_urlencoded(pool, value), NULL);
    }
    request->r->args = query;
    again = values_of(request, name);
    FUZZ_CHECK(again && again->nelts == values->nelts);
    for (i = 0; i < values->nelts; i++)
        FUZZ_CHECK(strcmp(APR_ARRAY_IDX(values, i, const char *),
                          APR_ARRAY_IDX(again, i, const char *))
                   == 0);
}

static void check_numbers(ehoks_request_t *request, const char *name)
{
    apr_int64_t number = -7;
    int flag = -7;

    if (!ehoks_request_query_within(request, name, 1, 1000, &number))
        FUZZ_CHECK(number == -7 || (number >= 1 && number <= 1000));
    if (!ehoks_request_query_flag(request, name, &flag))
        FUZZ_CHECK(flag == -7 || flag == 0 || flag == 1);
}

static void check_texts(ehoks_request_t *request, const char *name)
{
    static const char *const words[] = {"oppija", "hoks", "nimi", NULL};
    const char *text = NULL;
    int which = -7;

    if (!ehoks_request_query_text(request, name, 5, &text) && text)
        FUZZ_CHECK(ehoks_text_characters(text, strlen(text)) <= 5);
    if (!ehoks_request_query_one_of(request, name, words, &which))
        FUZZ_CHECK(which >= -7 && which < 3);
    if (!ehoks_request_query_required(request, name, &text))
        FUZZ_CHECK(text != NULL);
}

static void check_times(ehoks_request_t *request, const char *name)
{
    const char *text = NULL;

    if (!ehoks_request_query_day(request, name, &text))
        FUZZ_CHECK(ehoks_date_day(text));
    text = NULL;
    if (!ehoks_request_query_instant(request, name, &text) && text)
        FUZZ_CHECK(ehoks_date_is_instant(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ehoks_request_t request = {0};
    apr_array_header_t *values;
    request_rec r = {0};
    const char *query;
    const char *name;
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    fuzz_split(pool, data, size, &name, &query);
    request.r = &r;
    request.ctx.pool = pool;
    r.args = apr_pstrdup(pool, query);
    values = values_of(&request, name);
    check_numbers(&request, name);
    check_texts(&request, name);
    check_times(&request, name);
    FUZZ_CHECK(strcmp(r.args, query) == 0);
    if (values)
        check_again(&request, name, values);
    apr_pool_destroy(pool);
    return 0;
}
