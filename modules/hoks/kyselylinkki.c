/* Storing links to feedback surveys, and telling of them. */
#include <apr_strings.h>

#include "../core/date.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "hoks.h"
#include "kyselylinkki.h"

static const char *flag(int truth)
{
    return truth ? "true" : "false";
}

static const char *client(const ehoks_principal_t *who)
{
    return who->kind == EHOKS_KIND_PALVELU ? who->name : NULL;
}

static const char *day(const ehoks_ctx_t *ctx, const ehoks_json_t *body,
                       const char *key)
{
    return ehoks_date_for_sql(ctx->pool, ehoks_json_get_string(body, key));
}

/* The statement has written the row, unless it was not to write anything. */
static void note(const ehoks_ctx_t *ctx, int dry_run)
{
    if (!dry_run) {
        ehoks_audit_written(ctx);
        return;
    }
    ehoks_audit_operation(ctx, "read");
    ehoks_audit_detail(ctx, "info", ":dry-run");
}

const ehoks_err_t *ehoks_kyselylinkki_create(const ehoks_ctx_t *ctx,
                                             apr_int64_t hoks_id,
                                             const ehoks_json_t *body,
                                             int dry_run)
{
    const ehoks_principal_t *who = ctx->principal;
    const char *values[] = {
        ehoks_json_get_string(body, "kyselylinkki"),
        apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, hoks_id),
        ehoks_json_get_string(body, "tyyppi"),
        day(ctx, body, "alkupvm"),
        day(ctx, body, "lahetyspvm"),
        ehoks_json_get_string(body, "sahkoposti"),
        ehoks_json_get_string(body, "lahetystila"),
        flag(dry_run),
        who->oid,
        ehoks_hoks_kind_name(who->kind),
        client(who),
        ctx->address,
        ctx->user_agent,
        ctx->request_id};
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    ehoks_audit_detail(ctx, "kyselylinkki", values[0]);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LUO_KYSELYLINKKI], values,
                       &rows);

    if (err)
        return err;
    /* Another writer may have been faster within the statement itself. */
    if (ehoks_rows_boolean(rows, 0, 0)
        || (!dry_run && !ehoks_rows_boolean(rows, 0, 1)))
        return ehoks_err_make(ctx->pool, "E-KYSELYLINKKI-ON", NULL);
    note(ctx, dry_run);
    return NULL;
}

const ehoks_err_t *ehoks_kyselylinkki_update(const ehoks_ctx_t *ctx,
                                             const ehoks_json_t *body,
                                             int dry_run)
{
    const ehoks_principal_t *who = ctx->principal;
    const char *values[] = {ehoks_json_get_string(body, "kyselylinkki"),
                            day(ctx, body, "lahetyspvm"),
                            ehoks_json_get_string(body, "sahkoposti"),
                            ehoks_json_get_string(body, "lahetystila"),
                            flag(dry_run),
                            who->oid,
                            ehoks_hoks_kind_name(who->kind),
                            client(who),
                            ctx->address,
                            ctx->user_agent,
                            ctx->request_id};
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    ehoks_audit_detail(ctx, "kyselylinkki", values[0]);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_MUUTA_KYSELYLINKKI], values,
                       &rows);
    if (!err && !ehoks_rows_boolean(rows, 0, 0))
        err = ehoks_err_make(ctx->pool, "E-NOKYSELYLINKKI", NULL);
    if (!err)
        note(ctx, dry_run);
    return err;
}

const ehoks_err_t *ehoks_kyselylinkki_of_learner(const ehoks_ctx_t *ctx,
                                                 const char *oppija_oid,
                                                 ehoks_json_t **links)
{
    const char *values[] = {
        oppija_oid,
        apr_psprintf(ctx->pool, "%08d", ehoks_date_today(ctx->now))};
    ehoks_rows_t *rows;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_OPPIJAN_KYSELYLINKIT], values, &rows);
    int row;

    if (err)
        return err;
    *links = ehoks_json_new_array(ctx->pool);
    for (row = 0; row < ehoks_rows_count(rows); row++)
        ehoks_json_append(
            *links,
            ehoks_json_new_string(ctx->pool, ehoks_rows_text(rows, row, 0)));
    return NULL;
}

const ehoks_err_t *ehoks_kyselylinkki_sent(const ehoks_ctx_t *ctx,
                                           apr_int64_t hoks_id,
                                           const char *oppija_oid,
                                           ehoks_json_t **links)
{
    static const char *const names[] = {"tyyppi", "alkupvm", "sahkoposti",
                                        "lahetyspvm", "lahetystila"};
    const char *id = apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, hoks_id);
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LAHETETYT_LINKIT], &id, &rows);
    int row;

    *links = ehoks_json_new_array(ctx->pool);
    for (row = 0; !err && row < ehoks_rows_count(rows); row++) {
        ehoks_json_t *link = ehoks_json_new_object(ctx->pool);
        int i;

        ehoks_json_set(link, "hoks-id",
                       ehoks_json_new_integer(ctx->pool, hoks_id));
        ehoks_json_set_string(ctx->pool, link, "oppija-oid", oppija_oid);
        for (i = 0; i < (int)(sizeof(names) / sizeof(names[0])); i++) {
            const char *text = ehoks_rows_text(rows, row, i);

            if (text)
                ehoks_json_set_string(ctx->pool, link, names[i], text);
        }
        ehoks_json_append(*links, link);
    }
    return err;
}
