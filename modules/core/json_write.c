/* Writes JSON values as compact text into a pool. An own writer, because the
 * library's gives reals 17 digits (1.10 would come back as
 * 1.1000000000000001) and memory that somebody has to free.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "json.h"

typedef struct {
    apr_pool_t *pool;
    char *text;
    apr_size_t length;
    apr_size_t room;
    int sorted;
    const char *without;      /* members that are left out; NULL for none */
    const ehoks_json_t *bare; /* the object that is written without lists */
} writer_t;

/* Makes place for `count` more bytes. The text doubles, so that all the old
 * copies together are not longer than the last one. */
static char *room_for(writer_t *writer, apr_size_t count)
{
    if (writer->room - writer->length < count) {
        apr_size_t room = writer->room;
        while (room - writer->length < count) {
            room *= 2;
        }
        char *text = apr_palloc(writer->pool, room);
        memcpy(text, writer->text, writer->length);
        writer->text = text;
        writer->room = room;
    }
    return writer->text + writer->length;
}

static void put(writer_t *writer, const char *bytes, apr_size_t count)
{
    memcpy(room_for(writer, count), bytes, count);
    writer->length += count;
}

static void put_char(writer_t *writer, char byte)
{
    *room_for(writer, 1) = byte;
    writer->length++;
}

/* Most bytes are; nothing else is asked of them. */
static int may_stand(unsigned char byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

/* The escape of a byte that may not stand in a string. */
static const char *escape_of(unsigned char byte, char buffer[8])
{
    switch (byte) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
    }
    apr_snprintf(buffer, 8, "\\u%04x", (unsigned)byte);
    return buffer;
}

static void put_string(writer_t *writer, const char *text, apr_size_t length)
{
    char buffer[8];
    apr_size_t from = 0;

    put_char(writer, '"');
    for (apr_size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (!may_stand(byte)) {
            const char *escape = escape_of(byte, buffer);
            put(writer, text + from, i - from);
            put(writer, escape, strlen(escape));
            from = i + 1;
        }
    }
    put(writer, text + from, length - from);
    put_char(writer, '"');
}

static void put_integer(writer_t *writer, apr_int64_t number)
{
    char digits[20];
    apr_size_t from = sizeof(digits);
    apr_uint64_t left =
        number < 0 ? 0 - (apr_uint64_t)number : (apr_uint64_t)number;

    do {
        digits[--from] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (number < 0) {
        put_char(writer, '-');
    }
    put(writer, digits + from, sizeof(digits) - from);
}

/* A real keeps a fraction or an exponent, so that it reads back as a real. */
static void put_real(writer_t *writer, double number)
{
    char text[40];
    int is_marked = 0;

    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text) - 2, "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    for (char *at = text; *at; at++) {
        if (strchr("+-0123456789", *at)) {
            continue;
        }
        is_marked = 1;
        if (*at != 'e') {
            *at = '.'; /* whatever the process's locale writes */
        }
    }
    put(writer, text, strlen(text));
    if (!is_marked) {
        put(writer, ".0", 2);
    }
}

static void put_value(writer_t *writer, const ehoks_json_t *value);

static void put_array(writer_t *writer, const ehoks_json_t *array)
{
    apr_size_t count = ehoks_json_size(array);

    put_char(writer, '[');
    for (apr_size_t i = 0; i < count; i++) {
        if (i > 0) {
            put_char(writer, ',');
        }
        put_value(writer, ehoks_json_at(array, i));
    }
    put_char(writer, ']');
}

static void put_member(writer_t *writer, void *member, int is_first)
{
    if (!is_first) {
        put_char(writer, ',');
    }
    put_string(writer, ehoks_json_key(member), ehoks_json_key_length(member));
    put_char(writer, ':');
    put_value(writer, ehoks_json_value(member));
}

static int by_key(const void *one, const void *other)
{
    return strcmp(ehoks_json_key(*(void *const *)one),
                  ehoks_json_key(*(void *const *)other));
}

static int is_left_out(const writer_t *writer, const ehoks_json_t *object,
                       void *member)
{
    return (writer->without
            && strcmp(ehoks_json_key(member), writer->without) == 0)
           || (object == writer->bare
               && ehoks_json_type(ehoks_json_value(member))
                      == EHOKS_JSON_ARRAY);
}

static void put_sorted_members(writer_t *writer, const ehoks_json_t *object)
{
    apr_size_t count = ehoks_json_size(object);
    void **members = apr_palloc(writer->pool, (count + 1) * sizeof(*members));
    apr_size_t filled = 0;

    for (void *i = ehoks_json_first(object); i && filled < count;
         i = ehoks_json_next(object, i)) {
        if (!is_left_out(writer, object, i)) {
            members[filled++] = i;
        }
    }
    qsort(members, filled, sizeof(*members), by_key);
    for (apr_size_t i = 0; i < filled; i++) {
        put_member(writer, members[i], i == 0);
    }
}

static void put_object(writer_t *writer, const ehoks_json_t *object)
{
    int is_first = 1;

    put_char(writer, '{');
    if (writer->sorted) {
        put_sorted_members(writer, object);
    }
    else {
        for (void *i = ehoks_json_first(object); i;
             i = ehoks_json_next(object, i)) {
            put_member(writer, i, is_first);
            is_first = 0;
        }
    }
    put_char(writer, '}');
}

static void put_value(writer_t *writer, const ehoks_json_t *value)
{
    const char *text;
    apr_size_t length;

    switch (ehoks_json_type(value)) {
    case EHOKS_JSON_ABSENT:
    case EHOKS_JSON_NULL: put(writer, "null", 4); break;
    case EHOKS_JSON_BOOLEAN:
        if (ehoks_json_is_true(value)) {
            put(writer, "true", 4);
        }
        else {
            put(writer, "false", 5);
        }
        break;
    case EHOKS_JSON_INTEGER:
        put_integer(writer, ehoks_json_integer(value));
        break;
    case EHOKS_JSON_REAL: put_real(writer, ehoks_json_real(value)); break;
    case EHOKS_JSON_STRING:
        text = ehoks_json_string(value, &length);
        put_string(writer, text, length);
        break;
    case EHOKS_JSON_ARRAY: put_array(writer, value); break;
    case EHOKS_JSON_OBJECT: put_object(writer, value); break;
    }
}

static const char *written(writer_t *writer, const ehoks_json_t *value,
                           apr_size_t *length)
{
    writer->room = 512;
    writer->text = apr_palloc(writer->pool, writer->room);
    put_value(writer, value);
    if (length) {
        *length = writer->length;
    }
    put_char(writer, '\0');
    return writer->text;
}

const char *ehoks_json_write(apr_pool_t *pool, const ehoks_json_t *value,
                             apr_size_t *length)
{
    writer_t writer = {.pool = pool};

    return written(&writer, value, length);
}

const char *ehoks_json_write_sorted(apr_pool_t *pool, const ehoks_json_t *value)
{
    writer_t writer = {.pool = pool, .sorted = 1};

    return written(&writer, value, NULL);
}

const char *ehoks_json_write_without(apr_pool_t *pool,
                                     const ehoks_json_t *value, const char *key,
                                     int with_lists)
{
    writer_t writer = {.pool = pool, .sorted = 1, .without = key};

    writer.bare = with_lists ? NULL : value;
    return written(&writer, value, NULL);
}
