/* Super users look at single plans and remove them for good (contract: api.md
 * 1.6, 4.8). */
#include <string.h>

#include "../db/db.h"
#include "../hoks/audit.h"
#include "../hoks/removal.h"
#include "check.h"
#include "handlers.h"
#include "writing.h"

/* Finds the plan of the path; `unknown` is the error when it is not there. */
static const ehoks_err_t *find(ehoks_request_t *request, const char *unknown,
                               ehoks_removable_t *plan)
{
    const ehoks_err_t *err =
        ehoks_check_as_super_user(request, EHOKS_ACT_REMOVE);

    if (!err)
        err = ehoks_removal_look(&request->ctx, request->parameters[0], plan);
    if (!err && !plan->id)
        err = ehoks_err_make(request->ctx.pool, unknown, NULL);
    if (!err)
        ehoks_audit_target(&request->ctx,
                           &(ehoks_audit_target_t){plan->id, plan->version,
                                                   plan->oppija_oid,
                                                   plan->opiskeluoikeus_oid});
    return err;
}

const ehoks_err_t *ehoks_api_system_plan(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_removable_t plan;
    const ehoks_err_t *err = find(request, "E-NOHOKS-TUNNISTE", &plan);

    if (!err && plan.deleted)
        err = ehoks_err_make(pool, "E-NOHOKS-TUNNISTE", NULL);
    if (err)
        return err;
    ehoks_json_set_string(pool, data, "opiskeluoikeus-oid",
                          plan.opiskeluoikeus_oid);
    ehoks_json_set_string(pool, data, "oppija-oid", plan.oppija_oid);
    ehoks_response_data(request, response, data);
    return NULL;
}

const ehoks_err_t *ehoks_api_system_plan_of_right(ehoks_request_t *request,
                                                  ehoks_response_t *response)
{
    const char *oid = request->parameters[0];
    ehoks_json_t *data = ehoks_json_new_object(request->ctx.pool);
    apr_int64_t id = 0;
    const ehoks_err_t *err = ehoks_check_super_user(request);

    if (!err)
        err = ehoks_hoks_id_of_right(&request->ctx, oid, &id);
    if (!err)
        ehoks_audit_target(&request->ctx,
                           &(ehoks_audit_target_t){id, 0, NULL, oid});
    if (!err && !id)
        err =
            ehoks_err_make(request->ctx.pool, "E-NOHOKS-OPISKELUOIKEUS", NULL);
    if (err)
        return err;
    ehoks_json_set(data, "id", ehoks_json_new_integer(request->ctx.pool, id));
    ehoks_response_data(request, response, data);
    return NULL;
}

const ehoks_err_t *ehoks_api_system_rights_count(ehoks_request_t *request,
                                                 ehoks_response_t *response)
{
    apr_int64_t count = 0;
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_detail(&request->ctx, "koulutustoimijaOid",
                       request->parameters[0]);
    if (!err)
        err = ehoks_index_count_rights(&request->ctx, request->parameters[0],
                                       &count);
    if (!err)
        ehoks_response_data(request, response,
                            ehoks_json_new_integer(request->ctx.pool, count));
    return err;
}

/* The names of a thing by language, with the members that today's app reads
 * even when there is none. */
static void set_names(apr_pool_t *pool, ehoks_json_t *data, const char *key,
                      const char *names)
{
    static const char *const languages[] = {"fi", "sv"};
    ehoks_json_t *value =
        names ? ehoks_json_parse(pool, names, strlen(names), NULL, NULL) : NULL;
    apr_size_t i;

    if (!value)
        value = ehoks_json_new_object(pool);
    for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        if (!ehoks_json_get(value, languages[i]))
            ehoks_json_set_string(pool, value, languages[i], "");
    }
    ehoks_json_set(data, key, value);
}

const ehoks_err_t *ehoks_api_system_deletion_info(ehoks_request_t *request,
                                                  ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_removable_t plan;
    const ehoks_err_t *err = find(request, "E-NOHOKS-TIEDOT", &plan);

    if (err)
        return err;
    ehoks_json_set(data, "hoksId", ehoks_json_new_integer(pool, plan.id));
    ehoks_json_set_string(pool, data, "nimi", plan.name);
    ehoks_json_set_string(pool, data, "opiskeluoikeusOid",
                          plan.opiskeluoikeus_oid);
    ehoks_json_set_string(pool, data, "oppilaitosOid", plan.school);
    set_names(pool, data, "oppilaitosNimi", plan.school_names);
    set_names(pool, data, "tutkinnonNimi", plan.qualification_names);
    if (plan.deleted)
        ehoks_json_set_string(pool, data, "poistettu", plan.deleted);
    ehoks_response_data(request, response, data);
    return NULL;
}

const ehoks_err_t *ehoks_api_system_remove_plan(ehoks_request_t *request,
                                                ehoks_response_t *response)
{
    ehoks_update_t update = {0};
    ehoks_stored_t stored = {0};
    ehoks_removable_t plan;
    const ehoks_err_t *err = find(request, "E-NOHOKS-TUNNISTE", &plan);

    if (err)
        return err;
    stored.version = plan.version;
    err = ehoks_writing_check_version(request, &stored, &update);
    if (!err && !update.dry_run)
        err = ehoks_removal_for_good(&request->ctx, &plan);
    if (!err)
        ehoks_response_data(request, response,
                            ehoks_json_new_object(request->ctx.pool));
    return err;
}
