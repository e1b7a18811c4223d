/* Deleting a plan, undoing it, and removing a plan for good. */
#include <apr_strings.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "removal.h"

/* Who does it, as the statements of this file take it: six values. */
static void fill_who(const ehoks_ctx_t *ctx, const char **values)
{
    const ehoks_principal_t *who = ctx->principal;

    values[0] = who->oid;
    values[1] = ehoks_hoks_kind_name(who->kind);
    values[2] = who->kind == EHOKS_KIND_PALVELU ? who->name : NULL;
    values[3] = ctx->address;
    values[4] = ctx->user_agent;
    values[5] = ctx->request_id;
}

const ehoks_err_t *ehoks_removal_delete(const ehoks_ctx_t *ctx,
                                        const ehoks_stored_t *stored)
{
    const char *values[9];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    values[0] = apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, stored->id);
    values[1] = apr_itoa(ctx->pool, stored->version);
    fill_who(ctx, values + 2);
    values[8] = ehoks_audit_ground_of(ctx);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_POISTA_HOKS], values, &rows);
    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-412", NULL);
    if (!err)
        ehoks_audit_written(ctx);
    return err;
}

/* The document of a deleted plan, or E-NOHOKS-ID. */
static const ehoks_err_t *read_deleted(const ehoks_ctx_t *ctx, const char *id,
                                       ehoks_json_t **value)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_POISTETTU_HOKS], &id, &rows);
    apr_size_t length;
    const char *text;

    if (err)
        return err;
    text = ehoks_rows_bytes(rows, 0, 0, &length);
    if (!text)
        return ehoks_err_make(ctx->pool, "E-NOHOKS-ID", NULL);
    *value = ehoks_document_parse(ctx, text, length);
    return *value ? NULL : ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
}

const ehoks_err_t *ehoks_removal_undo(const ehoks_ctx_t *ctx,
                                      const ehoks_schema_t *output,
                                      const char *id)
{
    const char *values[10];
    ehoks_json_t *value = NULL;
    ehoks_document_t *document;
    ehoks_rows_t *rows;
    const ehoks_err_t *err = read_deleted(ctx, id, &value);

    if (err)
        return err;
    document = ehoks_document_of(ctx, output, value);
    values[0] = id;
    fill_who(ctx, values + 1);
    values[7] = document->tyopaikkajaksot;
    values[8] = document->naytot;
    values[9] = ehoks_audit_ground_of(ctx);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_PALAUTA_HOKS], values, &rows);
    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-NOHOKS-ID", NULL);
    if (!err)
        ehoks_audit_written(ctx);
    return err;
}

const ehoks_err_t *ehoks_removal_look(const ehoks_ctx_t *ctx, const char *id,
                                      ehoks_removable_t *plan)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_HAVITETTAVA], &id, &rows);

    if (err)
        return err;
    plan->id = ehoks_rows_integer(rows, 0, 0);
    plan->version = (int)ehoks_rows_integer(rows, 0, 1);
    plan->oppija_oid = ehoks_rows_text(rows, 0, 2);
    plan->opiskeluoikeus_oid = ehoks_rows_text(rows, 0, 3);
    plan->deleted = ehoks_rows_text(rows, 0, 4);
    plan->name = ehoks_rows_text(rows, 0, 5);
    plan->school = ehoks_rows_text(rows, 0, 6);
    plan->school_names = ehoks_rows_text(rows, 0, 7);
    plan->qualification_names = ehoks_rows_text(rows, 0, 8);
    return NULL;
}

const ehoks_err_t *ehoks_removal_for_good(const ehoks_ctx_t *ctx,
                                          const ehoks_removable_t *plan)
{
    const char *values[8];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    values[0] = apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, plan->id);
    values[1] = apr_itoa(ctx->pool, plan->version);
    fill_who(ctx, values + 2);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_HAVITA_HOKS], values, &rows);
    if (!err && !ehoks_rows_boolean(rows, 0, 0))
        err = ehoks_err_make(ctx->pool, "E-412", NULL);
    if (!err)
        ehoks_audit_written(ctx);
    return err;
}
