/* What the service holds of a learner; see own_data.h. */
#include "own_data.h"

#include <string.h>

#include <apr_strings.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "document.h"
#include "own_words.h"

static void set_text(const ehoks_ctx_t *ctx, ehoks_json_t *object,
                     const char *key, const char *text)
{
    if (text)
        ehoks_json_set_string(ctx->pool, object, key, text);
}

/* A column of JSON; NULL where it is SQL NULL. */
static ehoks_json_t *json_column(const ehoks_ctx_t *ctx,
                                 const ehoks_rows_t *rows, int row, int column)
{
    apr_size_t length;
    const char *text = ehoks_rows_bytes(rows, row, column, &length);

    return text ? ehoks_document_parse(ctx, text, length) : NULL;
}

/* Columns laji, asiakas, peruste from `first` on, and `own` for whether it was
 * the learner. */
static ehoks_json_t *who(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows,
                         int row, int first, int own)
{
    int is_own = ehoks_rows_boolean(rows, row, own);
    const char *kind = ehoks_rows_text(rows, row, first);
    const char *ground = ehoks_rows_text(rows, row, first + 2);
    ehoks_json_t *value = ehoks_json_new_object(ctx->pool);

    set_text(ctx, value, "laji", kind);
    ehoks_json_set(value, "rooli",
                   ehoks_own_role(ctx->pool, is_own ? "ITSE" : kind));
    set_text(ctx, value, "jarjestelma", ehoks_rows_text(rows, row, first + 1));
    if (ground) {
        ehoks_json_t *organisation = ehoks_json_new_object(ctx->pool);

        set_text(ctx, organisation, "oid", ground);
        ehoks_json_set(value, "organisaatio", organisation);
    }
    return value;
}

/* Columns opiskeluoikeus, tutkinnon nimi, eid, versio from `first` on; NULL
 * when the row is about no plan and no study right. */
static ehoks_json_t *which_plan(const ehoks_ctx_t *ctx,
                                const ehoks_rows_t *rows, int row, int first)
{
    const char *right = ehoks_rows_text(rows, row, first);
    const char *eid = ehoks_rows_text(rows, row, first + 2);
    apr_int64_t version = ehoks_rows_integer(rows, row, first + 3);
    ehoks_json_t *value = ehoks_json_new_object(ctx->pool);

    set_text(ctx, value, "eid", eid);
    set_text(ctx, value, "opiskeluoikeus-oid", right);
    ehoks_json_set(value, "tutkinto-nimi",
                   json_column(ctx, rows, row, first + 1));
    if (version)
        ehoks_json_set(value, "versio",
                       ehoks_json_new_integer(ctx->pool, version));
    return ehoks_json_size(value) > 0 ? value : NULL;
}

/* --- looks ---------------------------------------------------------------------- */

enum {
    VIEW_ID,
    VIEW_AIKA,
    VIEW_LAJI,
    VIEW_ASIAKAS,
    VIEW_PERUSTE,
    VIEW_TOIMINTO,
    VIEW_REITTI,
    VIEW_OPISKELUOIKEUS,
    VIEW_ITSE = VIEW_OPISKELUOIKEUS + 4
};

static ehoks_json_t *view_value(const ehoks_ctx_t *ctx,
                                const ehoks_rows_t *rows, int row)
{
    ehoks_json_t *view = ehoks_json_new_object(ctx->pool);

    set_text(ctx, view, "aika", ehoks_rows_text(rows, row, VIEW_AIKA));
    ehoks_json_set(view, "kuka", who(ctx, rows, row, VIEW_LAJI, VIEW_ITSE));
    ehoks_json_set(view, "mita",
                   ehoks_own_purpose(ctx->pool,
                                     ehoks_rows_text(rows, row, VIEW_TOIMINTO),
                                     ehoks_rows_text(rows, row, VIEW_REITTI)));
    ehoks_json_set(view, "suunnitelma",
                   which_plan(ctx, rows, row, VIEW_OPISKELUOIKEUS));
    return view;
}

const ehoks_err_t *ehoks_own_views(const ehoks_ctx_t *ctx,
                                   const ehoks_own_views_t *asked,
                                   ehoks_json_t **views, const char **next)
{
    const char *values[4];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;
    int i;

    /* One more tells whether there is more. */
    values[0] = ctx->principal->oid;
    values[1] = asked->after;
    values[2] = apr_itoa(ctx->pool, asked->amount + 1);
    values[3] = asked->own ? "true" : "false";
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KATSELUT], values, &rows);
    if (err)
        return err;
    *views = ehoks_json_new_array(ctx->pool);
    *next = NULL;
    for (i = 0; i < ehoks_rows_count(rows) && i < asked->amount; i++)
        ehoks_json_append(*views, view_value(ctx, rows, i));
    if (ehoks_rows_count(rows) > asked->amount)
        *next = ehoks_rows_text(rows, asked->amount - 1, VIEW_ID);
    return NULL;
}

/* --- changes ---------------------------------------------------------------------- */

