/* Calendar feeds: whose they are, and what stands in them. */
#include <string.h>

#include "../core/secret.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "calendar.h"
#include "hoks.h"
#include "matrix.h"
#include "slice.h"
#include "workplace.h"

/* More parts than anybody guides or assesses at a time. */
#define WORKPLACE_MAX 1000

/* What a learner's feed tells of the plan: nobody else's data. */
#define GROUPS                                                                 \
    (EHOKS_SLICE_UNIT | EHOKS_SLICE_PERIOD | EHOKS_SLICE_DEMONSTRATION)

/* --- the feed ------------------------------------------------------------ */

static void fill(ehoks_calendar_t *calendar, const ehoks_rows_t *rows)
{
    memset(calendar, 0, sizeof(*calendar));
    calendar->created = ehoks_rows_text(rows, 0, 0);
    calendar->language = ehoks_rows_text(rows, 0, 1);
    calendar->last_day = ehoks_rows_text(rows, 0, 2);
}

const ehoks_err_t *ehoks_calendar_read(const ehoks_ctx_t *ctx,
                                       ehoks_calendar_t *calendar)
{
    const char *values[] = {ctx->principal->oid,
                            ehoks_hoks_kind_name(ctx->principal->kind)};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KALENTERI], values, &rows);

    if (!err)
        fill(calendar, rows);
    return err;
}

const ehoks_err_t *ehoks_calendar_make(const ehoks_ctx_t *ctx,
                                       const char *language,
                                       ehoks_calendar_t *calendar)
{
    const ehoks_principal_t *who = ctx->principal;
    const char *secret = ehoks_secret_make(ctx->pool);
    const char *values[] = {
        who->oid, ehoks_hoks_kind_name(who->kind),
        ehoks_secret_hash(ctx->pool, secret ? secret : ""),
        who->kind == EHOKS_KIND_TYOPAIKKA ? who->email : NULL, language};
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    if (!secret)
        return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LUO_KALENTERI], values, &rows);
    if (err)
        return err;
    fill(calendar, rows);
    calendar->secret = secret;
    return NULL;
}

const ehoks_err_t *ehoks_calendar_revoke(const ehoks_ctx_t *ctx)
{
    const char *values[] = {ctx->principal->oid,
                            ehoks_hoks_kind_name(ctx->principal->kind)};
    ehoks_rows_t *rows;

    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_POISTA_KALENTERI], values,
                        &rows);
}

const ehoks_err_t *ehoks_calendar_open(const ehoks_ctx_t *ctx,
                                       const char *secret,
                                       const ehoks_principal_t **owner,
                                       const char **language)
{
    const char *hash = ehoks_secret_hash(ctx->pool, secret);
    ehoks_principal_t *found = apr_pcalloc(ctx->pool, sizeof(*found));
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_AVAA_KALENTERI], &hash, &rows);

    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-404", NULL);
    if (err)
        return err;
    found->oid = ehoks_rows_text(rows, 0, 0);
    found->kind = strcmp(ehoks_rows_text(rows, 0, 1), "OPPIJA") == 0
                      ? EHOKS_KIND_OPPIJA
                      : EHOKS_KIND_TYOPAIKKA;
    found->email = ehoks_rows_text(rows, 0, 2);
    found->roles = apr_array_make(ctx->pool, 1, sizeof(ehoks_role_t));
    ehoks_audit_operation(ctx, "read");
    ehoks_audit_detail(ctx, "info", ":calendar-feed");
    *owner = found;
    *language = ehoks_rows_text(rows, 0, 3);
    return NULL;
}

/* --- a workplace's entries ----------------------------------------------- */

static const ehoks_err_t *add_workplace(const ehoks_ctx_t *ctx,
                                        const char *access,
                                        ehoks_workplace_e kind,
                                        apr_array_header_t *entries)
{
    ehoks_workplace_t asked = {kind, access, NULL, WORKPLACE_MAX, 0, 1};
    ehoks_json_t *list = NULL;
    apr_int64_t total;
    const ehoks_err_t *err = ehoks_workplace_read(ctx, &asked, &list, &total);
    apr_size_t i;

    for (i = 0; !err && i < ehoks_json_size(list); i++) {
        const ehoks_json_t *element = ehoks_json_at(list, i);
        ehoks_calendar_entry_t *entry = apr_array_push(entries);

        entry->is_demonstration = kind == EHOKS_WORKPLACE_DEMONSTRATIONS;
        entry->learner = ehoks_json_get_string(element, "oppija-nimi");
        entry->version = ehoks_json_integer(ehoks_json_get(element, "versio"));
        entry->changed = ehoks_json_get_string(element, "muutettu");
        entry->unit = ehoks_json_get(element, "tutkinnon-osa");
        entry->sub_area = ehoks_json_get(element, "osa-alue");
        entry->part = ehoks_json_get(element, entry->is_demonstration
                                                  ? "osaamisen-osoittaminen"
                                                  : "osaamisen-hankkimistapa");
    }
    return err;
}

