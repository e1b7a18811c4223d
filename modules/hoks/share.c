/* Shares as their owner handles them. */
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../core/date.h"
#include "../core/pin.h"
#include "../core/secret.h"
#include "../core/text.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "hoks.h"
#include "share.h"
#include "share_content.h"
#include "share_plans.h"
#include "slice.h"

/* A share that names no last day ends so many days after its first. */
#define DEFAULT_DAYS 30
#define MOST_YEARS 1

/* --- what was asked ------------------------------------------------------- */

static const char *day_text(apr_pool_t *pool, int day)
{
    return apr_psprintf(pool, "%04d-%02d-%02d", day / 10000, day / 100 % 100,
                        day % 100);
}

static void tell(ehoks_problems_t *problems, const char *pointer,
                 const char *code)
{
    ehoks_problem_t problem = {0};

    problem.pointer = pointer;
    problem.code = code;
    ehoks_problems_add(problems, &problem);
}

static const ehoks_err_t *error_of(const ehoks_ctx_t *ctx,
                                   const ehoks_problems_t *problems,
                                   const ehoks_json_t *body)
{
    return problems->total
               ? ehoks_err_invalid(ctx->pool, "body-params", problems, body)
               : NULL;
}

/* The last day is not before the first nor before today, and at most a year
 * after the first; the first comes within a year. */
static void check_days(const ehoks_ctx_t *ctx, int first, int last,
                       ehoks_problems_t *problems)
{
    int today = ehoks_date_today(ctx->now);

    if (last < first)
        tell(problems, "/voimassaolo-loppu", "JAKO-1");
    else if (last < today)
        tell(problems, "/voimassaolo-loppu", "JAKO-2");
    else if (last > ehoks_date_add_years(first, MOST_YEARS))
        tell(problems, "/voimassaolo-loppu", "JAKO-3");
    if (first > ehoks_date_add_years(today, MOST_YEARS))
        tell(problems, "/voimassaolo-alku", "JAKO-3");
}

/* Module-ids in small letters, as the documents have them. */
static void lower_parts(apr_pool_t *pool, const ehoks_json_t *target)
{
    ehoks_json_t *parts = ehoks_json_get(target, "moduulit");
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(parts); i++) {
        char *text =
            apr_pstrdup(pool, ehoks_json_string(ehoks_json_at(parts, i), NULL));
        char *at;

        for (at = text; *at; at++)
            *at = apr_tolower(*at);
        ehoks_json_set_element(parts, i, ehoks_json_new_string(pool, text));
    }
}

static void check_targets(const ehoks_ctx_t *ctx, const ehoks_json_t *targets,
                          ehoks_problems_t *problems)
{
    apr_size_t i;
    apr_size_t k;

    for (i = 0; i < ehoks_json_size(targets); i++) {
        const ehoks_json_t *target = ehoks_json_at(targets, i);
        const char *eid = ehoks_json_get_string(target, "hoks-eid");

        lower_parts(ctx->pool, target);
        for (k = 0; k < i; k++) {
            if (strcmp(eid, ehoks_json_get_string(ehoks_json_at(targets, k),
                                                  "hoks-eid"))
                == 0) {
                tell(problems,
                     apr_psprintf(ctx->pool,
                                  "/kohteet/%" APR_SIZE_T_FMT "/hoks-eid", i),
                     "JAKO-4");
                break;
            }
        }
    }
}

/* Puts in what the body left out, and checks the rest. */
static const ehoks_err_t *complete(const ehoks_ctx_t *ctx, ehoks_json_t *body)
{
    ehoks_problems_t *problems = ehoks_problems_make(ctx->pool);
    const char *first = ehoks_json_get_string(body, "voimassaolo-alku");
    const char *last = ehoks_json_get_string(body, "voimassaolo-loppu");

    if (!first) {
        first = day_text(ctx->pool, ehoks_date_today(ctx->now));
        ehoks_json_set_string(ctx->pool, body, "voimassaolo-alku", first);
    }
    if (!last) {
        last = day_text(ctx->pool, ehoks_date_add_days(ehoks_date_day(first),
                                                       DEFAULT_DAYS));
        ehoks_json_set_string(ctx->pool, body, "voimassaolo-loppu", last);
    }
    if (!ehoks_json_get(body, "sisalto"))
        ehoks_json_set(body, "sisalto",
                       ehoks_share_proposal(ctx->pool, ehoks_json_get_string(
                                                           body, "tarkoitus")));
    check_days(ctx, ehoks_date_day(first), ehoks_date_day(last), problems);
    check_targets(ctx, ehoks_json_get(body, "kohteet"), problems);
    return error_of(ctx, problems, body);
}

