/* The system routes of super users (contract: api.md 1.6) and the routes by
 * which OPH's systems keep index and contact data in order (1.10). */
#include <unistd.h>

#include <apr_strings.h>

#include "../core/oid.h"
#include "../hoks/audit.h"
#include "../registry/mirror.h"
#include "check.h"
#include "handlers.h"
#include "upkeep.h"

/* A call erases the data of so many work periods, or learners, at most. */
#define ERASE_MAX 100

static void set_integer(apr_pool_t *pool, ehoks_json_t *object, const char *key,
                        apr_int64_t number)
{
    ehoks_json_set(object, key, ehoks_json_new_integer(pool, number));
}

/* --- figures ----------------------------------------------------------------------- */

const ehoks_err_t *ehoks_api_system_cache(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    ehoks_json_t *data = ehoks_json_new_object(request->ctx.pool);
    apr_int64_t size = 0;
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_detail(&request->ctx, "info", ":cache");
    if (!err)
        err = ehoks_mirror_size(&request->ctx, &size);
    set_integer(request->ctx.pool, data, "size", size);
    if (!err)
        ehoks_response_data(request, response, data);
    return err;
}

const ehoks_err_t *ehoks_api_system_memory(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    apr_int64_t page = sysconf(_SC_PAGESIZE);
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_detail(&request->ctx, "info", ":system/memory");
    /* The machine's: the service takes what it needs and has no heap of its
     * own to tell of. */
    set_integer(pool, data, "total", page * sysconf(_SC_PHYS_PAGES));
    set_integer(pool, data, "free", page * sysconf(_SC_AVPHYS_PAGES));
    set_integer(pool, data, "max", page * sysconf(_SC_PHYS_PAGES));
    if (!err)
        ehoks_response_data(request, response, data);
    return err;
}

const ehoks_err_t *ehoks_api_system_index(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_figures_t figures = {0};
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_detail(&request->ctx, "info", ":system/oppija-index");
    if (!err)
        err = ehoks_maintenance_figures(&request->ctx, &figures);
    if (err)
        return err;
    set_integer(pool, data, "unindexedOppijat", figures.learners_not_indexed);
    set_integer(pool, data, "unindexedOpiskeluoikeudet",
                figures.rights_not_indexed);
    set_integer(pool, data, "unindexedTutkinnot", figures.rights_without_name);
    ehoks_response_data(request, response, data);
    return NULL;
}

const ehoks_err_t *ehoks_api_system_plans(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    ehoks_json_t *data = ehoks_json_new_object(request->ctx.pool);
    ehoks_figures_t figures = {0};
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_detail(&request->ctx, "info", ":system/hoks-count");
    if (!err)
        err = ehoks_maintenance_figures(&request->ctx, &figures);
    set_integer(request->ctx.pool, data, "amount", figures.plans);
    if (!err)
        ehoks_response_data(request, response, data);
    return err;
}

/* --- index ---------------------------------------------------------------------------- */

const ehoks_err_t *ehoks_api_index_all(ehoks_request_t *request,
                                       ehoks_response_t *response)
{
    const ehoks_err_t *err = ehoks_check_super_user(request);

    (void)response;
    ehoks_audit_operation(&request->ctx,
                          ":system/index-oppijat-and-opiskeluoikeudet");
    if (!err)
        err = ehoks_maintenance_note(
            &request->ctx, ":system/index-oppijat-and-opiskeluoikeudet", NULL,
            NULL, NULL);
    return err ? err : ehoks_upkeep_index(&request->ctx, request->settings);
}

const ehoks_err_t *ehoks_api_cache_clear(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    const ehoks_err_t *err = ehoks_check_super_user(request);

    (void)response;
    ehoks_audit_operation(&request->ctx, ":system/clear-cache");
    if (!err)
        err = ehoks_mirror_clear(&request->ctx);
    return err ? err
               : ehoks_maintenance_note(&request->ctx, ":system/clear-cache",
                                        NULL, NULL, NULL);
}

static void add_problem(ehoks_problems_t *problems, const char *key,
                        const char *code, const char *argument)
{
    ehoks_problem_t problem = {0};

    problem.pointer = key ? ehoks_pointer_key(problems->pool, "", key) : "";
    problem.code = code;
    problem.arguments[0] = argument;
    ehoks_problems_add(problems, &problem);
}

