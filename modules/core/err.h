/* One error value, carried up unchanged and rendered once, at the top
 * (modules/api/problem.c). A function that can fail returns
 * `const ehoks_err_t *`; NULL means success.
 *
 * An error names an entry of conf/errors.json by its code; status, old text
 * and the sentences in three languages stand there and nowhere else.
 */
#ifndef EHOKS_CORE_ERR_H
#define EHOKS_CORE_ERR_H

#include <apr_pools.h>

#include "problems.h"

#define EHOKS_ERR_ARGUMENTS 4

typedef struct {
    const char *code; /* key of conf/errors.json, for instance "E-NOHOKS" */
    const char *arguments[EHOKS_ERR_ARGUMENTS]; /* {1} … {4} of the texts */
    /* For E-VALID: which part of the request ("body-params", "query-params",
     * "route-params", "headers") and what is wrong with it; else NULL. */
    const char *part;
    const ehoks_problems_t *problems;
    const struct json_t *document; /* the checked body: gives the old `errors`
                                      tree its lists; may be NULL */
} ehoks_err_t;

/* Makes an error in `pool`; the arguments (up to 4 strings, then NULL) are
 * kept, not copied. A NULL argument ends the list. */
const ehoks_err_t *ehoks_err_make(apr_pool_t *pool, const char *code, ...)
    __attribute__((sentinel));

/* E-VALID for `part` with all of `problems`. */
const ehoks_err_t *ehoks_err_invalid(apr_pool_t *pool, const char *part,
                                     const ehoks_problems_t *problems,
                                     const struct json_t *document);

#endif
