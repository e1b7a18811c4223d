/* Provider staff delete a plan; OPH's super users undo it (contract: api.md
 * 4.7, 4.8). */
#include <string.h>

#include "../core/oid.h"
#include "../db/db.h"
#include "../hoks/audit.h"
#include "../hoks/removal.h"
#include "../hoks/staff.h"
#include "check.h"
#include "handlers.h"
#include "writing.h"

/* The body must have the key `oppilaitos-oid`; its value is checked and not
 * used, the school is that of the plan. */
static const ehoks_err_t *check_body(ehoks_request_t *request)
{
    ehoks_problems_t *problems = ehoks_problems_make(request->ctx.pool);
    ehoks_problem_t problem = {0};
    ehoks_json_t *body = NULL;
    const ehoks_json_t *school;
    const ehoks_err_t *err = ehoks_request_body(request, &body);

    if (err)
        return err;
    school = ehoks_json_get(body, "oppilaitos-oid");
    if (ehoks_json_type(school) == EHOKS_JSON_NULL
        || (ehoks_json_type(school) == EHOKS_JSON_STRING
            && ehoks_oid_is_organisaatio(ehoks_json_string(school, NULL))))
        return NULL;
    problem.pointer = "/oppilaitos-oid";
    problem.code = school ? "POLKU-ORGANISAATIO" : "PAKOLLINEN";
    if (ehoks_json_type(body) != EHOKS_JSON_OBJECT) {
        problem.pointer = "";
        problem.code = "G-03";
        problem.arguments[0] = "object";
    }
    ehoks_problems_add(problems, &problem);
    return ehoks_err_invalid(request->ctx.pool, "body-params", problems, body);
}

/* A plan is deleted only while its study right goes on, or when Koski no
 * longer knows the study right. */
static const ehoks_err_t *check_study_right(ehoks_request_t *request,
                                            const char *oid)
{
    ehoks_json_t *study_right = NULL;
    const ehoks_err_t *err;

    ehoks_db_close(&request->ctx);
    err = ehoks_koski_opiskeluoikeus(
        &request->ctx, ehoks_check_registry(request, EHOKS_REGISTRY_KOSKI), oid,
        &study_right);

    if (!err && study_right && ehoks_index_has_ended(study_right))
        err = ehoks_err_make(request->ctx.pool, "E-PAATTYNYT", oid, NULL);
    return err;
}

const ehoks_err_t *ehoks_api_staff_delete(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *body = ehoks_json_new_object(pool);
    ehoks_update_t update = {0};
    ehoks_learner_t learner;
    ehoks_stored_t stored = {0};
    const ehoks_err_t *err =
        ehoks_staff_learner(&request->ctx, request->parameters[0], &learner);

    ehoks_db_close(&request->ctx);
    if (!err)
        err = check_body(request);
    if (!err)
        err =
            ehoks_staff_open(&request->ctx, learner.oid, request->parameters[1],
                             EHOKS_ACT_DELETE, &stored);
    if (err && strcmp(err->code, "E-INSUFF") == 0)
        err = ehoks_err_make(pool, "E-ORGANISAATIO403", NULL);
    if (!err)
        err = ehoks_writing_check_version(request, &stored, &update);
    if (!err)
        err = check_study_right(request, stored.opiskeluoikeus_oid);
    if (!err && !update.dry_run)
        err = ehoks_removal_delete(&request->ctx, &stored);
    if (err)
        return err;
    if (update.dry_run) {
        ehoks_audit_operation(&request->ctx, "read");
        ehoks_audit_detail(&request->ctx, "info", ":dry-run");
    }
    ehoks_json_set(body, "success", ehoks_json_new_integer(pool, stored.id));
    ehoks_response_plain(request, response, body);
    return NULL;
}

const ehoks_err_t *ehoks_api_staff_undelete(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    const ehoks_err_t *err =
        ehoks_check_as_super_user(request, EHOKS_ACT_UNDELETE);

    if (!err)
        err = ehoks_removal_undo(&request->ctx, request->settings->model->get,
                                 request->parameters[0]);
    if (!err)
        ehoks_response_data(request, response,
                            ehoks_json_new_object(request->ctx.pool));
    return err;
}