/* The one member of a body {key: text}. */
static const ehoks_err_t *read_member(ehoks_request_t *request, const char *key,
                                      const char **text)
{
    ehoks_problems_t *problems = ehoks_problems_make(request->ctx.pool);
    ehoks_json_t *body = NULL;
    const ehoks_err_t *err = ehoks_request_body(request, &body);
    void *i;

    if (err)
        return err;
    if (ehoks_json_type(body) != EHOKS_JSON_OBJECT)
        add_problem(problems, NULL, "G-03", "object");
    else if (!ehoks_json_get(body, key))
        add_problem(problems, key, "PAKOLLINEN", NULL);
    for (i = ehoks_json_first(body); i; i = ehoks_json_next(body, i)) {
        if (strcmp(ehoks_json_key(i), key) != 0)
            add_problem(problems, ehoks_json_key(i), "G-01", NULL);
        else if (!ehoks_json_string(ehoks_json_value(i), NULL))
            add_problem(problems, key, "G-03", "string");
    }
    *text = ehoks_json_get_string(body, key);
    return problems->total ? ehoks_err_invalid(request->ctx.pool, "body-params",
                                               problems, body)
                           : NULL;
}

static const ehoks_err_t *note(ehoks_request_t *request, const char *operation,
                               const char *key, const char *value)
{
    ehoks_json_t *target = ehoks_json_new_object(request->ctx.pool);

    ehoks_json_set_string(request->ctx.pool, target, key, value);
    return ehoks_maintenance_note(&request->ctx, operation, target,
                                  strcmp(key, "oppijaOid") == 0 ? value : NULL,
                                  strcmp(key, "opiskeluoikeusOid") == 0 ? value
                                                                        : NULL);
}

const ehoks_err_t *ehoks_api_learner_update(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    const ehoks_settings_t *settings = request->settings;
    const char *oid = NULL;
    ehoks_copy_t copy = {0};
    int has_plan = 0;
    int is_indexed = 0;
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_operation(&request->ctx, ":system/update-oppija");
    if (!err)
        err = read_member(request, "oppija-oid", &oid);
    ehoks_audit_detail(&request->ctx, "oppijaOid", oid);
    if (!err)
        err = ehoks_learner_update(&request->ctx, oid, NULL, &has_plan,
                                   &is_indexed);
    if (!err && !has_plan)
        err = ehoks_err_make(request->ctx.pool, "E-EI-OPPIJAN-HOKSIA", NULL);
    if (!err)
        err = ehoks_mirror_get_fresh(&request->ctx, &settings->mirror,
                                     EHOKS_MIRROR_OPPIJA, oid, 0, &copy);
    if (!err && !copy.text)
        err = ehoks_err_make(request->ctx.pool, "E-ONR404", oid, NULL);
    if (!err)
        err = ehoks_learner_update(&request->ctx, oid,
                                   ehoks_copy_json(&request->ctx, &copy),
                                   &has_plan, &is_indexed);
    if (!err)
        err = note(request, ":system/update-oppija", "oppijaOid", oid);
    response->status = HTTP_NO_CONTENT;
    return err;
}

/* A query parameter `oid` that is a learner's. */
static const ehoks_err_t *read_learner(ehoks_request_t *request,
                                       const char **oid)
{
    const ehoks_err_t *err = ehoks_request_query_required(request, "oid", oid);

    if (!err && !ehoks_oid_is_oppija(*oid))
        err = ehoks_request_invalid(request, "query-params", "POLKU-OPPIJA",
                                    "oid", NULL);
    return err;
}

/* onrmodify for both kinds of callers. */
static const ehoks_err_t *learner_changed(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    const char *oid = NULL;
    const ehoks_err_t *err = read_learner(request, &oid);

    ehoks_audit_operation(&request->ctx, ":system/update-oppija-onr");
    ehoks_audit_detail(&request->ctx, "oppijaOid", oid);
    if (err)
        return err;
    err = ehoks_upkeep_learner(&request->ctx, request->settings, oid);
    if (err && strcmp(err->code, "E-ONRERR") == 0)
        err = ehoks_err_make(request->ctx.pool, "E-LINKED", "onr", NULL);
    if (!err)
        err = note(request, ":system/update-oppija-onr", "oppijaOid", oid);
    response->status = HTTP_NO_CONTENT;
    return err;
}

const ehoks_err_t *ehoks_api_learner_changed(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    const ehoks_err_t *err = ehoks_check_super_user(request);

    return err ? err : learner_changed(request, response);
}

const ehoks_err_t *ehoks_api_right_update(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    const char *oid = NULL;
    apr_array_header_t *rights = NULL;
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_operation(&request->ctx,
                          ":system/update-opiskeluoikeus-in-index");
    if (!err)
        err = read_member(request, "opiskeluoikeus-oid", &oid);
    ehoks_audit_detail(&request->ctx, "opiskeluoikeusOid", oid);
    if (!err)
        err = ehoks_rights_of_plan(&request->ctx, oid, &rights);
    if (!err && rights->nelts == 0)
        err = ehoks_err_make(request->ctx.pool, "E-EI-OIKEUDEN-HOKSIA", NULL);
    if (!err)
        err = ehoks_upkeep_right(
            &request->ctx, request->settings,
            &APR_ARRAY_IDX(rights, 0, ehoks_indexed_right_t), 0);
    if (!err)
        err = note(request, ":system/update-opiskeluoikeus-in-index",
                   "opiskeluoikeusOid", oid);
    response->status = HTTP_NO_CONTENT;
    return err;
}

