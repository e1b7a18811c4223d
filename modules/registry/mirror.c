/* Finding a copy, or waiting for one; see mirror.h.
 *
 * All that processes must agree on stands in the table: who may ask is who
 * gets the row of varaa_kopio. Everybody else looks again after a moment,
 * without a database connection in between, until the copy is there, the
 * asker has failed, or the time is up.
 */
#include "mirror.h"

#include <string.h>

#include <apr_atomic.h>
#include <apr_hash.h>
#include <apr_strings.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "handles.h"
#include "refresh.h"

/* How long one waits before looking again, from and to. */
#define NAP_FIRST_MS 10
#define NAP_LONGEST_MS 200
/* On top of the time limit of a call: for the writing down. */
#define EXTRA_MS 2000
/* When half of the child's threads wait for registries, the others wait no
 * longer than this, so that one slow registry does not stop everything. */
#define CROWDED_WAIT_MS 2000
/* A registry that failed is not asked in the background for so long. */
#define FAILURE_PAUSE_MS 5000

static apr_uint32_t waiting;      /* requests of this child */
static apr_uint32_t waiting_most; /* of them before it is crowded */

/* Columns of `kopio` and `kopiot`. */
enum {
    COL_ASIAKIRJA,
    COL_VASTATTU,
    COL_HAETTU,
    COL_IKA_MS,
    COL_TUORE,
    COL_HAKU_MS,
    COL_VIRHE_MS,
    COL_VIRHE,
    COL_AVAIN
};

/* What a request wants to know. */
typedef struct {
    ehoks_refresh_t what;
    ehoks_mirror_ages_t ages;
    int elapsed_ms; /* since the request began, at the latest look */
} wish_t;

/* What a look into the table found. */
typedef enum {
    FOUND_FRESH,
    FOUND_STALE,  /* usable, but the registry should be asked */
    FOUND_NOTHING /* or only what is too old */
} found_e;

typedef struct {
    found_e found;
    int is_asked;        /* another is asking right now */
    int failed;          /* the latest call failed, since the request began */
    int failed_just_now; /* …or a few seconds ago */
    const char *failure;
    int age_limit_ms; /* fresh time of what was found */
} look_t;

apr_status_t ehoks_mirror_start(apr_pool_t *child, unsigned threads,
                                ehoks_log_fn *log, void *baton)
{
    apr_atomic_set32(&waiting, 0);
    apr_atomic_set32(&waiting_most, threads > 1 ? threads / 2 : 1);
    return ehoks_refresh_start(child, log, baton);
}

static int milliseconds_since(apr_time_t begin)
{
    apr_interval_time_t passed = apr_time_now() - begin;

    return passed > 0 ? (int)apr_time_as_msec(passed) : 0;
}

static const ehoks_registry_settings_t *registry_of(const wish_t *wish)
{
    return &wish->what.settings
                ->registries[ehoks_kinds[wish->what.kind].registry];
}

/* How long one call may take in all. */
static int call_limit_ms(const wish_t *wish)
{
    return ehoks_registry_total_timeout(registry_of(wish));
}

static int seconds_as_ms(int seconds)
{
    return seconds < APR_INT32_MAX / 1000 ? seconds * 1000 : APR_INT32_MAX;
}

static const char *number(apr_pool_t *pool, int value)
{
    return apr_itoa(pool, value);
}

/* 1 when the column holds a number of milliseconds below `limit`. */
static int is_within(const ehoks_rows_t *rows, int row, int column, int limit)
{
    return ehoks_rows_text(rows, row, column)
           && ehoks_rows_integer(rows, row, column) < limit;
}

