/* The circuit breaker: a registry that failed several times in a row is left
 * alone for a moment, then one call tries how it is. For this folder only.
 */
#ifndef EHOKS_REGISTRY_BREAKER_H
#define EHOKS_REGISTRY_BREAKER_H

#include <apr_pools.h>
#include <apr_time.h>

#include "registry.h"

/* So many failures in a row open it. */
#define EHOKS_BREAKER_FAILURES 5
/* Nobody asks for so long after a failure while it is open. */
#define EHOKS_BREAKER_PAUSE apr_time_from_sec(1)

/* Once per child, before threads. Closes all of them. */
apr_status_t ehoks_breaker_start(apr_pool_t *child);

/* 1: the caller may call and must say with ehoks_breaker_leave how it went.
 * 0: it fails without calling. */
int ehoks_breaker_enter(ehoks_registry_e registry, apr_time_t now);

/* `answered` 0: the registry was out of reach. */
void ehoks_breaker_leave(ehoks_registry_e registry, apr_time_t now,
                         int answered);

#endif
