/* Shares: O/jaot/v2 for the learner who shares, /ehoks-jako for whoever holds
 * the secret of a share. */
#include <string.h>

#include <apr_strings.h>

#include "../hoks/share.h"
#include "check.h"
#include "handlers.h"
#include "share_names.h"

/* Where the page for receivers is; the secret stands in the fragment, which no
 * browser sends to a server. */
#define PAGE "/ehoks/jako/#"

/* The body, checked against its schema. */
static const ehoks_err_t *read_body(ehoks_request_t *request,
                                    const ehoks_schema_t *schema,
                                    ehoks_json_t **body)
{
    const ehoks_err_t *err = ehoks_request_body(request, body);

    return err ? err : ehoks_check_document(request, schema, NULL, *body);
}

/* The view with the names of its codes in `meta`, the same for its receiver and
 * its owner. */
static const ehoks_err_t *answer_view(ehoks_request_t *request,
                                      ehoks_response_t *response,
                                      ehoks_json_t *view)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *answer = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *names = NULL;
    const ehoks_err_t *err = ehoks_share_names(request, view, &names);

    if (err)
        return err;
    ehoks_json_set(meta, "nimet", names);
    ehoks_json_set(answer, "meta", meta);
    ehoks_json_set(answer, "data", view);
    ehoks_response_plain(request, response, answer);
    return NULL;
}

/* The path of the collection, without a slash at its end. */
static const char *collection(const ehoks_request_t *request)
{
    const char *path = request->r->uri;
    apr_size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    return apr_pstrmemdup(request->ctx.pool, path, length);
}

const ehoks_err_t *ehoks_api_share_create(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *answer = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *share = NULL;
    ehoks_json_t *body = NULL;
    const char *secret = NULL;
    const char *id = NULL;
    const ehoks_err_t *err =
        read_body(request, request->settings->model->jako, &body);

    if (!err)
        err = ehoks_share_create(&request->ctx, body, &id, &secret);
    if (!err)
        err = ehoks_share_read(&request->ctx, id, &share);
    if (err)
        return err;
    ehoks_json_set_string(pool, meta, "id", id);
    ehoks_json_set_string(pool, meta, "token", secret);
    ehoks_json_set_string(pool, meta, "linkki",
                          apr_pstrcat(pool, PAGE, secret, NULL));
    ehoks_json_set(answer, "meta", meta);
    ehoks_json_set(answer, "data", share);
    response->location = apr_pstrcat(pool, collection(request), "/", id, NULL);
    ehoks_response_plain(request, response, answer);
    return NULL;
}

const ehoks_err_t *ehoks_api_share_preview(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    ehoks_json_t *body = NULL;
    ehoks_json_t *view = NULL;
    const ehoks_err_t *err =
        read_body(request, request->settings->model->jako, &body);

    if (!err)
        err = ehoks_share_preview(&request->ctx, body, &view);
    return err ? err : answer_view(request, response, view);
}

const ehoks_err_t *ehoks_api_share_list(ehoks_request_t *request,
                                        ehoks_response_t *response)
{
    ehoks_json_t *shares = NULL;
    const ehoks_err_t *err = ehoks_share_list(&request->ctx, &shares);

    if (!err)
        ehoks_response_data(request, response, shares);
    return err;
}

const ehoks_err_t *ehoks_api_share_read(ehoks_request_t *request,
                                        ehoks_response_t *response)
{
    ehoks_json_t *share = NULL;
    const ehoks_err_t *err =
        ehoks_share_read(&request->ctx, request->parameters[0], &share);

    if (!err)
        ehoks_response_data(request, response, share);
    return err;
}

const ehoks_err_t *ehoks_api_share_look(ehoks_request_t *request,
                                        ehoks_response_t *response)
{
    ehoks_json_t *view = NULL;
    const ehoks_err_t *err =
        ehoks_share_look(&request->ctx, request->parameters[0], &view);

    return err ? err : answer_view(request, response, view);
}

const ehoks_err_t *ehoks_api_share_change(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    const char *id = request->parameters[0];
    ehoks_json_t *share = NULL;
    ehoks_json_t *body = NULL;
    const ehoks_err_t *err =
        read_body(request, request->settings->model->jako_muutos, &body);

    if (!err)
        err = ehoks_share_change(&request->ctx, id, body);
    if (!err)
        err = ehoks_share_read(&request->ctx, id, &share);
    if (!err)
        ehoks_response_data(request, response, share);
    return err;
}

const ehoks_err_t *ehoks_api_share_revoke(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    response->status = HTTP_NO_CONTENT;
    return ehoks_share_revoke(&request->ctx, request->parameters[0]);
}

const ehoks_err_t *ehoks_api_share_open(ehoks_request_t *request,
                                        ehoks_response_t *response)
{
    ehoks_json_t *body = NULL;
    ehoks_json_t *view = NULL;
    const ehoks_err_t *err =
        read_body(request, request->settings->model->jako_avaus, &body);

    if (!err)
        err = ehoks_share_open(&request->ctx,
                               ehoks_json_get_string(body, "token"),
                               ehoks_json_get_string(body, "pin"), &view);
    return err ? err : answer_view(request, response, view);
}