/* Reads one row; a missing row (row -1) is nothing found. */
static void read_look(const wish_t *wish, const ehoks_rows_t *rows, int row,
                      look_t *look, ehoks_copy_t *copy)
{
    int usable_ms;

    memset(look, 0, sizeof(*look));
    memset(copy, 0, sizeof(*copy));
    look->found = FOUND_NOTHING;
    look->age_limit_ms = seconds_as_ms(wish->ages.fresh_s);
    if (row < 0)
        return;
    look->is_asked =
        is_within(rows, row, COL_HAKU_MS, call_limit_ms(wish) + EXTRA_MS);
    look->failed = is_within(rows, row, COL_VIRHE_MS, wish->elapsed_ms);
    look->failed_just_now =
        is_within(rows, row, COL_VIRHE_MS, FAILURE_PAUSE_MS);
    look->failure = ehoks_rows_text(rows, row, COL_VIRHE);
    if (!ehoks_rows_boolean(rows, row, COL_VASTATTU))
        return;
    copy->text = ehoks_rows_bytes(rows, row, COL_ASIAKIRJA, &copy->length);
    copy->fetched_at = ehoks_rows_integer(rows, row, COL_HAETTU);
    if (!copy->text)
        look->age_limit_ms = seconds_as_ms(wish->ages.unknown_s);
    usable_ms =
        copy->text ? seconds_as_ms(wish->ages.usable_s) : look->age_limit_ms;
    if (ehoks_rows_boolean(rows, row, COL_TUORE)
        || is_within(rows, row, COL_IKA_MS, look->age_limit_ms)) {
        look->found = FOUND_FRESH;
    }
    else if (is_within(rows, row, COL_IKA_MS, usable_ms)) {
        look->found = FOUND_STALE;
        copy->is_stale = 1;
    }
}

static const ehoks_err_t *look_at(const ehoks_ctx_t *ctx, wish_t *wish,
                                  look_t *look, ehoks_copy_t *copy)
{
    const char *values[3];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    wish->elapsed_ms = milliseconds_since(ctx->now);
    values[0] = number(ctx->pool, wish->elapsed_ms);
    values[1] = ehoks_kinds[wish->what.kind].name;
    values[2] = wish->what.key;
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KOPIO], values, &rows);
    if (!err)
        read_look(wish, rows, ehoks_rows_count(rows) - 1, look, copy);
    return err;
}

/* Takes on asking; `*mine` 1 when nobody else has. `pause_ms`: not if a call
 * failed within that time. */
static const ehoks_err_t *claim(const ehoks_ctx_t *ctx, const wish_t *wish,
                                const look_t *look, int pause_ms, int *mine)
{
    const char *values[] = {ehoks_kinds[wish->what.kind].name,
                            wish->what.key,
                            number(ctx->pool, call_limit_ms(wish) + EXTRA_MS),
                            number(ctx->pool, look->age_limit_ms),
                            number(ctx->pool, wish->elapsed_ms),
                            number(ctx->pool, pause_ms)};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_VARAA_KOPIO], values, &rows);

    *mine = !err && ehoks_rows_count(rows) > 0;
    return err;
}

/* Starts a refresh in the background unless one is under way. The reader has
 * what it needs, so what goes wrong here is nobody's error. */
static void refresh_stale(const ehoks_ctx_t *ctx, const wish_t *wish,
                          const look_t *look)
{
    int mine;

    if (look->is_asked || look->failed_just_now)
        return;
    if (!claim(ctx, wish, look, FAILURE_PAUSE_MS, &mine) && mine
        && !ehoks_refresh_later(ctx, &wish->what))
        ehoks_refresh_give_up(ctx, &wish->what);
}

/* Asks the registry itself. */
static const ehoks_err_t *ask(const ehoks_ctx_t *ctx, const wish_t *wish,
                              int limit_ms, ehoks_copy_t *copy)
{
    memset(copy, 0, sizeof(*copy));
    copy->fetched_at = apr_time_now();
    return ehoks_refresh_run(ctx, &wish->what, limit_ms, &copy->text,
                             &copy->length);
}

static const ehoks_err_t *time_is_up(const ehoks_ctx_t *ctx, const wish_t *wish)
{
    static const ehoks_failure_t failure = {1, 0, NULL, "Timeout was reached"};

    return ehoks_kind_error(ctx, &ehoks_kinds[wish->what.kind], wish->what.key,
                            &failure);
}

static const ehoks_err_t *failed(const ehoks_ctx_t *ctx, const wish_t *wish,
                                 const look_t *look)
{
    ehoks_failure_t failure = ehoks_failure_read(ctx->pool, look->failure);

    return ehoks_kind_error(ctx, &ehoks_kinds[wish->what.kind], wish->what.key,
                            &failure);
}

