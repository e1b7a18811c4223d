/* Small text helpers that APR lacks: UTF-8, trimming as the national service
 * does it (contract: G-04), UUIDs, filling in arguments.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <apr_sha1.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_tables.h>

#include "text.h"

/* Length of the well-formed UTF-8 sequence at `at`, and its code point; 0
 * when there is none within `left` bytes. */
static int sequence(const unsigned char *at, apr_size_t left, uint32_t *point)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    int length = at[0] < 0x80   ? 1
                 : at[0] < 0xC2 ? 0
                 : at[0] < 0xE0 ? 2
                 : at[0] < 0xF0 ? 3
                 : at[0] < 0xF5 ? 4
                                : 0;

    if (length == 0 || (apr_size_t)length > left) {
        return 0;
    }
    *point = length == 1 ? at[0] : at[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
        *point = *point << 6 | (at[i] & 0x3Fu);
    }
    if (*point < smallest[length] || *point > 0x10FFFF
        || (*point >= 0xD800 && *point <= 0xDFFF)) {
        return 0;
    }
    return length;
}

int ehoks_text_is_utf8(const char *text, apr_size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    uint32_t point;

    while (length > 0) {
        int step = sequence(at, length, &point);
        if (step == 0) {
            return 0;
        }
        at += step;
        length -= (apr_size_t)step;
    }
    return 1;
}

apr_size_t ehoks_text_characters(const char *text, apr_size_t length)
{
    apr_size_t count = 0;

    for (apr_size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Java's Character.isWhitespace: the no-break spaces (U+00A0, U+2007, U+202F)
 * are not among them. */
static int is_whitespace(uint32_t point)
{
    return (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x20)
           || point == 0x1680 || (point >= 0x2000 && point <= 0x2006)
           || (point >= 0x2008 && point <= 0x200A) || point == 0x2028
           || point == 0x2029 || point == 0x205F || point == 0x3000;
}

/* Where the character before `end` begins. */
static const unsigned char *previous(const unsigned char *begin,
                                     const unsigned char *end)
{
    do {
        end--;
    } while (end > begin && (*end & 0xC0) == 0x80);
    return end;
}

const char *ehoks_text_trim(apr_pool_t *pool, const char *text)
{
    const unsigned char *begin = (const unsigned char *)text;
    const unsigned char *end = begin + strlen(text);
    uint32_t point;

    while (begin < end) {
        int step = sequence(begin, (apr_size_t)(end - begin), &point);
        if (step == 0 || !is_whitespace(point)) {
            break;
        }
        begin += step;
    }
    while (end > begin) {
        const unsigned char *last = previous(begin, end);
        if (!sequence(last, (apr_size_t)(end - last), &point)
            || !is_whitespace(point)) {
            break;
        }
        end = last;
    }
    if (begin == (const unsigned char *)text && *end == '\0') {
        return text;
    }
    return apr_pstrmemdup(pool, (const char *)begin, (apr_size_t)(end - begin));
}

/* UUIDs guard shared links, so a guessable one is worse than no process. */
static void random_bytes(unsigned char *bytes, apr_size_t count)
{
    if (apr_generate_random_bytes(bytes, count) != APR_SUCCESS) {
        abort();
    }
}

const char *ehoks_text_uuid(apr_pool_t *pool)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char bytes[16];
    char *text = apr_palloc(pool, 37);
    char *at = text;

    random_bytes(bytes, sizeof(bytes));
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40); /* version 4 */
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80); /* RFC 9562 */
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *at++ = '-';
        }
        *at++ = hex[bytes[i] >> 4];
        *at++ = hex[bytes[i] & 0x0F];
    }
    *at = '\0';
    return text;
}

static int is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
           || (c >= 'A' && c <= 'F');
}

int ehoks_text_is_uuid(const char *text)
{
    if (!text) {
        return 0;
    }
    for (int i = 0; i < 36; i++) {
        int hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !is_hex(text[i])) {
            return 0;
        }
    }
    return text[36] == '\0';
}

const char *ehoks_text_fill(apr_pool_t *pool, const char *pattern,
                            const char *const *arguments, int count)
{
    apr_array_header_t *pieces = apr_array_make(pool, 8, sizeof(char *));
    const char *from = pattern;

    for (const char *at = pattern; *at; at++) {
        if (at[0] != '{' || at[1] < '1' || at[1] > '9' || at[2] != '}') {
            continue;
        }
        int place = at[1] - '1';
        *(const char **)apr_array_push(pieces) =
            apr_pstrmemdup(pool, from, (apr_size_t)(at - from));
        if (place < count && arguments[place]) {
            *(const char **)apr_array_push(pieces) = arguments[place];
        }
        at += 2;
        from = at + 1;
    }
    *(const char **)apr_array_push(pieces) = from;
    return apr_array_pstrcat(pool, pieces, 0);
}

const char *ehoks_text_digest(apr_pool_t *pool, const char *text,
                              apr_size_t length)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    char *hexadecimal = apr_palloc(pool, 2 * sizeof(digest) + 1);
    apr_sha1_ctx_t sha1;

    apr_sha1_init(&sha1);
    apr_sha1_update_binary(&sha1, (const unsigned char *)text,
                           (unsigned int)length);
    apr_sha1_final(digest, &sha1);
    for (size_t i = 0; i < sizeof(digest); i++) {
        apr_snprintf(hexadecimal + 2 * i, 3, "%02x", digest[i]);
    }
    return hexadecimal;
}