const ehoks_err_t *ehoks_api_rights_update(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    const char *oid = NULL;
    apr_array_header_t *rights = NULL;
    const ehoks_err_t *err = ehoks_check_super_user(request);

    ehoks_audit_operation(&request->ctx, ":system/reset-opiskeluoikeus-index");
    if (!err)
        err = read_member(request, "koulutustoimija-oid", &oid);
    ehoks_audit_detail(&request->ctx, "koulutustoimijaOid", oid);
    if (!err)
        err = ehoks_rights_of_provider(&request->ctx, oid, &rights);
    if (!err && rights->nelts == 0)
        err = ehoks_err_make(request->ctx.pool, "E-EI-OIKEUKSIA", NULL);
    if (!err) {
        (void)ehoks_upkeep_rights(&request->ctx, request->settings, rights);
        err = note(request, ":system/reset-opiskeluoikeus-index",
                   "koulutustoimijaOid", oid);
    }
    response->status = HTTP_NO_CONTENT;
    return err;
}

/* --- OPH's systems ------------------------------------------------------------------------ */

const ehoks_err_t *ehoks_api_service_learner_changed(ehoks_request_t *request,
                                                     ehoks_response_t *response)
{
    const ehoks_err_t *err = ehoks_check_root_right(request, EHOKS_RIGHT_WRITE);

    return err ? err : learner_changed(request, response);
}

static void refresh_new_plans(const ehoks_ctx_t *ctx, const void *settings)
{
    (void)ehoks_upkeep_new_plans(ctx, settings);
}

const ehoks_err_t *ehoks_api_service_rights_update(ehoks_request_t *request,
                                                   ehoks_response_t *response)
{
    const ehoks_err_t *err = ehoks_check_root_right(request, EHOKS_RIGHT_WRITE);

    if (!err
        && !ehoks_background_run(&request->ctx, refresh_new_plans,
                                 request->settings))
        err = ehoks_upkeep_new_plans(&request->ctx, request->settings);
    response->status = HTTP_NO_CONTENT;
    return err;
}

static const ehoks_err_t *erase(ehoks_request_t *request, const char *ohjaaja,
                                const char *oppija, ehoks_erased_t *erased)
{
    ehoks_erase_t what = {request->settings->model->get, ohjaaja, oppija, NULL};
    int looked;

    erased->jaksot =
        apr_array_make(request->ctx.pool, 16, sizeof(const char *));
    erased->hoksit = apr_array_make(request->ctx.pool, 16, sizeof(apr_int64_t));
    return ohjaaja || oppija
               ? ehoks_upkeep_erase(&request->ctx, request->settings, &what,
                                    ERASE_MAX, erased, &looked)
               : NULL;
}

const ehoks_err_t *ehoks_api_erase_instructors(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_json_t *ids = ehoks_json_new_array(pool);
    ehoks_erased_t erased;
    const ehoks_err_t *err =
        ehoks_check_root_right(request, EHOKS_RIGHT_DELETE);
    int i;

    if (!err)
        err = erase(request, ehoks_cfg_erase_ohjaaja(request->settings), NULL,
                    &erased);
    if (err)
        return err;
    for (i = 0; i < erased.jaksot->nelts; i++)
        ehoks_json_append(
            ids, ehoks_json_new_integer(
                     pool,
                     apr_strtoi64(APR_ARRAY_IDX(erased.jaksot, i, const char *),
                                  NULL, 10)));
    ehoks_json_set(data, "hankkimistapa-ids", ids);
    ehoks_audit_detail_value(&request->ctx, "ohtIds", ids);
    ehoks_response_data(request, response, data);
    return NULL;
}

const ehoks_err_t *ehoks_api_erase_learners(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_json_t *ids = ehoks_json_new_array(pool);
    ehoks_erased_t erased;
    const ehoks_err_t *err =
        ehoks_check_root_right(request, EHOKS_RIGHT_DELETE);
    int i;

    if (!err)
        err = erase(request, NULL, ehoks_cfg_erase_oppija(request->settings),
                    &erased);
    if (err)
        return err;
    for (i = 0; i < erased.hoksit->nelts; i++)
        ehoks_json_append(
            ids, ehoks_json_new_integer(
                     pool, APR_ARRAY_IDX(erased.hoksit, i, apr_int64_t)));
    ehoks_json_set(data, "hoks-ids", ids);
    ehoks_audit_detail_value(&request->ctx, "hoksIds", ids);
    ehoks_response_data(request, response, data);
    return NULL;
}