/* Nothing usable was found: asks, or waits for the one who does. */
static const ehoks_err_t *wait_for(const ehoks_ctx_t *ctx, wish_t *wish,
                                   look_t *look, int limit_ms,
                                   ehoks_copy_t *copy)
{
    apr_time_t begin = apr_time_now();
    int nap_ms = NAP_FIRST_MS;
    const ehoks_err_t *err = NULL;

    for (;;) {
        int mine = 0;

        if (look->failed)
            return failed(ctx, wish, look);
        if (!look->is_asked) {
            err = claim(ctx, wish, look, wish->elapsed_ms, &mine);
            if (err)
                return err;
        }
        if (mine)
            return ask(ctx, wish, limit_ms, copy);
        ehoks_db_close(ctx);
        if (milliseconds_since(begin) >= limit_ms + EXTRA_MS
            || ehoks_handles_stopping(ctx))
            return time_is_up(ctx, wish);
        apr_sleep(apr_time_from_msec(nap_ms));
        nap_ms = nap_ms * 2 < NAP_LONGEST_MS ? nap_ms * 2 : NAP_LONGEST_MS;
        err = look_at(ctx, wish, look, copy);
        if (err || look->found != FOUND_NOTHING)
            return err;
    }
}

static const ehoks_err_t *wait_in_bounds(const ehoks_ctx_t *ctx, wish_t *wish,
                                         look_t *look, ehoks_copy_t *copy)
{
    int limit_ms = call_limit_ms(wish);
    const ehoks_err_t *err;

    if (apr_atomic_inc32(&waiting) >= apr_atomic_read32(&waiting_most)
        && limit_ms > CROWDED_WAIT_MS)
        limit_ms = CROWDED_WAIT_MS;
    err = wait_for(ctx, wish, look, limit_ms, copy);
    apr_atomic_dec32(&waiting);
    return err;
}

static const ehoks_err_t *fulfil(const ehoks_ctx_t *ctx, wish_t *wish,
                                 ehoks_copy_t *copy)
{
    look_t look;
    const ehoks_err_t *err;

    memset(copy, 0, sizeof(*copy));
    if (!ehoks_kind_has_key(&ehoks_kinds[wish->what.kind], wish->what.key))
        return NULL;
    err = look_at(ctx, wish, &look, copy);
    if (err || look.found == FOUND_FRESH)
        return err;
    if (look.found == FOUND_STALE) {
        refresh_stale(ctx, wish, &look);
        return NULL;
    }
    return wait_in_bounds(ctx, wish, &look, copy);
}

static wish_t make_wish(const struct ehoks_mirror_settings_t *settings,
                        ehoks_mirror_e kind, const char *key)
{
    wish_t wish;

    wish.what.settings = settings;
    wish.what.kind = kind;
    wish.what.key = key;
    wish.ages = settings->ages[kind];
    wish.elapsed_ms = 0;
    return wish;
}

const ehoks_err_t *ehoks_mirror_get(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *key, ehoks_copy_t *copy)
{
    wish_t wish = make_wish(settings, kind, key);

    return fulfil(ctx, &wish, copy);
}

const ehoks_err_t *ehoks_mirror_get_for_write(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *key, ehoks_copy_t *copy)
{
    wish_t wish = make_wish(settings, kind, key);

    wish.ages.unknown_s = 0;
    /* The policy is about the study right; its owner follows from it. */
    if (ehoks_kinds[kind].registry == EHOKS_REGISTRY_KOSKI)
        wish.ages.usable_s = settings->study_right_stale_s;
    return fulfil(ctx, &wish, copy);
}

const ehoks_err_t *ehoks_mirror_get_fresh(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *key, int max_age_s, ehoks_copy_t *copy)
{
    wish_t wish = make_wish(settings, kind, key);

    wish.ages.fresh_s = max_age_s;
    wish.ages.usable_s = max_age_s;
    wish.ages.unknown_s = 0;
    return fulfil(ctx, &wish, copy);
}

/* --- several at once ------------------------------------------------------ */

