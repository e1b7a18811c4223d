/* The learner's own data: O/omat-tiedot. Nothing in the path says whose: it is
 * always the caller's. */
#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "../db/db.h"
#include "../hoks/audit.h"
#include "../hoks/hoks.h"
#include "../hoks/own_data.h"
#include "../hoks/session.h"
#include "../hoks/share.h"
#include "../registry/mirror.h"
#include "handlers.h"

/* Pages of looks; the whole of the data holds so many. */
enum { VIEWS_DEFAULT = 50, VIEWS_MOST = 500, VIEWS_IN_ALL = 1000 };
enum { CHANGES_MOST = 200 };

/* The row of the audit is about the caller. */
static void note_caller(const ehoks_request_t *request)
{
    ehoks_audit_target_t target = {0};

    target.oppija_oid = request->ctx.principal->oid;
    ehoks_audit_target(&request->ctx, &target);
}

/* --- names of organisations --------------------------------------------------- */

/* The name as the registry has it; an empty object when it can't be had. */
static ehoks_json_t *name_of(ehoks_request_t *request, const char *oid)
{
    ehoks_copy_t copy;
    const ehoks_err_t *err =
        ehoks_mirror_get(&request->ctx, &request->settings->mirror,
                         EHOKS_MIRROR_ORGANISAATIO, oid, &copy);
    ehoks_json_t *name =
        err ? NULL
            : ehoks_json_get(ehoks_copy_json(&request->ctx, &copy), "nimi");

    return name ? name : ehoks_json_new_object(request->ctx.pool);
}

/* Adds the names to the `organisaatio` of each `kuka`. */
static void add_names(ehoks_request_t *request, const ehoks_json_t *list)
{
    apr_hash_t *names = apr_hash_make(request->ctx.pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        ehoks_json_t *organisation = ehoks_json_path(
            ehoks_json_at(list, i), "kuka", "organisaatio", NULL);
        const char *oid = ehoks_json_get_string(organisation, "oid");
        ehoks_json_t *name;

        if (!oid)
            continue;
        name = apr_hash_get(names, oid, APR_HASH_KEY_STRING);
        if (!name) {
            name = name_of(request, oid);
            apr_hash_set(names, oid, APR_HASH_KEY_STRING, name);
        }
        ehoks_json_set(organisation, "nimi", name);
    }
}

/* --- the routes ------------------------------------------------------------------ */

static void answer(ehoks_request_t *request, ehoks_response_t *response,
                   ehoks_json_t *meta, ehoks_json_t *data)
{
    ehoks_json_t *body = ehoks_json_new_object(request->ctx.pool);

    ehoks_json_set(body, "meta", meta);
    ehoks_json_set(body, "data", data);
    ehoks_response_plain(request, response, body);
}

const ehoks_err_t *ehoks_api_own_views(ehoks_request_t *request,
                                       ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_own_views_t asked = {0};
    apr_int64_t amount = VIEWS_DEFAULT;
    apr_int64_t after = 0;
    ehoks_json_t *views = NULL;
    const char *next = NULL;
    const ehoks_err_t *err =
        ehoks_request_query_within(request, "maara", 1, VIEWS_MOST, &amount);

    if (!err)
        err = ehoks_request_query_integer(request, "jalkeen", &after);
    if (!err)
        err = ehoks_request_query_flag(request, "omat", &asked.own);
    note_caller(request);
    if (err)
        return err;
    asked.amount = (int)amount;
    if (after)
        asked.after = apr_psprintf(pool, "%" APR_INT64_T_FMT, after);
    err = ehoks_own_views(&request->ctx, &asked, &views, &next);
    if (err)
        return err;
    add_names(request, views);
    if (next)
        ehoks_json_set(
            meta, "jalkeen",
            ehoks_json_new_integer(pool, apr_strtoi64(next, NULL, 10)));
    answer(request, response, meta, views);
    return NULL;
}

/* The schema as it is served; NULL would leave places without names. */
static const ehoks_json_t *schema_of(ehoks_request_t *request)
{
    const ehoks_description_t *schema =
        apr_hash_get(request->settings->model->descriptions, "hoks.schema.json",
                     APR_HASH_KEY_STRING);

    return schema ? ehoks_document_parse(&request->ctx, schema->text,
                                         schema->length)
                  : NULL;
}