/* E-JAKO-KOHDE unless all that the body names was found. */
static const ehoks_err_t *check_found(const ehoks_ctx_t *ctx,
                                      const ehoks_json_t *body,
                                      const apr_array_header_t *plans)
{
    int found =
        plans->nelts == (int)ehoks_json_size(ehoks_json_get(body, "kohteet"));
    apr_size_t k;
    int i;

    for (i = 0; i < plans->nelts && found; i++) {
        const ehoks_share_plan_t *plan =
            &APR_ARRAY_IDX(plans, i, ehoks_share_plan_t);

        for (k = 0; k < ehoks_json_size(plan->parts) && found; k++)
            found =
                ehoks_slice_part(
                    ctx->pool, plan->document,
                    ehoks_json_string(ehoks_json_at(plan->parts, k), NULL), 0)
                != NULL;
    }
    return found ? NULL : ehoks_err_make(ctx->pool, "E-JAKO-KOHDE", NULL);
}

/* Reads the plans that the body names, all of them the caller's own. */
static const ehoks_err_t *read_plans(const ehoks_ctx_t *ctx, ehoks_json_t *body,
                                     ehoks_share_t *share)
{
    const char *values[2];
    ehoks_rows_t *rows;
    const ehoks_err_t *err = complete(ctx, body);

    if (err)
        return err;
    values[0] =
        ehoks_json_write(ctx->pool, ehoks_json_get(body, "kohteet"), NULL);
    values[1] = ctx->principal->oid;
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_JAETTAVAT_HOKSIT], values,
                       &rows);
    if (err)
        return err;
    share->purpose = ehoks_json_get_string(body, "tarkoitus");
    share->contents = ehoks_json_get(body, "sisalto");
    share->first_day = ehoks_json_get_string(body, "voimassaolo-alku");
    share->last_day = ehoks_json_get_string(body, "voimassaolo-loppu");
    err = ehoks_share_take(ctx, rows, 0, share);
    return err ? err : check_found(ctx, body, share->plans);
}

/* --- making --------------------------------------------------------------- */

/* Who does it, as the statements of this file take it: five values. */
static void fill_who(const ehoks_ctx_t *ctx, const char **values)
{
    values[0] = ctx->principal->oid;
    values[1] = ehoks_hoks_kind_name(ctx->principal->kind);
    values[2] = ctx->address;
    values[3] = ctx->user_agent;
    values[4] = ctx->request_id;
}

static const char *flag(const ehoks_json_t *value)
{
    return ehoks_json_is_true(value) ? "true" : "false";
}

static const ehoks_err_t *store(const ehoks_ctx_t *ctx,
                                const ehoks_json_t *body, const char *id,
                                const char *secret)
{
    const char *pin = ehoks_json_get_string(body, "pin");
    const ehoks_json_t *most = ehoks_json_get(body, "kayttokerrat");
    const char *values[16];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    values[0] = id;
    values[1] = ehoks_secret_hash(ctx->pool, secret);
    values[2] = ehoks_json_get_string(body, "tarkoitus");
    values[3] =
        ehoks_json_write(ctx->pool, ehoks_json_get(body, "sisalto"), NULL);
    values[4] = ehoks_json_get_string(body, "nimi");
    values[5] = ehoks_json_get_string(body, "voimassaolo-alku");
    values[6] = ehoks_json_get_string(body, "voimassaolo-loppu");
    values[7] = most ? apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT,
                                    ehoks_json_integer(most))
                     : NULL;
    ehoks_db_close(ctx); /* hashing is slow on purpose */
    values[8] = pin ? ehoks_pin_hash(ctx->pool, pin) : NULL;
    values[9] = flag(ehoks_json_get(body, "vaatii-kirjautumisen"));
    values[10] =
        ehoks_json_write(ctx->pool, ehoks_json_get(body, "kohteet"), NULL);
    fill_who(ctx, values + 11);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LUO_JAKO], values, &rows);
    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-JAKO-MONTA", NULL);
    if (!err)
        ehoks_audit_written(ctx);
    return err;
}

