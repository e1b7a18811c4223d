/* Reports of provider staff over all plans of a school: work periods, and
 * plans whose study right is gone (contract: api.md 6.4). A report is rows of
 * one statement with a table that says what its columns are; it can be told
 * as JSON and as a table for a spreadsheet. */
#ifndef EHOKS_HOKS_REPORT_H
#define EHOKS_HOKS_REPORT_H

#include "../core/buffer.h"
#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"
#include "../db/rows.h"

/* A spreadsheet takes at most so many rows. */
#define EHOKS_REPORT_MOST 50000

/* Which rows of the report: `limit` of them after the first `offset`. */
typedef struct {
    apr_int64_t limit;
    apr_int64_t offset;
} ehoks_report_part_t;

typedef struct {
    const char *qualification; /* JSON object that the name must contain */
    const char *first;         /* days between which the period ends, as */
    const char *last;          /* ehoks_date_for_sql writes them */
    const char *school;        /* NULL: all schools, which rows then name */
    int everything; /* 1: of units of all kinds, and also periods whose
                       part-time share is told; rows then tell the kind */
    ehoks_report_part_t part;
} ehoks_report_periods_t;

/* Languages of a spreadsheet's headings. */
typedef enum {
    EHOKS_REPORT_FI,
    EHOKS_REPORT_SV,
    EHOKS_REPORT_EN,
    EHOKS_REPORT_LANGUAGES
} ehoks_report_language_e;

struct ehoks_report_column_t;

/* A part of a report as it was read. */
typedef struct {
    apr_int64_t count; /* rows of the whole report */
    const ehoks_rows_t *rows;
    const struct ehoks_report_column_t *columns;
    int left_out; /* kinds of columns that this one does not have */
} ehoks_report_t;

/* Reads work periods that end between two days, newest plan first. */
const ehoks_err_t *ehoks_report_periods(const ehoks_ctx_t *ctx,
                                        const ehoks_report_periods_t *asked,
                                        ehoks_report_t *report);

/* Reads the live plans of a school whose study right Koski does not know any
 * more, newest first. */
const ehoks_err_t *ehoks_report_orphans(const ehoks_ctx_t *ctx,
                                        const char *school,
                                        const ehoks_report_part_t *part,
                                        ehoks_report_t *report);

/* The rows as an array of objects; what is not known is left out. */
ehoks_json_t *ehoks_report_json(apr_pool_t *pool, const ehoks_report_t *report);

/* The rows as a table with headings. */
void ehoks_report_csv(const ehoks_report_t *report,
                      ehoks_report_language_e language, ehoks_buffer_t *buffer);

#endif
