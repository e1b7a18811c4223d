/* Secrets that stand in links: whoever has one may come in. The service gives
 * each out once and keeps only its hash, so that nobody who reads the
 * database can come in. */
#ifndef EHOKS_CORE_SECRET_H
#define EHOKS_CORE_SECRET_H

#include <apr_pools.h>

/* Length of a secret's text: 256 random bits in base64url, no padding. */
#define EHOKS_SECRET_LENGTH 43

/* A new secret, in the pool; NULL when the system has no random bits. */
const char *ehoks_secret_make(apr_pool_t *pool);

/* 1 when `text` can be a secret; 0 for NULL. */
int ehoks_secret_is(const char *text);

/* SHA-256 of a text as 64 hexadecimal digits, in the pool. */
const char *ehoks_secret_hash(apr_pool_t *pool, const char *text);

#endif
