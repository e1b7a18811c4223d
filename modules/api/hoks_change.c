/* Providers' systems change a plan: PUT, PATCH, and an old version again. */
#include <stdlib.h>

#include "check.h"
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

/* UPD-1 for a change without a body. */
static const ehoks_err_t *check_may_change(ehoks_request_t *request,
                                           const ehoks_stored_t *stored)
{
    ehoks_json_t *study_right = NULL;
    const ehoks_err_t *err;

    if (!ehoks_cfg_prevent_finished_updates(request->settings))
        return NULL;
    err = ehoks_check_study_right(request, stored->opiskeluoikeus_oid,
                                  &study_right);
    if (!err && ehoks_index_has_ended(study_right))
        err = ehoks_err_make(request->ctx.pool, "UPD-1",
                             stored->opiskeluoikeus_oid, NULL);
    return err;
}

const ehoks_err_t *ehoks_api_hoks_restore(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    ehoks_update_t update = {0};
    ehoks_stored_t stored;
    int version = 0;
    const ehoks_err_t *err;

    update.operation = "palautus";
    update.audit = "update";
    err = open_plan(request, EHOKS_ACT_RESTORE_VERSION, &stored, &update);
    if (!err)
        err = check_may_change(request, &stored);
    if (!err)
        err = ehoks_update_restore(&request->ctx, &update, &stored,
                                   atoi(request->parameters[1]), &version);
    return err ? err : ehoks_writing_answer(request, response, version);
}
