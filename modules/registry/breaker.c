/* The circuit breaker of each registry in this child. */
#include "breaker.h"

#include <string.h>

#include <apr_thread_mutex.h>

static struct {
    apr_thread_mutex_t *mutex; /* NULL: not started, always closed */
    struct {
        int failures;         /* in a row */
        int trying;           /* while open: a call is under way */
        apr_time_t not_until; /* while open: no call before this */
    } of[EHOKS_REGISTRY_COUNT];
} breakers;

static apr_status_t stop(void *unused)
{
    (void)unused;
    breakers.mutex = NULL;
    return APR_SUCCESS;
}

apr_status_t ehoks_breaker_start(apr_pool_t *child)
{
    apr_status_t status = apr_thread_mutex_create(
        &breakers.mutex, APR_THREAD_MUTEX_DEFAULT, child);

    memset(breakers.of, 0, sizeof breakers.of);
    if (!status)
        apr_pool_cleanup_register(child, NULL, stop, apr_pool_cleanup_null);
    return status;
}

int ehoks_breaker_enter(ehoks_registry_e registry, apr_time_t now)
{
    int may = 1;

    if (!breakers.mutex)
        return 1;
    apr_thread_mutex_lock(breakers.mutex);
    if (breakers.of[registry].failures >= EHOKS_BREAKER_FAILURES) {
        may = !breakers.of[registry].trying
              && now >= breakers.of[registry].not_until;
        if (may)
            breakers.of[registry].trying = 1;
    }
    apr_thread_mutex_unlock(breakers.mutex);
    return may;
}

void ehoks_breaker_leave(ehoks_registry_e registry, apr_time_t now,
                         int answered)
{
    if (!breakers.mutex)
        return;
    apr_thread_mutex_lock(breakers.mutex);
    breakers.of[registry].trying = 0;
    if (answered) {
        breakers.of[registry].failures = 0;
    }
    else {
        breakers.of[registry].failures++;
        breakers.of[registry].not_until = now + EHOKS_BREAKER_PAUSE;
    }
    apr_thread_mutex_unlock(breakers.mutex);
}
