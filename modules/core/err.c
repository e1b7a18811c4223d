/* Makes the one error value that functions hand upwards. */
#include <stdarg.h>

#include "err.h"

const ehoks_err_t *ehoks_err_make(apr_pool_t *pool, const char *code, ...)
{
    ehoks_err_t *err = apr_pcalloc(pool, sizeof(*err));
    va_list arguments;

    err->code = code;
    va_start(arguments, code);
    for (int i = 0; i < EHOKS_ERR_ARGUMENTS; i++) {
        err->arguments[i] = va_arg(arguments, const char *);
        if (!err->arguments[i]) {
            break;
        }
    }
    va_end(arguments);
    return err;
}

const ehoks_err_t *ehoks_err_invalid(apr_pool_t *pool, const char *part,
                                     const ehoks_problems_t *problems,
                                     const struct json_t *document)
{
    ehoks_err_t *err = apr_pcalloc(pool, sizeof(*err));

    err->code = "E-VALID";
    err->part = part;
    err->problems = problems;
    err->document = document;
    return err;
}