/* --- a learner's entries -------------------------------------------------- */

/* Adds the periods and demonstrations that stand directly in `place`, which
 * is the unit or one of its sub-areas. `like` tells the rest. */
static void add_parts(const ehoks_json_t *place,
                      const ehoks_calendar_entry_t *like,
                      apr_array_header_t *entries)
{
    static const char *const lists[] = {"osaamisen-hankkimistavat",
                                        "osaamisen-osoittaminen"};
    int which;
    apr_size_t i;

    for (which = 0; which < 2; which++) {
        const ehoks_json_t *list = ehoks_json_get(place, lists[which]);

        for (i = 0; i < ehoks_json_size(list); i++) {
            ehoks_calendar_entry_t *entry = apr_array_push(entries);

            *entry = *like;
            entry->is_demonstration = which;
            entry->part = ehoks_json_at(list, i);
        }
    }
}

static void add_unit(const ehoks_json_t *unit, ehoks_calendar_entry_t *like,
                     apr_array_header_t *entries)
{
    const ehoks_json_t *areas = ehoks_json_get(unit, "osa-alueet");
    apr_size_t i;

    like->unit = unit;
    like->sub_area = NULL;
    add_parts(unit, like, entries);
    for (i = 0; i < ehoks_json_size(areas); i++) {
        like->sub_area = ehoks_json_at(areas, i);
        add_parts(like->sub_area, like, entries);
    }
}

/* Columns of the statement. */
enum { COL_ID, COL_VERSIO, COL_OPISKELUOIKEUS, COL_MUUTETTU, COL_ASIAKIRJA };

static void add_plan(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows, int row,
                     apr_array_header_t *entries)
{
    ehoks_slice_t slice = {NULL, GROUPS};
    ehoks_calendar_entry_t like = {0};
    ehoks_audit_target_t target = {
        ehoks_rows_integer(rows, row, COL_ID),
        (int)ehoks_rows_integer(rows, row, COL_VERSIO), ctx->principal->oid,
        ehoks_rows_text(rows, row, COL_OPISKELUOIKEUS)};
    apr_size_t length;
    const char *text = ehoks_rows_bytes(rows, row, COL_ASIAKIRJA, &length);
    ehoks_json_t *plan = ehoks_slice_cut(
        ctx->pool, ehoks_document_parse(ctx, text, length), &slice);
    void *i;
    apr_size_t n;

    like.version = target.version;
    like.changed = ehoks_rows_text(rows, row, COL_MUUTETTU);
    for (i = ehoks_json_first(plan); i; i = ehoks_json_next(plan, i)) {
        for (n = 0; n < ehoks_json_size(ehoks_json_value(i)); n++)
            add_unit(ehoks_json_at(ehoks_json_value(i), n), &like, entries);
    }
    ehoks_audit_target(ctx, &target);
}

static const ehoks_err_t *add_own(const ehoks_ctx_t *ctx,
                                  apr_array_header_t *entries)
{
    ehoks_relation_t relation = {.kind = ctx->principal->kind, .is_own = 1};
    ehoks_rows_t *rows;
    const ehoks_err_t *err;
    int row;

    if (!ehoks_matrix_allows(EHOKS_ACT_READ, &relation))
        return NULL;
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KALENTERIN_HOKSIT],
                       &ctx->principal->oid, &rows);
    for (row = 0; !err && row < ehoks_rows_count(rows); row++)
        add_plan(ctx, rows, row, entries);
    return err;
}

const ehoks_err_t *ehoks_calendar_entries(const ehoks_ctx_t *ctx,
                                          const char *access,
                                          apr_array_header_t **entries)
{
    const ehoks_err_t *err;

    *entries = apr_array_make(ctx->pool, 16, sizeof(ehoks_calendar_entry_t));
    if (ctx->principal->kind == EHOKS_KIND_OPPIJA)
        return add_own(ctx, *entries);
    err = add_workplace(ctx, access, EHOKS_WORKPLACE_PERIODS, *entries);
    return err ? err
               : add_workplace(ctx, access, EHOKS_WORKPLACE_DEMONSTRATIONS,
                               *entries);
}
