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
    const char *text;   /* how an answer that is not JSON begins; else "" */
} ehoks_registry_answer_t;

/* What is sent. */
typedef struct {
    const char *path;   /* begins with a slash, or is empty; escaped */
    const char *body;   /* POST of this; NULL: GET */
    const char *type;   /* of the body; NULL: JSON */
    const char *bearer; /* token instead of user and password, or NULL */
} ehoks_registry_request_t;

/* Sends one request to a registry. Redirects are answers, not followed. Logs
 * nothing: the caller knows which answers are failures. */
ehoks_registry_answer_t ehoks_registry_send(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    const ehoks_registry_request_t *request);

/* Sends GET `path`, or POST of the JSON text `body` when it is not NULL. */
ehoks_registry_answer_t ehoks_registry_call(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    const char *path, const char *body);

/* The same with everything that a bad day asks for: a token where the
 * settings name a place for tokens, one more try within the time limit when
 * the connection broke, and no call at all while the registry has failed
 * several times in a row (then only one caller at a time tries). */
ehoks_registry_answer_t ehoks_registry_ask(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    ehoks_registry_e registry, const char *path, const char *body);

/* The token for calls to a registry, kept in this child until shortly before
 * it ends; `fresh` 1: the kept one was refused, get another. NULL and the
 * reason in `*answer` when there is none. */
const char *ehoks_registry_token(const ehoks_ctx_t *ctx,
                                 const ehoks_registry_settings_t *settings,
                                 ehoks_registry_e registry, int fresh,
                                 ehoks_registry_answer_t *answer);

/* The time limits of calls to a registry, in milliseconds. */
int ehoks_registry_connect_timeout(const ehoks_registry_settings_t *settings);
int ehoks_registry_total_timeout(const ehoks_registry_settings_t *settings);

/* An answer that never came. */
ehoks_registry_answer_t ehoks_registry_no_answer(const char *reason);

/* Logs a failed call for the operator, at most one line per registry in 5 s
 * and child: under load a registry that is down would flood the log. The next
 * line says how many were left out. */
void ehoks_registry_log_failure(const ehoks_ctx_t *ctx,
                                ehoks_registry_e registry,
                                const ehoks_registry_answer_t *answer);

/* 1 when `url` leads to this machine ("localhost", 127.0.0.0/8, ::1). */
int ehoks_registry_is_loopback(const char *url);

#endif
