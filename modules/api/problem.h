/* Renders an error value as the answer that the contract promises
 * (contract/README.md 9): one JSON object that today's clients and RFC 9457
 * can both read. */
#ifndef EHOKS_API_PROBLEM_H
#define EHOKS_API_PROBLEM_H

#include "../core/catalogue.h"
#include "request.h"

/* Sends `err` and returns what the httpd handler must return. */
int ehoks_problem_send(ehoks_request_t *request, const ehoks_err_t *err);

/* The body of the answer to `err`. `accept` is the client's Accept-Language
 * (NULL: Finnish), `path` what it asked for. */
ehoks_json_t *ehoks_problem_body(apr_pool_t *pool,
                                 const ehoks_catalogue_t *catalogue,
                                 const ehoks_err_t *err, const char *accept,
                                 const char *path);

#endif
