/* Plans: reading and creating. */
#include <apr_strings.h>
#include <apr_tables.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "hoks.h"

/* Columns of the statements that read one plan. */
enum {
    COL_ID,
    COL_VERSIO,
    COL_OPPIJA,
    COL_OPISKELUOIKEUS,
    COL_INDEKSISSA,
    COL_SAA_LUKEA,
    COL_ASIAKIRJA,
    COL_POLKU
};

/* Whose plan it is that the caller asks for, entitled or not. */
static void note_plan(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows)
{
    ehoks_audit_target_t target = {0};

    target.hoks_id = ehoks_rows_integer(rows, 0, COL_ID);
    target.oppija_oid = ehoks_rows_text(rows, 0, COL_OPPIJA);
    target.opiskeluoikeus_oid = ehoks_rows_text(rows, 0, COL_OPISKELUOIKEUS);
    ehoks_audit_target(ctx, &target);
}

static const ehoks_err_t *read_one(const ehoks_ctx_t *ctx,
                                   const ehoks_sql_t *statement,
                                   const char *key, ehoks_right_e right,
                                   int known_version, const char *not_there,
                                   ehoks_plan_t *plan)
{
    const char *values[3];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    values[0] = key;
    values[1] = ehoks_principal_organisations(ctx->pool, ctx->principal, right);
    values[2] = apr_itoa(ctx->pool, known_version);
    err = ehoks_db_run(ctx, statement, values, &rows);
    if (err)
        return err;
    if (ehoks_rows_count(rows) == 0)
        return ehoks_err_make(ctx->pool, not_there, NULL);
    note_plan(ctx, rows);
    if (!ehoks_rows_boolean(rows, 0, COL_INDEKSISSA))
        return ehoks_err_make(ctx->pool, "E-INDEX",
                              ehoks_rows_text(rows, 0, COL_OPISKELUOIKEUS),
                              NULL);
    if (!ehoks_rows_boolean(rows, 0, COL_SAA_LUKEA))
        return ehoks_err_make(ctx->pool, "E-NOACCESS", NULL);
    plan->id = ehoks_rows_integer(rows, 0, COL_ID);
    plan->version = (int)ehoks_rows_integer(rows, 0, COL_VERSIO);
    plan->text = ehoks_rows_bytes(rows, 0, COL_ASIAKIRJA, &plan->length);
    ehoks_audit_told(ctx, plan->version);
    ehoks_audit_ground(ctx, ehoks_rows_text(rows, 0, COL_POLKU), (int)right);
    return NULL;
}

const ehoks_err_t *ehoks_hoks_read(const ehoks_ctx_t *ctx, const char *id,
                                   int known_version, ehoks_plan_t *plan)
{
    return read_one(ctx, &ehoks_sql[EHOKS_SQL_LUE_HOKS], id, EHOKS_RIGHT_READ,
                    known_version, "E-NOHOKS", plan);
}

const ehoks_err_t *ehoks_hoks_read_for(const ehoks_ctx_t *ctx, const char *id,
                                       ehoks_right_e right, ehoks_plan_t *plan)
{
    return read_one(ctx, &ehoks_sql[EHOKS_SQL_LUE_HOKS], id, right, 0,
                    "E-NOHOKS", plan);
}

const ehoks_err_t *ehoks_hoks_read_by_study_right(const ehoks_ctx_t *ctx,
                                                  const char *oid,
                                                  int known_version,
                                                  ehoks_plan_t *plan)
{
    return read_one(ctx, &ehoks_sql[EHOKS_SQL_LUE_HOKS_OPISKELUOIKEUDELLA], oid,
                    EHOKS_RIGHT_READ, known_version, "E-NOHOKS-OPISKELUOIKEUS",
                    plan);
}

