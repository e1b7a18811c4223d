/* Links of the old kind: O/jaot/jakolinkit and O/jaot/moduulit (contract:
 * api.md 1.15). */
#include <string.h>

#include <apr_strings.h>

#include "../hoks/share_link.h"
#include "check.h"
#include "handlers.h"

/* The path that was asked, with a slash at its end. */
static const char *collection(const ehoks_request_t *request)
{
    const char *path = request->r->uri;

    return path[strlen(path) - 1] == '/'
               ? path
               : apr_pstrcat(request->ctx.pool, path, "/", NULL);
}

const ehoks_err_t *ehoks_api_share_link_create(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    const ehoks_model_t *model = request->settings->model;
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *answer = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_json_t *body = NULL;
    const char *share_id = NULL;
    const ehoks_err_t *err = ehoks_request_body(request, &body);

    if (!err)
        err = ehoks_check_document(request, model->jakolinkki, NULL, body);
    if (!err)
        err =
            ehoks_share_link_create(&request->ctx, model->get, body, &share_id);
    if (err)
        return err;
    response->location = apr_pstrcat(pool, collection(request), share_id, NULL);
    ehoks_json_set_string(pool, meta, "uuid", share_id);
    ehoks_json_set_string(pool, data, "uri", response->location);
    ehoks_json_set(answer, "meta", meta);
    ehoks_json_set(answer, "data", data);
    ehoks_response_plain(request, response, answer);
    return NULL;
}

const ehoks_err_t *ehoks_api_share_link_read(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    ehoks_json_t *view = NULL;
    const ehoks_err_t *err =
        ehoks_share_link_read(&request->ctx, request->settings->model->get,
                              request->parameters[0], &view);

    if (!err)
        ehoks_response_data(request, response, view);
    return err;
}

const ehoks_err_t *ehoks_api_share_link_delete(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    (void)response; /* 200 without a body */
    return ehoks_share_link_delete(&request->ctx, request->parameters[0]);
}

const ehoks_err_t *ehoks_api_share_link_list(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    ehoks_json_t *links = NULL;
    const ehoks_err_t *err =
        ehoks_share_link_list(&request->ctx, request->settings->model->get,
                              request->parameters[0], &links);

    if (!err)
        ehoks_response_data(request, response, links);
    return err;
}
