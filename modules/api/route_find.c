/* How a path finds its row of the route table, and what its parameters may
 * be. */
#include <string.h>

#include <apr_strings.h>

#include "../core/oid.h"
#include "../core/text.h"
#include "route.h"

/* Length of the segment that begins at `text`. */
static apr_size_t segment(const char *text)
{
    return strcspn(text, "/");
}

/* Compares a path with a pattern, segment by segment. One slash at the end of
 * the path is allowed: the old service has some routes with it. */
static int matches(apr_pool_t *pool, const char *pattern, const char *path,
                   const char *parameters[EHOKS_PARAMETERS])
{
    int count = 0;

    memset(parameters, 0, EHOKS_PARAMETERS * sizeof(parameters[0]));
    while (*pattern == '/' && *path == '/') {
        apr_size_t wanted = segment(++pattern);
        apr_size_t given = segment(++path);

        if (*pattern == ':') {
            if (given == 0 || count == EHOKS_PARAMETERS)
                return 0;
            parameters[count++] = apr_pstrmemdup(pool, path, given);
        }
        else if (wanted != given || strncmp(pattern, path, given) != 0) {
            return 0;
        }
        pattern += wanted;
        path += given;
    }
    return *pattern == '\0' && (*path == '\0' || strcmp(path, "/") == 0);
}

static int method_matches(const ehoks_route_t *route, const char *method)
{
    return strcmp(route->method, method) == 0
           || (strcmp(route->method, "GET") == 0
               && strcmp(method, "HEAD") == 0);
}

const ehoks_route_t *ehoks_route_find(apr_pool_t *pool, const char *method,
                                      const char *path,
                                      const char *parameters[EHOKS_PARAMETERS])
{
    apr_size_t i;

    for (i = 0; i < ehoks_routes_count; i++) {
        if (method_matches(&ehoks_routes[i], method)
            && matches(pool, ehoks_routes[i].pattern, path, parameters))
            return &ehoks_routes[i];
    }
    return NULL;
}

/* Length of the digits at the start of `text` when they are a number above 0
 * with at most `most` digits; else 0. */
static apr_size_t number_length(const char *text, apr_size_t most)
{
    apr_size_t digits = strspn(text, "0123456789");

    return digits <= most && strspn(text, "0") < digits ? digits : 0;
}

static int is_number(const char *text, apr_size_t most)
{
    apr_size_t digits = number_length(text, most);

    return digits > 0 && text[digits] == '\0';
}

static int is_versions(const char *text)
{
    apr_size_t digits = number_length(text, 9);

    return is_number(text, 9)
           || (digits > 0 && strncmp(text + digits, "..", 2) == 0
               && is_number(text + digits + 2, 9));
}

const char *ehoks_route_check_parameter(const ehoks_route_t *route, int which,
                                        const char *text)
{
    switch (which == 0 ? route->parameter : route->second) {
    case EHOKS_PATH_ID: return is_number(text, 18) ? NULL : "POLKU-ID";
    case EHOKS_PATH_OPPIJA:
        return ehoks_oid_is_oppija(text) ? NULL : "POLKU-OPPIJA";
    case EHOKS_PATH_OPISKELUOIKEUS:
        return ehoks_oid_is_opiskeluoikeus(text) ? NULL
                                                 : "POLKU-OPISKELUOIKEUS";
    case EHOKS_PATH_ORGANISAATIO:
        return ehoks_oid_is_organisaatio(text) ? NULL : "POLKU-ORGANISAATIO";
    case EHOKS_PATH_VERSION: return is_number(text, 9) ? NULL : "POLKU-VERSIO";
    case EHOKS_PATH_VERSIONS: return is_versions(text) ? NULL : "POLKU-VERSIO";
    case EHOKS_PATH_UUID: return ehoks_text_is_uuid(text) ? NULL : "POLKU-UUID";
    default: return NULL;
    }
}

const char *ehoks_route_parameter_name(apr_pool_t *pool,
                                       const ehoks_route_t *route, int which)
{
    const char *colon = strchr(route->pattern, ':');

    for (; colon && which > 0; which--)
        colon = strchr(colon + 1, ':');
    return colon ? apr_pstrmemdup(pool, colon + 1, segment(colon) - 1) : "";
}
