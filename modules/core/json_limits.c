/* One pass over the bytes of a JSON text that counts nesting and values, so
 * that a megabyte of "[{},{},…" costs a millisecond and no memory, instead of
 * the 75 megabytes that the parser would build from it.
 */
#include <string.h>

#include "json_limits.h"

#define DEFAULT_DEPTH 32
#define DEFAULT_NODES 50000

typedef struct {
    apr_size_t depth;
    apr_size_t nodes; /* values, and keys whose colon has not come yet */
    int in_scalar;    /* inside a number or a word */
} measure_t;

/* Skips a string; `at` is behind its opening quote. Returns the place of the
 * closing quote, or `end`. A quote behind an odd number of backslashes is part
 * of the string. */
static const char *skip_string(const char *at, const char *end)
{
    while (at < end) {
        const char *quote = memchr(at, '"', (apr_size_t)(end - at));
        const char *back = quote;

        if (!quote) {
            return end;
        }
        while (back > at && back[-1] == '\\') {
            back--;
        }
        if ((quote - back) % 2 == 0) {
            return quote;
        }
        at = quote + 1;
    }
    return end;
}

/* Counts one byte outside strings. */
static void count(measure_t *measure, char byte)
{
    int scalar = 0;

    switch (byte) {
    case '{':
    case '[':
        measure->depth++;
        measure->nodes++;
        break;
    case '}':
    case ']': measure->depth -= measure->depth > 0; break;
    case ':': /* the string before it was a key */
        measure->nodes -= measure->nodes > 0;
        break;
    case '"': measure->nodes++; break;
    case ',':
    case ' ':
    case '\t':
    case '\n':
    case '\r': break;
    default:
        measure->nodes += !measure->in_scalar;
        scalar = 1;
        break;
    }
    measure->in_scalar = scalar;
}

const char *ehoks_json_check_limits(const char *text, apr_size_t length,
                                    const ehoks_json_limits_t *limits)
{
    apr_size_t depth = limits && limits->depth ? limits->depth : DEFAULT_DEPTH;
    apr_size_t nodes = limits && limits->nodes ? limits->nodes : DEFAULT_NODES;
    measure_t measure = {0, 0, 0};
    const char *end = length > 0 ? text + length : text;

    for (const char *at = text; at < end; at++) {
        count(&measure, *at);
        if (*at == '"') {
            at = skip_string(at + 1, end);
        }
        if (measure.depth > depth) {
            return "nested too deep";
        }
        /* The last may still be a key. */
        if (measure.nodes > nodes && measure.nodes - nodes > 1) {
            return "too many values";
        }
    }
    return measure.nodes > nodes ? "too many values" : NULL;
}
