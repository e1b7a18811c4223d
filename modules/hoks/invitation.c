/* Invitations of assessors. */
#include <apr_strings.h>

#include "../core/secret.h"
#include "../core/text.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "invitation.h"
#include "matrix.h"

static const char *number(const ehoks_ctx_t *ctx, apr_int64_t value)
{
    return apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, value);
}

const ehoks_err_t *ehoks_invitation_create(const ehoks_ctx_t *ctx,
                                           ehoks_invitation_t *invitation,
                                           const char **refused)
{
    const char *values[7];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    invitation->uuid = ehoks_text_uuid(ctx->pool);
    invitation->secret = ehoks_secret_make(ctx->pool);
    if (!invitation->secret)
        return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    values[0] = invitation->uuid;
    values[1] = number(ctx, invitation->hoks_id);
    values[2] = invitation->module_id;
    values[3] = ehoks_secret_hash(ctx->pool, invitation->secret);
    values[4] = invitation->last_day;
    values[5] = ctx->principal->oid;
    values[6] = invitation->access;
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LUO_KUTSU], values, &rows);
    if (err)
        return err;
    ehoks_audit_detail(ctx, "kutsuId", invitation->uuid);
    ehoks_audit_detail(ctx, "moduuliId", invitation->module_id);
    *refused = ehoks_rows_boolean(rows, 0, 0) ? NULL
               : ehoks_rows_count(rows)       ? "NAYTTO-PAATTYNYT"
                                              : "NAYTTO";
    return NULL;
}

const ehoks_err_t *ehoks_invitation_list(const ehoks_ctx_t *ctx,
                                         apr_int64_t hoks_id,
                                         const char *access,
                                         ehoks_json_t **list)
{
    static const char *const keys[] = {
        "uuid",     "module-id",         "tila",
        "luotu",    "voimassaolo-loppu", "nakyvissa-asti",
        "kaytetty", "kayttaja-nimi"};
    const char *values[] = {number(ctx, hoks_id), access};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KUTSUT], values, &rows);
    int row;
    int column;

    if (err)
        return err;
    *list = ehoks_json_new_array(ctx->pool);
    for (row = 0; row < ehoks_rows_count(rows); row++) {
        ehoks_json_t *element = ehoks_json_new_object(ctx->pool);

        for (column = 0; column < (int)(sizeof(keys) / sizeof(keys[0]));
             column++) {
            const char *text = ehoks_rows_text(rows, row, column);
            if (text)
                ehoks_json_set_string(ctx->pool, element, keys[column], text);
        }
        ehoks_json_append(*list, element);
    }
    return NULL;
}

/* Notes the plan that stands in four columns from `first` on. */
static void note_plan(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows,
                      int first)
{
    ehoks_audit_target_t target = {ehoks_rows_integer(rows, 0, first),
                                   (int)ehoks_rows_integer(rows, 0, first + 1),
                                   ehoks_rows_text(rows, 0, first + 2),
                                   ehoks_rows_text(rows, 0, first + 3)};

    ehoks_audit_target(ctx, &target);
}

const ehoks_err_t *ehoks_invitation_revoke(const ehoks_ctx_t *ctx,
                                           const char *uuid)
{
    const char *values[] = {
        uuid, ctx->principal->oid,
        ehoks_principal_organisations(
            ctx->pool, ctx->principal,
            ehoks_matrix_right(EHOKS_ACT_INVITE, ctx->principal->kind))};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_PERU_KUTSU], values, &rows);

    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-INSUFF", NULL);
    if (err)
        return err;
    ehoks_audit_detail(ctx, "kutsuId", uuid);
    note_plan(ctx, rows, 0);
    return NULL;
}

const ehoks_err_t *ehoks_invitation_open(const ehoks_ctx_t *ctx,
                                         const char *secret, const char *access,
                                         const char **module_id)
{
    const char *values[] = {ehoks_secret_hash(ctx->pool, secret),
                            ctx->principal->oid, ctx->principal->name, access};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_AVAA_KUTSU], values, &rows);

    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-404", NULL);
    if (err)
        return err;
    *module_id = ehoks_rows_text(rows, 0, 0);
    ehoks_audit_operation(ctx, ":invitation/open");
    ehoks_audit_detail(ctx, "moduuliId", *module_id);
    note_plan(ctx, rows, 1);
    return NULL;
}
