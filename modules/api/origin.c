/* Requests that pages of other sites make browsers send; see origin.h. */
#include <string.h>

#include "../auth/claims.h"
#include "origin.h"

static int is_safe(const request_rec *r)
{
    return r->method_number == M_GET || r->method_number == M_OPTIONS;
}

/* 1 when `origin` ("https://host:port", or "null") names the host that was
 * asked. The scheme is not compared: TLS may end before this server. */
static int is_our_host(const char *origin, const char *host)
{
    const char *authority = strstr(origin, "://");

    return authority && host && ap_cstr_casecmp(authority + 3, host) == 0;
}

int ehoks_origin_is_foreign(const request_rec *r)
{
    const char *site = apr_table_get(r->headers_in, "Sec-Fetch-Site");
    const char *origin = apr_table_get(r->headers_in, "Origin");

    if (is_safe(r) || !ehoks_claims_by_cookie(r->ap_auth_type))
        return 0;
    if (site)
        return strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
    return origin && !is_our_host(origin, apr_table_get(r->headers_in, "Host"));
}
