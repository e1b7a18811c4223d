/* What the fuzz targets share. A target gives LLVMFuzzerTestOneInput, which
 * libFuzzer (`make fuzz`) or t/fuzz/replay.c (`make test`) calls with bytes;
 * what must never happen is an abort. Each input has a pool of its own, so
 * that nothing hides in old memory. */
#ifndef EHOKS_T_FUZZ_H
#define EHOKS_T_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts, so that the fuzzer keeps the input, unless `truth`. */
#define FUZZ_CHECK(truth)                                                      \
    do {                                                                       \
        if (!(truth)) {                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #truth);        \
            abort();                                                           \
        }                                                                      \
    } while (0)

/* The first line of the input, and what comes after it, as texts. */
static inline void fuzz_split(apr_pool_t *pool, const uint8_t *data,
                              size_t size, const char **first,
                              const char **rest)
{
    const uint8_t *end = memchr(data, '\n', size);
    size_t length = end ? (size_t)(end - data) : size;

    *first = apr_pstrmemdup(pool, (const char *)data, length);
    *rest = end ? apr_pstrmemdup(pool, (const char *)end + 1, size - length - 1)
                : "";
}

#endif
