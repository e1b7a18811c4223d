/* POST VB/validointi: checks a document as POST would, and stores nothing
 * (contract: api.md 1.2; contract/README.md 12: somebody must be logged in). */
#include "check.h"
#include "handlers.h"

const ehoks_err_t *ehoks_api_validate(ehoks_request_t *request,
                                      ehoks_response_t *response)
{
    ehoks_json_t *study_right = NULL;
    ehoks_json_t *body = NULL;
    const ehoks_err_t *err = ehoks_request_body(request, &body);

    if (!err)
        err = ehoks_check_study_right_of(request, body, &study_right);
    if (!err)
        err = ehoks_check_document(request, request->settings->model->post,
                                   study_right, body);
    if (!err)
        ehoks_response_data(request, response,
                            ehoks_json_new_object(request->ctx.pool));
    return err;
}
