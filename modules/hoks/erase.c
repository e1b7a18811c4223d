/* Erasing contact data from plans and their history; see erase.h. */
#include <string.h>

#include <apr_strings.h>

#include "../core/date.h"
#include "../core/patch.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "document.h"
#include "erase.h"
#include "history.h"
#include "hoks.h"

/* Columns of `yhteystiedot`. */
enum {
    COL_ID,
    COL_VERSIO,
    COL_ASIAKIRJA,
    COL_HISTORIASSA,
    COL_OPISKELUOIKEUS,
    COL_OHJAAJA_ENNEN,
    COL_OPPIJA_ENNEN,
    COL_KOSKEMATON,
    COL_PAATTYNYT,
    COL_TUNTEMATON
};

static int day(const ehoks_rows_t *rows, int row, int column)
{
    return ehoks_date_day(ehoks_rows_text(rows, row, column));
}

static void read_plan(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows, int row,
                      ehoks_erase_plan_t *plan)
{
    apr_size_t length;
    const char *text = ehoks_rows_bytes(rows, row, COL_ASIAKIRJA, &length);

    plan->id = ehoks_rows_integer(rows, row, COL_ID);
    plan->version = (int)ehoks_rows_integer(rows, row, COL_VERSIO);
    plan->document = ehoks_document_parse(ctx, text, length);
    plan->has_history = ehoks_rows_boolean(rows, row, COL_HISTORIASSA);
    plan->opiskeluoikeus_oid = ehoks_rows_text(rows, row, COL_OPISKELUOIKEUS);
    plan->ohjaaja_before = day(rows, row, COL_OHJAAJA_ENNEN);
    plan->oppija_before = day(rows, row, COL_OPPIJA_ENNEN);
    plan->is_untouched = ehoks_rows_boolean(rows, row, COL_KOSKEMATON);
    plan->right_ended = day(rows, row, COL_PAATTYNYT);
    plan->unknown_since = day(rows, row, COL_TUNTEMATON);
}

const ehoks_err_t *ehoks_erase_find(const ehoks_ctx_t *ctx,
                                    const ehoks_erase_t *what, int limit,
                                    apr_array_header_t **plans)
{
    const char *values[] = {what->ohjaaja, what->oppija, what->again,
                            apr_itoa(ctx->pool, limit)};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_YHTEYSTIEDOT], values, &rows);
    int row;

    *plans = apr_array_make(ctx->pool, limit, sizeof(ehoks_erase_plan_t));
    for (row = 0; !err && row < ehoks_rows_count(rows); row++)
        read_plan(ctx, rows, row, apr_array_push(*plans));
    return err;
}

/* --- the history ------------------------------------------------------------ */

/* A walk through the versions of a plan, before and after. */
typedef struct {
    const ehoks_ctx_t *ctx;
    const ehoks_erase_t *what;
    const ehoks_erase_plan_t *plan;
    int oppija;
    ehoks_json_t *before; /* the version as it was */
    ehoks_json_t *after;  /* the version as it will be */
    ehoks_json_t *rows;   /* versions to be replaced */
    int keeps;            /* some version keeps contact data */
} walk_t;

/* The version of a row as it was, made of the one before it. */
static ehoks_json_t *version_of(const walk_t *walk, const ehoks_rows_t *rows,
                                int row)
{
    apr_size_t length;
    const char *text = ehoks_rows_bytes(rows, row, 2, &length);
    ehoks_json_t *patch;

    if (text)
        return ehoks_document_parse(walk->ctx, text, length);
    text = ehoks_rows_bytes(rows, row, 1, &length);
    patch = text ? ehoks_document_parse(walk->ctx, text, length) : NULL;
    return walk->before && patch
               ? ehoks_patch_apply(walk->ctx->pool, walk->before, patch)
               : NULL;
}

/* The row that takes the place of one whose version is now `after`; nothing
 * when it says the same as before. */
static void replace_row(walk_t *walk, const ehoks_rows_t *rows, int row,
                        const ehoks_json_t *after)
{
    apr_pool_t *pool = walk->ctx->pool;
    const char *old_change = ehoks_rows_text(rows, row, 1);
    const char *old_snapshot = ehoks_rows_text(rows, row, 2);
    const char *change = NULL;
    const char *snapshot = NULL;
    ehoks_json_t *entry;

    if (old_change)
        change = ehoks_json_write(
            pool, ehoks_patch_diff(pool, walk->after, after), NULL);
    if (old_snapshot)
        snapshot = ehoks_json_write(pool, after, NULL);
    if ((!change || strcmp(change, old_change) == 0)
        && (!snapshot || strcmp(snapshot, old_snapshot) == 0))
        return;
    entry = ehoks_json_new_object(pool);
    ehoks_json_set(
        entry, "versio",
        ehoks_json_new_integer(pool, ehoks_rows_integer(rows, row, 0)));
    if (change)
        ehoks_json_set_string(pool, entry, "muutos", change);
    if (snapshot)
        ehoks_json_set_string(pool, entry, "asiakirja", snapshot);
    ehoks_json_append(walk->rows, entry);
}

/* Goes through all versions; 0 when they do not fit together. */
static int walk_history(walk_t *walk, const ehoks_rows_t *rows)
{
    apr_pool_t *pool = walk->ctx->pool;
    int row;

    for (row = 0; row < ehoks_rows_count(rows); row++) {
        ehoks_json_t *before = version_of(walk, rows, row);
        ehoks_json_t *after;

        if (!before)
            return 0;
        after = ehoks_json_copy(pool, before);
        (void)ehoks_erase_from(pool, walk->plan, walk->what->output,
                               walk->oppija, after, NULL);
        replace_row(walk, rows, row, after);
        walk->before = before;
        walk->after = after;
        if (row < ehoks_rows_count(rows) - 1
            && ehoks_erase_has_contacts(walk->what->output, after))
            walk->keeps = 1;
    }
    return walk->before && ehoks_json_equal(walk->before, walk->plan->document);
}

