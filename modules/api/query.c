/* Parameters of the query, and the error for one that is not as it must be. */
#include <string.h>

#include <apr_escape.h>
#include <apr_strings.h>

#include "../core/text.h"
#include "request.h"

const ehoks_err_t *ehoks_request_invalid(const ehoks_request_t *request,
                                         const char *part, const char *code,
                                         const char *parameter,
                                         const char *detail)
{
    ehoks_problems_t *problems = ehoks_problems_make(request->ctx.pool);
    ehoks_problem_t problem = {0};

    problem.pointer = "";
    problem.parameter = parameter;
    problem.code = code;
    problem.arguments[0] = parameter;
    problem.arguments[1] = detail;
    ehoks_problems_add(problems, &problem);
    return ehoks_err_invalid(request->ctx.pool, part, problems, NULL);
}

/* The text decoded ("+" is a blank), or NULL when it is not UTF-8, has a
 * broken "%" or a "%00". */
static char *decode(apr_pool_t *pool, const char *text, apr_size_t length)
{
    char *copy = apr_pstrmemdup(pool, text, length);
    apr_status_t rv =
        apr_unescape_url(copy, copy, APR_ESCAPE_STRING, NULL, NULL, 1, NULL);

    /* Not found: there was nothing to decode. */
    if ((rv != APR_SUCCESS && rv != APR_NOTFOUND)
        || !ehoks_text_is_utf8(copy, strlen(copy)))
        return NULL;
    return copy;
}

const ehoks_err_t *ehoks_request_query_all(const ehoks_request_t *request,
                                           const char *name,
                                           apr_array_header_t **values)
{
    const char *rest = request->r->args ? request->r->args : "";
    apr_pool_t *pool = request->ctx.pool;

    *values = apr_array_make(pool, 4, sizeof(const char *));
    while (*rest) {
        apr_size_t length = strcspn(rest, "&");
        const char *equals = memchr(rest, '=', length);
        apr_size_t name_length = equals ? (apr_size_t)(equals - rest) : length;
        const char *given = decode(pool, rest, name_length);

        if (given && strcmp(given, name) == 0) {
            const char *value =
                equals ? decode(pool, equals + 1, length - name_length - 1)
                       : "";
            if (!value)
                return ehoks_request_invalid(request, "query-params",
                                             "PARAMETRI", name, NULL);
            APR_ARRAY_PUSH(*values, const char *) = value;
        }
        rest += length;
        rest += *rest == '&';
    }
    return NULL;
}

const ehoks_err_t *ehoks_request_query(const ehoks_request_t *request,
                                       const char *name, const char **value)
{
    apr_array_header_t *values;
    const ehoks_err_t *err = ehoks_request_query_all(request, name, &values);

    *value =
        !err && values->nelts ? APR_ARRAY_IDX(values, 0, const char *) : NULL;
    return err;
}

const ehoks_err_t *ehoks_request_query_required(const ehoks_request_t *request,
                                                const char *name,
                                                const char **value)
{
    const ehoks_err_t *err = ehoks_request_query(request, name, value);

    if (!err && !*value)
        err = ehoks_request_invalid(request, "query-params",
                                    "PARAMETRI-PUUTTUU", name, NULL);
    return err;
}
