/* Providers' systems change a plan: PUT, PATCH, and an old version again. */
#include "handlers.h"
#include "writing.h"

static const ehoks_err_t *open_plan(ehoks_request_t *request, ehoks_act_e act,
                                    ehoks_stored_t *stored,
                                    ehoks_update_t *update)
{
    const ehoks_err_t *err =
        ehoks_update_open(&request->ctx, request->parameters[0], act, stored);

    return err ? err : ehoks_writing_check_version(request, stored, update);
}

static const ehoks_err_t *change(ehoks_request_t *request,
                                 ehoks_response_t *response, ehoks_act_e act,
                                 const ehoks_schema_t *schema)
{
    ehoks_update_t update = ehoks_writing_update(act);
    ehoks_writing_t writing = {0};
    ehoks_stored_t stored;
    const ehoks_err_t *err = open_plan(request, act, &stored, &update);

    writing.schema = schema;
    return err ? err
               : ehoks_writing_change(request, response, &writing, &stored,
                                      &update);
}

const ehoks_err_t *ehoks_api_hoks_replace(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    return change(request, response, EHOKS_ACT_REPLACE,
                  request->settings->model->put);
}

const ehoks_err_t *ehoks_api_hoks_patch(ehoks_request_t *request,
                                        ehoks_response_t *response)
{
    return change(request, response, EHOKS_ACT_PATCH,
                  request->settings->model->patch);
}

const ehoks_err_t *ehoks_api_hoks_restore(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    ehoks_update_t update = ehoks_writing_update(EHOKS_ACT_RESTORE_VERSION);
    ehoks_stored_t stored;
    const ehoks_err_t *err =
        open_plan(request, EHOKS_ACT_RESTORE_VERSION, &stored, &update);

    return err ? err
               : ehoks_writing_restore(request, response, &stored, &update,
                                       request->parameters[1]);
}
