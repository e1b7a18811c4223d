/* Statements on mod_dbd's connections. mod_dbd owns pool and connection; the
 * statements run with libpq on its native handle, because apr_dbd's own calls
 * lose SQLSTATE, read NULL as "" and never prepare again after a reset. */
#include <assert.h>
#include <string.h>

#include <poll.h>

#include <apr_atomic.h>
#include <apr_dbd.h>
#include <apr_strings.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <libpq-fe.h>
#include <libpq-events.h>
#include <mod_dbd.h>

#include "db.h"
#include "rows.h"
#include "sql.h"

/* How long one waits where half of the threads wait already. */
#define BURST_MS 1000

/* Set once in post_config, read-only afterwards. */
static APR_OPTIONAL_FN_TYPE(ap_dbd_open) *open_connection;
static APR_OPTIONAL_FN_TYPE(ap_dbd_close) *close_connection;

/* One per child: how many of its connections are in use. */
static struct {
    apr_thread_mutex_t *mutex;
    apr_thread_cond_t *freed;
    unsigned connections;
    unsigned waiters;
    unsigned in_use;
    unsigned waiting;
} gate;

static apr_uint32_t refused_count;
static apr_uint32_t lost_count;

struct ehoks_db_t {
    apr_pool_t *pool;
    struct server_rec *server;
    int wait_ms;
    ap_dbd_t *connection; /* NULL while none is held */
};

struct ehoks_rows_t {
    PGresult *result;
};

const char *ehoks_db_find_pool(void)
{
    open_connection = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    close_connection = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    return open_connection && close_connection
               ? NULL
               : "mod_dbd is not loaded: run `a2enmod dbd` or add its "
                 "LoadModule line";
}

apr_status_t ehoks_db_start(apr_pool_t *child, unsigned connections,
                            unsigned waiters)
{
    apr_status_t rv =
        apr_thread_mutex_create(&gate.mutex, APR_THREAD_MUTEX_DEFAULT, child);
    if (rv == APR_SUCCESS)
        rv = apr_thread_cond_create(&gate.freed, child);
    gate.connections = connections;
    gate.waiters = waiters;
    gate.in_use = 0;
    gate.waiting = 0;
    return rv;
}

/* Waits for a free place; 0 when none came in time. Who finds enough others
 * waiting gives up soon: long enough for a burst to pass, short enough to
 * leave threads for other things while the database is slow. */
static int enter_gate(int wait_ms)
{
    apr_time_t deadline;
    int entered = 1;

    apr_thread_mutex_lock(gate.mutex);
    if (gate.waiting >= gate.waiters && wait_ms > BURST_MS)
        wait_ms = BURST_MS;
    deadline = apr_time_now() + apr_time_from_msec(wait_ms);
    gate.waiting++;
    while (gate.in_use >= gate.connections && entered) {
        apr_interval_time_t left = deadline - apr_time_now();

        if (left > 0)
            apr_thread_cond_timedwait(gate.freed, gate.mutex, left);
        else
            entered = 0;
    }
    gate.waiting--;
    gate.in_use += entered ? 1 : 0;
    apr_thread_mutex_unlock(gate.mutex);
    return entered;
}

static void leave_gate(void)
{
    apr_thread_mutex_lock(gate.mutex);
    gate.in_use--;
    apr_thread_cond_signal(gate.freed);
    apr_thread_mutex_unlock(gate.mutex);
}

/* The open connection itself; there must be one. */
static PGconn *handle_of(const ehoks_db_t *db)
{
    assert(db->connection);
    return apr_dbd_native_handle(db->connection->driver,
                                 db->connection->handle);
}

static apr_status_t give_back(void *data)
{
    ehoks_db_t *db = data;

    if (db->connection) {
        PGconn *handle = handle_of(db);
        /* A single statement never leaves a transaction open; if one is open
         * all the same, nobody else may inherit it. */
        if (PQtransactionStatus(handle) > PQTRANS_ACTIVE)
            PQclear(PQexec(handle, "ROLLBACK"));
        close_connection(db->server, db->connection);
        db->connection = NULL;
        leave_gate();
    }
    return APR_SUCCESS;
}

ehoks_db_t *ehoks_db_session(apr_pool_t *pool, struct server_rec *server,
                             int wait_ms)
{
    ehoks_db_t *db = apr_pcalloc(pool, sizeof(*db));

    db->pool = pool;
    db->server = server;
    db->wait_ms = wait_ms;
    apr_pool_cleanup_register(pool, db, give_back, apr_pool_cleanup_null);
    return db;
}

ehoks_db_t *ehoks_db_session_beside(apr_pool_t *pool, const ehoks_db_t *other)
{
    return ehoks_db_session(pool, other->server, other->wait_ms);
}

struct server_rec *ehoks_db_server(const ehoks_db_t *db)
{
    return db->server;
}

