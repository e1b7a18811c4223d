/* One request as the handlers see it. */
#ifndef EHOKS_API_REQUEST_H
#define EHOKS_API_REQUEST_H

#include <httpd.h>

#include "../cfg/cfg.h"
#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Parameters that a path may have. */
#define EHOKS_PARAMETERS 2

typedef struct {
    request_rec *r;
    const ehoks_settings_t *settings;
    ehoks_ctx_t ctx;
    /* The path's parameters, checked; NULL: none. */
    const char *parameters[EHOKS_PARAMETERS];
} ehoks_request_t;

/* Fills a request from httpd's: context, settings, client. The principal is
 * read by the dispatcher. */
ehoks_request_t *ehoks_request_make(request_rec *r);

/* Reads and parses the JSON body. Errors: E-VALID for a body that is not
 * declared as JSON, E-415 for a coding or charset that we do not read,
 * E-LIIAN-SUURI above EhoksBodyLimit, E-PARSE for what is not JSON,
 * E-RUNKO-KESKEN when the client stopped half way, E-RUNKO-HIDAS when the
 * body took longer than RequestReadTimeout or Timeout allow. */
const ehoks_err_t *ehoks_request_body(ehoks_request_t *request,
                                      ehoks_json_t **body);

/* Whether the client's If-Match lets a change of version `version` pass. 1
 * also when it sent none. */
int ehoks_request_matches(const ehoks_request_t *request, int version);

/* Values of the query parameter `name`, decoded, in their order; an empty
 * list when it is not there ("name" alone has the value ""). Errors: E-VALID
 * for a value that is not UTF-8 or has a broken "%". */
const ehoks_err_t *ehoks_request_query_all(const ehoks_request_t *request,
                                           const char *name,
                                           apr_array_header_t **values);

/* The first of them, or NULL when there is none. */
const ehoks_err_t *ehoks_request_query(const ehoks_request_t *request,
                                       const char *name, const char **value);

/* The first of them; E-VALID when there is none. */
const ehoks_err_t *ehoks_request_query_required(const ehoks_request_t *request,
                                                const char *name,
                                                const char **value);

/* A whole number, "true" or "false", or a point in time (as UTC text); the
 * value stays as it was when the parameter is not there. E-VALID for anything
 * else. */
const ehoks_err_t *ehoks_request_query_integer(const ehoks_request_t *request,
                                               const char *name,
                                               apr_int64_t *value);

/* As above: 1 or 0. */
const ehoks_err_t *ehoks_request_query_flag(const ehoks_request_t *request,
                                            const char *name, int *value);

/* As above: the form of contract G-07. */
const ehoks_err_t *ehoks_request_query_instant(const ehoks_request_t *request,
                                               const char *name,
                                               const char **value);

/* A whole number from `least` to `most`; the value stays as it was when the
 * parameter is not there, or not that. E-VALID for anything else. */
const ehoks_err_t *ehoks_request_query_within(const ehoks_request_t *request,
                                              const char *name,
                                              apr_int64_t least,
                                              apr_int64_t most,
                                              apr_int64_t *value);

/* A text of `most` characters; NULL when the parameter is not there. E-VALID
 * for a longer one. */
const ehoks_err_t *ehoks_request_query_text(const ehoks_request_t *request,
                                            const char *name, int most,
                                            const char **value);

/* A day that must be there, as the database writes it. E-VALID otherwise. */
const ehoks_err_t *ehoks_request_query_day(const ehoks_request_t *request,
                                           const char *name, const char **day);

/* One of `words` (closed by NULL): its place in `*which`, which stays as it
 * was when the parameter is not there. E-VALID for any other word. */
const ehoks_err_t *ehoks_request_query_one_of(const ehoks_request_t *request,
                                              const char *name,
                                              const char *const *words,
                                              int *which);

/* E-VALID for one parameter or header: `part` is "query-params",
 * "route-params" or "headers", `code` the rule that it breaks; {1} in the
 * rule's texts is `parameter`, {2} is `detail`, which may be NULL. */
const ehoks_err_t *ehoks_request_invalid(const ehoks_request_t *request,
                                         const char *part, const char *code,
                                         const char *parameter,
                                         const char *detail);

/* The version that the client says it has (If-None-Match with one strong ETag
 * of ours), or 0. */
int ehoks_request_known_version(const ehoks_request_t *request);

#endif
