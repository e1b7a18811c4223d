/* The one HTTP client behind all registries. For the clients beside it only;
 * everybody else includes registry.h.
 */
#ifndef EHOKS_REGISTRY_HTTP_H
#define EHOKS_REGISTRY_HTTP_H

#include "registry.h"

/* How a call went. */
typedef struct {
    int status;         /* HTTP status; 0: no whole answer was received */
    int down;           /* 1: out of reach for now (no connection, no answer in
                           time, 502, 503, 504) */
    const char *reason; /* a few English words for logs and errors, never with
                           personal data; "HTTP status 404" for an answer */
    ehoks_json_t *body; /* NULL: the answer is not JSON */
} ehoks_registry_answer_t;

/* Calls `path` (which begins with a slash and is escaped) of a registry: GET,
 * or POST of the JSON text `body` when it is not NULL. Redirects are answers,
 * not followed. Logs nothing: the caller knows which answers are failures. */
ehoks_registry_answer_t ehoks_registry_call(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    const char *path, const char *body);

/* Logs a failed call for the operator, at most one line per registry in 5 s
 * and child: under load a registry that is down would flood the log. The next
 * line says how many were left out. */
void ehoks_registry_log_failure(const ehoks_ctx_t *ctx,
                                ehoks_registry_e registry,
                                const ehoks_registry_answer_t *answer);

/* `folder` with `oid` behind it, as a path; NULL when `oid` cannot be an
 * OID, so that no registry need be asked. */
const char *ehoks_registry_path(apr_pool_t *pool, const char *folder,
                                const char *oid);

/* E-LINKED, logged. */
const ehoks_err_t *ehoks_registry_failure(
    const ehoks_ctx_t *ctx, ehoks_registry_e registry,
    const ehoks_registry_answer_t *answer);

/* 1 when `url` leads to this machine ("localhost", 127.0.0.0/8, ::1). */
int ehoks_registry_is_loopback(const char *url);

#endif