enum {
    CHANGE_AIKA,
    CHANGE_LAJI,
    CHANGE_ASIAKAS,
    CHANGE_PERUSTE,
    CHANGE_TOIMINTO,
    CHANGE_OPISKELUOIKEUS,
    CHANGE_TUTKINTO,
    CHANGE_EID,
    CHANGE_VERSIO,
    CHANGE_MUUTOKSET,
    CHANGE_ITSE
};

const ehoks_err_t *ehoks_own_visit(const ehoks_ctx_t *ctx, const char **since)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_MERKITSE_KAYNTI],
                     &ctx->principal->oid, &rows);

    *since = err ? NULL : ehoks_rows_text(rows, 0, 0);
    return err;
}

/* A plain value is told; what is a whole part, or only a hash, is not. */
static void set_plain(ehoks_json_t *told, const char *key,
                      const ehoks_json_t *value)
{
    ehoks_json_type_e type = ehoks_json_type(value);
    const char *text = ehoks_json_string(value, NULL);

    if (type != EHOKS_JSON_ABSENT && type != EHOKS_JSON_OBJECT
        && type != EHOKS_JSON_ARRAY
        && !(text && strncmp(text, "sha256:", 7) == 0))
        ehoks_json_set(told, key, (ehoks_json_t *)value);
}

static ehoks_json_t *places(const ehoks_ctx_t *ctx, const ehoks_json_t *schema,
                            const ehoks_json_t *changes)
{
    ehoks_json_t *list = ehoks_json_new_array(ctx->pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(changes); i++) {
        const ehoks_json_t *change = ehoks_json_at(changes, i);
        const char *path = ehoks_json_get_string(change, "path");
        ehoks_json_t *told = ehoks_json_new_object(ctx->pool);

        if (!path)
            continue;
        set_text(ctx, told, "kohta", path);
        ehoks_json_set(told, "paikka",
                       ehoks_own_place(ctx->pool, schema, path));
        set_plain(told, "vanha", ehoks_json_get(change, "oldValue"));
        set_plain(told, "uusi", ehoks_json_get(change, "newValue"));
        ehoks_json_append(list, told);
    }
    return list;
}

const ehoks_err_t *ehoks_own_changes(const ehoks_ctx_t *ctx, const char *since,
                                     int amount, const ehoks_json_t *schema,
                                     ehoks_json_t **changes)
{
    const char *values[3];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;
    int i;

    values[0] = ctx->principal->oid;
    values[1] = since;
    values[2] = apr_itoa(ctx->pool, amount);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OPPIJAN_MUUTOKSET], values,
                       &rows);
    *changes = ehoks_json_new_array(ctx->pool);
    for (i = 0; !err && i < ehoks_rows_count(rows); i++) {
        ehoks_json_t *change = ehoks_json_new_object(ctx->pool);

        set_text(ctx, change, "aika", ehoks_rows_text(rows, i, CHANGE_AIKA));
        ehoks_json_set(change, "kuka",
                       who(ctx, rows, i, CHANGE_LAJI, CHANGE_ITSE));
        ehoks_json_set(
            change, "mita",
            ehoks_own_deed(ctx->pool,
                           ehoks_rows_text(rows, i, CHANGE_TOIMINTO)));
        ehoks_json_set(change, "suunnitelma",
                       which_plan(ctx, rows, i, CHANGE_OPISKELUOIKEUS));
        ehoks_json_set(
            change, "muutokset",
            places(ctx, schema, json_column(ctx, rows, i, CHANGE_MUUTOKSET)));
        ehoks_json_append(*changes, change);
    }
    return err;
}

/* --- all of it -------------------------------------------------------------------- */

const ehoks_err_t *ehoks_own_study_rights(const ehoks_ctx_t *ctx,
                                          ehoks_json_t **rights)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OPPIJAN_OIKEUKSIEN_KOPIOT],
                     &ctx->principal->oid, &rows);
    int i;

    *rights = ehoks_json_new_array(ctx->pool);
    for (i = 0; !err && i < ehoks_rows_count(rows); i++) {
        ehoks_json_t *right = ehoks_json_new_object(ctx->pool);

        set_text(ctx, right, "haettu", ehoks_rows_text(rows, i, 1));
        ehoks_json_set(right, "opiskeluoikeus", json_column(ctx, rows, i, 0));
        ehoks_json_append(*rights, right);
    }
    return err;
}

const ehoks_err_t *ehoks_own_links(const ehoks_ctx_t *ctx, ehoks_json_t **links)
{
    static const char *const names[] = {
        "share-id", "shared-module-uuid", "shared-module-tyyppi",
        "voimassaolo-alku", "voimassaolo-loppu"};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OPPIJAN_JAKOLINKIT],
                     &ctx->principal->oid, &rows);
    int i;

    *links = ehoks_json_new_array(ctx->pool);
    for (i = 0; !err && i < ehoks_rows_count(rows); i++) {
        ehoks_json_t *link = ehoks_json_new_object(ctx->pool);
        int column;

        for (column = 0; column < 5; column++)
            set_text(ctx, link, names[column],
                     ehoks_rows_text(rows, i, column));
        ehoks_json_append(*links, link);
    }
    return err;
}
