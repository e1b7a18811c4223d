/* Changing a stored plan. */
#include <apr_strings.h>

#include "../core/patch.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "changes.h"
#include "history.h"
#include "update.h"

/* So many times a change is tried again after another writer was faster. All
 * writers of one plan at once are bounded by the database connections, and
 * each round one of them gets through. */
#define TRIES 200

const ehoks_err_t *ehoks_update_open(const ehoks_ctx_t *ctx, const char *id,
                                     ehoks_act_e act, ehoks_stored_t *stored)
{
    ehoks_plan_t plan;
    const ehoks_err_t *err = ehoks_hoks_read_for(
        ctx, id, ehoks_matrix_right(act, ctx->principal->kind), &plan);

    if (err)
        return err;
    stored->act = act;
    stored->id = plan.id;
    stored->version = plan.version;
    stored->value = ehoks_document_parse(ctx, plan.text, plan.length);
    if (!stored->value)
        return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    stored->oppija_oid = ehoks_json_get_string(stored->value, "oppija-oid");
    stored->opiskeluoikeus_oid =
        ehoks_json_get_string(stored->value, "opiskeluoikeus-oid");
    return NULL;
}

/* Writes the next version if the plan still is in the version that was read.
 * `*done` becomes 0 when it is not. */
static const ehoks_err_t *store(const ehoks_ctx_t *ctx,
                                const ehoks_update_t *update,
                                const ehoks_stored_t *stored,
                                const ehoks_document_t *document, int *done)
{
    const ehoks_principal_t *who = ctx->principal;
    apr_pool_t *pool = ctx->pool;
    int next = stored->version + 1;
    const char *text = ehoks_json_write(pool, document->value, NULL);
    const char *values[] = {
        apr_psprintf(pool, "%" APR_INT64_T_FMT, stored->id),
        apr_itoa(pool, stored->version),
        text,
        document->ensikertainen_hyvaksyminen,
        document->osaamisen_saavuttamisen_pvm,
        document->oppija_oid,
        update->operation,
        ehoks_json_write(
            pool, ehoks_patch_diff(pool, stored->value, document->value), NULL),
        next % EHOKS_HISTORY_SNAPSHOT_EVERY == 0 ? text : NULL,
        who->oid,
        ehoks_hoks_kind_name(who->kind),
        who->kind == EHOKS_KIND_PALVELU ? who->name : NULL,
        ctx->address,
        ctx->user_agent,
        ctx->request_id,
        update->audit,
        document->tyopaikkajaksot,
        document->naytot,
        ehoks_audit_ground_of(ctx),
        ehoks_json_write(
            pool, ehoks_changes(pool, stored->value, document->value), NULL)};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_MUUTA_HOKS], values, &rows);

    if (!err)
        *done = ehoks_rows_count(rows) == 1;
    if (!err && *done)
        ehoks_audit_written(ctx);
    return err;
}

/* Stores `document` unless it says what is stored already. */
static const ehoks_err_t *store_if_changed(const ehoks_ctx_t *ctx,
                                           const ehoks_update_t *update,
                                           const ehoks_stored_t *stored,
                                           const ehoks_document_t *document,
                                           int *done, int *version)
{
    const ehoks_err_t *err = NULL;

    *done = 1;
    *version = stored->version;
    if (update->dry_run || ehoks_json_equal(stored->value, document->value)) {
        ehoks_audit_operation(ctx, "read");
        ehoks_audit_detail(ctx, "info",
                           update->dry_run ? ":dry-run" : ":unchanged");
        return NULL;
    }
    err = store(ctx, update, stored, document, done);
    if (!err && *done)
        *version = stored->version + 1;
    return err;
}

static const ehoks_err_t *check_version(const ehoks_ctx_t *ctx,
                                        const ehoks_update_t *update,
                                        const ehoks_stored_t *stored)
{
    return !update->expected_version
                   || update->expected_version == stored->version
               ? NULL
               : ehoks_err_make(ctx->pool, "E-412", NULL);
}

/* Reads the plan again after a lost race. */
static const ehoks_err_t *reopen(const ehoks_ctx_t *ctx, ehoks_stored_t *stored)
{
    return ehoks_update_open(
        ctx, apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, stored->id),
        stored->act, stored);
}

/* Makes the next document, or says what is wrong with the body. */
static const ehoks_err_t *make_next(const ehoks_ctx_t *ctx,
                                    const ehoks_update_t *update,
                                    const ehoks_stored_t *stored,
                                    ehoks_document_t **document)
{
    ehoks_problems_t *problems = ehoks_problems_make(ctx->pool);

    *document = ehoks_document_update(ctx, update->output, update->how,
                                      stored->value, update->body, problems);
    return problems->total ? ehoks_err_invalid(ctx->pool, "body-params",
                                               problems, update->body)
                           : NULL;
}

const ehoks_err_t *ehoks_update_run(const ehoks_ctx_t *ctx,
                                    const ehoks_update_t *update,
                                    ehoks_stored_t *stored, int *version)
{
    const ehoks_err_t *err = NULL;
    int tries;
    int done = 0;

    for (tries = 0; tries < TRIES && !done && !err; tries++) {
        ehoks_document_t *document = NULL;

        if (tries > 0)
            err = reopen(ctx, stored);
        if (!err)
            err = check_version(ctx, update, stored);
        if (!err)
            err = make_next(ctx, update, stored, &document);
        if (!err)
            err =
                store_if_changed(ctx, update, stored, document, &done, version);
    }
    return err || done ? err : ehoks_err_make(ctx->pool, "E-TIETOKANTA", NULL);
}

const ehoks_err_t *ehoks_update_write(const ehoks_ctx_t *ctx,
                                      const ehoks_update_t *update,
                                      const ehoks_stored_t *stored,
                                      ehoks_json_t *value, int *version)
{
    int done = 0;
    const ehoks_err_t *err = store_if_changed(
        ctx, update, stored, ehoks_document_of(ctx, update->output, value),
        &done, version);

    if (!done)
        *version = 0;
    return err;
}

/* Whose plan it is and which it is stays as it is now. */
static void keep_identity(ehoks_json_t *value, const ehoks_json_t *now)
{
    static const char *const keys[] = {"id", "eid", "manuaalisyotto",
                                       "oppija-oid", "opiskeluoikeus-oid"};
    apr_size_t i;

    for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        ehoks_json_set(value, keys[i], ehoks_json_get(now, keys[i]));
}

const ehoks_err_t *ehoks_update_restore(const ehoks_ctx_t *ctx,
                                        const ehoks_update_t *update,
                                        ehoks_stored_t *stored, int number,
                                        int *version)
{
    const ehoks_err_t *err = NULL;
    int tries;
    int done = 0;

    for (tries = 0; tries < TRIES && !done && !err; tries++) {
        ehoks_json_t *value = NULL;

        if (tries > 0)
            err = reopen(ctx, stored);
        if (!err)
            err = check_version(ctx, update, stored);
        if (!err)
            err = ehoks_history_read(ctx, stored->id, number, &value);
        if (err)
            break;
        keep_identity(value, stored->value);
        err = store_if_changed(ctx, update, stored,
                               ehoks_document_of(ctx, update->output, value),
                               &done, version);
    }
    return err || done ? err : ehoks_err_make(ctx->pool, "E-TIETOKANTA", NULL);
}
