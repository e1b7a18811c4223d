/* Typed reading of what a statement answered. Rows and columns count from 0;
 * a place outside, like SQL NULL, reads as NULL or 0. Texts live as long as
 * the request's pool. */
#ifndef EHOKS_DB_ROWS_H
#define EHOKS_DB_ROWS_H

#include <apr.h>

#include "db.h"

/* How many rows there are. */
int ehoks_rows_count(const ehoks_rows_t *rows);

/* The text of a column, NULL for SQL NULL (an empty text is ""). */
const char *ehoks_rows_text(const ehoks_rows_t *rows, int row, int column);

/* As ehoks_rows_text, with the length in bytes. */
const char *ehoks_rows_bytes(const ehoks_rows_t *rows, int row, int column,
                             apr_size_t *length);

/* A whole number. */
apr_int64_t ehoks_rows_integer(const ehoks_rows_t *rows, int row, int column);

/* 1 for true. */
int ehoks_rows_boolean(const ehoks_rows_t *rows, int row, int column);

#endif
