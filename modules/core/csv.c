/* Tables for spreadsheets. */
#include <string.h>

#include "csv.h"

void ehoks_csv_begin(ehoks_buffer_t *buffer)
{
    ehoks_buffer_add_text(buffer, "\xef\xbb\xbf");
}

/* What begins with one of these is a formula to some spreadsheet; blanks
 * before it do not help. */
static int is_formula(const char *text)
{
    text += strspn(text, " \t\r\n\v\f");
    return *text != '\0' && strchr("=+-@", *text) != NULL;
}

void ehoks_csv_text(ehoks_buffer_t *buffer, int first, const char *text)
{
    if (!first)
        ehoks_buffer_add_text(buffer, ";");
    if (!text || !*text)
        return;
    ehoks_buffer_add_text(buffer, "\"");
    if (is_formula(text))
        ehoks_buffer_add_text(buffer, "'");
    while (*text) {
        apr_size_t length = strcspn(text, "\"");

        ehoks_buffer_add(buffer, text, length);
        text += length;
        if (*text) {
            ehoks_buffer_add_text(buffer, "\"\"");
            text++;
        }
    }
    ehoks_buffer_add_text(buffer, "\"");
}

void ehoks_csv_number(ehoks_buffer_t *buffer, int first, const char *number)
{
    if (!first)
        ehoks_buffer_add_text(buffer, ";");
    if (number)
        ehoks_buffer_add_text(buffer, number);
}

void ehoks_csv_end_line(ehoks_buffer_t *buffer)
{
    ehoks_buffer_add_text(buffer, "\r\n");
}
