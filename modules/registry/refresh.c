/* Asking for the mirror; see refresh.h. */
#include "refresh.h"

#include <string.h>

#include <apr_atomic.h>
#include <apr_queue.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "../db/db.h"
#include "../db/sql.h"
#include "handles.h"

/* Threads of the background, and how much work may wait for them. More would
 * only be asked again by the requests that come later. */
#define THREADS 4
#define WAITING_MAX 500
/* How long the end of the child waits until the work that is left has been
 * given up. */
#define GIVING_UP_MS 2000
#define NAP_MS 5

/* One per child. Its threads are joined before the child ends: apr_thread_pool
 * lets go of its own a moment earlier, and they came to their end among what
 * the child had already destroyed. */
static struct {
    apr_queue_t *queue; /* of task_t; NULL: no background */
    apr_thread_t *threads[THREADS];
    int count;             /* of them */
    apr_uint32_t waiting;  /* tasks in the queue */
    apr_uint32_t in_haste; /* 1: what still waits is dropped */
    ehoks_log_fn *log;
    void *log_baton;
} background;

/* Work for another thread, with a pool of its own. */
typedef struct {
    ehoks_ctx_t ctx;
    ehoks_background_fn *work;
    const void *baton;
} task_t;

void ehoks_registry_stop(int at_once)
{
    ehoks_handles_stop(at_once);
}

static const ehoks_err_t *keep(const ehoks_ctx_t *ctx,
                               const ehoks_refresh_t *refresh, const char *text,
                               apr_time_t begin)
{
    const char *values[] = {
        ehoks_kinds[refresh->kind].name, refresh->key, text,
        apr_psprintf(ctx->pool, "%d",
                     (int)apr_time_as_msec(apr_time_now() - begin))};

    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_TALLETA_KOPIO], values, NULL);
}

/* `failure` NULL: nothing failed, it was only not done. */
static void keep_failure(const ehoks_ctx_t *ctx, const ehoks_refresh_t *refresh,
                         const ehoks_failure_t *failure)
{
    const char *values[] = {ehoks_kinds[refresh->kind].name, refresh->key,
                            failure ? ehoks_failure_write(ctx->pool, failure)
                                    : NULL};

    /* If this fails too, others may ask when the claim has grown old. */
    (void)ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KOPION_VIRHE], values, NULL);
    ehoks_db_close(ctx);
}

void ehoks_refresh_give_up(const ehoks_ctx_t *ctx,
                           const ehoks_refresh_t *refresh)
{
    keep_failure(ctx, refresh, NULL);
}

const ehoks_err_t *ehoks_refresh_run(const ehoks_ctx_t *ctx,
                                     const ehoks_refresh_t *refresh,
                                     int limit_ms, const char **text,
                                     apr_size_t *length)
{
    const ehoks_kind_row_t *kind = &ehoks_kinds[refresh->kind];
    ehoks_registry_settings_t registry =
        refresh->settings->registries[kind->registry];
    apr_time_t begin = apr_time_now();
    ehoks_json_t *value;
    ehoks_failure_t failure;
    ehoks_verdict_e verdict;

    *text = NULL;
    *length = 0;
    ehoks_db_close(ctx);
    if (ehoks_registry_total_timeout(&registry) > limit_ms)
        registry.total_timeout_ms = limit_ms;
    verdict =
        ehoks_kind_ask(ctx, &registry, kind, refresh->key, 1, &value, &failure);
    if (verdict == EHOKS_VERDICT_FAILED) {
        /* A call that the end of this child broke off tells nothing about
         * the registry: whoever waits in another child may ask at once. */
        keep_failure(ctx, refresh,
                     ehoks_handles_stopping(ctx) ? NULL : &failure);
        return ehoks_kind_error(ctx, kind, refresh->key, &failure);
    }
    if (value)
        *text = ehoks_json_write(ctx->pool, value, length);
    return keep(ctx, refresh, *text, begin);
}

static void refresh_key(const ehoks_ctx_t *ctx, const void *baton)
{
    const char *text;
    apr_size_t length;

    (void)ehoks_refresh_run(ctx, baton, APR_INT32_MAX, &text, &length);
}

