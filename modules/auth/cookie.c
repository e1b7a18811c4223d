/* Finding and expiring the cookie of a browser session. */
#include <string.h>

#include <apr_strings.h>
#include <http_protocol.h>

#include "../core/secret.h"
#include "cookie.h"

int ehoks_cookie_is_login(const request_rec *r)
{
    return r->ap_auth_type && strcmp(r->ap_auth_type, "openid-connect") == 0;
}

/* The value of cookie `name` exactly as mod_auth_openidc finds it (the first
 * one of that name counts), so that no other spelling of a header can show it
 * one session and us another. */
static const char *cookie_value(const request_rec *r, const char *name)
{
    const char *header = apr_table_get(r->headers_in, "Cookie");
    apr_size_t length = strlen(name);
    char *state;
    char *cookie;

    for (cookie = apr_strtok(apr_pstrdup(r->pool, header ? header : ""), ";",
                             &state);
         cookie; cookie = apr_strtok(NULL, ";", &state)) {
        cookie += strspn(cookie, " ");
        if (strncmp(cookie, name, length) == 0 && cookie[length] == '=')
            return cookie + length + 1;
    }
    return NULL;
}

const char *ehoks_cookie_hash(const request_rec *r,
                              const ehoks_cookie_settings_t *settings)
{
    int i;

    for (i = 0; i < settings->names->nelts; i++) {
        const char *value =
            cookie_value(r, APR_ARRAY_IDX(settings->names, i, const char *));

        if (value)
            return ehoks_secret_hash(r->pool, value);
    }
    return NULL;
}

void ehoks_cookie_expire(request_rec *r,
                         const ehoks_cookie_settings_t *settings)
{
    int i;

    for (i = 0; i < settings->names->nelts; i++)
        apr_table_addn(
            r->err_headers_out, "Set-Cookie",
            apr_pstrcat(
                r->pool, APR_ARRAY_IDX(settings->names, i, const char *),
                "=; Path=", settings->path, settings->domain ? "; Domain=" : "",
                settings->domain ? settings->domain : "",
                "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly",
                strcmp(ap_http_scheme(r), "https") == 0 ? "; Secure" : "",
                "; SameSite=Lax", NULL));
}
