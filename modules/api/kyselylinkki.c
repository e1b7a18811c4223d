/* The two routes of feedback links (contract: api.md 1.9). */
#include "../hoks/kyselylinkki.h"
#include "check.h"
#include "handlers.h"

/* The body, checked against its schema. */
static const ehoks_err_t *read_body(ehoks_request_t *request,
                                    const ehoks_schema_t *schema,
                                    ehoks_json_t **body)
{
    const ehoks_err_t *err = ehoks_request_body(request, body);

    return err ? err : ehoks_check_document(request, schema, NULL, *body);
}

const ehoks_err_t *ehoks_api_kyselylinkki_create(ehoks_request_t *request,
                                                 ehoks_response_t *response)
{
    ehoks_json_t *document = NULL;
    ehoks_json_t *body = NULL;
    apr_int64_t id = 0;
    int dry_run = 0;
    const ehoks_err_t *err = ehoks_check_dry_run(request, &dry_run);

    if (!err)
        err = ehoks_check_plan(request, EHOKS_RIGHT_WRITE, &document);
    if (!err)
        err = ehoks_check_root_right(request, EHOKS_RIGHT_WRITE);
    if (!err)
        err = read_body(request, request->settings->model->kyselylinkki_post,
                        &body);
    id = ehoks_json_integer(ehoks_json_get(document, "id"));
    if (!err)
        err = ehoks_kyselylinkki_create(&request->ctx, id, body, dry_run);
    if (!err)
        response->status = HTTP_NO_CONTENT;
    return err;
}

const ehoks_err_t *ehoks_api_kyselylinkki_update(ehoks_request_t *request,
                                                 ehoks_response_t *response)
{
    ehoks_json_t *body = NULL;
    int dry_run = 0;
    const ehoks_err_t *err = ehoks_check_dry_run(request, &dry_run);

    if (!err)
        err = ehoks_check_root_right(request, EHOKS_RIGHT_UPDATE);
    if (!err)
        err = read_body(request, request->settings->model->kyselylinkki_patch,
                        &body);
    if (!err)
        err = ehoks_kyselylinkki_update(&request->ctx, body, dry_run);
    if (!err)
        response->status = HTTP_NO_CONTENT;
    return err;
}
