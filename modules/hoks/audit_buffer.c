/* The buffer of audit rows and its writer; see audit_buffer.h. */
#include "audit_buffer.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"

/* How long rows gather before they are written, and how long the writer lets a
 * database rest that did not take them. */
#define GATHER_MS 500
#define REST_MS 1000
/* How long the writer waits for a connection. */
#define CONNECTION_WAIT_MS 2000
/* A link of the chain holds so many rows; a round makes so many links. */
#define LINK_ROWS 20000
#define LINKS_OF_ROUND 100

/* The rows of one request: never split, so that it can be told whether they
 * were written. */
typedef struct {
    struct server_rec *server; /* whose database they belong to */
    int rows;
    char *request; /* its id, or NULL; malloc'ed like the text */
    char *text;    /* the rows as JSON objects, with commas between */
} entry_t;

/* One per child. Everybody adds at the end, the writer alone removes. */
static struct {
    apr_thread_mutex_t *mutex;
    apr_thread_cond_t *changed;
    apr_thread_t *writer; /* NULL: there is none */
    entry_t *entries;
    int count;
    int rows;
    int limit;
    int stopping;
    /* Entries of a write that failed while it was under way: the next one is
     * of the same, and looks first whether they are there. 0: none. */
    int attempted;
    ehoks_log_fn *log;
    void *log_baton;
} buffer;

/* --- writing ----------------------------------------------------------------- */

static const ehoks_err_t *write_rows(const ehoks_ctx_t *ctx, const char *rows,
                                     const char *first_request, int at_once)
{
    const char *values[4];

    values[0] = apr_pstrcat(ctx->pool, "[", rows, "]", NULL);
    values[1] = apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT,
                             (apr_int64_t)apr_time_now());
    values[2] = first_request;
    values[3] = at_once ? "false" : "true";
    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KIRJAA_RIVIT], values, NULL);
}

static int is_passing(const ehoks_err_t *err)
{
    return strcmp(err->code, "E-TIETOKANTA") == 0;
}

/* The rows of all entries up to `count` that belong to the first one's
 * server. */
static const char *join_rows(apr_pool_t *pool, const entry_t *entries,
                             int count)
{
    apr_array_header_t *texts = apr_array_make(pool, count, sizeof(char *));
    int i;

    for (i = 0; i < count; i++) {
        if (entries[i].server == entries[0].server)
            *(const char **)apr_array_push(texts) = entries[i].text;
    }
    return apr_array_pstrcat(pool, texts, ',');
}

/* One of the rows is such that the database will never take it: the others
 * shall not wait behind it. 0 when the database went away meanwhile. */
static int write_singly(const ehoks_ctx_t *ctx, const entry_t *entries,
                        int count)
{
    int i;

    for (i = 0; i < count; i++) {
        const ehoks_err_t *err;

        if (entries[i].server != entries[0].server)
            continue;
        err = write_rows(ctx, entries[i].text, entries[i].request, 0);
        if (err && is_passing(err))
            return 0;
        if (err)
            ehoks_log(ctx, EHOKS_LOG_ERROR, APR_SUCCESS, "EH0500",
                      "%d audit rows of request %s are lost: the database "
                      "does not take them (%s)",
                      entries[i].rows,
                      entries[i].request ? entries[i].request : "-", err->code);
    }
    return 1;
}

/* Removes what was written: the first one's server's among `count`. */
static void remove_written(int count)
{
    struct server_rec *server = buffer.entries[0].server;
    int kept = 0;
    int i;

    for (i = 0; i < buffer.count; i++) {
        entry_t *entry = &buffer.entries[i];

        if (i < count && entry->server == server) {
            buffer.rows -= entry->rows;
            free(entry->request);
            free(entry->text);
        }
        else {
            buffer.entries[kept++] = *entry;
        }
    }
    buffer.count = kept;
}

