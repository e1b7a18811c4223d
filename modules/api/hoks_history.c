/* Providers' systems read the history of a plan. */
#include <stdlib.h>
#include <string.h>

#include "../hoks/history.h"
#include "../hoks/hoks.h"
#include "handlers.h"

/* The history is open to whoever may read the plan as it is now. */
static const ehoks_err_t *open_plan(ehoks_request_t *request,
                                    ehoks_plan_t *plan)
{
    return ehoks_hoks_read(&request->ctx, request->parameters[0], 0, plan);
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
