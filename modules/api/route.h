/* The route table: every URL of the service, who may call it and what
 * answers. One obvious place; conf/openapi.json and the tests are held to it.
 */
#ifndef EHOKS_API_ROUTE_H
#define EHOKS_API_ROUTE_H

#include "request.h"
#include "response.h"

/* What a parameter in a path must look like; anything else is 400. */
typedef enum {
    EHOKS_PATH_TEXT,
    EHOKS_PATH_ID, /* a whole number above 0 */
    EHOKS_PATH_OPPIJA,
    EHOKS_PATH_OPISKELUOIKEUS,
    EHOKS_PATH_ORGANISAATIO,
    EHOKS_PATH_VERSION,  /* a number above 0 that fits 31 bits */
    EHOKS_PATH_VERSIONS, /* one such, or two with ".." between */
    EHOKS_PATH_UUID
} ehoks_path_e;

enum {
    EHOKS_ROUTE_CALLER_ID = 1, /* header Caller-Id is required */
    /* Another kind of caller is answered as if not logged in, because the
     * existing apps start the login on that (contract/README.md 2). */
    EHOKS_ROUTE_WRONG_KIND_401 = 2,
    /* Tells nothing of anybody, so no request of it is audited (contract:
     * api.md 8.1). All other routes are. */
    EHOKS_ROUTE_NOT_AUDITED = 4
};

typedef const ehoks_err_t *ehoks_handler_fn(ehoks_request_t *request,
                                            ehoks_response_t *response);

typedef struct {
    const char *method;  /* "GET" answers HEAD too */
    const char *pattern; /* path; a segment ":name" is a parameter */
    int kinds;           /* ehoks_kind_e bits that may call; 0: anybody */
    int flags;
    ehoks_handler_fn *handler;
    ehoks_path_e parameter; /* what the pattern's parameter must look like */
    ehoks_path_e second;    /* the same for a second parameter */
} ehoks_route_t;

/* The table; the first row that matches counts. */
extern const ehoks_route_t ehoks_routes[];
extern const apr_size_t ehoks_routes_count;

/* The route of `method` and `path`, or NULL. `parameters` becomes the texts of
 * the pattern's parameters, in the pool; NULL where it has fewer than
 * EHOKS_PARAMETERS. */
const ehoks_route_t *ehoks_route_find(apr_pool_t *pool, const char *method,
                                      const char *path,
                                      const char *parameters[EHOKS_PARAMETERS]);

/* NULL when `text` is what parameter `which` (0 or 1) of the route must be,
 * else the code of the rule that it breaks (conf/errors.json, "rules"). */
const char *ehoks_route_check_parameter(const ehoks_route_t *route, int which,
                                        const char *text);

/* Name of parameter `which` of the route's pattern, without the colon; ""
 * when it has none. */
const char *ehoks_route_parameter_name(apr_pool_t *pool,
                                       const ehoks_route_t *route, int which);

#endif
