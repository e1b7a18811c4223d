/* Provider staff: V/oppijat (contract: api.md 1.8). */
#include "../db/db.h"
#include "../hoks/kyselylinkki.h"
#include "../hoks/staff.h"
#include "check.h"
#include "handlers.h"
#include "writing.h"

/* Every route below a learner: the caller must be entitled to the learner. */
static const ehoks_err_t *check_learner(ehoks_request_t *request,
                                        ehoks_learner_t *learner)
{
    return ehoks_staff_learner(&request->ctx, request->parameters[0], learner);
}

const ehoks_err_t *ehoks_api_staff_learner(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_learner_t learner;
    const ehoks_err_t *err = check_learner(request, &learner);

    if (err)
        return err;
    ehoks_json_set_string(pool, data, "oid", learner.oid);
    ehoks_json_set_string(pool, data, "nimi", learner.name);
    ehoks_response_data(request, response, data);
    return NULL;
}

const ehoks_err_t *ehoks_api_staff_learner_with_right(
    ehoks_request_t *request, ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_learner_t learner;
    const ehoks_err_t *err = check_learner(request, &learner);

    if (err)
        return err;
    ehoks_json_set_string(pool, data, "oid", learner.oid);
    ehoks_json_set_string(pool, data, "nimi", learner.name);
    ehoks_json_set_string(pool, data, "opiskeluoikeus-oid",
                          learner.study_right);
    if (learner.plan)
        ehoks_json_set(data, "hoks-id",
                       ehoks_json_new_integer(pool, learner.plan));
    ehoks_response_data(request, response, data);
    return NULL;
}

const ehoks_err_t *ehoks_api_staff_study_rights(ehoks_request_t *request,
                                                ehoks_response_t *response)
{
    ehoks_json_t *rights = NULL;
    ehoks_learner_t learner;
    const ehoks_err_t *err = check_learner(request, &learner);

    ehoks_db_close(&request->ctx);
    if (!err)
        err = ehoks_koski_oppijan_opiskeluoikeudet(
            &request->ctx, ehoks_check_registry(request, EHOKS_REGISTRY_KOSKI),
            learner.oid, &rights);
    if (!err)
        ehoks_response_data(request, response, rights);
    return err;
}

/* Plans without their part lists, as the list of the existing app shows. */
static const ehoks_err_t *answer_top_levels(ehoks_request_t *request,
                                            ehoks_response_t *response,
                                            const apr_array_header_t *plans)
{
    ehoks_json_t *list = ehoks_json_new_array(request->ctx.pool);
    int i;

    for (i = 0; i < plans->nelts; i++) {
        const ehoks_plan_t *plan = &APR_ARRAY_IDX(plans, i, ehoks_plan_t);
        ehoks_json_t *document =
            ehoks_document_parse(&request->ctx, plan->text, plan->length);

        if (!document)
            return ehoks_err_make(request->ctx.pool, "E-SISAINEN", NULL);
        ehoks_json_append(list, ehoks_document_top_level(document));
    }
    ehoks_response_data(request, response, list);
    return NULL;
}

const ehoks_err_t *ehoks_api_staff_plans(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    apr_array_header_t *plans = NULL;
    ehoks_learner_t learner;
    const ehoks_err_t *err = check_learner(request, &learner);

    if (!err)
        err = ehoks_staff_plans(&request->ctx, learner.oid,
                                ehoks_check_rights_of(request, learner.oid),
                                NULL, &plans);
    return err ? err : answer_top_levels(request, response, plans);
}

const ehoks_err_t *ehoks_api_staff_plans_of_school(ehoks_request_t *request,
                                                   ehoks_response_t *response)
{
    const char *school = request->parameters[1];
    apr_array_header_t *plans = NULL;
    ehoks_learner_t learner;
    const ehoks_err_t *err = check_learner(request, &learner);

    if (!err)
        err =
            ehoks_check_school(request, school, "E-ORG404", "E-OPPILAITOS403");
    if (!err)
        err = ehoks_staff_plans(&request->ctx, learner.oid,
                                ehoks_check_rights_of(request, learner.oid),
                                school, &plans);
    if (!err && plans->nelts == 0)
        err = ehoks_err_make(request->ctx.pool, "E-NOHOKS-OPPILAITOS", NULL);
    return err ? err : answer_top_levels(request, response, plans);
}

const ehoks_err_t *ehoks_api_staff_plan(ehoks_request_t *request,
                                        ehoks_response_t *response)
{
    ehoks_learner_t learner;
    ehoks_plan_t plan;
    const ehoks_err_t *err = check_learner(request, &learner);

    if (!err)
        err = ehoks_staff_plan(&request->ctx, learner.oid,
                               ehoks_check_rights_of(request, learner.oid),
                               request->parameters[1], &plan);
    if (err)
        return err;
    response->etag = ehoks_response_etag(request->ctx.pool, plan.version);
    ehoks_response_data_text(response, plan.text, plan.length);
    return NULL;
}

const ehoks_err_t *ehoks_api_staff_survey_links(ehoks_request_t *request,
                                                ehoks_response_t *response)
{
    ehoks_json_t *links = NULL;
    ehoks_learner_t learner;
    ehoks_plan_t plan = {0};
    const ehoks_err_t *err = check_learner(request, &learner);

    if (!err)
        err = ehoks_staff_plan(&request->ctx, learner.oid,
                               ehoks_check_rights_of(request, learner.oid),
                               request->parameters[1], &plan);
    if (!err)
        err = ehoks_kyselylinkki_sent(&request->ctx, plan.id, learner.oid,
                                      &links);
    if (!err)
        ehoks_response_data(request, response, links);
    return err;
}

const ehoks_err_t *ehoks_api_staff_create(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    ehoks_writing_t writing = {0};

    /* The learner may be new to the index: the right to create is looked at
     * where the study right's school is known. */
    writing.schema = request->settings->model->post_staff;
    writing.no_right = "E-UNSUFF";
    writing.is_manual = 1;
    return ehoks_writing_create(request, response, &writing);
}

static const ehoks_err_t *change(ehoks_request_t *request,
                                 ehoks_response_t *response, ehoks_act_e act,
                                 const ehoks_schema_t *schema)
{
    ehoks_update_t update = ehoks_writing_update(act);
    ehoks_writing_t writing = {0};
    ehoks_learner_t learner;
    ehoks_stored_t stored;
    const ehoks_err_t *err = check_learner(request, &learner);

    writing.schema = schema;
    writing.no_right = "E-INSUFF";
    writing.is_manual = 1;
    if (!err)
        err = ehoks_staff_open(&request->ctx, learner.oid,
                               request->parameters[1], act, &stored);
    if (!err)
        err = ehoks_writing_check_version(request, &stored, &update);
    return err ? err
               : ehoks_writing_change(request, response, &writing, &stored,
                                      &update);
}

const ehoks_err_t *ehoks_api_staff_replace(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    return change(request, response, EHOKS_ACT_REPLACE,
                  request->settings->model->put_staff);
}

const ehoks_err_t *ehoks_api_staff_patch(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    return change(request, response, EHOKS_ACT_PATCH,
                  request->settings->model->patch_staff);
}