static void do_task(task_t *task)
{
    if (!ehoks_handles_stopping(&task->ctx)) {
        task->ctx.now = apr_time_now();
        task->work(&task->ctx, task->baton);
    }
    else if (task->work == refresh_key
             && !apr_atomic_read32(&background.in_haste)) {
        ehoks_refresh_give_up(&task->ctx, task->baton);
    }
    apr_pool_destroy(task->ctx.pool);
}

/* Until a task of nothing says that there are no more. */
static void *APR_THREAD_FUNC work_on(apr_thread_t *thread, void *unused)
{
    void *task;
    apr_status_t status;

    (void)thread;
    (void)unused;
    for (;;) {
        do {
            status = apr_queue_pop(background.queue, &task);
        } while (APR_STATUS_IS_EINTR(status));
        if (status || !task)
            return NULL;
        apr_atomic_dec32(&background.waiting);
        do_task(task);
    }
}

/* Before the child's connections and handles go: nobody may use them then. A
 * request that HTTP/2 has not yet ended may look at the queue still. */
static apr_status_t stop(void *unused)
{
    apr_status_t result;
    int waited;
    int i;

    (void)unused;
    ehoks_handles_stop(1);
    for (waited = 0;
         waited < GIVING_UP_MS && apr_atomic_read32(&background.waiting) > 0;
         waited += NAP_MS)
        apr_sleep(apr_time_from_msec(NAP_MS));
    apr_atomic_set32(&background.in_haste, 1);
    for (i = 0; i < background.count; i++)
        apr_queue_push(background.queue, NULL);
    for (i = 0; i < background.count; i++)
        apr_thread_join(&result, background.threads[i]);
    return APR_SUCCESS;
}

apr_status_t ehoks_refresh_start(apr_pool_t *child, ehoks_log_fn *log,
                                 void *baton)
{
    apr_status_t status;

    memset(&background, 0, sizeof(background));
    background.log = log;
    background.log_baton = baton;
    status = apr_queue_create(&background.queue, WAITING_MAX, child);
    if (status)
        return status;
    apr_pool_pre_cleanup_register(child, NULL, stop);
    while (background.count < THREADS && !status) {
        status = apr_thread_create(&background.threads[background.count], NULL,
                                   work_on, NULL, child);
        if (!status)
            background.count++;
    }
    return status;
}

/* A pool that another thread can use and destroy. */
static apr_pool_t *separate_pool(void)
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

/* A task that has all but its work; NULL when no thread takes it. */
static task_t *make_task(const ehoks_ctx_t *ctx)
{
    apr_pool_t *pool;
    task_t *task;

    if (!background.queue || ehoks_handles_stopping(ctx)
        || apr_atomic_read32(&background.waiting) >= WAITING_MAX)
        return NULL;
    pool = separate_pool();
    if (!pool)
        return NULL;
    task = apr_pcalloc(pool, sizeof(*task));
    task->ctx.pool = pool;
    task->ctx.db = ehoks_db_session_beside(pool, ctx->db);
    task->ctx.log = background.log;
    task->ctx.log_baton = background.log_baton;
    return task;
}

static int start(task_t *task)
{
    apr_atomic_inc32(&background.waiting);
    if (apr_queue_trypush(background.queue, task) == APR_SUCCESS)
        return 1;
    apr_atomic_dec32(&background.waiting);
    apr_pool_destroy(task->ctx.pool);
    return 0;
}

int ehoks_background_run(const ehoks_ctx_t *ctx, ehoks_background_fn *work,
                         const void *baton)
{
    task_t *task = make_task(ctx);

    if (!task)
        return 0;
    task->work = work;
    task->baton = baton;
    return start(task);
}

int ehoks_refresh_later(const ehoks_ctx_t *ctx, const ehoks_refresh_t *refresh)
{
    task_t *task = make_task(ctx);
    ehoks_refresh_t *copy;

    if (!task)
        return 0;
    copy = apr_pmemdup(task->ctx.pool, refresh, sizeof(*refresh));
    copy->key = apr_pstrdup(task->ctx.pool, refresh->key);
    task->work = refresh_key;
    task->baton = copy;
    return start(task);
}
