/* The database's half of keeping the index in step; see maintenance.h. */
#include "maintenance.h"

#include <apr_strings.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "hoks.h"
#include "index.h"
#include "update.h"

/* So many times a merge reads a plan again that somebody else was changing. */
#define TRIES 10

/* Runs one of the statements that list study rights. */
static const ehoks_err_t *list_rights(const ehoks_ctx_t *ctx,
                                      ehoks_sql_e statement,
                                      const char *const *parameters,
                                      apr_array_header_t **rights)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[statement], parameters, &rows);
    int row;

    *rights = apr_array_make(ctx->pool, 16, sizeof(ehoks_indexed_right_t));
    for (row = 0; !err && row < ehoks_rows_count(rows); row++) {
        ehoks_indexed_right_t *right = apr_array_push(*rights);

        right->oid = ehoks_rows_text(rows, row, 0);
        right->oppija_oid = ehoks_rows_text(rows, row, 1);
    }
    return err;
}

const ehoks_err_t *ehoks_rights_older_than(const ehoks_ctx_t *ctx,
                                           const char *age, int limit,
                                           apr_array_header_t **rights)
{
    const char *parameters[] = {age, apr_itoa(ctx->pool, limit)};

    return list_rights(ctx, EHOKS_SQL_VANHAT_OIKEUDET, parameters, rights);
}

const ehoks_err_t *ehoks_rights_without_name(const ehoks_ctx_t *ctx, int limit,
                                             apr_array_header_t **rights)
{
    const char *parameter = apr_itoa(ctx->pool, limit);

    return list_rights(ctx, EHOKS_SQL_NIMETTOMAT_OIKEUDET, &parameter, rights);
}

const ehoks_err_t *ehoks_rights_of_new_plans(const ehoks_ctx_t *ctx,
                                             const char *made, const char *age,
                                             int limit,
                                             apr_array_header_t **rights)
{
    const char *parameters[] = {made, age, apr_itoa(ctx->pool, limit)};

    return list_rights(ctx, EHOKS_SQL_UUSIEN_OIKEUDET, parameters, rights);
}

const ehoks_err_t *ehoks_rights_of_provider(const ehoks_ctx_t *ctx,
                                            const char *oid,
                                            apr_array_header_t **rights)
{
    return list_rights(ctx, EHOKS_SQL_KOULUTUSTOIMIJAN_OIKEUDET, &oid, rights);
}

const ehoks_err_t *ehoks_rights_of_plan(const ehoks_ctx_t *ctx, const char *oid,
                                        apr_array_header_t **rights)
{
    return list_rights(ctx, EHOKS_SQL_HOKSIN_OIKEUS, &oid, rights);
}

const ehoks_err_t *ehoks_right_is_unknown(const ehoks_ctx_t *ctx,
                                          const char *oid)
{
    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_MITATOI_OIKEUS], &oid, NULL);
}

/* --- learners ---------------------------------------------------------------- */

const ehoks_err_t *ehoks_learner_update(const ehoks_ctx_t *ctx, const char *oid,
                                        const ehoks_json_t *oppija,
                                        int *has_plan, int *is_indexed)
{
    const char *values[] = {
        oid, oppija ? ehoks_index_learner_name(ctx->pool, oppija) : NULL};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_PAIVITA_OPPIJA], values, &rows);

    *has_plan = !err && ehoks_rows_boolean(rows, 0, 0);
    *is_indexed = !err && ehoks_rows_boolean(rows, 0, 1);
    return err;
}

/* Gives one plan to another learner, as a new version. `*done` 0: somebody
 * else was changing it. */
static const ehoks_err_t *move_plan(const ehoks_ctx_t *ctx,
                                    const ehoks_update_t *update,
                                    const ehoks_plan_t *plan, const char *to,
                                    int *done)
{
    ehoks_stored_t stored = {0};
    ehoks_json_t *value;
    int version = 0;
    const ehoks_err_t *err;

    stored.id = plan->id;
    stored.version = plan->version;
    stored.value = ehoks_document_parse(ctx, plan->text, plan->length);
    if (!stored.value)
        return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    value = ehoks_json_copy(ctx->pool, stored.value);
    ehoks_json_set_string(ctx->pool, value, "oppija-oid", to);
    err = ehoks_update_write(ctx, update, &stored, value, &version);
    *done = version > 0;
    return err;
}

