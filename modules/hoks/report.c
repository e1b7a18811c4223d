/* Reports: reading them, and telling rows as JSON or as a table. */
#include <apr_strings.h>

#include "../core/csv.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "report.h"

/* Kinds of columns. */
enum {
    COLUMN_NUMBER = 1,
    COLUMN_SCHOOL = 2, /* only in a report of all schools */
    COLUMN_UNIT = 4    /* only in a report of all kinds of units */
};

typedef struct ehoks_report_column_t {
    const char *name; /* in JSON; NULL closes the table */
    int kind;
    const char *headings[EHOKS_REPORT_LANGUAGES];
} column_t;

/* Both in the order of the statement's columns; the first of those is the
 * count. */
static const column_t period_columns[] = {
    {"hoksId", COLUMN_NUMBER, {"HOKS", "PUK", "Plan"}},
    {"opiskeluoikeusOid", 0, {"Opiskeluoikeus", "Studierätt", "Study right"}},
    {"oppijaOid", 0, {"Oppijanumero", "Studentnummer", "Learner number"}},
    {"hoksEid",
     0,
     {"HOKSin tunniste", "PUK:ens identifierare", "Identifier of the plan"}},
    {"hankkimistapaTyyppi",
     0,
     {"Hankkimistapa", "Sätt att förvärva", "Way of acquiring"}},
    {"alkupvm", 0, {"Alkaa", "Börjar", "Begins"}},
    {"loppupvm", 0, {"Päättyy", "Slutar", "Ends"}},
    {"osaAikaisuus",
     COLUMN_NUMBER,
     {"Osa-aikaisuus (%)", "Deltid (%)", "Part time (%)"}},
    {"oppisopimuksenPerusta",
     0,
     {"Oppisopimuksen perusta", "Läroavtalets grund",
      "Basis of the apprenticeship"}},
    {"tyopaikanNimi", 0, {"Työpaikka", "Arbetsplats", "Workplace"}},
    {"ytunnus", 0, {"Y-tunnus", "FO-nummer", "Business ID"}},
    {"ohjaajaNimi",
     0,
     {"Työpaikkaohjaaja", "Arbetsplatshandledare", "Instructor"}},
    {"ohjaajaEmail",
     0,
     {"Ohjaajan sähköposti", "Handledarens e-post", "Instructor's e-mail"}},
    {"ohjaajaPuhelinnumero",
     0,
     {"Ohjaajan puhelin", "Handledarens telefon", "Instructor's telephone"}},
    {"oppilaitosOid", COLUMN_SCHOOL, {"Oppilaitos", "Läroanstalt", "School"}},
    {"tutkinnonOsa",
     COLUMN_UNIT,
     {"Tutkinnon osa", "Examensdel", "Kind of unit"}},
    {NULL, 0, {NULL, NULL, NULL}}};

static const column_t orphan_columns[] = {
    {"hoksId", COLUMN_NUMBER, {"HOKS", "PUK", "Plan"}},
    {"oppijaOid", 0, {"Oppijanumero", "Studentnummer", "Learner number"}},
    {"hoksEid",
     0,
     {"HOKSin tunniste", "PUK:ens identifierare", "Identifier of the plan"}},
    {"opiskeluoikeusOid", 0, {"Opiskeluoikeus", "Studierätt", "Study right"}},
    {"oppilaitosOid", 0, {"Oppilaitos", "Läroanstalt", "School"}},
    {NULL, 0, {NULL, NULL, NULL}}};

static const char *number(apr_pool_t *pool, apr_int64_t value)
{
    return apr_psprintf(pool, "%" APR_INT64_T_FMT, value);
}

static const ehoks_err_t *run(const ehoks_ctx_t *ctx, ehoks_sql_e statement,
                              const char *const *values, ehoks_report_t *report)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[statement], values, &rows);

    report->rows = rows;
    report->count = err ? 0 : ehoks_rows_integer(rows, 0, 0);
    return err;
}

const ehoks_err_t *ehoks_report_periods(const ehoks_ctx_t *ctx,
                                        const ehoks_report_periods_t *asked,
                                        ehoks_report_t *report)
{
    const char *values[] = {asked->qualification,
                            asked->first,
                            asked->last,
                            asked->everything ? "true" : "false",
                            number(ctx->pool, asked->part.limit),
                            number(ctx->pool, asked->part.offset),
                            asked->school};

    report->columns = period_columns;
    report->left_out = (asked->school ? COLUMN_SCHOOL : 0)
                       | (asked->everything ? 0 : COLUMN_UNIT);
    return run(ctx,
               asked->school ? EHOKS_SQL_JAKSORAPORTTI_OPPILAITOS
                             : EHOKS_SQL_JAKSORAPORTTI,
               values, report);
}

const ehoks_err_t *ehoks_report_orphans(const ehoks_ctx_t *ctx,
                                        const char *school,
                                        const ehoks_report_part_t *part,
                                        ehoks_report_t *report)
{
    const char *values[] = {school, number(ctx->pool, part->limit),
                            number(ctx->pool, part->offset)};

    report->columns = orphan_columns;
    report->left_out = 0;
    return run(ctx, EHOKS_SQL_ORVOT_HOKSIT, values, report);
}

/* The statements answer one row at least; it is empty when the part is. */
static int row_count(const ehoks_report_t *report)
{
    return ehoks_rows_text(report->rows, 0, 1) ? ehoks_rows_count(report->rows)
                                               : 0;
}

ehoks_json_t *ehoks_report_json(apr_pool_t *pool, const ehoks_report_t *report)
{
    ehoks_json_t *list = ehoks_json_new_array(pool);
    int row;
    int i;

    for (row = 0; row < row_count(report); row++) {
        ehoks_json_t *object = ehoks_json_new_object(pool);

        for (i = 0; report->columns[i].name; i++) {
            const column_t *column = &report->columns[i];
            const char *text = ehoks_rows_text(report->rows, row, i + 1);

            if (!text || (column->kind & report->left_out))
                continue;
            if (column->kind & COLUMN_NUMBER)
                ehoks_json_set(
                    object, column->name,
                    ehoks_json_new_integer(
                        pool, ehoks_rows_integer(report->rows, row, i + 1)));
            else
                ehoks_json_set_string(pool, object, column->name, text);
        }
        ehoks_json_append(list, object);
    }
    return list;
}

void ehoks_report_csv(const ehoks_report_t *report,
                      ehoks_report_language_e language, ehoks_buffer_t *buffer)
{
    int row;
    int i;

    ehoks_csv_begin(buffer);
    for (row = -1; row < row_count(report); row++) {
        for (i = 0; report->columns[i].name; i++) {
            const column_t *column = &report->columns[i];

            if (column->kind & report->left_out)
                continue;
            if (row < 0)
                ehoks_csv_text(buffer, i == 0, column->headings[language]);
            else if (column->kind & COLUMN_NUMBER)
                ehoks_csv_number(buffer, i == 0,
                                 ehoks_rows_text(report->rows, row, i + 1));
            else
                ehoks_csv_text(buffer, i == 0,
                               ehoks_rows_text(report->rows, row, i + 1));
        }
        ehoks_csv_end_line(buffer);
    }
}
