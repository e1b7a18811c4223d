/* Invitations of assessors from working life: staff make and revoke them,
 * the assessor opens them. */
#include <apr_strings.h>

#include "../core/date.h"
#include "../hoks/audit.h"
#include "../hoks/invitation.h"
#include "../hoks/staff.h"
#include "check.h"
#include "handlers_workplace.h"

/* The page of the workplace that sends the secret; a fragment never leaves
 * the browser. */
#define LINK "/ehoks-tyopaikka/kutsu/#"

static const ehoks_err_t *invalid(ehoks_request_t *request, const char *pointer,
                                  const char *code, const ehoks_json_t *body)
{
    ehoks_problems_t *problems = ehoks_problems_make(request->ctx.pool);
    ehoks_problem_t problem = {0};

    problem.pointer = pointer;
    problem.code = code;
    ehoks_problems_add(problems, &problem);
    return ehoks_err_invalid(request->ctx.pool, "body-params", problems, body);
}

static const ehoks_err_t *read_invitation(ehoks_request_t *request,
                                          ehoks_invitation_t *invitation,
                                          ehoks_json_t **body)
{
    const ehoks_err_t *err = ehoks_request_body(request, body);

    if (!err)
        err = ehoks_check_document(
            request, request->settings->model->arvioijakutsu, NULL, *body);
    if (err)
        return err;
    invitation->module_id = ehoks_json_get_string(*body, "module-id");
    invitation->last_day = ehoks_json_get_string(*body, "voimassaolo-loppu");
    if (invitation->last_day
        && ehoks_date_day(invitation->last_day)
               < ehoks_date_today(request->ctx.now))
        return invalid(request, "/voimassaolo-loppu", "MENNYT-PAIVA", *body);
    return NULL;
}

/* Opens the plan of the path for a caller who may invite. */
static const ehoks_err_t *open_plan(ehoks_request_t *request,
                                    ehoks_stored_t *stored)
{
    ehoks_audit_target_t target = {0};
    const ehoks_err_t *err =
        ehoks_staff_open(&request->ctx, request->parameters[0],
                         request->parameters[1], EHOKS_ACT_INVITE, stored);

    if (err)
        return err;
    target.hoks_id = stored->id;
    target.version = stored->version;
    target.oppija_oid = stored->oppija_oid;
    target.opiskeluoikeus_oid = stored->opiskeluoikeus_oid;
    ehoks_audit_target(&request->ctx, &target);
    return NULL;
}

/* {"meta": {"uuid", "osoite"}, "data": {}} */
static void answer_created(ehoks_request_t *request, ehoks_response_t *response,
                           const ehoks_invitation_t *invitation)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *answer = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, meta, "uuid", invitation->uuid);
    ehoks_json_set_string(pool, meta, "osoite",
                          apr_pstrcat(pool, LINK, invitation->secret, NULL));
    ehoks_json_set(answer, "meta", meta);
    ehoks_json_set(answer, "data", ehoks_json_new_object(pool));
    ehoks_response_plain(request, response, answer);
}

const ehoks_err_t *ehoks_api_invitation_create(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    ehoks_invitation_t invitation = {0};
    ehoks_stored_t stored = {0};
    ehoks_json_t *body = NULL;
    const char *refused = NULL;
    const ehoks_err_t *err = open_plan(request, &stored);

    if (!err)
        err = read_invitation(request, &invitation, &body);
    invitation.hoks_id = stored.id;
    invitation.access = ehoks_cfg_workplace_access(request->settings);
    if (!err)
        err = ehoks_invitation_create(&request->ctx, &invitation, &refused);
    if (!err && refused)
        err = invalid(request, "/module-id", refused, body);
    if (!err)
        answer_created(request, response, &invitation);
    return err;
}

const ehoks_err_t *ehoks_api_invitations(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    ehoks_stored_t stored = {0};
    ehoks_json_t *list = NULL;
    const ehoks_err_t *err = open_plan(request, &stored);

    if (!err)
        err = ehoks_invitation_list(
            &request->ctx, stored.id,
            ehoks_cfg_workplace_access(request->settings), &list);
    if (!err)
        ehoks_response_data(request, response, list);
    return err;
}

const ehoks_err_t *ehoks_api_invitation_revoke(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    const ehoks_err_t *err =
        ehoks_invitation_revoke(&request->ctx, request->parameters[0]);

    if (!err)
        ehoks_response_data(request, response,
                            ehoks_json_new_object(request->ctx.pool));
    return err;
}

const ehoks_err_t *ehoks_api_invitation_open(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    ehoks_json_t *answer = ehoks_json_new_object(request->ctx.pool);
    ehoks_json_t *body = NULL;
    const char *module_id = NULL;
    const ehoks_err_t *err = ehoks_request_body(request, &body);

    if (!err)
        err = ehoks_check_document(
            request, request->settings->model->kutsun_avaus, NULL, body);
    /* What can't be a secret is looked for as any other, so that the time it
     * takes tells nothing. */
    if (!err)
        err = ehoks_invitation_open(
            &request->ctx, ehoks_json_get_string(body, "token"),
            ehoks_cfg_workplace_access(request->settings), &module_id);
    if (err)
        return err;
    ehoks_json_set_string(request->ctx.pool, answer, "module-id", module_id);
    ehoks_response_data(request, response, answer);
    return NULL;
}