static const ehoks_err_t *move_plans(const ehoks_ctx_t *ctx,
                                     const ehoks_schema_t *output,
                                     const char *from, const char *to)
{
    ehoks_update_t update = {0};
    const ehoks_err_t *err = NULL;
    int left = 1;
    int tries;

    update.output = output;
    update.operation = "paivitys";
    update.audit = "update";
    for (tries = 0; left && !err && tries < TRIES; tries++) {
        apr_array_header_t *plans;
        int i;

        err = ehoks_hoks_of_learner(ctx, from, &plans);
        left = 0;
        for (i = 0; !err && i < plans->nelts; i++) {
            int done = 0;

            err = move_plan(ctx, &update,
                            &APR_ARRAY_IDX(plans, i, ehoks_plan_t), to, &done);
            left |= !done;
        }
    }
    return err;
}

const ehoks_err_t *ehoks_learner_merge(const ehoks_ctx_t *ctx,
                                       const ehoks_schema_t *output,
                                       const char *from,
                                       const ehoks_json_t *oppija)
{
    apr_array_header_t *rights;
    int has_plan;
    int is_indexed;
    int i;
    const ehoks_err_t *err =
        ehoks_learner_update(ctx, from, NULL, &has_plan, &is_indexed);

    if (err || !is_indexed)
        return err;
    err = list_rights(ctx, EHOKS_SQL_OPPIJAN_OIKEUDET, &from, &rights);
    for (i = 0; !err && i < rights->nelts; i++)
        err = ehoks_index_follow_learner(
            ctx, APR_ARRAY_IDX(rights, i, ehoks_indexed_right_t).oid, oppija);
    if (!err && has_plan)
        err = move_plans(ctx, output, from,
                         ehoks_json_get_string(oppija, "oidHenkilo"));
    if (!err)
        err =
            ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_POISTA_OPPIJA], &from, NULL);
    return err;
}

/* --- rounds -------------------------------------------------------------------- */

const ehoks_err_t *ehoks_maintenance_figures(const ehoks_ctx_t *ctx,
                                             ehoks_figures_t *figures)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LUVUT], NULL, &rows);

    if (err)
        return err;
    figures->plans = ehoks_rows_integer(rows, 0, 0);
    figures->learners_not_indexed = ehoks_rows_integer(rows, 0, 1);
    figures->rights_not_indexed = ehoks_rows_integer(rows, 0, 2);
    figures->rights_without_name = ehoks_rows_integer(rows, 0, 3);
    return NULL;
}

const ehoks_err_t *ehoks_task_claim(const ehoks_ctx_t *ctx, const char *task,
                                    int interval_s, int *mine)
{
    const char *values[] = {task,
                            apr_psprintf(ctx->pool, "%d seconds", interval_s)};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_VARAA_TEHTAVA], values, &rows);

    *mine = !err && ehoks_rows_count(rows) > 0;
    return err;
}

void ehoks_task_finish(const ehoks_ctx_t *ctx, const char *task,
                       const char *result)
{
    const char *values[] = {task, result};

    (void)ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_PAATA_TEHTAVA], values, NULL);
}

const ehoks_err_t *ehoks_maintenance_drop_copies(const ehoks_ctx_t *ctx,
                                                 const char *age)
{
    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_POISTA_KOPIOT], &age, NULL);
}

const ehoks_err_t *ehoks_maintenance_note(const ehoks_ctx_t *ctx,
                                          const char *operation,
                                          const ehoks_json_t *target,
                                          const char *oppija_oid,
                                          const char *opiskeluoikeus_oid)
{
    const ehoks_principal_t *who = ctx->principal;
    const char *values[] = {
        who ? who->oid : NULL,
        who ? ehoks_hoks_kind_name(who->kind) : "JARJESTELMA",
        who && who->kind == EHOKS_KIND_PALVELU ? who->name : NULL,
        ctx->address,
        ctx->user_agent,
        ctx->request_id,
        operation,
        target ? ehoks_json_write(ctx->pool, target, NULL) : NULL,
        oppija_oid,
        opiskeluoikeus_oid};
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KIRJAA], values, NULL);

    if (!err)
        ehoks_audit_written(ctx);
    return err;
}
