/* Rows of the audit out of what a request left behind; see audit.h. */
#include "audit.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../ehoks.h"
#include "../hoks/audit.h"
#include "../hoks/audit_buffer.h"
#include "../hoks/hoks.h"

apr_status_t ehoks_api_audit_start(apr_pool_t *child, server_rec *main_server,
                                   ehoks_log_fn *log)
{
    server_rec *server = main_server;

    while (server && !ehoks_cfg_of(server)->model)
        server = server->next;
    return server ? ehoks_audit_buffer_start(
               child, ehoks_cfg_audit_buffer(ehoks_cfg_of(server)), log, server)
                  : APR_SUCCESS;
}

/* --- what ------------------------------------------------------------------ */

/* The request that the client sent, also behind an ErrorDocument. */
static const request_rec *asked(const ehoks_request_t *request)
{
    const request_rec *r = request->r;

    while (r->prev)
        r = r->prev;
    return r;
}

static const char *operation(const ehoks_request_t *request)
{
    static const struct {
        int method;
        const char *name;
    } operations[] = {{M_POST, "create"},
                      {M_PATCH, "update"},
                      {M_PUT, "overwrite"},
                      {M_DELETE, "delete"}};
    apr_size_t i;

    if (request->ctx.audit->operation)
        return request->ctx.audit->operation;
    for (i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
        if (operations[i].method == asked(request)->method_number)
            return operations[i].name;
    }
    return "read";
}

/* "hoks-id" as the audit names it: hoksId. A learner's OID is oppijaOid
 * wherever it stands. */
static const char *member_name(apr_pool_t *pool, const ehoks_route_t *route,
                               int which)
{
    ehoks_path_e kind = which == 0 ? route->parameter : route->second;
    char *name =
        apr_pstrdup(pool, ehoks_route_parameter_name(pool, route, which));
    char *from;
    char *to = name;

    if (kind == EHOKS_PATH_OPPIJA)
        return "oppijaOid";
    for (from = name; *from; from++) {
        if (*from == '-' && from[1])
            *to++ = (char)apr_toupper(*++from);
        else
            *to++ = *from;
    }
    *to = '\0';
    return name;
}

/* What the path names: only what has the form that it must have, and no free
 * texts. The plan and the learner may not exist: somebody tried. */
static void add_path(const ehoks_request_t *request, const ehoks_route_t *route,
                     ehoks_json_t *what, ehoks_audit_target_t *target)
{
    apr_pool_t *pool = request->ctx.pool;
    int i;

    for (i = 0; i < EHOKS_PARAMETERS && request->parameters[i]; i++) {
        ehoks_path_e kind = i == 0 ? route->parameter : route->second;
        const char *text = request->parameters[i];
        const char *name = member_name(pool, route, i);

        if (kind == EHOKS_PATH_TEXT
            || ehoks_route_check_parameter(route, i, text))
            continue;
        if (kind == EHOKS_PATH_ID)
            ehoks_json_set(
                what, name,
                ehoks_json_new_integer(pool, apr_strtoi64(text, NULL, 10)));
        else
            ehoks_json_set_string(pool, what, name, text);
        if (strcmp(name, "hoksId") == 0 && !target->hoks_id)
            target->hoks_id = apr_strtoi64(text, NULL, 10);
        if (kind == EHOKS_PATH_OPPIJA && !target->oppija_oid)
            target->oppija_oid = text;
        if (kind == EHOKS_PATH_OPISKELUOIKEUS && !target->opiskeluoikeus_oid)
            target->opiskeluoikeus_oid = text;
    }
}

static void set_text(apr_pool_t *pool, ehoks_json_t *object, const char *key,
                     const char *text)
{
    if (text)
        ehoks_json_set_string(pool, object, key, text);
}

static void set_integer(apr_pool_t *pool, ehoks_json_t *object, const char *key,
                        apr_int64_t number)
{
    if (number)
        ehoks_json_set(object, key, ehoks_json_new_integer(pool, number));
}

/* The contract's `target`: what the path names, what was found, and what the
 * handler adds. */
static ehoks_json_t *target_value(const ehoks_request_t *request,
                                  const ehoks_route_t *route,
                                  ehoks_audit_target_t *target)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *details = request->ctx.audit->details;
    ehoks_json_t *what = ehoks_json_new_object(pool);
    void *i;

    add_path(request, route, what, target);
    set_integer(pool, what, "hoksId", target->hoks_id);
    set_text(pool, what, "oppijaOid", target->oppija_oid);
    set_text(pool, what, "opiskeluoikeusOid", target->opiskeluoikeus_oid);
    for (i = ehoks_json_first(details); i; i = ehoks_json_next(details, i))
        ehoks_json_set(what, ehoks_json_key(i), ehoks_json_value(i));
    if (!target->oppija_oid)
        target->oppija_oid = ehoks_json_get_string(details, "oppijaOid");
    if (!target->opiskeluoikeus_oid)
        target->opiskeluoikeus_oid =
            ehoks_json_get_string(details, "opiskeluoikeusOid");
    return what;
}

