/* A text that grows in a pool, for answers that are written piece by piece. */
#ifndef EHOKS_CORE_BUFFER_H
#define EHOKS_CORE_BUFFER_H

#include <apr_pools.h>

typedef struct {
    apr_pool_t *pool;
    char *text; /* `length` bytes, not closed with a zero */
    apr_size_t length;
    apr_size_t room;
} ehoks_buffer_t;

/* Makes `buffer` an empty text in `pool`. */
void ehoks_buffer_make(ehoks_buffer_t *buffer, apr_pool_t *pool);

/* Appends so many bytes. */
void ehoks_buffer_add(ehoks_buffer_t *buffer, const char *bytes,
                      apr_size_t length);

/* Appends a text. */
void ehoks_buffer_add_text(ehoks_buffer_t *buffer, const char *text);

#endif
