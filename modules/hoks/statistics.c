/* The feed for statistics. Each plan is handled in a pool of its own: a page
 * of a thousand plans must not hold a thousand parsed documents. */
#include <string.h>

#include <apr_strings.h>

#include "../core/buffer.h"
#include "../core/date.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "../schema/rules.h"
#include "document.h"
#include "statistics.h"

static int is_sound(const ehoks_ctx_t *ctx, const ehoks_statistics_t *asked,
                    ehoks_json_t *document)
{
    ehoks_problems_t *problems = ehoks_problems_make(ctx->pool);
    ehoks_rules_facts_t facts = {NULL, ehoks_date_today(ctx->now)};

    ehoks_schema_validate(asked->output, document, problems);
    ehoks_rules_check(asked->output, &facts, document, problems);
    return problems->total == 0;
}

/* A deleted plan has no parts left to tell of; one that was removed for good
 * has next to nothing, and gets the lists that every plan has. */
static void mark_deleted(apr_pool_t *pool, const ehoks_statistics_t *asked,
                         ehoks_json_t *document, const char *when)
{
    void *i;

    for (i = ehoks_json_first(document); i; i = ehoks_json_next(document, i)) {
        if (ehoks_json_type(ehoks_json_value(i)) == EHOKS_JSON_ARRAY)
            ehoks_json_replace_at(i, document, ehoks_json_new_array(pool));
    }
    ehoks_schema_complete(asked->output, pool, document);
    ehoks_json_set_string(pool, document, "poistettu", when);
}

/* Adds row `row` to the page, or its id to the failed ones. */
static void add_plan(const ehoks_ctx_t *ctx, const ehoks_statistics_t *asked,
                     const ehoks_rows_t *rows, int row, ehoks_buffer_t *page,
                     ehoks_buffer_t *failed)
{
    const char *deleted = ehoks_rows_text(rows, row, 1);
    apr_size_t length;
    const char *text = ehoks_rows_bytes(rows, row, 2, &length);
    ehoks_json_t *document = ehoks_document_parse(ctx, text, length);

    if (!document || !is_sound(ctx, asked, document)) {
        ehoks_buffer_add_text(failed, failed->length ? "," : "");
        ehoks_buffer_add_text(failed, ehoks_rows_text(rows, row, 0));
        return;
    }
    if (deleted)
        mark_deleted(ctx->pool, asked, document, deleted);
    ehoks_schema_redact(asked->statistics, ctx->pool, document);
    text = ehoks_json_write(ctx->pool, document, &length);
    if (page->text[page->length - 1] != '[')
        ehoks_buffer_add_text(page, ",");
    ehoks_buffer_add(page, text, length);
}

const ehoks_err_t *ehoks_statistics_page(const ehoks_ctx_t *ctx,
                                         const ehoks_statistics_t *asked,
                                         const char **text, apr_size_t *length)
{
    const char *values[3];
    const char *last_id;
    ehoks_ctx_t one = *ctx;
    ehoks_rows_t *rows;
    ehoks_buffer_t page;
    ehoks_buffer_t failed;
    const ehoks_err_t *err;
    int row;

    values[0] = apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, asked->from_id);
    values[1] = apr_itoa(ctx->pool, asked->amount);
    values[2] = asked->updated_after;
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_TILASTOSIVU], values, &rows);
    if (err)
        return err;
    ehoks_db_close(ctx);
    last_id = values[0];
    ehoks_buffer_make(&page, ctx->pool);
    ehoks_buffer_add_text(&page, "{\"result\":[");
    ehoks_buffer_make(&failed, ctx->pool);
    apr_pool_create(&one.pool, ctx->pool);
    for (row = 0; row < ehoks_rows_count(rows); row++) {
        last_id = ehoks_rows_text(rows, row, 0);
        add_plan(&one, asked, rows, row, &page, &failed);
        apr_pool_clear(one.pool);
    }
    ehoks_buffer_add_text(&page, "],\"failed-ids\":[");
    ehoks_buffer_add(&page, failed.text, failed.length);
    ehoks_buffer_add_text(&page, "],\"last-id\":");
    ehoks_buffer_add_text(&page, last_id);
    ehoks_buffer_add_text(&page, "}");
    *text = page.text;
    *length = page.length;
    return NULL;
}