/* A pool that this thread alone uses. */
static apr_pool_t *own_pool(void)
{
    apr_allocator_t *allocator;
    apr_pool_t *pool = NULL;

    if (apr_allocator_create(&allocator) != APR_SUCCESS)
        return NULL;
    if (apr_pool_create_ex(&pool, NULL, NULL, allocator) != APR_SUCCESS) {
        apr_allocator_destroy(allocator);
        return NULL;
    }
    apr_allocator_owner_set(allocator, pool);
    return pool;
}

/* Writes `count` entries, or those of one server among them. The entries
 * themselves stay where they are: only their array may move, so it is copied
 * under the lock. 0 when they have to wait. */
static int write_entries(const entry_t *entries, int count, int again)
{
    ehoks_ctx_t ctx = {0};
    const ehoks_err_t *err;
    int done;

    ctx.pool = own_pool();
    if (!ctx.pool)
        return 0;
    ctx.now = apr_time_now();
    ctx.db = ehoks_db_session(ctx.pool, entries[0].server, CONNECTION_WAIT_MS);
    ctx.log = buffer.log;
    ctx.log_baton = buffer.log_baton;
    err = write_rows(&ctx, join_rows(ctx.pool, entries, count),
                     again ? entries[0].request : NULL, 0);
    done = !err;
    if (err && !is_passing(err))
        done = write_singly(&ctx, entries, count);
    apr_pool_destroy(ctx.pool);
    return done;
}

/* Holding the lock, which is let go while the database works. 0 when the rows
 * have to wait. */
static int flush(void)
{
    int count = buffer.attempted ? buffer.attempted : buffer.count;
    int again = buffer.attempted > 0;
    entry_t *entries = malloc((apr_size_t)count * sizeof(*entries));
    int done;

    if (!entries)
        return 0;
    memcpy(entries, buffer.entries, (apr_size_t)count * sizeof(*entries));
    apr_thread_mutex_unlock(buffer.mutex);
    done = write_entries(entries, count, again);
    apr_thread_mutex_lock(buffer.mutex);
    free(entries);
    buffer.attempted = done ? 0 : count;
    if (done)
        remove_written(count);
    return done;
}

/* --- the writer's thread ------------------------------------------------------ */

static void rest(int milliseconds)
{
    apr_time_t end = apr_time_now() + apr_time_from_msec(milliseconds);
    apr_interval_time_t left;

    while (!buffer.stopping && buffer.rows < buffer.limit / 2
           && (left = end - apr_time_now()) > 0)
        apr_thread_cond_timedwait(buffer.changed, buffer.mutex, left);
}

/* A database that is away is left alone, however full the buffer is. */
static void rest_long(void)
{
    apr_time_t end = apr_time_now() + apr_time_from_msec(REST_MS);
    apr_interval_time_t left;

    while (!buffer.stopping && (left = end - apr_time_now()) > 0)
        apr_thread_cond_timedwait(buffer.changed, buffer.mutex, left);
}

static void tell_of_loss(void)
{
    ehoks_ctx_t ctx = {0};

    ctx.pool = own_pool();
    ctx.log = buffer.log;
    ctx.log_baton = buffer.log_baton;
    if (!ctx.pool)
        return;
    ehoks_log(&ctx, EHOKS_LOG_ERROR, APR_SUCCESS, "EH0501",
              "%d audit rows are lost: the child ends and the database does "
              "not answer",
              buffer.rows);
    apr_pool_destroy(ctx.pool);
}

static void *APR_THREAD_FUNC write_on(apr_thread_t *thread, void *unused)
{
    (void)thread;
    (void)unused;
    apr_thread_mutex_lock(buffer.mutex);
    for (;;) {
        while (buffer.count == 0 && !buffer.stopping)
            apr_thread_cond_wait(buffer.changed, buffer.mutex);
        if (buffer.count == 0)
            break;
        rest(GATHER_MS);
        if (flush())
            continue;
        if (buffer.stopping) {
            tell_of_loss();
            break;
        }
        rest_long();
    }
    apr_thread_mutex_unlock(buffer.mutex);
    return NULL;
}