const ehoks_err_t *ehoks_hoks_of_learner(const ehoks_ctx_t *ctx,
                                         const char *oppija_oid,
                                         apr_array_header_t **plans)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_OPPIJAN_HOKSIT], &oppija_oid, &rows);
    int i;

    if (err)
        return err;
    *plans =
        apr_array_make(ctx->pool, ehoks_rows_count(rows), sizeof(ehoks_plan_t));
    for (i = 0; i < ehoks_rows_count(rows); i++) {
        ehoks_plan_t *plan = apr_array_push(*plans);

        plan->id = ehoks_rows_integer(rows, i, 0);
        plan->version = (int)ehoks_rows_integer(rows, i, 1);
        plan->text = ehoks_rows_bytes(rows, i, 2, &plan->length);
        ehoks_audit_target(
            ctx, &(ehoks_audit_target_t){.hoks_id = plan->id,
                                         .version = plan->version,
                                         .oppija_oid = oppija_oid,
                                         .opiskeluoikeus_oid =
                                             ehoks_rows_text(rows, i, 3)});
    }
    return NULL;
}

const char *ehoks_hoks_kind_name(ehoks_kind_e kind)
{
    switch (kind) {
    case EHOKS_KIND_OPPIJA: return "OPPIJA";
    case EHOKS_KIND_VIRKAILIJA: return "VIRKAILIJA";
    case EHOKS_KIND_PALVELU: return "PALVELU";
    case EHOKS_KIND_TYOPAIKKA: return "TYOPAIKKA";
    default: return NULL;
    }
}

/* May a new plan be made? In the order of the contract, rules.md 6. */
static const ehoks_err_t *check_creation(
    const ehoks_ctx_t *ctx, const ehoks_create_settings_t *settings,
    const ehoks_index_source_t *source, const ehoks_index_answer_t *answer)
{
    apr_pool_t *pool = ctx->pool;

    if (!answer->may_write)
        return ehoks_err_make(pool, settings->no_right, NULL);
    if (settings->prevent_finished
        && ehoks_index_has_ended(source->study_right))
        return ehoks_err_make(pool, "CRE-6",
                              ehoks_json_get_string(source->study_right, "oid"),
                              NULL);
    if (answer->exists)
        return ehoks_err_make(pool, "CRE-7", NULL);
    if (answer->archived)
        return ehoks_err_make(pool, "CRE-8", NULL);
    return NULL;
}

static const ehoks_err_t *store(const ehoks_ctx_t *ctx,
                                const ehoks_document_t *document)
{
    const ehoks_principal_t *who = ctx->principal;
    const char *values[] = {
        apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, document->id),
        document->eid,
        document->oppija_oid,
        document->opiskeluoikeus_oid,
        ehoks_json_write(ctx->pool, document->value, NULL),
        document->ensikertainen_hyvaksyminen,
        document->osaamisen_saavuttamisen_pvm,
        who->oid,
        ehoks_hoks_kind_name(who->kind),
        who->kind == EHOKS_KIND_PALVELU ? who->name : NULL,
        ctx->address,
        ctx->user_agent,
        ctx->request_id,
        document->tyopaikkajaksot,
        document->naytot,
        ehoks_audit_ground_of(ctx)};
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LUO_HOKS], values, NULL);

    if (!err)
        ehoks_audit_written(ctx);
    return err;
}

const ehoks_err_t *ehoks_hoks_create(const ehoks_ctx_t *ctx,
                                     const ehoks_create_settings_t *settings,
                                     const ehoks_index_source_t *source,
                                     ehoks_json_t *body,
                                     ehoks_document_t **document)
{
    ehoks_index_answer_t answer;
    const ehoks_err_t *err =
        ehoks_index_write(ctx, source, settings->dry_run, &answer);

    if (!err)
        err = check_creation(ctx, settings, source, &answer);
    if (err)
        return err;
    ehoks_json_set(body, "manuaalisyotto",
                   ehoks_json_new_boolean(settings->is_manual));
    *document =
        ehoks_document_create(ctx, settings->output, answer.next_id, body);
    if (settings->dry_run)
        return NULL;
    err = store(ctx, *document);
    /* Another writer was faster between the two statements. */
    if (ehoks_db_refused_by(err, "hoks_opiskeluoikeus_oid_key"))
        return ehoks_err_make(ctx->pool, "CRE-7", NULL);
    return err;
}

const ehoks_err_t *ehoks_hoks_id_of_right(const ehoks_ctx_t *ctx,
                                          const char *oid, apr_int64_t *id)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OIKEUDEN_HOKS], &oid, &rows);

    *id = err ? 0 : ehoks_rows_integer(rows, 0, 0);
    return err;
}
