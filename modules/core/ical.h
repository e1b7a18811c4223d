/* Writes iCalendar (RFC 5545): lines with CRLF that are folded at 75 octets,
 * texts with their escapes. What the properties mean is the caller's. */
#ifndef EHOKS_CORE_ICAL_H
#define EHOKS_CORE_ICAL_H

#include <apr_pools.h>

typedef struct ehoks_ical_t ehoks_ical_t;

/* An empty calendar text that grows in `pool`. */
ehoks_ical_t *ehoks_ical_make(apr_pool_t *pool);

/* "NAME:value" with a value that needs no escapes: a day, a number, a name of
 * the standard. `name` may carry parameters ("DTSTART;VALUE=DATE"). Nothing is
 * written when `value` is NULL. */
void ehoks_ical_add(ehoks_ical_t *ical, const char *name, const char *value);

/* The same with text of any kind: backslash, comma, semicolon and line breaks
 * are escaped (3.3.11), other control characters are left out. Nothing is
 * written when `text` is NULL or "". */
void ehoks_ical_add_text(ehoks_ical_t *ical, const char *name,
                         const char *text);

/* A day "YYYY-MM-DD" moved by `days`, as 3.3.4 writes it; NULL when `day` is
 * none. */
const char *ehoks_ical_day(apr_pool_t *pool, const char *day, int days);

/* A point in time "YYYY-MM-DDTHH:MM:SSZ" as 3.3.5 writes it; NULL for NULL. */
const char *ehoks_ical_instant(apr_pool_t *pool, const char *instant);

/* All that was added; `length` may be NULL. */
const char *ehoks_ical_text(const ehoks_ical_t *ical, apr_size_t *length);

#endif
