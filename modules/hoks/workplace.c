/* Plans as people at workplaces see them: one part each, cut out. */
#include <apr_strings.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "document.h"
#include "matrix.h"
#include "slice.h"
#include "workplace.h"

/* Columns of the statements. */
enum {
    COL_MAARA,
    COL_ID,
    COL_VERSIO,
    COL_OPPIJA,
    COL_OPISKELUOIKEUS,
    COL_NIMI,
    COL_MODUULI,
    COL_TILA,
    COL_ASTI,
    COL_MUUTETTU,
    COL_ASIAKIRJA
};

/* What each kind of part is: how it is found, by which row of the matrix, and
 * what of it comes out. An instructor learns nothing of who else is named, an
 * assessor sees who assesses together with them. */
static const struct {
    ehoks_sql_e statement;
    ehoks_act_e act;
    unsigned groups;
    const char *key;
} kinds[] = {
    {EHOKS_SQL_OHJAAJAN_JAKSOT, EHOKS_ACT_READ_PERIOD,
     EHOKS_SLICE_UNIT | EHOKS_SLICE_PERIOD | EHOKS_SLICE_DEVIATIONS,
     "osaamisen-hankkimistapa"},
    {EHOKS_SQL_ARVIOIJAN_NAYTOT, EHOKS_ACT_READ_DEMONSTRATION,
     EHOKS_SLICE_UNIT | EHOKS_SLICE_DEMONSTRATION | EHOKS_SLICE_ASSESSORS
         | EHOKS_SLICE_DEVIATIONS,
     "osaamisen-osoittaminen"},
};

/* The statements find only what stands so to the caller. */
static int may_read(const ehoks_ctx_t *ctx, const ehoks_workplace_t *asked)
{
    ehoks_relation_t relation = {0};

    relation.kind = ctx->principal->kind;
    relation.is_instructor = ctx->principal->email != NULL;
    relation.is_assessor = 1;
    return ehoks_matrix_allows(kinds[asked->kind].act, &relation);
}

/* Adds what of the row's plan comes out; 0 when the part is not in it. The
 * whole document lives in a pool of its own meanwhile. */
static int add_part(const ehoks_ctx_t *ctx, const ehoks_workplace_t *asked,
                    const ehoks_rows_t *rows, int row, ehoks_json_t *element)
{
    apr_size_t length;
    const char *text = ehoks_rows_bytes(rows, row, COL_ASIAKIRJA, &length);
    ehoks_slice_path_t path;
    ehoks_ctx_t one = *ctx;
    ehoks_json_t *cut;

    apr_pool_create(&one.pool, ctx->pool);
    cut = ehoks_slice_part(ctx->pool, ehoks_document_parse(&one, text, length),
                           ehoks_rows_text(rows, row, COL_MODUULI),
                           kinds[asked->kind].groups);
    apr_pool_destroy(one.pool);
    if (!cut || !ehoks_slice_follow(cut, &path))
        return 0;
    ehoks_json_set(element, "tutkinnon-osa", path.unit);
    ehoks_json_set(element, "osa-alue", path.sub_area);
    ehoks_json_set(element, kinds[asked->kind].key, path.part);
    return 1;
}

static void add_element(const ehoks_ctx_t *ctx, const ehoks_workplace_t *asked,
                        const ehoks_rows_t *rows, int row, ehoks_json_t *list)
{
    static const struct {
        const char *key;
        int column;
    } texts[] = {{"module-id", COL_MODUULI},
                 {"tila", COL_TILA},
                 {"nakyvissa-asti", COL_ASTI},
                 {"oppija-nimi", COL_NIMI}};
    ehoks_json_t *element = ehoks_json_new_object(ctx->pool);
    ehoks_audit_target_t target = {
        ehoks_rows_integer(rows, row, COL_ID),
        (int)ehoks_rows_integer(rows, row, COL_VERSIO),
        ehoks_rows_text(rows, row, COL_OPPIJA),
        ehoks_rows_text(rows, row, COL_OPISKELUOIKEUS)};
    apr_size_t i;

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        ehoks_json_set_string(ctx->pool, element, texts[i].key,
                              ehoks_rows_text(rows, row, texts[i].column));
    if (asked->with_version) {
        ehoks_json_set(element, "versio",
                       ehoks_json_new_integer(ctx->pool, target.version));
        ehoks_json_set_string(ctx->pool, element, "muutettu",
                              ehoks_rows_text(rows, row, COL_MUUTETTU));
    }
    if (!add_part(ctx, asked, rows, row, element))
        return;
    ehoks_json_append(list, element);
    ehoks_audit_target(ctx, &target);
}

const ehoks_err_t *ehoks_workplace_read(const ehoks_ctx_t *ctx,
                                        const ehoks_workplace_t *asked,
                                        ehoks_json_t **list, apr_int64_t *total)
{
    const char *values[] = {
        asked->kind == EHOKS_WORKPLACE_PERIODS ? ctx->principal->email
                                               : ctx->principal->oid,
        asked->access, asked->module_id,
        apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, asked->rows),
        apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, asked->offset)};
    ehoks_rows_t *rows;
    const ehoks_err_t *err;
    int row;

    *list = ehoks_json_new_array(ctx->pool);
    *total = 0;
    if (!may_read(ctx, asked))
        return NULL;
    err = ehoks_db_run(ctx, &ehoks_sql[kinds[asked->kind].statement], values,
                       &rows);
    if (err)
        return err;
    ehoks_db_close(ctx);
    if (asked->module_id)
        ehoks_audit_detail(ctx, "moduuliId", asked->module_id);
    *total = ehoks_rows_integer(rows, 0, COL_MAARA);
    for (row = 0; row < ehoks_rows_count(rows); row++) {
        if (ehoks_rows_text(rows, row, COL_ID))
            add_element(ctx, asked, rows, row, *list);
    }
    return NULL;
}
