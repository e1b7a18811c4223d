/* Reading the history of a plan. */
#include <apr_strings.h>

#include "../core/patch.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "document.h"
#include "history.h"

static const char *number_text(apr_pool_t *pool, apr_int64_t number)
{
    return apr_psprintf(pool, "%" APR_INT64_T_FMT, number);
}

/* The next document: a snapshot as it is, else the change applied. NULL when
 * it does not fit. */
static ehoks_json_t *step(const ehoks_ctx_t *ctx, ehoks_json_t *document,
                          const ehoks_rows_t *rows, int row)
{
    apr_size_t length;
    const char *snapshot = ehoks_rows_bytes(rows, row, 2, &length);
    const char *change;
    ehoks_json_t *patch;

    if (snapshot)
        return ehoks_document_parse(ctx, snapshot, length);
    change = ehoks_rows_bytes(rows, row, 1, &length);
    patch = change ? ehoks_document_parse(ctx, change, length) : NULL;
    return document && patch ? ehoks_patch_apply(ctx->pool, document, patch)
                             : NULL;
}

const ehoks_err_t *ehoks_history_read(const ehoks_ctx_t *ctx,
                                      apr_int64_t hoks_id, int number,
                                      ehoks_json_t **document)
{
    const char *values[2];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;
    int count;
    int row;

    values[0] = number_text(ctx->pool, hoks_id);
    values[1] = apr_itoa(ctx->pool, number);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_VERSION_POLKU], values, &rows);
    if (err)
        return err;
    count = ehoks_rows_count(rows);
    if (count == 0 || ehoks_rows_integer(rows, count - 1, 0) != number)
        return ehoks_err_make(ctx->pool, "E-NOVERSIO", values[1], NULL);
    *document = NULL;
    for (row = 0; row < count; row++) {
        *document = step(ctx, *document, rows, row);
        if (!*document) {
            ehoks_log(ctx, EHOKS_LOG_ERROR, APR_SUCCESS, "EH0111",
                      "the history of plan %s does not fit together before "
                      "version %s: run make history-verify",
                      values[0], values[1]);
            return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
        }
    }
    return NULL;
}

const ehoks_err_t *ehoks_history_diff(const ehoks_ctx_t *ctx,
                                      apr_int64_t hoks_id, int from, int to,
                                      ehoks_json_t **patch)
{
    ehoks_json_t *before = NULL;
    ehoks_json_t *after = NULL;
    const ehoks_err_t *err = ehoks_history_read(ctx, hoks_id, from, &before);

    if (!err)
        err = ehoks_history_read(ctx, hoks_id, to, &after);
    if (!err)
        *patch = ehoks_patch_diff(ctx->pool, before, after);
    return err;
}

const ehoks_err_t *ehoks_history_list(const ehoks_ctx_t *ctx,
                                      apr_int64_t hoks_id,
                                      ehoks_json_t **versions)
{
    static const char *const names[] = {"aika", "toiminto", "tekija-oid",
                                        "asiakas"};
    const char *id = number_text(ctx->pool, hoks_id);
    apr_pool_t *pool = ctx->pool;
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_VERSIOT], &id, &rows);
    int row;

    if (err)
        return err;
    *versions = ehoks_json_new_array(pool);
    for (row = 0; row < ehoks_rows_count(rows); row++) {
        ehoks_json_t *version = ehoks_json_new_object(pool);
        int i;

        ehoks_json_set(
            version, "versio",
            ehoks_json_new_integer(pool, ehoks_rows_integer(rows, row, 0)));
        for (i = 0; i < 4; i++) {
            const char *text = ehoks_rows_text(rows, row, i + 1);
            if (text)
                ehoks_json_set_string(pool, version, names[i], text);
        }
        ehoks_json_append(*versions, version);
    }
    return NULL;
}