const ehoks_err_t *ehoks_api_own_changes(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *changes = ehoks_json_new_array(pool);
    const char *since = NULL;
    const ehoks_err_t *err =
        ehoks_request_query_instant(request, "alkaen", &since);

    note_caller(request);
    /* Who asks from some day on does not move the mark of the visits. */
    if (!err && !since)
        err = ehoks_own_visit(&request->ctx, &since);
    if (!err && since)
        err = ehoks_own_changes(&request->ctx, since, CHANGES_MOST,
                                schema_of(request), &changes);
    if (err)
        return err;
    add_names(request, changes);
    if (since)
        ehoks_json_set_string(pool, meta, "alkaen", since);
    answer(request, response, meta, changes);
    return NULL;
}

/* The plans as the caller reads them elsewhere: without `id`. */
static const ehoks_err_t *own_plans(ehoks_request_t *request,
                                    ehoks_json_t *data)
{
    ehoks_json_t *list = ehoks_json_new_array(request->ctx.pool);
    apr_array_header_t *plans = NULL;
    const ehoks_err_t *err = ehoks_hoks_of_learner(
        &request->ctx, request->ctx.principal->oid, &plans);
    int i;

    for (i = 0; !err && i < plans->nelts; i++) {
        const ehoks_plan_t *plan = &APR_ARRAY_IDX(plans, i, ehoks_plan_t);
        ehoks_json_t *document =
            ehoks_document_parse(&request->ctx, plan->text, plan->length);

        if (!document)
            return ehoks_err_make(request->ctx.pool, "E-SISAINEN", NULL);
        ehoks_json_remove(document, "id");
        ehoks_json_append(list, document);
    }
    ehoks_json_set(data, "suunnitelmat", list);
    return err;
}

static const ehoks_err_t *own_settings(ehoks_request_t *request,
                                       ehoks_json_t *data)
{
    const char *text = NULL;
    const ehoks_err_t *err = ehoks_session_settings(&request->ctx, &text);

    if (!err)
        ehoks_json_set(data, "asetukset",
                       ehoks_document_parse(&request->ctx, text, strlen(text)));
    return err;
}

static const ehoks_err_t *own_views(ehoks_request_t *request,
                                    ehoks_json_t *data)
{
    ehoks_own_views_t asked = {NULL, VIEWS_IN_ALL, 1};
    ehoks_json_t *views = NULL;
    const char *next = NULL;
    const ehoks_err_t *err =
        ehoks_own_views(&request->ctx, &asked, &views, &next);

    if (err)
        return err;
    add_names(request, views);
    ehoks_json_set(data, "katselut", views);
    /* The rest is had page by page. */
    if (next)
        ehoks_json_set(data, "katselut-jalkeen",
                       ehoks_json_new_integer(request->ctx.pool,
                                              apr_strtoi64(next, NULL, 10)));
    return NULL;
}

static const ehoks_err_t *own_shares(ehoks_request_t *request,
                                     ehoks_json_t *data)
{
    ehoks_json_t *shares = NULL;
    ehoks_json_t *links = NULL;
    const ehoks_err_t *err = ehoks_share_list(&request->ctx, &shares);

    if (!err)
        err = ehoks_own_links(&request->ctx, &links);
    ehoks_json_set(data, "jaot", shares);
    ehoks_json_set(data, "jakolinkit", links);
    return err;
}

const ehoks_err_t *ehoks_api_own_data(ehoks_request_t *request,
                                      ehoks_response_t *response)
{
    const ehoks_principal_t *who = request->ctx.principal;
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_json_t *learner = ehoks_json_new_object(pool);
    ehoks_json_t *rights = NULL;
    const ehoks_err_t *err;

    note_caller(request);
    ehoks_json_set_string(pool, learner, "oid", who->oid);
    if (who->name)
        ehoks_json_set_string(pool, learner, "nimi", who->name);
    ehoks_json_set(data, "oppija", learner);
    err = own_plans(request, data);
    if (!err)
        err = ehoks_own_study_rights(&request->ctx, &rights);
    ehoks_json_set(data, "opiskeluoikeudet", rights);
    if (!err)
        err = own_shares(request, data);
    if (!err)
        err = own_settings(request, data);
    if (!err)
        err = own_views(request, data);
    if (!err)
        ehoks_response_data(request, response, data);
    return err;
}