/* The requests have ended; the connections are still there. */
static apr_status_t stop(void *unused)
{
    apr_status_t result;

    (void)unused;
    apr_thread_mutex_lock(buffer.mutex);
    buffer.stopping = 1;
    apr_thread_cond_broadcast(buffer.changed);
    apr_thread_mutex_unlock(buffer.mutex);
    apr_thread_join(&result, buffer.writer);
    buffer.writer = NULL;
    return APR_SUCCESS;
}

apr_status_t ehoks_audit_buffer_start(apr_pool_t *child, int limit,
                                      ehoks_log_fn *log, void *baton)
{
    apr_status_t rv;

    memset(&buffer, 0, sizeof(buffer));
    if (limit == 0)
        return APR_SUCCESS;
    buffer.limit = limit;
    buffer.entries =
        apr_palloc(child, (apr_size_t)limit * sizeof(*buffer.entries));
    buffer.log = log;
    buffer.log_baton = baton;
    rv =
        apr_thread_mutex_create(&buffer.mutex, APR_THREAD_MUTEX_DEFAULT, child);
    if (rv == APR_SUCCESS)
        rv = apr_thread_cond_create(&buffer.changed, child);
    if (rv == APR_SUCCESS)
        rv = apr_thread_create(&buffer.writer, NULL, write_on, NULL, child);
    if (rv == APR_SUCCESS)
        apr_pool_pre_cleanup_register(child, NULL, stop);
    return rv;
}

/* --- keeping ------------------------------------------------------------------ */

/* "[a,b]" without its brackets. */
static const char *without_brackets(const ehoks_ctx_t *ctx,
                                    const ehoks_json_t *rows)
{
    apr_size_t length;
    const char *text = ehoks_json_write(ctx->pool, rows, &length);

    return apr_pstrmemdup(ctx->pool, text + 1, length - 2);
}

/* 0 when there is no room. */
static int put(const entry_t *entry)
{
    int has_room = 0;

    if (!buffer.writer)
        return 0;
    apr_thread_mutex_lock(buffer.mutex);
    if (!buffer.stopping && buffer.rows + entry->rows <= buffer.limit) {
        has_room = 1;
        buffer.entries[buffer.count++] = *entry;
        buffer.rows += entry->rows;
        if (buffer.count == 1 || buffer.rows >= buffer.limit / 2)
            apr_thread_cond_signal(buffer.changed);
    }
    apr_thread_mutex_unlock(buffer.mutex);
    return has_room;
}

const ehoks_err_t *ehoks_audit_keep(const ehoks_ctx_t *ctx,
                                    const ehoks_json_t *rows, int at_once)
{
    const char *text = without_brackets(ctx, rows);

    if (!at_once && ctx->db) {
        entry_t entry = {0};

        entry.server = ehoks_db_server(ctx->db);
        entry.rows = (int)ehoks_json_size(rows);
        entry.request = ctx->request_id ? strdup(ctx->request_id) : NULL;
        entry.text = strdup(text);
        if (entry.text && put(&entry))
            return NULL;
        free(entry.request);
        free(entry.text);
    }
    return write_rows(ctx, text, NULL, at_once);
}

/* --- the chain ---------------------------------------------------------------- */

const ehoks_err_t *ehoks_audit_chain(const ehoks_ctx_t *ctx,
                                     const char **result)
{
    const char *limit = apr_itoa(ctx->pool, LINK_ROWS);
    const ehoks_err_t *err = NULL;
    apr_int64_t count = 0;
    int links = 0;
    int more = 1;

    *result = NULL;
    while (more && !err && links < LINKS_OF_ROUND) {
        ehoks_rows_t *rows;

        err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KETJUTA_AUDIT], &limit,
                           &rows);
        more = !err && ehoks_rows_count(rows) > 0;
        if (more) {
            links++;
            count += ehoks_rows_integer(rows, 0, 1);
            *result = apr_psprintf(
                ctx->pool, "%" APR_INT64_T_FMT " rows chained, link %s is %s",
                count, ehoks_rows_text(rows, 0, 0),
                ehoks_rows_text(rows, 0, 2));
            more = ehoks_rows_integer(rows, 0, 1) >= LINK_ROWS;
        }
    }
    return err;
}