void ehoks_db_close(const ehoks_ctx_t *ctx)
{
    if (ctx->db)
        give_back(ctx->db);
}

static const ehoks_err_t *unavailable(const ehoks_ctx_t *ctx)
{
    return ehoks_err_make(ctx->pool, "E-TIETOKANTA", NULL);
}

/* Which statements a connection has prepared travels with the connection
 * itself, and is forgotten when libpq resets it. */
static int on_event(PGEventId event, void *info, void *unused)
{
    PGconn *handle;
    (void)unused;

    switch (event) {
    case PGEVT_REGISTER:
        handle = ((PGEventRegister *)info)->conn;
        return PQsetInstanceData(handle, on_event, calloc(1, EHOKS_SQL_COUNT));
    case PGEVT_CONNRESET:
        handle = ((PGEventConnReset *)info)->conn;
        if (PQinstanceData(handle, on_event))
            memset(PQinstanceData(handle, on_event), 0, EHOKS_SQL_COUNT);
        return 1;
    case PGEVT_CONNDESTROY:
        free(PQinstanceData(((PGEventConnDestroy *)info)->conn, on_event));
        return 1;
    default: return 1;
    }
}

/* The connection's notes of what is prepared; NULL when out of memory. */
static char *prepared_notes(PGconn *handle)
{
    if (!PQinstanceData(handle, on_event))
        PQregisterEventProc(handle, on_event, "ehoks", NULL);
    return PQinstanceData(handle, on_event);
}

/* A waiting connection has nothing to read; when it has, the server hung up
 * (or is about to), and it is better to know before a write is sent. */
static int looks_dead(PGconn *handle)
{
    struct pollfd socket = {PQsocket(handle), POLLIN, 0};

    if (PQstatus(handle) != CONNECTION_OK)
        return 1;
    if (poll(&socket, 1, 0) <= 0)
        return 0;
    return !PQconsumeInput(handle) || PQstatus(handle) != CONNECTION_OK
           || (socket.revents & (POLLHUP | POLLERR));
}

static int connect_again(const ehoks_ctx_t *ctx, PGconn *handle)
{
    apr_atomic_inc32(&lost_count);
    PQreset(handle);
    if (PQstatus(handle) == CONNECTION_OK) {
        ehoks_log(ctx, EHOKS_LOG_INFO, APR_SUCCESS, "EH0100",
                  "a lost database connection was opened again");
        return 1;
    }
    return 0;
}

static const ehoks_err_t *open_session(const ehoks_ctx_t *ctx)
{
    ehoks_db_t *db = ctx->db;

    if (db->connection)
        return NULL;
    if (!enter_gate(db->wait_ms)) {
        apr_atomic_inc32(&refused_count);
        ehoks_log(ctx, EHOKS_LOG_INFO, APR_SUCCESS, "EH0101",
                  "all database connections are busy, request refused");
        return unavailable(ctx);
    }
    db->connection = open_connection(db->pool, db->server);
    if (!db->connection) { /* mod_dbd has logged why */
        leave_gate();
        return unavailable(ctx);
    }
    if (looks_dead(handle_of(db)) && !connect_again(ctx, handle_of(db))) {
        give_back(db);
        return unavailable(ctx);
    }
    return NULL;
}

static PGresult *execute(PGconn *handle, const ehoks_sql_t *statement,
                         const char *const *values)
{
    char *prepared = prepared_notes(handle);

    if (!prepared || !prepared[statement->number]) {
        PGresult *result =
            PQprepare(handle, statement->name, statement->text, 0, NULL);
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            return result;
        PQclear(result);
        if (prepared)
            prepared[statement->number] = 1;
    }
    return PQexecPrepared(handle, statement->name, statement->parameters,
                          values, NULL, NULL, 0);
}

