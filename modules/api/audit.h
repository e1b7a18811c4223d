/* The audit of requests: what was collected while a request was handled
 * becomes rows when its outcome is known (contract: api.md 8.1; more than
 * there, every refusal of a known route). */
#ifndef EHOKS_API_AUDIT_H
#define EHOKS_API_AUDIT_H

#include "request.h"
#include "route.h"

/* Starts the writer of this child, with the settings of the first server that
 * has ehoks set up. Before threads exist. */
apr_status_t ehoks_api_audit_start(apr_pool_t *child, server_rec *main_server,
                                   ehoks_log_fn *log);

/* Writes down what the request did, or tried when `err` is not NULL: a row for
 * each target, or one for what the path names. Nothing for a route that is not
 * audited, and nothing when the change has written its row itself. Returns the
 * error with which the request must be refused because it can't be written
 * down, or NULL. `route` NULL: there was none. */
const ehoks_err_t *ehoks_api_audit(ehoks_request_t *request,
                                   const ehoks_route_t *route,
                                   const ehoks_err_t *err);

#endif
