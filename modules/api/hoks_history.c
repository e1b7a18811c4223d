/* The history of a plan, for providers' systems and provider staff. */
#include <stdlib.h>
#include <string.h>

#include "../hoks/history.h"
#include "../hoks/hoks.h"
#include "../hoks/staff.h"
#include "check.h"
#include "handlers.h"
#include "writing.h"

/* The history is open to whoever may read the plan as it is now. */
static const ehoks_err_t *open_plan(ehoks_request_t *request,
                                    ehoks_plan_t *plan)
{
    ehoks_learner_t learner;
    const ehoks_err_t *err;

    if (request->ctx.principal->kind != EHOKS_KIND_VIRKAILIJA)
        return ehoks_hoks_read(&request->ctx, request->parameters[0], 0, plan);
    err =
        ehoks_staff_learner_of(&request->ctx, request->parameters[0], &learner);
    if (!err)
        err = ehoks_staff_plan(&request->ctx, learner.oid,
                               ehoks_check_rights_of(request, learner.oid),
                               request->parameters[0], plan);
    return err;
}

const ehoks_err_t *ehoks_api_hoks_versions(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    ehoks_json_t *versions = NULL;
    ehoks_plan_t plan;
    const ehoks_err_t *err = open_plan(request, &plan);

    if (!err)
        err = ehoks_history_list(&request->ctx, plan.id, &versions);
    if (err)
        return err;
    response->etag = ehoks_response_etag(request->ctx.pool, plan.version);
    ehoks_response_data(request, response, versions);
    return NULL;
}

const ehoks_err_t *ehoks_api_hoks_version(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    const char *versions = request->parameters[1];
    const char *dots = strstr(versions, "..");
    ehoks_json_t *value = NULL;
    ehoks_plan_t plan;
    const ehoks_err_t *err = open_plan(request, &plan);

    if (!err)
        err = dots ? ehoks_history_diff(&request->ctx, plan.id, atoi(versions),
                                        atoi(dots + 2), &value)
                   : ehoks_history_read(&request->ctx, plan.id, atoi(versions),
                                        &value);
    if (!err)
        ehoks_response_data(request, response, value);
    return err;
}

const ehoks_err_t *ehoks_api_staff_restore(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    ehoks_update_t update = ehoks_writing_update(EHOKS_ACT_RESTORE_VERSION);
    ehoks_learner_t learner;
    ehoks_stored_t stored;
    const ehoks_err_t *err =
        ehoks_staff_learner_of(&request->ctx, request->parameters[0], &learner);

    if (!err)
        err =
            ehoks_staff_open(&request->ctx, learner.oid, request->parameters[0],
                             EHOKS_ACT_RESTORE_VERSION, &stored);
    if (!err)
        err = ehoks_writing_check_version(request, &stored, &update);
    return err ? err
               : ehoks_writing_restore(request, response, &stored, &update,
                                       request->parameters[1]);
}
