/* A small stack of idle libcurl handles in each child. Last in, first out: in
 * quiet times the same few connections stay warm and the rest run out. A
 * handle is used by one thread at a time; only the stack is shared.
 */
#include "handles.h"

#include <apr_atomic.h>
#include <apr_thread_mutex.h>

#include "breaker.h"
#include "registry.h"
#include "token.h"

/* More idle handles than this are closed. Each keeps at most
 * CONNECTIONS_OF_HANDLE connections (http.c). */
#define IDLE_MAX 16

static struct {
    apr_thread_mutex_t *mutex; /* made by ehoks_registry_start */
    CURL *idle[IDLE_MAX];
    int count;
} handles;

enum { STOP_NOTHING, STOP_BACKGROUND, STOP_ALL };

static volatile apr_uint32_t stopping;

int ehoks_handles_stopping(const ehoks_ctx_t *ctx)
{
    return apr_atomic_read32(&stopping)
           >= (ctx->request_id ? STOP_ALL : STOP_BACKGROUND);
}

void ehoks_handles_stop(int at_once)
{
    apr_atomic_set32(&stopping, at_once ? STOP_ALL : STOP_BACKGROUND);
}

/* When the child ends: its threads are gone. */
static apr_status_t stop(void *unused)
{
    (void)unused;
    while (handles.count > 0) {
        curl_easy_cleanup(handles.idle[--handles.count]);
    }
    handles.mutex = NULL;
    curl_global_cleanup();
    return APR_SUCCESS;
}

apr_status_t ehoks_registry_start(apr_pool_t *pool)
{
    apr_status_t status;

    apr_atomic_set32(&stopping, STOP_NOTHING);
    /* Counted inside libcurl: other modules call it as well. */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return APR_EGENERAL;
    }
    status =
        apr_thread_mutex_create(&handles.mutex, APR_THREAD_MUTEX_DEFAULT, pool);
    if (status) {
        curl_global_cleanup();
        return status;
    }
    /* Registered after the mutex, so it runs before the mutex goes. */
    apr_pool_cleanup_register(pool, NULL, stop, apr_pool_cleanup_null);
    status = ehoks_breaker_start(pool);
    return status ? status : ehoks_token_start(pool);
}

CURL *ehoks_handle_take(void)
{
    CURL *handle = NULL;

    apr_thread_mutex_lock(handles.mutex);
    if (handles.count > 0) {
        handle = handles.idle[--handles.count];
    }
    apr_thread_mutex_unlock(handles.mutex);
    return handle ? handle : curl_easy_init();
}

void ehoks_handle_give_back(CURL *handle)
{
    /* Forgets the options, which point into the request's memory, and keeps
     * the connections. */
    curl_easy_reset(handle);
    apr_thread_mutex_lock(handles.mutex);
    if (handles.count < IDLE_MAX) {
        handles.idle[handles.count++] = handle;
        handle = NULL;
    }
    apr_thread_mutex_unlock(handles.mutex);
    if (handle) {
        curl_easy_cleanup(handle);
    }
}
