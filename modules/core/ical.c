/* iCalendar lines. */
#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "date.h"
#include "ical.h"

/* Octets of a line without its line break (3.1). */
#define LINE_OCTETS 75

struct ehoks_ical_t {
    apr_pool_t *pool;
    apr_array_header_t *lines; /* of const char *, with their line breaks */
};

ehoks_ical_t *ehoks_ical_make(apr_pool_t *pool)
{
    ehoks_ical_t *ical = apr_palloc(pool, sizeof(*ical));

    ical->pool = pool;
    ical->lines = apr_array_make(pool, 64, sizeof(const char *));
    return ical;
}

/* How much of `text` fits into `room` octets without cutting a character. */
static apr_size_t fitting(const char *text, apr_size_t length, apr_size_t room)
{
    if (length <= room)
        return length;
    while (room > 0 && ((unsigned char)text[room] & 0xc0) == 0x80)
        room--;
    return room;
}

static void add_line(ehoks_ical_t *ical, const char *line)
{
    apr_size_t length = strlen(line);
    apr_size_t room = LINE_OCTETS;

    do {
        apr_size_t part = fitting(line, length, room);

        APR_ARRAY_PUSH(ical->lines, const char *) =
            apr_pstrcat(ical->pool, room == LINE_OCTETS ? "" : " ",
                        apr_pstrmemdup(ical->pool, line, part), "\r\n", NULL);
        line += part;
        length -= part;
        room = LINE_OCTETS - 1; /* a continued line begins with a blank */
    } while (length > 0);
}

void ehoks_ical_add(ehoks_ical_t *ical, const char *name, const char *value)
{
    if (value)
        add_line(ical, apr_pstrcat(ical->pool, name, ":", value, NULL));
}

static const char *escape(apr_pool_t *pool, const char *text)
{
    char *escaped = apr_palloc(pool, 2 * strlen(text) + 1);
    char *end = escaped;

    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '\r' && text[1] == '\n')
            continue;
        if (strchr("\\;,\n\r", c))
            *end++ = '\\';
        if (c == '\n' || c == '\r')
            *end++ = 'n';
        else if ((c >= ' ' && c != 0x7f) || c == '\t')
            *end++ = (char)c;
    }
    *end = '\0';
    return escaped;
}

void ehoks_ical_add_text(ehoks_ical_t *ical, const char *name, const char *text)
{
    if (text && *text)
        ehoks_ical_add(ical, name, escape(ical->pool, text));
}

const char *ehoks_ical_day(apr_pool_t *pool, const char *day, int days)
{
    int number = ehoks_date_day(day);

    return number
               ? apr_psprintf(pool, "%08d", ehoks_date_add_days(number, days))
               : NULL;
}

const char *ehoks_ical_instant(apr_pool_t *pool, const char *instant)
{
    char *compact = apr_pstrdup(pool, instant);
    char *end = compact;

    for (; instant && *instant; instant++) {
        if (!strchr("-:", *instant))
            *end++ = *instant;
    }
    if (end)
        *end = '\0';
    return compact;
}

const char *ehoks_ical_text(const ehoks_ical_t *ical, apr_size_t *length)
{
    const char *text = apr_array_pstrcat(ical->pool, ical->lines, '\0');

    if (length)
        *length = strlen(text);
    return text;
}
