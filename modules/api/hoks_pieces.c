/* Providers' systems read pieces of plans: one way of acquiring competence,
 * and the study rights that are part of a plan's. */
#include <string.h>

#include <apr_cstr.h>
#include <apr_strings.h>

#include "../core/text.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "../hoks/audit.h"
#include "../hoks/document.h"
#include "check.h"
#include "handlers.h"

/* A search for the part with a module-id. */
typedef struct {
    const char *module_id;
    ehoks_json_t *found; /* NULL: not met yet */
} search_t;

static void look_at(void *baton, const ehoks_schema_place_t *place)
{
    search_t *search = baton;
    const char *module_id = ehoks_json_get_string(place->object, "module-id");

    if (strcmp(place->entity, "OsaamisenHankkimistapa") == 0 && module_id
        && apr_cstr_casecmp(module_id, search->module_id) == 0)
        search->found = place->object;
}

/* Finds the live plan with the work period, and the period in it. */
static const ehoks_err_t *find_period(ehoks_request_t *request,
                                      search_t *search)
{
    const ehoks_ctx_t *ctx = &request->ctx;
    ehoks_json_t *document;
    ehoks_rows_t *rows;
    const char *text;
    apr_size_t length;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_JAKSON_HOKS], &search->module_id, &rows);

    if (err || ehoks_rows_count(rows) == 0)
        return err;
    ehoks_audit_target(ctx,
                       &(ehoks_audit_target_t){
                           .hoks_id = ehoks_rows_integer(rows, 0, 0),
                           .version = (int)ehoks_rows_integer(rows, 0, 2),
                           .oppija_oid = ehoks_rows_text(rows, 0, 3),
                           .opiskeluoikeus_oid = ehoks_rows_text(rows, 0, 4)});
    text = ehoks_rows_bytes(rows, 0, 1, &length);
    document = ehoks_document_parse(ctx, text, length);
    if (!document)
        return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    ehoks_schema_visit(request->settings->model->get, document, look_at,
                       search);
    return NULL;
}

const ehoks_err_t *ehoks_api_hoks_period(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    search_t search = {request->parameters[0], NULL};
    const ehoks_err_t *err = ehoks_check_root_right(request, EHOKS_RIGHT_READ);

    ehoks_audit_detail(&request->ctx, "ohtId",
                       apr_pstrndup(request->ctx.pool, search.module_id, 64));
    /* The numbers that parts had in the old service are nobody's here. */
    if (!err && ehoks_text_is_uuid(search.module_id))
        err = find_period(request, &search);
    if (!err && !search.found)
        err = ehoks_err_make(request->ctx.pool, "E-NOJAKSO", NULL);
    if (!err)
        ehoks_response_data(request, response, search.found);
    return err;
}

/* OIDs of the study rights that are part of study right `whole`. */
static ehoks_json_t *included(apr_pool_t *pool, const ehoks_json_t *rights,
                              const char *whole)
{
    ehoks_json_t *oids = ehoks_json_new_array(pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(rights); i++) {
        const ehoks_json_t *right = ehoks_json_at(rights, i);
        const char *of = ehoks_json_get_string(
            ehoks_json_get(right, "sisältyyOpiskeluoikeuteen"), "oid");

        if (of && strcmp(of, whole) == 0)
            ehoks_json_append(oids, ehoks_json_get(right, "oid"));
    }
    return oids;
}

const ehoks_err_t *ehoks_api_hoks_acquired_trainings(ehoks_request_t *request,
                                                     ehoks_response_t *response)
{
    ehoks_json_t *document = NULL;
    ehoks_json_t *rights = NULL;
    const ehoks_err_t *err =
        ehoks_check_plan(request, EHOKS_RIGHT_READ, &document);

    if (!err)
        err = ehoks_koski_oppijan_opiskeluoikeudet(
            &request->ctx, ehoks_check_registry(request, EHOKS_REGISTRY_KOSKI),
            ehoks_json_get_string(document, "oppija-oid"), &rights);
    if (!err)
        ehoks_response_plain(
            request, response,
            included(request->ctx.pool, rights,
                     ehoks_json_get_string(document, "opiskeluoikeus-oid")));
    return err;
}
