/* Random bits and their hash, both with what APR has. */
#include <string.h>

#include <apr_general.h>
#include <apr_random.h>

#include "secret.h"

#define BITS 256

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const char *ehoks_secret_make(apr_pool_t *pool)
{
    unsigned char bytes[BITS / 8 + 1] = {0};
    char *text = apr_palloc(pool, EHOKS_SECRET_LENGTH + 1);
    unsigned bit;
    int i;

    if (apr_generate_random_bytes(bytes, BITS / 8) != APR_SUCCESS)
        return NULL;
    for (i = 0, bit = 0; i < EHOKS_SECRET_LENGTH; i++, bit += 6) {
        unsigned two = (unsigned)bytes[bit / 8] << 8 | bytes[bit / 8 + 1];

        text[i] = alphabet[two >> (10 - bit % 8) & 63];
    }
    text[EHOKS_SECRET_LENGTH] = '\0';
    return text;
}

int ehoks_secret_is(const char *text)
{
    return text && strlen(text) == EHOKS_SECRET_LENGTH
           && strspn(text, alphabet) == EHOKS_SECRET_LENGTH;
}

const char *ehoks_secret_hash(apr_pool_t *pool, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    apr_crypto_hash_t *sha256 = apr_crypto_sha256_new(pool);
    unsigned char digest[32];
    char *hash = apr_palloc(pool, 2 * sizeof(digest) + 1);
    apr_size_t i;

    sha256->init(sha256);
    sha256->add(sha256, text, strlen(text));
    sha256->finish(sha256, digest);
    for (i = 0; i < sizeof(digest); i++) {
        hash[2 * i] = digits[digest[i] >> 4];
        hash[2 * i + 1] = digits[digest[i] & 15];
    }
    hash[2 * sizeof(digest)] = '\0';
    return hash;
}