static const ehoks_err_t *look_at_all(const ehoks_ctx_t *ctx, wish_t *wish,
                                      const char *const *keys, int count,
                                      ehoks_rows_t **rows)
{
    ehoks_json_t *list = ehoks_json_new_array(ctx->pool);
    const char *values[3];
    int i;

    for (i = 0; i < count; i++) {
        if (ehoks_kind_has_key(&ehoks_kinds[wish->what.kind], keys[i]))
            ehoks_json_append(list, ehoks_json_new_string(ctx->pool, keys[i]));
    }
    wish->elapsed_ms = milliseconds_since(ctx->now);
    values[0] = number(ctx->pool, wish->elapsed_ms);
    values[1] = ehoks_kinds[wish->what.kind].name;
    values[2] = ehoks_json_write(ctx->pool, list, NULL);
    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KOPIOT], values, rows);
}

/* Serves what is there and starts asking about the rest, side by side. Marks
 * the keys that have to be waited for. */
static void serve_and_start(const ehoks_ctx_t *ctx, wish_t *wish,
                            const char *const *keys, int count,
                            const ehoks_rows_t *rows, ehoks_copy_t *copies,
                            char *missing)
{
    apr_hash_t *places = apr_hash_make(ctx->pool);
    int i;

    for (i = 0; i < ehoks_rows_count(rows); i++)
        apr_hash_set(places, ehoks_rows_text(rows, i, COL_AVAIN),
                     APR_HASH_KEY_STRING, apr_pmemdup(ctx->pool, &i, sizeof i));
    for (i = 0; i < count; i++) {
        const int *row = apr_hash_get(places, keys[i], APR_HASH_KEY_STRING);
        look_t look;

        memset(&copies[i], 0, sizeof(copies[i]));
        if (!ehoks_kind_has_key(&ehoks_kinds[wish->what.kind], keys[i]))
            continue;
        wish->what.key = keys[i];
        read_look(wish, rows, row ? *row : -1, &look, &copies[i]);
        missing[i] = look.found == FOUND_NOTHING;
        if (look.found != FOUND_FRESH)
            refresh_stale(ctx, wish, &look);
    }
}

const ehoks_err_t *ehoks_mirror_get_many(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *const *keys, int count,
    ehoks_copy_t *copies)
{
    wish_t wish = make_wish(settings, kind, "");
    char *missing = apr_pcalloc(ctx->pool, (apr_size_t)count + 1);
    ehoks_rows_t *rows;
    const ehoks_err_t *err = look_at_all(ctx, &wish, keys, count, &rows);
    int i;

    if (err)
        return err;
    serve_and_start(ctx, &wish, keys, count, rows, copies, missing);
    for (i = 0; i < count && !err; i++) {
        if (!missing[i])
            continue;
        wish.what.key = keys[i];
        err = fulfil(ctx, &wish, &copies[i]);
        if (err)
            memset(&copies[i], 0, sizeof(copies[i]));
    }
    /* A registry that fails for one key would fail for the others. */
    for (; i < count; i++) {
        if (missing[i])
            memset(&copies[i], 0, sizeof(copies[i]));
    }
    return err && strcmp(err->code, "E-TIETOKANTA") == 0 ? err : NULL;
}

/* --- the whole mirror ----------------------------------------------------- */

ehoks_json_t *ehoks_copy_json(const ehoks_ctx_t *ctx, const ehoks_copy_t *copy)
{
    /* It was within the limits of an answer when it was kept. */
    const ehoks_json_limits_t limits = {512, APR_SIZE_MAX};

    return copy->text ? ehoks_json_parse(ctx->pool, copy->text, copy->length,
                                         &limits, NULL)
                      : NULL;
}

const ehoks_err_t *ehoks_mirror_size(const ehoks_ctx_t *ctx, apr_int64_t *size)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KOPIOIDEN_MAARA], NULL, &rows);

    *size = err ? 0 : ehoks_rows_integer(rows, 0, 0);
    return err;
}

const ehoks_err_t *ehoks_mirror_clear(const ehoks_ctx_t *ctx)
{
    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_TYHJENNA_KOPIOT], NULL, NULL);
}