const ehoks_err_t *ehoks_share_create(const ehoks_ctx_t *ctx,
                                      ehoks_json_t *body, const char **id,
                                      const char **secret)
{
    ehoks_share_t share = {0};
    const ehoks_err_t *err = read_plans(ctx, body, &share);

    *id = ehoks_text_uuid(ctx->pool);
    *secret = ehoks_secret_make(ctx->pool);
    if (!err && !*secret)
        err = ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    return err ? err : store(ctx, body, *id, *secret);
}

const ehoks_err_t *ehoks_share_preview(const ehoks_ctx_t *ctx,
                                       ehoks_json_t *body, ehoks_json_t **view)
{
    ehoks_share_t share = {0};
    const ehoks_err_t *err = read_plans(ctx, body, &share);

    ehoks_audit_operation(ctx, "read");
    if (!err)
        *view = ehoks_share_view(ctx->pool, &share, ehoks_date_today(ctx->now));
    return err;
}

const ehoks_err_t *ehoks_share_look(const ehoks_ctx_t *ctx, const char *id,
                                    ehoks_json_t **view)
{
    const char *values[] = {id, ctx->principal->oid};
    ehoks_share_t share = {0};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_JAETUT_HOKSIT], values, &rows);

    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-404", NULL);
    if (!err)
        err = ehoks_share_take(ctx, rows, 1, &share);
    if (!err)
        *view = ehoks_share_view(ctx->pool, &share, ehoks_date_today(ctx->now));
    return err;
}

/* --- reading -------------------------------------------------------------- */

/* Columns of the statement that reads shares. */
enum {
    COL_ID,
    COL_TARKOITUS,
    COL_SISALTO,
    COL_NIMI,
    COL_ALKU,
    COL_LOPPU,
    COL_ENINTAAN,
    COL_KAYTETTY,
    COL_PIN,
    COL_KIRJAUTUMINEN,
    COL_LUOTU,
    COL_PERUTTU,
    COL_VIIMEKSI,
    COL_KOHTEET,
    COL_VAARIA
};

/* How a share stands today, in a word. */
static const char *state_of(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows,
                            int row)
{
    int today = ehoks_date_today(ctx->now);

    if (ehoks_rows_text(rows, row, COL_PERUTTU))
        return "peruttu";
    if (ehoks_date_day(ehoks_rows_text(rows, row, COL_LOPPU)) < today)
        return "paattynyt";
    if (ehoks_rows_text(rows, row, COL_ENINTAAN)
        && ehoks_rows_integer(rows, row, COL_KAYTETTY)
               >= ehoks_rows_integer(rows, row, COL_ENINTAAN))
        return "kaytetty";
    if (ehoks_date_day(ehoks_rows_text(rows, row, COL_ALKU)) > today)
        return "tuleva";
    return "voimassa";
}

static ehoks_json_t *share_value(const ehoks_ctx_t *ctx,
                                 const ehoks_rows_t *rows, int row)
{
    static const struct {
        const char *key;
        int column;
    } texts[] = {
        {"id", COL_ID},           {"tarkoitus", COL_TARKOITUS},
        {"nimi", COL_NIMI},       {"voimassaolo-alku", COL_ALKU},
        {"luotu", COL_LUOTU},     {"voimassaolo-loppu", COL_LOPPU},
        {"peruttu", COL_PERUTTU}, {"viimeksi-avattu", COL_VIIMEKSI},
    };
    apr_pool_t *pool = ctx->pool;
    ehoks_json_t *share = ehoks_json_new_object(pool);
    apr_size_t i;

    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *text = ehoks_rows_text(rows, row, texts[i].column);

        if (text)
            ehoks_json_set_string(pool, share, texts[i].key, text);
    }
    ehoks_json_set_string(pool, share, "tila", state_of(ctx, rows, row));
    ehoks_json_set(share, "sisalto",
                   ehoks_share_column(ctx, rows, row, COL_SISALTO));
    if (ehoks_rows_text(rows, row, COL_ENINTAAN))
        ehoks_json_set(share, "kayttokerrat",
                       ehoks_json_new_integer(
                           pool, ehoks_rows_integer(rows, row, COL_ENINTAAN)));
    ehoks_json_set(share, "kaytetty",
                   ehoks_json_new_integer(
                       pool, ehoks_rows_integer(rows, row, COL_KAYTETTY)));
    ehoks_json_set(
        share, "kysyy-pin",
        ehoks_json_new_boolean(ehoks_rows_boolean(rows, row, COL_PIN)));
    if (ehoks_rows_boolean(rows, row, COL_PIN))
        ehoks_json_set(share, "vaaria-pineja",
                       ehoks_json_new_integer(
                           pool, ehoks_rows_integer(rows, row, COL_VAARIA)));
    ehoks_json_set(share, "vaatii-kirjautumisen",
                   ehoks_json_new_boolean(
                       ehoks_rows_boolean(rows, row, COL_KIRJAUTUMINEN)));
    ehoks_json_set(share, "kohteet",
                   ehoks_share_column(ctx, rows, row, COL_KOHTEET));
    return share;
}

