/* Creating a plan: the checks in the order of the contract (rules.md 6). */
#include <apr_strings.h>

#include "../hoks/audit.h"
#include "../hoks/hoks.h"
#include "check.h"
#include "writing.h"

/* CRE-3 and CRE-4: the study right is the learner's, and not part of
 * another. */
static const ehoks_err_t *check_owner(ehoks_request_t *request,
                                      const ehoks_index_source_t *source)
{
    const char *oid = ehoks_json_get_string(source->study_right, "oid");
    int is_theirs;
    const ehoks_err_t *err = ehoks_koski_is_oppijan(
        &request->ctx, ehoks_check_registry(request, EHOKS_REGISTRY_KOSKI),
        source->oppija_oid, oid, &is_theirs);

    if (err)
        return err;
    if (!is_theirs)
        return ehoks_err_make(request->ctx.pool, "CRE-3", oid,
                              source->oppija_oid, NULL);
    if (ehoks_json_get(source->study_right, "sisältyyOpiskeluoikeuteen"))
        return ehoks_err_make(request->ctx.pool, "CRE-4", oid, NULL);
    return NULL;
}

/* Asks the registries the rest, in the order of the contract (rules.md 6,
 * steps 3 to 5). */
static const ehoks_err_t *fill_source(ehoks_request_t *request,
                                      const ehoks_json_t *body,
                                      const char *no_right,
                                      ehoks_index_source_t *source)
{
    const char *school = ehoks_index_school(source->study_right);
    ehoks_json_t *answer = NULL;
    const ehoks_err_t *err;

    source->oppija_oid = ehoks_json_get_string(body, "oppija-oid");
    err = ehoks_onr_oppija(&request->ctx,
                           ehoks_check_registry(request, EHOKS_REGISTRY_ONR),
                           source->oppija_oid, &answer);
    if (!err && !answer)
        err = ehoks_err_make(request->ctx.pool, "E-ONR404", source->oppija_oid,
                             NULL);
    source->oppija = answer;
    if (!err)
        err = check_owner(request, source);
    answer = NULL;
    if (!err && school)
        err = ehoks_organisaatio(
            &request->ctx,
            ehoks_check_registry(request, EHOKS_REGISTRY_ORGANISAATIO), school,
            &answer);
    /* Nobody has a right in a school that is not known. */
    if (!err && !answer)
        err = ehoks_err_make(request->ctx.pool, no_right, NULL);
    source->organisation = answer;
    return err;
}

static void answer_created(ehoks_request_t *request, ehoks_response_t *response,
                           const ehoks_document_t *document)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *body = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *data = ehoks_json_new_object(pool);

    response->location = apr_psprintf(pool, "%s/%" APR_INT64_T_FMT,
                                      request->r->uri, document->id);
    response->etag = ehoks_response_etag(pool, 1);
    ehoks_json_set(meta, "id", ehoks_json_new_integer(pool, document->id));
    ehoks_json_set_string(pool, data, "uri", response->location);
    ehoks_json_set(body, "meta", meta);
    ehoks_json_set(body, "data", data);
    ehoks_response_plain(request, response, body);
}

/* The plan would be stored; there is no id to tell. */
static void answer_dry_run(ehoks_request_t *request, ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *body = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);

    ehoks_json_set(meta, "kuiva-ajo", ehoks_json_new_boolean(1));
    ehoks_json_set(body, "meta", meta);
    ehoks_json_set(body, "data", ehoks_json_new_object(pool));
    ehoks_response_plain(request, response, body);
}

const ehoks_err_t *ehoks_writing_create(ehoks_request_t *request,
                                        ehoks_response_t *response,
                                        const ehoks_writing_t *writing)
{
    ehoks_create_settings_t settings = {0};
    ehoks_index_source_t source = {0};
    ehoks_document_t *document = NULL;
    ehoks_json_t *study_right = NULL;
    ehoks_json_t *body = NULL;
    const ehoks_err_t *err = ehoks_check_dry_run(request, &settings.dry_run);

    if (!err)
        err = ehoks_request_body(request, &body);
    if (!err && writing->is_manual)
        ehoks_document_identify_periods(&request->ctx, writing->schema, body);
    if (!err)
        err = ehoks_check_study_right_of(request, body, &study_right);
    if (!err)
        err = ehoks_check_document(request, writing->schema, study_right, body);
    source.study_right = study_right;
    if (!err)
        err = fill_source(request, body, writing->no_right, &source);
    settings.output = request->settings->model->get;
    settings.prevent_finished =
        ehoks_cfg_prevent_finished_updates(request->settings);
    settings.no_right = writing->no_right;
    settings.is_manual = writing->is_manual;
    if (!err)
        err = ehoks_hoks_create(&request->ctx, &settings, &source, body,
                                &document);
    if (err)
        return err;
    if (settings.dry_run) {
        ehoks_audit_operation(&request->ctx, "read");
        ehoks_audit_detail(&request->ctx, "info", ":dry-run");
        answer_dry_run(request, response);
    }
    else {
        answer_created(request, response, document);
    }
    return NULL;
}
