/* Slow hashes of PINs, with APR's bcrypt. */
#include <apr_general.h>
#include <apr_md5.h>

#include "pin.h"

/* 2^10 rounds: a guess costs what a person does not notice. */
#define COST 10
#define SALT_BYTES 16
#define HASH_SIZE 64

const char *ehoks_pin_hash(apr_pool_t *pool, const char *pin)
{
    unsigned char salt[SALT_BYTES];
    char *hash = apr_palloc(pool, HASH_SIZE);

    if (apr_generate_random_bytes(salt, sizeof(salt)) != APR_SUCCESS
        || apr_bcrypt_encode(pin, COST, salt, sizeof(salt), hash, HASH_SIZE)
               != APR_SUCCESS)
        return NULL;
    return hash;
}

int ehoks_pin_fits(const char *pin, const char *hash)
{
    return apr_password_validate(pin, hash) == APR_SUCCESS;
}
