/* libcurl handles that keep their connections from one call to the next, and
 * whether calls should go on. For this folder only.
 */
#ifndef EHOKS_REGISTRY_HANDLES_H
#define EHOKS_REGISTRY_HANDLES_H

#include <curl/curl.h>

#include "../core/ctx.h"

/* A handle without options set, perhaps with open connections; the caller has
 * it alone until it gives it back. NULL: out of memory. */
CURL *ehoks_handle_take(void);
void ehoks_handle_give_back(CURL *handle);

/* 1 when the child is about to end and the work of this context should be given
 * up: that of no request always, that of a request when there is no time for it
 * either. */
int ehoks_handles_stopping(const ehoks_ctx_t *ctx);

/* Says that it is; `at_once` 0: requests under way may be finished. */
void ehoks_handles_stop(int at_once);

#endif