/* The caller's shares, or only the one called `id`. */
static const ehoks_err_t *read_rows(const ehoks_ctx_t *ctx, const char *id,
                                    ehoks_rows_t **rows)
{
    const char *values[] = {ctx->principal->oid, id};
    ehoks_audit_target_t learner = {0};
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OMAT_JAOT], values, rows);

    if (!err && id && ehoks_rows_count(*rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-404", NULL);
    learner.oppija_oid = ctx->principal->oid;
    if (!err)
        ehoks_audit_target(ctx, &learner);
    return err;
}

const ehoks_err_t *ehoks_share_list(const ehoks_ctx_t *ctx,
                                    ehoks_json_t **shares)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err = read_rows(ctx, NULL, &rows);
    int i;

    if (err)
        return err;
    *shares = ehoks_json_new_array(ctx->pool);
    for (i = 0; i < ehoks_rows_count(rows); i++)
        ehoks_json_append(*shares, share_value(ctx, rows, i));
    return NULL;
}

static ehoks_json_t *use_value(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows,
                               int row)
{
    static const char *const texts[] = {"aika", "verkko", "laji", "nimi"};
    ehoks_json_t *use = ehoks_json_new_object(ctx->pool);
    int i;

    for (i = 0; i < 4; i++) {
        const char *text = ehoks_rows_text(rows, row, i);

        if (text)
            ehoks_json_set_string(ctx->pool, use, texts[i], text);
    }
    ehoks_json_set(use, "organisaatiot", ehoks_share_column(ctx, rows, row, 4));
    return use;
}

const ehoks_err_t *ehoks_share_read(const ehoks_ctx_t *ctx, const char *id,
                                    ehoks_json_t **share)
{
    ehoks_json_t *uses = ehoks_json_new_array(ctx->pool);
    ehoks_rows_t *rows;
    const ehoks_err_t *err = read_rows(ctx, id, &rows);
    int i;

    if (err)
        return err;
    *share = share_value(ctx, rows, 0);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_JAON_KAYTOT], &id, &rows);
    for (i = 0; !err && i < ehoks_rows_count(rows); i++)
        ehoks_json_append(uses, use_value(ctx, rows, i));
    ehoks_json_set(*share, "kaytot", uses);
    return err;
}

/* --- changing ------------------------------------------------------------- */

/* `last_day` NULL revokes. */
static const ehoks_err_t *change(const ehoks_ctx_t *ctx, const char *id,
                                 const char *last_day)
{
    const char *values[7];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    values[0] = id;
    values[1] = last_day;
    fill_who(ctx, values + 2);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_MUUTA_JAKO], values, &rows);
    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-404", NULL);
    if (!err)
        ehoks_audit_written(ctx);
    return err;
}

const ehoks_err_t *ehoks_share_change(const ehoks_ctx_t *ctx, const char *id,
                                      const ehoks_json_t *body)
{
    ehoks_problems_t *problems = ehoks_problems_make(ctx->pool);
    const char *last_day = ehoks_json_get_string(body, "voimassaolo-loppu");
    ehoks_rows_t *rows;
    const ehoks_err_t *err = read_rows(ctx, id, &rows);

    if (err)
        return err;
    if (ehoks_rows_text(rows, 0, COL_PERUTTU))
        return ehoks_err_make(ctx->pool, "E-JAKO-PERUTTU", NULL);
    check_days(ctx, ehoks_date_day(ehoks_rows_text(rows, 0, COL_ALKU)),
               ehoks_date_day(last_day), problems);
    err = error_of(ctx, problems, body);
    return err ? err : change(ctx, id, last_day);
}

const ehoks_err_t *ehoks_share_revoke(const ehoks_ctx_t *ctx, const char *id)
{
    return change(ctx, id, NULL);
}
