/* A text that grows in a pool. It doubles, so that what was left behind is
 * never more than what is there. */
#include <string.h>

#include "buffer.h"

#define FIRST_ROOM 4096

void ehoks_buffer_make(ehoks_buffer_t *buffer, apr_pool_t *pool)
{
    buffer->pool = pool;
    buffer->length = 0;
    buffer->room = FIRST_ROOM;
    buffer->text = apr_palloc(pool, buffer->room);
}

void ehoks_buffer_add(ehoks_buffer_t *buffer, const char *bytes,
                      apr_size_t length)
{
    if (buffer->length + length > buffer->room) {
        char *bigger;

        while (buffer->length + length > buffer->room)
            buffer->room *= 2;
        bigger = apr_palloc(buffer->pool, buffer->room);
        memcpy(bigger, buffer->text, buffer->length);
        buffer->text = bigger;
    }
    memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
}

void ehoks_buffer_add_text(ehoks_buffer_t *buffer, const char *text)
{
    ehoks_buffer_add(buffer, text, strlen(text));
}
