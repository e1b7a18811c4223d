/* Reading what drafts are made of. */
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "document.h"
#include "draft.h"

const ehoks_err_t *ehoks_draft_plans(const ehoks_ctx_t *ctx,
                                     const char *oppija_oid, int whole_learner,
                                     apr_array_header_t **plans)
{
    const char *values[3];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;
    int i;

    values[0] = oppija_oid;
    values[1] = ehoks_principal_organisations(ctx->pool, ctx->principal,
                                              EHOKS_RIGHT_READ);
    values[2] = whole_learner ? "true" : "false";
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OPPIJAN_LUETTAVAT_HOKSIT],
                       values, &rows);
    if (err)
        return err;
    *plans = apr_array_make(ctx->pool, ehoks_rows_count(rows),
                            sizeof(ehoks_draft_plan_t));
    for (i = 0; i < ehoks_rows_count(rows); i++) {
        ehoks_draft_plan_t *plan = apr_array_push(*plans);
        apr_size_t length;
        const char *text = ehoks_rows_bytes(rows, i, 2, &length);

        plan->id = ehoks_rows_integer(rows, i, 0);
        plan->oppilaitos_oid = ehoks_rows_text(rows, i, 1);
        plan->document = ehoks_document_parse(ctx, text, length);
        if (!plan->document)
            return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    }
    return NULL;
}

const ehoks_err_t *ehoks_draft_learner(const ehoks_ctx_t *ctx,
                                       const char *opiskeluoikeus_oid,
                                       const char **oppija_oid)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OPISKELUOIKEUDEN_OPPIJA],
                     &opiskeluoikeus_oid, &rows);

    *oppija_oid = err ? NULL : ehoks_rows_text(rows, 0, 0);
    return err;
}
