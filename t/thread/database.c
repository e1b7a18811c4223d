/* Statements over a pool that is smaller than the crowd, and the buffer of
 * audit rows with its writer. */
#include <stdio.h>
#include <string.h>

#include <apr_atomic.h>
#include <apr_strings.h>

#include "../../modules/core/json.h"
#include "../../modules/db/db.h"
#include "../../modules/db/rows.h"
#include "../../modules/db/sql.h"
#include "../../modules/hoks/audit_buffer.h"
#include "child.h"

/* --- statements ---------------------------------------------------------------- */

static apr_uint32_t refused;

static void begin_statements(apr_pool_t *pool)
{
    (void)pool;
    apr_atomic_set32(&refused, 0);
    child_start(0);
}

/* Some do not wait, and are refused; some leave the connection to the pool's
 * cleanup. Rows are read after the connection has gone to another thread. */
static void run_statements(worker_t *worker)
{
    ehoks_rows_t *rows = NULL;
    const ehoks_err_t *err;
    const char *key = apr_itoa(worker->pool, worker->number);
    const char *values[3] = {"0", "oppija", key};

    child_serve(worker, worker->round % 4 == 0 ? 1 : 10000);
    err = ehoks_db_run(&worker->ctx, &ehoks_sql[EHOKS_SQL_KOPIOIDEN_MAARA],
                       NULL, &rows);
    if (err) {
        CHECK(!strcmp(err->code, "E-TIETOKANTA") && worker->round % 4 == 0);
        apr_atomic_inc32(&refused);
        return;
    }
    CHECK(
        !ehoks_db_run(&worker->ctx, &ehoks_sql[EHOKS_SQL_KOPIO], values, NULL));
    if (worker->round % 2)
        ehoks_db_close(&worker->ctx);
    CHECK(ehoks_rows_integer(rows, 0, 0) >= 0);
    CHECK(ehoks_db_figures().in_use <= CHILD_CONNECTIONS);
}

static void end_statements(apr_pool_t *pool)
{
    ehoks_db_figures_t figures = ehoks_db_figures();

    (void)pool;
    CHECK(figures.in_use == 0 && figures.waiting == 0);
    CHECK(figures.refused == apr_atomic_read32(&refused));
    child_end();
}

const scene_t scene_statements = {
    "statements share fewer connections than threads", 60, begin_statements,
    run_statements, end_statements};

/* --- the audit ------------------------------------------------------------------ */

/* Few, so that it is full again and again and rows go around it. */
#define BUFFER_ROWS 40

static apr_uint32_t kept;
static const char *mark; /* of the rows of this run */

static void begin_audit(apr_pool_t *pool)
{
    mark = apr_psprintf(pool, "threads-%" APR_TIME_T_FMT, apr_time_now());
    apr_atomic_set32(&kept, 0);
    child_start(BUFFER_ROWS);
}

static void keep_rows(worker_t *worker)
{
    ehoks_json_t *rows = ehoks_json_new_array(worker->pool);
    int count = 1 + worker->round % 3;
    int i;

    child_serve(worker, 10000);
    worker->ctx.request_id = apr_psprintf(worker->pool, "%s-%d-%d", mark,
                                          worker->number, worker->round);
    for (i = 0; i < count; i++) {
        ehoks_json_t *row = ehoks_json_new_object(worker->pool);

        ehoks_json_set(row, "hetki",
                       ehoks_json_new_integer(worker->pool, worker->ctx.now));
        ehoks_json_set_string(worker->pool, row, "pyynto",
                              worker->ctx.request_id);
        ehoks_json_set_string(worker->pool, row, "toiminto", "read");
        ehoks_json_set_string(worker->pool, row, "tulos", "succeeded");
        ehoks_json_set_string(worker->pool, row, "asiakas", mark);
        ehoks_json_append(rows, row);
    }
    CHECK(!ehoks_audit_keep(&worker->ctx, rows, worker->round % 10 == 0));
    apr_atomic_add32(&kept, (apr_uint32_t)count);
}

/* The end of the child writes what is left. What was written is counted by
 * whoever runs the driver: the service itself may not read the audit. */
static void end_audit(apr_pool_t *pool)
{
    (void)pool;
    child_end();
    printf("# kept %u audit rows of %s\n", apr_atomic_read32(&kept), mark);
}

const scene_t scene_audit = {"audit rows are kept by all and written by one",
                             60, begin_audit, keep_rows, end_audit};
