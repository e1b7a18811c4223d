/* Paths: whatever a client asks for finds one route or none, and its
 * parameters are what stands in the path. The table is taken in whole, with
 * one handler in the place of all (handlers.inc names them). */
#define EHOKS_API_HANDLERS_H
#include "../../modules/api/request.h"
#include "../../modules/api/response.h"

static const ehoks_err_t *any_handler(ehoks_request_t *request,
                                      ehoks_response_t *response)
{
    (void)request;
    (void)response;
    return NULL;
}

#include "handlers.inc"

#include "../../modules/api/route.c"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    return apr_initialize() == APR_SUCCESS ? 0 : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *parameters[EHOKS_PARAMETERS];
    const ehoks_route_t *route;
    const char *method;
    const char *path;
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    fuzz_split(pool, data, size, &method, &path);
    route = ehoks_route_find(pool, method, path, parameters);
    for (int i = 0; route && i < EHOKS_PARAMETERS && parameters[i]; i++) {
        FUZZ_CHECK(strstr(path, parameters[i]) && !strchr(parameters[i], '/'));
        FUZZ_CHECK(*ehoks_route_parameter_name(pool, route, i));
        (void)ehoks_route_check_parameter(route, i, parameters[i]);
    }
    apr_pool_destroy(pool);
    return 0;
}
