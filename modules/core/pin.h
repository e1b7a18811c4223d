/* Short numbers that people choose: kept as a slow hash, because there are so
 * few of them. */
#ifndef EHOKS_CORE_PIN_H
#define EHOKS_CORE_PIN_H

#include <apr_pools.h>

/* A slow hash with a salt of its own (bcrypt), 60 characters in the pool; NULL
 * when the system has no random bits. Takes some 50 ms: hold no connection of
 * the database meanwhile. */
const char *ehoks_pin_hash(apr_pool_t *pool, const char *pin);

/* 1 when `hash` is the slow hash of `pin`; as slow. */
int ehoks_pin_fits(const char *pin, const char *hash);

#endif
