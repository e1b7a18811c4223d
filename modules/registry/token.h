/* Where tokens for the registries are kept in a child. For this folder only.
 */
#ifndef EHOKS_REGISTRY_TOKEN_H
#define EHOKS_REGISTRY_TOKEN_H

#include <apr_pools.h>

/* Once per child, before threads. */
apr_status_t ehoks_token_start(apr_pool_t *child);

#endif
