/* Reading what drafts are made of. */
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "document.h"
#include "draft.h"
#include "staff.h"

const ehoks_err_t *ehoks_draft_plans(const ehoks_ctx_t *ctx,
                                     const char *oppija_oid,
                                     const ehoks_json_t *rights,
                                     apr_array_header_t **plans)
{
    apr_array_header_t *readable = NULL;
    const ehoks_err_t *err =
        ehoks_staff_plans(ctx, oppija_oid, rights, NULL, &readable);
    int i;

    if (err)
        return err;
    *plans =
        apr_array_make(ctx->pool, readable->nelts, sizeof(ehoks_draft_plan_t));
    for (i = readable->nelts - 1; i >= 0; i--) {
        const ehoks_plan_t *read = &APR_ARRAY_IDX(readable, i, ehoks_plan_t);
        ehoks_draft_plan_t *plan = apr_array_push(*plans);

        plan->id = read->id;
        plan->oppilaitos_oid = read->school;
        plan->document = ehoks_document_parse(ctx, read->text, read->length);
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
