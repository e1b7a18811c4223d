/* Changing an opened plan: the checks in the order of the contract (rules.md
 * 7). */
#include <stdlib.h>
#include <string.h>

#include "../db/db.h"
#include "check.h"
#include "writing.h"

ehoks_update_t ehoks_writing_update(ehoks_act_e act)
{
    int replaces = act == EHOKS_ACT_REPLACE;
    ehoks_update_t update = {0};

    if (act == EHOKS_ACT_RESTORE_VERSION) {
        update.operation = "palautus";
        update.audit = "update";
        return update;
    }
    update.how = replaces ? EHOKS_DOCUMENT_REPLACE : EHOKS_DOCUMENT_MERGE;
    update.operation = replaces ? "korvaus" : "paivitys";
    update.audit = replaces ? "overwrite" : "update";
    return update;
}

const ehoks_err_t *ehoks_writing_check_version(ehoks_request_t *request,
                                               const ehoks_stored_t *stored,
                                               ehoks_update_t *update)
{
    int has_tag = apr_table_get(request->r->headers_in, "If-Match") != NULL;

    if (!has_tag && ehoks_cfg_require_if_match(request->settings))
        return ehoks_err_make(request->ctx.pool, "E-428", NULL);
    if (!ehoks_request_matches(request, stored->version))
        return ehoks_err_make(request->ctx.pool, "E-412", NULL);
    update->expected_version = has_tag ? stored->version : 0;
    update->output = request->settings->model->get;
    return ehoks_check_dry_run(request, &update->dry_run);
}

/* UPD-1 and UPD-2 (contract: rules.md 7). The old text of UPD-1 names the
 * body's study right, "null" where it has none. */
static const ehoks_err_t *check_study_right(ehoks_request_t *request,
                                            const ehoks_stored_t *stored,
                                            const ehoks_json_t *study_right,
                                            const ehoks_json_t *body)
{
    const char *sent = ehoks_json_get_string(body, "opiskeluoikeus-oid");

    if (ehoks_cfg_prevent_finished_updates(request->settings)
        && ehoks_index_has_ended(study_right))
        return ehoks_err_make(request->ctx.pool, "UPD-1", sent ? sent : "null",
                              NULL);
    if (sent && strcmp(sent, stored->opiskeluoikeus_oid) != 0)
        return ehoks_err_make(request->ctx.pool, "UPD-2",
                              stored->opiskeluoikeus_oid, sent, NULL);
    return NULL;
}

/* UPD-3: another learner only when the register says that the two are one.
 * The index follows, so that rights and lists do, too. */
static const ehoks_err_t *check_learner(ehoks_request_t *request,
                                        const ehoks_stored_t *stored,
                                        const ehoks_json_t *body, int dry_run)
{
    const char *sent = ehoks_json_get_string(body, "oppija-oid");
    const ehoks_registry_settings_t *onr =
        ehoks_check_registry(request, EHOKS_REGISTRY_ONR);
    ehoks_json_t *oppija = NULL;
    const char *master;
    const ehoks_err_t *err;

    if (!sent || strcmp(sent, stored->oppija_oid) == 0)
        return NULL;
    err = ehoks_onr_master(&request->ctx, onr, stored->oppija_oid, &oppija);
    master = ehoks_json_get_string(oppija, "oidHenkilo");
    if (!err && (!master || strcmp(master, sent) != 0))
        err = ehoks_err_make(request->ctx.pool, "UPD-3", stored->oppija_oid,
                             sent, NULL);
    if (!err)
        err = ehoks_onr_oppija(&request->ctx, onr, sent, &oppija);
    if (!err && !oppija)
        err = ehoks_err_make(request->ctx.pool, "E-ONR404", sent, NULL);
    return err || dry_run
               ? err
               : ehoks_index_follow_learner(&request->ctx,
                                            stored->opiskeluoikeus_oid, oppija);
}

const ehoks_err_t *ehoks_writing_answer(ehoks_request_t *request,
                                        ehoks_response_t *response, int version)
{
    response->status = HTTP_NO_CONTENT;
    response->etag = ehoks_response_etag(request->ctx.pool, version);
    return NULL;
}

const ehoks_err_t *ehoks_writing_change(ehoks_request_t *request,
                                        ehoks_response_t *response,
                                        const ehoks_writing_t *writing,
                                        ehoks_stored_t *stored,
                                        ehoks_update_t *update)
{
    ehoks_json_t *study_right = NULL;
    ehoks_json_t *body = NULL;
    int version = 0;
    const ehoks_err_t *err;

    if (writing->is_manual && update->how == EHOKS_DOCUMENT_REPLACE)
        update->how = EHOKS_DOCUMENT_REPLACE_BY_HAND;
    ehoks_db_close(&request->ctx);
    err = ehoks_request_body(request, &body);
    if (!err)
        err = ehoks_check_study_right(request, stored->opiskeluoikeus_oid,
                                      &study_right);
    if (!err)
        err = ehoks_check_document(request, writing->schema, study_right, body);
    if (!err)
        err = check_study_right(request, stored, study_right, body);
    if (!err)
        err = check_learner(request, stored, body, update->dry_run);
    update->body = body;
    if (!err)
        err = ehoks_update_run(&request->ctx, update, stored, &version);
    return err ? err : ehoks_writing_answer(request, response, version);
}

/* UPD-1 for a change without a body. */
static const ehoks_err_t *check_may_change(ehoks_request_t *request,
                                           const ehoks_stored_t *stored)
{
    ehoks_json_t *study_right = NULL;
    const ehoks_err_t *err;

    if (!ehoks_cfg_prevent_finished_updates(request->settings))
        return NULL;
    err = ehoks_check_study_right(request, stored->opiskeluoikeus_oid,
                                  &study_right);
    if (!err && ehoks_index_has_ended(study_right))
        err = ehoks_err_make(request->ctx.pool, "UPD-1",
                             stored->opiskeluoikeus_oid, NULL);
    return err;
}

const ehoks_err_t *ehoks_writing_restore(ehoks_request_t *request,
                                         ehoks_response_t *response,
                                         ehoks_stored_t *stored,
                                         const ehoks_update_t *update,
                                         const char *number)
{
    int version = 0;
    const ehoks_err_t *err = check_may_change(request, stored);

    if (!err)
        err = ehoks_update_restore(&request->ctx, update, stored, atoi(number),
                                   &version);
    return err ? err : ehoks_writing_answer(request, response, version);
}
