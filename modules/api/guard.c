/* Keeping paths out of the error log that httpd refuses by itself, and what
 * clients invent out of the access log. */
#include <string.h>

#include <apr_strings.h>

#include "guard.h"

/* The method for the access log, if it is one that somebody may mean. */
static const char *known_method(const char *method)
{
    static const char *const methods[] = {"GET",   "HEAD",   "POST",   "PUT",
                                          "PATCH", "DELETE", "OPTIONS"};
    apr_size_t i;

    for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (strcmp(method, methods[i]) == 0)
            return methods[i];
    }
    return "-";
}

int ehoks_api_guard(request_rec *r)
{
    const char *path = r->parsed_uri.path;

    apr_table_setn(r->notes, "ehoks-method", known_method(r->method));
    if (!path)
        return DECLINED;
    return ap_normalize_path(apr_pstrdup(r->pool, path),
                             AP_NORMALIZE_NOT_ABOVE_ROOT
                                 | AP_NORMALIZE_DECODE_UNRESERVED
                                 | AP_NORMALIZE_MERGE_SLASHES)
               ? DECLINED
               : HTTP_BAD_REQUEST;
}
