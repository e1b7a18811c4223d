/* From rows to the plans of a share. */
#include "audit.h"
#include "document.h"
#include "share_plans.h"

ehoks_json_t *ehoks_share_column(const ehoks_ctx_t *ctx,
                                 const ehoks_rows_t *rows, int row, int column)
{
    apr_size_t length;
    const char *text = ehoks_rows_bytes(rows, row, column, &length);

    return text ? ehoks_json_parse(ctx->pool, text, length, NULL, NULL) : NULL;
}

static void note_plan(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows, int row)
{
    ehoks_audit_target_t target = {0};

    target.hoks_id = ehoks_rows_integer(rows, row, EHOKS_SHARE_COL_HOKS);
    target.version = (int)ehoks_rows_integer(rows, row, EHOKS_SHARE_COL_VERSIO);
    target.oppija_oid = ehoks_rows_text(rows, row, EHOKS_SHARE_COL_OPPIJA);
    target.opiskeluoikeus_oid =
        ehoks_rows_text(rows, row, EHOKS_SHARE_COL_OPISKELUOIKEUS);
    ehoks_audit_target(ctx, &target);
}

static const ehoks_err_t *take_plan(const ehoks_ctx_t *ctx,
                                    const ehoks_rows_t *rows, int row,
                                    ehoks_share_plan_t *plan)
{
    apr_size_t length;
    const char *text =
        ehoks_rows_bytes(rows, row, EHOKS_SHARE_COL_ASIAKIRJA, &length);

    plan->document = text ? ehoks_document_parse(ctx, text, length) : NULL;
    if (text && !plan->document)
        return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    plan->parts = ehoks_share_column(ctx, rows, row, EHOKS_SHARE_COL_MODUULIT);
    plan->qualification =
        ehoks_share_column(ctx, rows, row, EHOKS_SHARE_COL_TUTKINTO);
    plan->competence_area =
        ehoks_share_column(ctx, rows, row, EHOKS_SHARE_COL_OSAAMISALA);
    plan->school = ehoks_rows_text(rows, row, EHOKS_SHARE_COL_OPPILAITOS);
    plan->school_name =
        ehoks_share_column(ctx, rows, row, EHOKS_SHARE_COL_OPPILAITOS_NIMI);
    plan->ends = ehoks_rows_text(rows, row, EHOKS_SHARE_COL_PAATTYY);
    note_plan(ctx, rows, row);
    return NULL;
}

const ehoks_err_t *ehoks_share_take(const ehoks_ctx_t *ctx,
                                    const ehoks_rows_t *rows, int has_header,
                                    ehoks_share_t *share)
{
    int count = ehoks_rows_count(rows);
    apr_array_header_t *plans =
        apr_array_make(ctx->pool, count, sizeof(ehoks_share_plan_t));
    const ehoks_err_t *err = NULL;
    int i;

    if (has_header) {
        share->purpose = ehoks_rows_text(rows, 0, EHOKS_SHARE_COL_TARKOITUS);
        share->contents =
            ehoks_share_column(ctx, rows, 0, EHOKS_SHARE_COL_SISALTO);
        share->first_day = ehoks_rows_text(rows, 0, EHOKS_SHARE_COL_ALKU);
        share->last_day = ehoks_rows_text(rows, 0, EHOKS_SHARE_COL_LOPPU);
    }
    share->learner = ehoks_rows_text(rows, 0, EHOKS_SHARE_COL_NIMI);
    for (i = 0; i < count && !err; i++)
        err = take_plan(ctx, rows, i, apr_array_push(plans));
    share->plans = plans;
    return err;
}
