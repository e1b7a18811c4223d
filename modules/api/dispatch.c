/* The handler "ehoks": walks a request through the layers. */
#include <string.h>

#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>

#include "../auth/cookie.h"
#include "../auth/principal.h"
#include "../ehoks.h"
#include "../hoks/session.h"
#include "../status/status.h"
#include "audit.h"
#include "dispatch.h"
#include "origin.h"
#include "problem.h"
#include "route.h"

#define HANDLER "ehoks"

/* Where ErrorDocument sends what mod_auth_openidc and httpd refused. */
#define ERROR_PATH "/ehoks-virhe"

static const ehoks_err_t *make(const ehoks_request_t *request, const char *code)
{
    return ehoks_err_make(request->ctx.pool, code, NULL);
}

/* Names the route for the access log, which never writes paths: they hold
 * OIDs of people. */
static void note_route(request_rec *r, const char *pattern)
{
    apr_table_setn(r->notes, "ehoks-route", pattern);
}

/* What another module refused, in our words. */
static const ehoks_err_t *refused_elsewhere(ehoks_request_t *request,
                                            const ehoks_route_t **route)
{
    const request_rec *asked = request->r->prev;
    const char *authorization;

    if (!asked)
        return make(request, "E-ROUTE");
    *route = ehoks_route_find(request->ctx.pool, asked->method, asked->uri,
                              request->parameters);
    if (asked->status == HTTP_FORBIDDEN)
        return make(request, "E-403");
    authorization = apr_table_get(asked->headers_in, "Authorization");
    return make(request, authorization ? "E-TOKEN" : "E-401");
}

/* A session that its owner ended is none, whoever comes with its cookie. One
 * whose cookie can't be found could not be ended, so it is none either. */
static const ehoks_err_t *check_session(const ehoks_request_t *request)
{
    const char *hash;
    const ehoks_err_t *err;
    int ended;

    if (!request->ctx.principal || !ehoks_cookie_is_login(request->r))
        return NULL;
    hash = ehoks_cookie_hash(request->r, &request->settings->cookie);
    if (!hash) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request->r,
                      "EH0520: a browser is logged in by a cookie of another "
                      "name than the configuration says (OIDCCookie)");
        return make(request, "E-401");
    }
    err = ehoks_session_has_ended(&request->ctx, hash, &ended);
    return !err && ended ? make(request, "E-401") : err;
}

static const ehoks_err_t *check_kind(const ehoks_request_t *request,
                                     const ehoks_route_t *route)
{
    const ehoks_principal_t *who = request->ctx.principal;

    if (route->kinds == 0)
        return NULL;
    if (!who)
        return make(request, "E-401");
    if (who->kind & route->kinds)
        return NULL;
    if (route->flags & EHOKS_ROUTE_WRONG_KIND_401)
        return make(request, "E-401");
    if (route->kinds == EHOKS_KIND_PALVELU)
        return make(request, "E-PALVELU");
    return make(request,
                who->kind == EHOKS_KIND_PALVELU ? "E-NOPALVELU" : "E-403");
}

static const ehoks_err_t *check_parameters(const ehoks_request_t *request,
                                           const ehoks_route_t *route)
{
    const char *caller = apr_table_get(request->r->headers_in, "Caller-Id");
    int i;

    if ((route->flags & EHOKS_ROUTE_CALLER_ID) && (!caller || !*caller))
        return ehoks_request_invalid(request, "headers", "OTSAKE", "caller-id",
                                     NULL);
    for (i = 0; i < EHOKS_PARAMETERS && request->parameters[i]; i++) {
        const char *broken =
            ehoks_route_check_parameter(route, i, request->parameters[i]);
        if (broken)
            return ehoks_request_invalid(
                request, "route-params", broken,
                ehoks_route_parameter_name(request->ctx.pool, route, i), NULL);
    }
    return NULL;
}

static const ehoks_err_t *walk(ehoks_request_t *request,
                               ehoks_response_t *response,
                               const ehoks_route_t **found)
{
    request_rec *r = request->r;
    const ehoks_err_t *err =
        ehoks_principal_read(r, ehoks_cfg_principal(r->server), r->pool,
                             request->ctx.now, &request->ctx.principal);
    const ehoks_route_t *route =
        ehoks_route_find(r->pool, r->method, r->uri, request->parameters);

    *found = route;
    note_route(r, route ? route->pattern : "-");
    /* A bad token is told before anything else, a login that lacks a claim
     * only where somebody must be logged in. */
    if (err && strcmp(err->code, "E-TOKEN") == 0)
        return err;
    if (!route)
        return make(request, "E-ROUTE");
    if (err && route->kinds != 0)
        return err;
    err = route->kinds ? check_session(request) : NULL;
    if (!err)
        err = check_kind(request, route);
    if (!err && request->ctx.principal && ehoks_origin_is_foreign(r))
        err = make(request, "E-VIERAS-SIVUSTO");
    if (!err)
        err = check_parameters(request, route);
    return err ? err : route->handler(request, response);
}

int ehoks_api_map(request_rec *r)
{
    const core_dir_config *place = ap_get_core_module_config(r->per_dir_config);

    return place->handler && strcmp(place->handler, HANDLER) == 0 ? OK
                                                                  : DECLINED;
}

int ehoks_api_dispatch(request_rec *r)
{
    ehoks_request_t *request;
    ehoks_response_t response = {0};
    const ehoks_route_t *route = NULL;
    const ehoks_err_t *refusal;
    const ehoks_err_t *err;
    int status;

    if (!r->handler || strcmp(r->handler, HANDLER) != 0)
        return DECLINED;
    request = ehoks_request_make(r);
    ehoks_response_common_headers(r);
    if (!request->settings->model) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "EH0002: SetHandler ehoks stands in a server that has "
                      "no EhoksSchemaFile");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    err = strcmp(r->uri, ERROR_PATH) == 0 ? refused_elsewhere(request, &route)
                                          : walk(request, &response, &route);
    refusal = ehoks_api_audit(request, route, err);
    if (!err)
        err = refusal;
    status = err ? ehoks_problem_send(request, err)
                 : ehoks_response_send(request, &response);
    ehoks_status_count(r->status);
    return status;
}