/* Whether the history has gone on since the plan was read. */
static int was_changed_meanwhile(const ehoks_erase_plan_t *plan,
                                 const ehoks_rows_t *rows)
{
    return ehoks_rows_integer(rows, ehoks_rows_count(rows) - 1, 0)
           > plan->version;
}

/* --- one plan ---------------------------------------------------------------- */

static const char *id_text(const ehoks_ctx_t *ctx,
                           const ehoks_erase_plan_t *plan)
{
    return apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, plan->id);
}

/* Nothing to erase: notes the look. `keeps` -1: not known. `is_there` (NULL:
 * never mind) tells whether there still is such a plan. */
static const ehoks_err_t *mark(const ehoks_ctx_t *ctx,
                               const ehoks_erase_plan_t *plan, int keeps,
                               int *is_there)
{
    const char *values[2];
    const ehoks_err_t *err;
    ehoks_rows_t *rows;

    values[0] = id_text(ctx, plan);
    values[1] = keeps < 0 ? NULL : keeps ? "true" : "false";
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_MERKITSE_TARKISTETUKSI],
                       values, &rows);
    if (!err && is_there)
        *is_there = ehoks_rows_count(rows) > 0;
    return err;
}

/* The history cannot be gone through: something is wrong with it, unless the
 * plan was changed or removed for good meanwhile. */
static const ehoks_err_t *leave(const ehoks_ctx_t *ctx,
                                const ehoks_erase_plan_t *plan,
                                const ehoks_rows_t *rows)
{
    int is_there = 0;
    const ehoks_err_t *err = mark(ctx, plan, -1, &is_there);

    if (is_there && !was_changed_meanwhile(plan, rows))
        ehoks_log(ctx, EHOKS_LOG_WARNING, APR_SUCCESS, "EH0300",
                  "contact data of plan %s is not erased: its history does "
                  "not fit together; run make history-verify",
                  id_text(ctx, plan));
    return err;
}

/* Adds what the statement erased: the numbers stand in array text. */
static void add_erased(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows,
                       const ehoks_erase_plan_t *plan, int oppija_erased,
                       ehoks_erased_t *erased)
{
    const char *text = ehoks_rows_text(rows, 0, 1);
    char *copy = apr_pstrdup(ctx->pool, text ? text : "");
    char *state;
    char *part;

    for (part = apr_strtok(copy, "{,}", &state); part;
         part = apr_strtok(NULL, "{,}", &state))
        APR_ARRAY_PUSH(erased->jaksot, const char *) = part;
    if (oppija_erased)
        APR_ARRAY_PUSH(erased->hoksit, apr_int64_t) = plan->id;
}

static const ehoks_err_t *store(const walk_t *walk, int is_new_version,
                                const ehoks_json_t *periods,
                                ehoks_erased_t *erased)
{
    const ehoks_ctx_t *ctx = walk->ctx;
    const ehoks_erase_plan_t *plan = walk->plan;
    const ehoks_principal_t *who = ctx->principal;
    const char *text = ehoks_json_write(ctx->pool, walk->after, NULL);
    int next = plan->version + 1;
    int had_learners = ehoks_json_get(plan->document, "sahkoposti")
                       || ehoks_json_get(plan->document, "puhelinnumero");
    const char *values[] = {
        id_text(ctx, plan),
        apr_itoa(ctx->pool, plan->version),
        text,
        is_new_version ? "1" : "0",
        walk->keeps ? "true" : "false",
        ehoks_json_write(ctx->pool, periods, NULL),
        next % EHOKS_HISTORY_SNAPSHOT_EVERY == 0 ? text : NULL,
        ehoks_json_write(ctx->pool, walk->rows, NULL),
        walk->oppija ? "true" : "false",
        who ? who->oid : NULL,
        who ? ehoks_hoks_kind_name(who->kind) : "JARJESTELMA",
        who && who->kind == EHOKS_KIND_PALVELU ? who->name : NULL,
        ctx->request_id};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_PYYHI], values, &rows);

    if (!err && ehoks_rows_count(rows) == 1)
        add_erased(ctx, rows, plan, walk->oppija && had_learners, erased);
    return err;
}

const ehoks_err_t *ehoks_erase_run(const ehoks_ctx_t *ctx,
                                   const ehoks_erase_t *what,
                                   const ehoks_erase_plan_t *plan, int oppija,
                                   ehoks_erased_t *erased)
{
    walk_t walk = {ctx, what, plan, oppija, NULL, NULL, NULL, 0};
    ehoks_json_t *periods = ehoks_json_new_array(ctx->pool);
    ehoks_json_t *newest = ehoks_json_copy(ctx->pool, plan->document);
    int is_due = ehoks_erase_from(ctx->pool, plan, what->output, oppija, newest,
                                  periods);
    const char *id = id_text(ctx, plan);
    const ehoks_err_t *err;
    ehoks_rows_t *rows;

    if (!is_due && !plan->has_history)
        return mark(ctx, plan, -1, NULL);
    walk.rows = ehoks_json_new_array(ctx->pool);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KOKO_HISTORIA], &id, &rows);
    if (err)
        return err;
    if (!walk_history(&walk, rows))
        return leave(ctx, plan, rows);
    if (!is_due && ehoks_json_size(walk.rows) == 0)
        return mark(ctx, plan, walk.keeps, NULL);
    return store(&walk, is_due, periods, erased);
}
