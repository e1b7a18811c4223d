/* Reports of provider staff (contract: api.md 1.7, 6.4), as JSON page by page
 * and as a whole in a file for spreadsheets. */
#include <string.h>

#include <apr_strings.h>

#include "../core/oid.h"
#include "../db/db.h"
#include "../hoks/audit.h"
#include "../hoks/report.h"
#include "check.h"
#include "handlers.h"

enum { PAGE_DEFAULT = 25, PAGE_MOST = 1000 };

/* Further than this no report reaches; with it no offset overflows. */
#define INDEX_MOST 1000000000

/* In what form the report is asked for. */
typedef struct {
    apr_int64_t page_size;
    apr_int64_t page;
    int is_csv;
    int language;
} form_t;

/* --- the form ------------------------------------------------------------- */

/* The form of the answer by the query, else by the Accept header. */
static const ehoks_err_t *read_form(ehoks_request_t *request, form_t *form)
{
    static const char *const forms[] = {"json", "csv", NULL};
    static const char *const languages[] = {"fi", "sv", "en", NULL};
    const char *accept = apr_table_get(request->r->headers_in, "Accept");
    const ehoks_err_t *err;

    form->page_size = PAGE_DEFAULT;
    form->is_csv = accept && strstr(accept, "text/csv") != NULL;
    err = ehoks_request_query_one_of(request, "muoto", forms, &form->is_csv);
    if (!err)
        err = ehoks_request_query_one_of(request, "kieli", languages,
                                         &form->language);
    if (!err)
        err = ehoks_request_query_within(request, "pagesize", 1, PAGE_MOST,
                                         &form->page_size);
    if (!err)
        err = ehoks_request_query_within(request, "pageindex", 0, INDEX_MOST,
                                         &form->page);
    return err;
}

static ehoks_report_part_t part_of(const form_t *form)
{
    ehoks_report_part_t part = {EHOKS_REPORT_MOST, 0};

    if (!form->is_csv) {
        part.limit = form->page_size;
        part.offset = form->page * form->page_size;
    }
    return part;
}

static const ehoks_err_t *answer_csv(ehoks_request_t *request,
                                     ehoks_response_t *response,
                                     const form_t *form,
                                     const ehoks_report_t *report,
                                     const char *name)
{
    ehoks_buffer_t buffer;

    if (report->count > EHOKS_REPORT_MOST)
        return ehoks_err_make(request->ctx.pool, "E-LIIAN-PITKA",
                              apr_itoa(request->ctx.pool, EHOKS_REPORT_MOST),
                              NULL);
    ehoks_buffer_make(&buffer, request->ctx.pool);
    ehoks_report_csv(report, form->language, &buffer);
    response->body = buffer.text;
    response->length = buffer.length;
    response->content_type = "text/csv; charset=utf-8";
    response->file_name = apr_pstrcat(request->ctx.pool, name, ".csv", NULL);
    return NULL;
}

static const ehoks_err_t *answer(ehoks_request_t *request,
                                 ehoks_response_t *response, const form_t *form,
                                 const ehoks_report_t *report, const char *name)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data;

    apr_table_mergen(request->r->headers_out, "Vary", "Accept");
    if (form->is_csv)
        return answer_csv(request, response, form, report, name);
    data = ehoks_json_new_object(pool);
    ehoks_json_set(data, "count", ehoks_json_new_integer(pool, report->count));
    ehoks_json_set(
        data, "pagecount",
        ehoks_json_new_integer(pool, (report->count + form->page_size - 1)
                                         / form->page_size));
    ehoks_json_set(data, "result", ehoks_report_json(pool, report));
    ehoks_response_data(request, response, data);
    return NULL;
}

/* --- work periods --------------------------------------------------------- */

/* A JSON object in a parameter, written again as JSON. */
static const ehoks_err_t *read_qualification(ehoks_request_t *request,
                                             const char **qualification)
{
    static const ehoks_json_limits_t small = {4, 100};
    const char *text = NULL;
    ehoks_json_t *value = NULL;
    const ehoks_err_t *err =
        ehoks_request_query_required(request, "tutkinto", &text);

    if (!err)
        value = ehoks_json_parse(request->ctx.pool, text, strlen(text), &small,
                                 NULL);
    if (!err && ehoks_json_type(value) != EHOKS_JSON_OBJECT)
        err = ehoks_err_make(request->ctx.pool, "E-TUTKINTO", NULL);
    if (!err)
        *qualification = ehoks_json_write(request->ctx.pool, value, NULL);
    return err;
}

static const ehoks_err_t *read_school(ehoks_request_t *request,
                                      const char **school)
{
    const ehoks_err_t *err =
        ehoks_request_query_required(request, "oppilaitos", school);

    if (!err && !ehoks_oid_is_organisaatio(*school))
        err =
            ehoks_request_invalid(request, "query-params",
                                  "PARAMETRI-ORGANISAATIO", "oppilaitos", NULL);
    return err;
}

/* What the audit tells of the report (contract: api.md 1.7). */
static void note(const ehoks_ctx_t *ctx, const ehoks_report_periods_t *asked)
{
    ehoks_audit_detail(ctx, "oppilaitosOid", asked->school);
    ehoks_audit_detail(ctx, "tutkinto", asked->qualification);
    ehoks_audit_detail(ctx, "start", asked->first);
    ehoks_audit_detail(ctx, "end", asked->last);
}

const ehoks_err_t *ehoks_api_report_periods(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    ehoks_report_periods_t asked = {0};
    ehoks_report_t report;
    form_t form = {0};
    const ehoks_err_t *err = read_form(request, &form);

    if (!err)
        err = read_school(request, &asked.school);
    if (!err)
        err = ehoks_request_query_day(request, "start", &asked.first);
    if (!err)
        err = ehoks_request_query_day(request, "end", &asked.last);
    if (!err)
        err = ehoks_request_query_flag(request, "kaikki", &asked.everything);
    if (!err)
        err = read_qualification(request, &asked.qualification);
    if (!err)
        note(&request->ctx, &asked);
    /* A super user's report is of all schools (contract: api.md 6.4). */
    if (!err && !ehoks_check_super_user(request))
        asked.school = NULL;
    else if (!err)
        err = ehoks_check_school(request, asked.school, "E-OPPILAITOS-PUUTTUU",
                                 "E-RAPORTTI403");
    asked.part = part_of(&form);
    if (!err)
        err = ehoks_report_periods(&request->ctx, &asked, &report);
    return err ? err
               : answer(request, response, &form, &report, "tyopaikkajaksot");
}

/* --- plans without a study right ------------------------------------------ */

const ehoks_err_t *ehoks_api_report_orphans(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    const char *school = request->parameters[0];
    ehoks_report_t report;
    ehoks_report_part_t part;
    form_t form = {0};
    const ehoks_err_t *err = read_form(request, &form);

    if (!err)
        err =
            ehoks_check_school(request, school, "E-ORG404", "E-OPPILAITOS403");
    part = part_of(&form);
    if (!err)
        err = ehoks_report_orphans(&request->ctx, school, &part, &report);
    return err ? err
               : answer(request, response, &form, &report,
                        "hoksit-ilman-opiskeluoikeutta");
}
