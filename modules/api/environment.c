/* misc/environment: where the browser apps find what lies outside the API
 * (contract: api.md 7.9, README.md 14). */
#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>

#include "handlers.h"

#define EPERUSTEET "https://eperusteet.opintopolku.fi"
#define SUPPORT "ehoks@opintopolku.fi"

/* Where the pages are that logging in and out lead to. */
#define OPPIJA_PAGES "/ehoks/?lang="
#define VIRKAILIJA_PAGES "/ehoks-virkailija-ui/"
#define LOGGED_OUT "/ehoks-static/uloskirjautunut.html"

/* The redirect URI of the login as an address of this server. */
static const char *redirect_uri(const ehoks_request_t *request)
{
    const char *uri = ehoks_cfg_redirect_uri(request->settings);

    return *uri == '/' ? ap_construct_url(request->ctx.pool, uri, request->r)
                       : uri;
}

/* Begins a login that ends at `page`: what mod_auth_openidc calls a login
 * begun by a third party. */
static const char *login_url(const ehoks_request_t *request, const char *page)
{
    apr_pool_t *pool = request->ctx.pool;

    return apr_pstrcat(
        pool, redirect_uri(request),
        "?iss=", ap_escape_urlencoded(pool, request->settings->token_issuer),
        "&target_link_uri=",
        ap_escape_urlencoded(pool, ap_construct_url(pool, page, request->r)),
        NULL);
}

/* Ends the session here and at the provider, and ends at `page`. */
static const char *logout_url(const ehoks_request_t *request, const char *page)
{
    apr_pool_t *pool = request->ctx.pool;

    return apr_pstrcat(
        pool, redirect_uri(request), "?logout=",
        ap_escape_urlencoded(pool, ap_construct_url(pool, page, request->r)),
        NULL);
}

static const char *default_of(const ehoks_request_t *request,
                              ehoks_environment_e which)
{
    switch (which) {
    case EHOKS_ENVIRONMENT_EPERUSTEET: return EPERUSTEET;
    case EHOKS_ENVIRONMENT_VIRKAILIJA_LOGIN:
        return login_url(request, VIRKAILIJA_PAGES);
    case EHOKS_ENVIRONMENT_OPPIJA_LOGIN_FI:
        return login_url(request, OPPIJA_PAGES "fi");
    case EHOKS_ENVIRONMENT_OPPIJA_LOGIN_SV:
        return login_url(request, OPPIJA_PAGES "sv");
    case EHOKS_ENVIRONMENT_OPPIJA_LOGOUT_FI:
    case EHOKS_ENVIRONMENT_OPPIJA_LOGOUT_SV:
        return logout_url(request, LOGGED_OUT);
    case EHOKS_ENVIRONMENT_SUPPORT: return SUPPORT;
    default: return "";
    }
}

const ehoks_err_t *ehoks_api_environment(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *environment = ehoks_json_new_object(pool);
    int i;

    for (i = 0; i < EHOKS_ENVIRONMENT_COUNT; i++) {
        const char *value = ehoks_cfg_environment(request->settings, i);

        ehoks_json_set_string(pool, environment, ehoks_environment_names[i],
                              value ? value : default_of(request, i));
    }
    ehoks_response_data(request, response, environment);
    return NULL;
}
