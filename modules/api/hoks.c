/* Providers' systems: VB/hoks. */
#include <string.h>

#include <apr_strings.h>

#include "../hoks/hoks.h"
#include "handlers.h"
#include "writing.h"

const ehoks_err_t *ehoks_api_hoks_read(ehoks_request_t *request,
                                       ehoks_response_t *response)
{
    ehoks_plan_t plan;
    const ehoks_err_t *err =
        ehoks_hoks_read(&request->ctx, request->parameters[0],
                        ehoks_request_known_version(request), &plan);

    if (err)
        return err;
    response->etag = ehoks_response_etag(request->ctx.pool, plan.version);
    if (plan.text)
        ehoks_response_data_text(response, plan.text, plan.length);
    return NULL;
}

const ehoks_err_t *ehoks_api_hoks_read_by_study_right(
    ehoks_request_t *request, ehoks_response_t *response)
{
    ehoks_plan_t plan;
    ehoks_json_t *document;
    const ehoks_err_t *err = ehoks_hoks_read_by_study_right(
        &request->ctx, request->parameters[0],
        ehoks_request_known_version(request), &plan);

    if (err)
        return err;
    response->etag = ehoks_response_etag(request->ctx.pool, plan.version);
    if (!plan.text)
        return NULL;
    document = ehoks_document_parse(&request->ctx, plan.text, plan.length);
    if (!document)
        return ehoks_err_make(request->ctx.pool, "E-SISAINEN", NULL);
    ehoks_response_data(request, response, ehoks_document_top_level(document));
    return NULL;
}

const ehoks_err_t *ehoks_api_hoks_create(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    ehoks_writing_t writing = {0};

    writing.schema = request->settings->model->post;
    writing.no_right = "E-NOACCESS";
    return ehoks_writing_create(request, response, &writing);
}
