/* The service about itself. */
#include <string.h>

#include <http_protocol.h>

#include "../ehoks.h"
#include "../status/status.h"
#include "handlers.h"

const ehoks_err_t *ehoks_api_healthcheck(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    const ehoks_err_t *err = ehoks_status_check_database(&request->ctx);

    if (!err)
        ehoks_response_plain(request, response,
                             ehoks_json_new_object(request->ctx.pool));
    return err;
}

const ehoks_err_t *ehoks_api_status(ehoks_request_t *request,
                                    ehoks_response_t *response)
{
    const ehoks_err_t *err = ehoks_status_check_database(&request->ctx);

    if (!err)
        ehoks_response_plain(request, response,
                             ehoks_status_json(request->ctx.pool));
    return err;
}

const ehoks_err_t *ehoks_api_version(ehoks_request_t *request,
                                     ehoks_response_t *response)
{
    response->body = "artifactId=mod_ehoks\nversion=" EHOKS_VERSION "\n";
    response->length = strlen(response->body);
    ap_set_content_type(request->r, "text/plain; charset=utf-8");
    return NULL;
}
