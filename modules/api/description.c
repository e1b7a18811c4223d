/* The API about itself: schemas, OpenAPI and Swagger, as they were made at
 * start. */
#include <string.h>

#include "handlers.h"

#define FOLDER "/doc/"

const ehoks_err_t *ehoks_api_description(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    const char *folder = strstr(request->r->uri, FOLDER);
    const ehoks_description_t *found =
        folder ? apr_hash_get(request->settings->model->descriptions,
                              folder + strlen(FOLDER), APR_HASH_KEY_STRING)
               : NULL;

    if (!found)
        return ehoks_err_make(request->ctx.pool, "E-ROUTE", NULL);
    response->body = found->text;
    response->length = found->length;
    response->etag = found->etag;
    return NULL;
}
