/* The database: statements run with libpq on the connections of mod_dbd's
 * pool. db.c is the only file that knows either of them.
 *
 * A request opens a connection at its first statement and must give it back
 * with ehoks_db_close before it begins to send its answer: a slow reader may
 * not hold a connection. Rows stay readable afterwards.
 *
 * Waiting is bounded here, because mod_dbd itself waits without end: at most
 * as many requests as there are connections enter, a limited number wait for
 * a limited time, all others a moment; then they get 503.
 */
#ifndef EHOKS_DB_DB_H
#define EHOKS_DB_DB_H

#include "../core/ctx.h"
#include "../core/err.h"

struct server_rec;

/* One statement of modules/db/sql.c. */
typedef struct {
    int number;       /* place in the table of statements, from 0 */
    const char *name; /* of the prepared statement */
    const char *text;
    int parameters; /* how many $n it has */
    int writes;     /* 1: never sent twice */
} ehoks_sql_t;

/* What a statement answered; read with modules/db/rows.h. */
typedef struct ehoks_rows_t ehoks_rows_t;

typedef struct ehoks_db_t ehoks_db_t;

/* Figures for the status page, of this child since its start. */
typedef struct {
    unsigned in_use;
    unsigned waiting;
    unsigned refused; /* answered 503 because no connection came in time */
    unsigned lost;    /* connections found dead and opened again */
} ehoks_db_figures_t;

/* Looks mod_dbd up; call when modules are loaded (post_config). Returns
 * NULL, or a sentence when mod_dbd is missing. */
const char *ehoks_db_find_pool(void);

/* Prepares the gate of this child; `connections` = DBDMax, `waiters` = how
 * many requests may wait for one at a time. Before threads exist. */
apr_status_t ehoks_db_start(apr_pool_t *child, unsigned connections,
                            unsigned waiters);

/* The database session of one request; opens nothing yet. `wait_ms` is how
 * long it may wait for a connection. Closed by the pool's cleanup at the
 * latest. */
ehoks_db_t *ehoks_db_session(apr_pool_t *pool, struct server_rec *server,
                             int wait_ms);

/* A session of its own for work that outlives the request of `other`, in
 * another pool and another thread; on the same server's pool of connections. */
ehoks_db_t *ehoks_db_session_beside(apr_pool_t *pool, const ehoks_db_t *other);

/* The server whose pool the session is on. */
struct server_rec *ehoks_db_server(const ehoks_db_t *db);

/* Runs `statement` with its text parameters (NULL = SQL NULL) and gives its
 * rows, which live in ctx->pool. A single statement is a transaction.
 * Errors: E-TIETOKANTA (503) when the database or a connection can't be had,
 * E-RISTIRIITA when a constraint refuses (its name is argument 1),
 * E-SISAINEN when the statement itself is wrong. */
const ehoks_err_t *ehoks_db_run(const ehoks_ctx_t *ctx,
                                const ehoks_sql_t *statement,
                                const char *const *values, ehoks_rows_t **rows);

/* Gives the connection back; nothing happens when there is none. */
void ehoks_db_close(const ehoks_ctx_t *ctx);

/* 1 when `err` says that the constraint called `name` refused a write. */
int ehoks_db_refused_by(const ehoks_err_t *err, const char *name);

/* The figures of this child. */
ehoks_db_figures_t ehoks_db_figures(void);

#endif
