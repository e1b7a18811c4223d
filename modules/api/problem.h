/* Renders an error value as the answer that the contract promises
 * (contract/README.md 9): one JSON object that today's clients and RFC 9457
 * can both read. */
#ifndef EHOKS_API_PROBLEM_H
#define EHOKS_API_PROBLEM_H

#include "request.h"

/* Sends `err` and returns what the httpd handler must return. */
int ehoks_problem_send(ehoks_request_t *request, const ehoks_err_t *err);

#endif
