/* Query parameters with a type: numbers, flags and points in time. */
#include <string.h>

#include <apr_strings.h>

#include "../core/date.h"
#include "../core/text.h"
#include "request.h"

const ehoks_err_t *ehoks_request_query_integer(const ehoks_request_t *request,
                                               const char *name,
                                               apr_int64_t *value)
{
    const char *text = NULL;
    const ehoks_err_t *err = ehoks_request_query(request, name, &text);
    apr_size_t sign;
    apr_size_t digits;

    if (err || !text)
        return err;
    sign = text[0] == '-';
    digits = strspn(text + sign, "0123456789");
    if (digits == 0 || digits > 18 || text[sign + digits] != '\0')
        return ehoks_request_invalid(request, "query-params", "PARAMETRI", name,
                                     NULL);
    *value = apr_strtoi64(text, NULL, 10);
    return NULL;
}

const ehoks_err_t *ehoks_request_query_flag(const ehoks_request_t *request,
                                            const char *name, int *value)
{
    const char *text = NULL;
    const ehoks_err_t *err = ehoks_request_query(request, name, &text);

    if (err || !text)
        return err;
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        return ehoks_request_invalid(request, "query-params", "PARAMETRI", name,
                                     NULL);
    *value = strcmp(text, "true") == 0;
    return NULL;
}

const ehoks_err_t *ehoks_request_query_instant(const ehoks_request_t *request,
                                               const char *name,
                                               const char **value)
{
    const char *text = NULL;
    const ehoks_err_t *err = ehoks_request_query(request, name, &text);

    if (err || !text)
        return err;
    *value = ehoks_date_instant(request->ctx.pool, text);
    return *value ? NULL
                  : ehoks_request_invalid(request, "query-params", "PARAMETRI",
                                          name, NULL);
}

const ehoks_err_t *ehoks_request_query_within(const ehoks_request_t *request,
                                              const char *name,
                                              apr_int64_t least,
                                              apr_int64_t most,
                                              apr_int64_t *value)
{
    apr_int64_t given = *value;
    const ehoks_err_t *err = ehoks_request_query_integer(request, name, &given);

    if (err)
        return err;
    if (given < least || given > most)
        return ehoks_request_invalid(
            request, "query-params", "PARAMETRI-VALI", name,
            apr_psprintf(request->ctx.pool,
                         "%" APR_INT64_T_FMT "–%" APR_INT64_T_FMT, least,
                         most));
    *value = given;
    return NULL;
}

const ehoks_err_t *ehoks_request_query_text(const ehoks_request_t *request,
                                            const char *name, int most,
                                            const char **value)
{
    const ehoks_err_t *err = ehoks_request_query(request, name, value);

    if (!err && *value
        && ehoks_text_characters(*value, strlen(*value)) > (apr_size_t)most)
        err = ehoks_request_invalid(request, "query-params", "PARAMETRI-PITUUS",
                                    name, apr_itoa(request->ctx.pool, most));
    return err;
}

const ehoks_err_t *ehoks_request_query_day(const ehoks_request_t *request,
                                           const char *name, const char **day)
{
    const char *text = NULL;
    const ehoks_err_t *err = ehoks_request_query_required(request, name, &text);

    if (err)
        return err;
    if (!ehoks_date_day(text))
        return ehoks_request_invalid(request, "query-params", "PARAMETRI-PVM",
                                     name, NULL);
    *day = ehoks_date_for_sql(request->ctx.pool, text);
    return NULL;
}

const ehoks_err_t *ehoks_request_query_one_of(const ehoks_request_t *request,
                                              const char *name,
                                              const char *const *words,
                                              int *which)
{
    apr_array_header_t *list =
        apr_array_make(request->ctx.pool, 4, sizeof(const char *));
    const char *text = NULL;
    const ehoks_err_t *err = ehoks_request_query(request, name, &text);
    int i;

    if (err || !text)
        return err;
    for (i = 0; words[i]; i++) {
        if (strcmp(text, words[i]) == 0) {
            *which = i;
            return NULL;
        }
        APR_ARRAY_PUSH(list, const char *) = words[i];
        APR_ARRAY_PUSH(list, const char *) = words[i + 1] ? ", " : "";
    }
    return ehoks_request_invalid(request, "query-params", "PARAMETRI-SANA",
                                 name,
                                 apr_array_pstrcat(request->ctx.pool, list, 0));
}
