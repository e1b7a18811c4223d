/* libcurl handles that keep their connections from one call to the next. For
 * http.c only.
 */
#ifndef EHOKS_REGISTRY_HANDLES_H
#define EHOKS_REGISTRY_HANDLES_H

#include <curl/curl.h>

/* A handle without options set, perhaps with open connections; the caller has
 * it alone until it gives it back. NULL: out of memory. */
CURL *ehoks_handle_take(void);
void ehoks_handle_give_back(CURL *handle);

/* 1 when the child is about to end: calls under way should be given up. */
int ehoks_handles_stopping(void);

/* Says so. */
void ehoks_handles_stop(void);

#endif