/* --- who -------------------------------------------------------------------- */

static void add_who(const ehoks_request_t *request, ehoks_json_t *row)
{
    const ehoks_ctx_t *ctx = &request->ctx;
    const ehoks_principal_t *who = ctx->principal;
    apr_pool_t *pool = ctx->pool;

    if (who) {
        set_text(pool, row, "tekija_oid", who->oid);
        set_text(pool, row, "tekija_laji", ehoks_hoks_kind_name(who->kind));
        if (who->kind == EHOKS_KIND_PALVELU)
            set_text(pool, row, "asiakas", who->name);
    }
    set_text(pool, row, "osoite", ctx->address);
    set_text(pool, row, "selain", ctx->user_agent);
    set_text(pool, row, "pyynto", ctx->request_id);
}

/* --- the rows ----------------------------------------------------------------- */

static ehoks_json_t *row_of(const ehoks_request_t *request,
                            const ehoks_route_t *route, const ehoks_err_t *err,
                            const ehoks_audit_target_t *found)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *row = ehoks_json_new_object(pool);
    ehoks_audit_target_t target = *found;
    ehoks_json_t *what = target_value(request, route, &target);

    set_integer(pool, row, "hetki", request->ctx.now);
    add_who(request, row);
    set_text(pool, row, "toiminto", operation(request));
    set_text(pool, row, "tulos", err ? "failed" : "succeeded");
    set_text(pool, row, "virhe", err ? err->code : NULL);
    set_text(pool, row, "reitti",
             apr_pstrcat(pool, route->method, " ", route->pattern, NULL));
    if (ehoks_json_size(what) > 0)
        ehoks_json_set(row, "kohde", what);
    set_integer(pool, row, "hoks_id", target.hoks_id);
    set_integer(pool, row, "versio", err ? 0 : target.version);
    set_text(pool, row, "oppija_oid", target.oppija_oid);
    set_text(pool, row, "opiskeluoikeus_oid", target.opiskeluoikeus_oid);
    if (!err)
        set_text(pool, row, "peruste",
                 target.ground ? target.ground
                               : ehoks_audit_ground_of(&request->ctx));
    return row;
}

static ehoks_json_t *rows_of(const ehoks_request_t *request,
                             const ehoks_route_t *route, const ehoks_err_t *err)
{
    static const ehoks_audit_target_t unknown = {0};
    const apr_array_header_t *targets = request->ctx.audit->targets;
    ehoks_json_t *rows = ehoks_json_new_array(request->ctx.pool);
    int i;

    for (i = 0; i < targets->nelts; i++)
        ehoks_json_append(
            rows, row_of(request, route, err,
                         &APR_ARRAY_IDX(targets, i, ehoks_audit_target_t)));
    if (targets->nelts == 0)
        ehoks_json_append(rows, row_of(request, route, err, &unknown));
    return rows;
}

/* Errors of a request that reaches no use case: the contract has no row for a
 * path or a header that is not what it must be (api.md 0.1, step 3). */
static int is_audited(const ehoks_request_t *request,
                      const ehoks_route_t *route, const ehoks_err_t *err)
{
    if (!route || (route->flags & EHOKS_ROUTE_NOT_AUDITED))
        return 0;
    if (!err)
        return !request->ctx.audit->is_written;
    return !err->part
           || (strcmp(err->part, "route-params") != 0
               && strcmp(err->part, "headers") != 0);
}

const ehoks_err_t *ehoks_api_audit(ehoks_request_t *request,
                                   const ehoks_route_t *route,
                                   const ehoks_err_t *err)
{
    int changes = !err && strcmp(operation(request), "read") != 0;
    const ehoks_err_t *failure;

    if (!is_audited(request, route, err))
        return NULL;
    failure =
        ehoks_audit_keep(&request->ctx, rows_of(request, route, err), changes);
    if (!failure)
        return NULL;
    ehoks_log(&request->ctx, EHOKS_LOG_WARNING, APR_SUCCESS, "EH0502",
              "%s could not be audited (%s): the buffer is full, or this was a "
              "change",
              err ? "a refused request" : "a request", failure->code);
    return failure;
}
