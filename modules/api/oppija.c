/* The learner's own data: O/… */
#include <string.h>

#include <apr_strings.h>

#include "../hoks/hoks.h"
#include "../hoks/index.h"
#include "../hoks/kyselylinkki.h"
#include "handlers.h"

/* The session as the existing app reads it; both session routes tell the
 * same, from the login. */
static ehoks_json_t *session_value(ehoks_request_t *request, int with_valtuudet)
{
    const ehoks_principal_t *who = request->ctx.principal;
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *list = ehoks_json_new_array(pool);
    ehoks_json_t *user = ehoks_json_new_object(pool);
    const char *given = who->given_name ? who->given_name : "";

    ehoks_json_set_string(pool, user, "oid", who->oid);
    ehoks_json_set_string(pool, user, "first-name", given);
    ehoks_json_set_string(pool, user, "common-name",
                          apr_pstrndup(pool, given, strcspn(given, " ")));
    ehoks_json_set_string(pool, user, "surname",
                          who->family_name ? who->family_name : "");
    if (with_valtuudet)
        ehoks_json_set(user, "usingValtuudet", ehoks_json_new_boolean(0));
    ehoks_json_append(list, user);
    return list;
}

const ehoks_err_t *ehoks_api_oppija_session(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    ehoks_response_data(request, response, session_value(request, 1));
    return NULL;
}

const ehoks_err_t *ehoks_api_oppija_user_info(ehoks_request_t *request,
                                              ehoks_response_t *response)
{
    ehoks_response_data(request, response, session_value(request, 0));
    return NULL;
}

/* Another learner's OID is refused before anything is looked up, so that
 * nothing tells whether that learner exists. */
static const ehoks_err_t *check_own(ehoks_request_t *request)
{
    return strcmp(request->parameters[0], request->ctx.principal->oid) == 0
               ? NULL
               : ehoks_err_make(request->ctx.pool, "E-403", NULL);
}

const ehoks_err_t *ehoks_api_oppija_learner(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    const char *name = NULL;
    const ehoks_err_t *err = check_own(request);

    if (!err)
        err = ehoks_index_find_learner(&request->ctx, request->parameters[0],
                                       &name);
    if (err)
        return err;
    ehoks_json_set_string(pool, data, "oid", request->parameters[0]);
    ehoks_json_set_string(pool, data, "nimi", name);
    ehoks_response_data(request, response, data);
    return NULL;
}

/* ETag of a list of plans: which they are and in which version. */
static const char *list_etag(apr_pool_t *pool, const apr_array_header_t *plans)
{
    const char *tag = "";
    int i;

    for (i = 0; i < plans->nelts; i++) {
        const ehoks_plan_t *plan = &APR_ARRAY_IDX(plans, i, ehoks_plan_t);
        tag = apr_psprintf(pool, "%s%s%" APR_INT64_T_FMT ".%d", tag,
                           i ? "-" : "", plan->id, plan->version);
    }
    return apr_pstrcat(pool, "\"", tag, "\"", NULL);
}

const ehoks_err_t *ehoks_api_oppija_plans(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *list = ehoks_json_new_array(pool);
    apr_array_header_t *plans = NULL;
    const ehoks_err_t *err = check_own(request);
    int i;

    if (!err)
        err = ehoks_hoks_of_learner(&request->ctx, request->parameters[0],
                                    &plans);
    if (!err && plans->nelts == 0)
        err = ehoks_err_make(pool, "E-NOHOKS-OPPIJA", NULL);
    if (err)
        return err;
    for (i = 0; i < plans->nelts; i++) {
        const ehoks_plan_t *plan = &APR_ARRAY_IDX(plans, i, ehoks_plan_t);
        ehoks_json_t *document =
            ehoks_document_parse(&request->ctx, plan->text, plan->length);

        if (!document)
            return ehoks_err_make(pool, "E-SISAINEN", NULL);
        ehoks_json_remove(document, "id");
        ehoks_json_append(list, document);
    }
    response->etag = list_etag(pool, plans);
    ehoks_response_data(request, response, list);
    return NULL;
}

const ehoks_err_t *ehoks_api_oppija_study_rights(ehoks_request_t *request,
                                                 ehoks_response_t *response)
{
    ehoks_json_t *rights = NULL;
    const ehoks_err_t *err = check_own(request);

    if (!err)
        err = ehoks_koski_oppijan_opiskeluoikeudet(
            &request->ctx, &request->settings->registries[EHOKS_REGISTRY_KOSKI],
            request->parameters[0], &rights);
    if (!err)
        ehoks_response_data(request, response, rights);
    return err;
}

const ehoks_err_t *ehoks_api_oppija_links(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    ehoks_json_t *links = NULL;
    const ehoks_err_t *err = check_own(request);

    if (!err)
        err = ehoks_kyselylinkki_of_learner(&request->ctx,
                                            request->parameters[0], &links);
    if (!err)
        ehoks_response_data(request, response, links);
    return err;
}
