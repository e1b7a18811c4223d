/* Asking a registry for the mirror and keeping what it told, in the request's
 * thread or in the background. For this folder only.
 */
#ifndef EHOKS_REGISTRY_REFRESH_H
#define EHOKS_REGISTRY_REFRESH_H

#include "kinds.h"

/* One key that somebody has taken on to ask about. */
typedef struct {
    const struct ehoks_mirror_settings_t *settings;
    ehoks_mirror_e kind;
    const char *key;
} ehoks_refresh_t;

/* Once per child: the few threads of the background. */
apr_status_t ehoks_refresh_start(apr_pool_t *child, ehoks_log_fn *log,
                                 void *baton);

/* Asks the registry, `limit_ms` at most, and keeps the answer in the mirror;
 * holds no database connection while it waits. `*text` becomes the JSON told,
 * NULL when the key is not known. A failure is kept too and is the error. */
const ehoks_err_t *ehoks_refresh_run(const ehoks_ctx_t *ctx,
                                     const ehoks_refresh_t *refresh,
                                     int limit_ms, const char **text,
                                     apr_size_t *length);

/* Lets others ask about a key after all. */
void ehoks_refresh_give_up(const ehoks_ctx_t *ctx,
                           const ehoks_refresh_t *refresh);

/* Has a thread of the background do it. 0 when there is none: nothing was
 * done. */
int ehoks_refresh_later(const ehoks_ctx_t *ctx, const ehoks_refresh_t *refresh);

#endif