static int succeeded(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

static const char *sqlstate_of(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state ? state : "";
}

/* The server forgot the statement (26000), or its result changed under us
 * (0A000 after a migration): nothing was done, so it may be sent again. */
static int must_prepare_again(const PGresult *result)
{
    const char *state = sqlstate_of(result);
    return strcmp(state, "26000") == 0 || strcmp(state, "0A000") == 0;
}

/* Class 08 and 57P: the connection or the server went away. */
static int connection_was_lost(PGconn *handle, const PGresult *result)
{
    const char *state = sqlstate_of(result);
    return PQstatus(handle) != CONNECTION_OK || strncmp(state, "08", 2) == 0
           || strncmp(state, "57P", 3) == 0;
}

static PGresult *execute_surely(const ehoks_ctx_t *ctx,
                                const ehoks_sql_t *statement,
                                const char *const *values)
{
    PGconn *handle = handle_of(ctx->db);
    PGresult *result = execute(handle, statement, values);

    if (succeeded(result))
        return result;
    if (must_prepare_again(result)) {
        PQclear(result);
        PQclear(PQexec(handle, "DEALLOCATE ALL"));
        if (prepared_notes(handle))
            memset(prepared_notes(handle), 0, EHOKS_SQL_COUNT);
        return execute(handle, statement, values);
    }
    if (!statement->writes && connection_was_lost(handle, result)
        && connect_again(ctx, handle)) {
        PQclear(result);
        return execute(handle, statement, values);
    }
    return result;
}

/* SQLSTATEs that mean "not now": busy, timed out, deadlocked, shutting down. */
static int is_passing(const char *state)
{
    static const char *const states[] = {"57014", "55P03", "40001", "40P01",
                                         "53300", "25006", NULL};
    int i;

    for (i = 0; states[i]; i++) {
        if (strcmp(state, states[i]) == 0)
            return 1;
    }
    return 0;
}

/* The message of PostgreSQL may hold personal data, so only the codes are
 * logged. */
static const ehoks_err_t *failure(const ehoks_ctx_t *ctx,
                                  const ehoks_sql_t *statement,
                                  const PGresult *result)
{
    const char *state = sqlstate_of(result);
    const char *constraint =
        PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);

    if (strncmp(state, "23", 2) == 0 && constraint) {
        return ehoks_err_make(ctx->pool, "E-RISTIRIITA",
                              apr_pstrdup(ctx->pool, constraint), NULL);
    }
    if (connection_was_lost(handle_of(ctx->db), result)) {
        ehoks_log(ctx, EHOKS_LOG_INFO, APR_SUCCESS, "EH0102",
                  "the database connection was lost in statement %s (%s)",
                  statement->name, state);
        return unavailable(ctx);
    }
    if (is_passing(state)) {
        ehoks_log(ctx, EHOKS_LOG_WARNING, APR_SUCCESS, "EH0103",
                  "statement %s was given up by the database (%s)",
                  statement->name, state);
        return unavailable(ctx);
    }
    ehoks_log(ctx, EHOKS_LOG_ERROR, APR_SUCCESS, "EH0104",
              "statement %s failed with SQLSTATE %s; are all migrations run?",
              statement->name, state);
    return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
}

static apr_status_t clear_result(void *data)
{
    PQclear(data);
    return APR_SUCCESS;
}

const ehoks_err_t *ehoks_db_run(const ehoks_ctx_t *ctx,
                                const ehoks_sql_t *statement,
                                const char *const *values, ehoks_rows_t **rows)
{
    const ehoks_err_t *err;
    PGresult *result;

    if (!ctx->db)
        return unavailable(ctx);
    err = open_session(ctx);
    if (err)
        return err;
    result = execute_surely(ctx, statement, values);
    if (result) {
        apr_pool_cleanup_register(ctx->pool, result, clear_result,
                                  apr_pool_cleanup_null);
    }
    if (!succeeded(result))
        return failure(ctx, statement, result);
    if (rows) {
        *rows = apr_palloc(ctx->pool, sizeof(**rows));
        (*rows)->result = result;
    }
    return NULL;
}

int ehoks_db_refused_by(const ehoks_err_t *err, const char *name)
{
    return err && strcmp(err->code, "E-RISTIRIITA") == 0 && err->arguments[0]
           && strcmp(err->arguments[0], name) == 0;
}

ehoks_db_figures_t ehoks_db_figures(void)
{
    ehoks_db_figures_t figures;

    apr_thread_mutex_lock(gate.mutex);
    figures.in_use = gate.in_use;
    figures.waiting = gate.waiting;
    apr_thread_mutex_unlock(gate.mutex);
    figures.refused = apr_atomic_read32(&refused_count);
    figures.lost = apr_atomic_read32(&lost_count);
    return figures;
}

/* --- rows.h ---------------------------------------------------------------
 * Here and not in a file of its own, so that libpq stays in this one. */

int ehoks_rows_count(const ehoks_rows_t *rows)
{
    return PQntuples(rows->result);
}

const char *ehoks_rows_bytes(const ehoks_rows_t *rows, int row, int column,
                             apr_size_t *length)
{
    *length = 0;
    if (row < 0 || row >= PQntuples(rows->result) || column < 0
        || column >= PQnfields(rows->result)
        || PQgetisnull(rows->result, row, column))
        return NULL;
    *length = (apr_size_t)PQgetlength(rows->result, row, column);
    return PQgetvalue(rows->result, row, column);
}

const char *ehoks_rows_text(const ehoks_rows_t *rows, int row, int column)
{
    apr_size_t length;
    return ehoks_rows_bytes(rows, row, column, &length);
}

apr_int64_t ehoks_rows_integer(const ehoks_rows_t *rows, int row, int column)
{
    const char *text = ehoks_rows_text(rows, row, column);
    return text ? apr_strtoi64(text, NULL, 10) : 0;
}

int ehoks_rows_boolean(const ehoks_rows_t *rows, int row, int column)
{
    const char *text = ehoks_rows_text(rows, row, column);
    return text && text[0] == 't';
}
