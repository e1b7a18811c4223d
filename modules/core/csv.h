/* Tables for spreadsheets: semicolons, lines that end as RFC 4180 says, and a
 * byte order mark, by which Excel knows that the text is UTF-8. */
#ifndef EHOKS_CORE_CSV_H
#define EHOKS_CORE_CSV_H

#include "buffer.h"

/* Begins a table. */
void ehoks_csv_begin(ehoks_buffer_t *buffer);

/* Appends a cell to the line; `first` 1: it is the line's first. NULL is an
 * empty cell. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it (OWASP: CSV injection). */
void ehoks_csv_text(ehoks_buffer_t *buffer, int first, const char *text);

/* The same for a number of our own, which goes out as it is. */
void ehoks_csv_number(ehoks_buffer_t *buffer, int first, const char *number);

/* Ends the line. */
void ehoks_csv_end_line(ehoks_buffer_t *buffer);

#endif
