/* The search of learners by provider staff (contract: api.md 6.3). */
#include <apr_strings.h>

#include "../core/oid.h"
#include "../hoks/audit.h"
#include "../hoks/search.h"
#include "check.h"
#include "handlers.h"

/* Characters of a text, rows of a page, and the last page: further than any
 * school goes. */
enum { TEXT_MOST = 256, ROWS_DEFAULT = 10, ROWS_MOST = 1000 };
#define PAGE_MOST 1000000

static const ehoks_err_t *read_school(ehoks_request_t *request,
                                      ehoks_search_t *search)
{
    const ehoks_err_t *err = ehoks_request_query_required(
        request, "oppilaitos-oid", &search->school);

    if (!err && !ehoks_oid_is_organisaatio(search->school))
        err = ehoks_request_invalid(request, "query-params", "PARAMETRI-OID",
                                    "oppilaitos-oid", NULL);
    return err;
}

static const ehoks_err_t *read_texts(ehoks_request_t *request,
                                     ehoks_search_t *search)
{
    const struct {
        const char *name;
        const char **value;
    } texts[] = {{"nimi", &search->name},
                 {"tutkinto", &search->qualification},
                 {"osaamisala", &search->area},
                 {"locale", &search->locale}};
    const ehoks_err_t *err = NULL;
    apr_size_t i;

    for (i = 0; !err && i < sizeof(texts) / sizeof(texts[0]); i++)
        err = ehoks_request_query_text(request, texts[i].name, TEXT_MOST,
                                       texts[i].value);
    if (!search->locale)
        search->locale = "fi";
    return err;
}

/* The number of a plan; 18 digits at most are read. */
static const ehoks_err_t *read_plan(ehoks_request_t *request,
                                    ehoks_search_t *search)
{
    apr_int64_t plan = APR_INT64_MIN;
    const ehoks_err_t *err =
        ehoks_request_query_integer(request, "hoks-id", &plan);

    if (!err && plan != APR_INT64_MIN) {
        search->plan =
            apr_psprintf(request->ctx.pool, "%" APR_INT64_T_FMT, plan);
        ehoks_audit_detail(&request->ctx, "hoksId", search->plan);
    }
    return err;
}

static const ehoks_err_t *read_page(ehoks_request_t *request,
                                    ehoks_search_t *search)
{
    const char *column = NULL;
    apr_int64_t page = 0;
    const ehoks_err_t *err =
        ehoks_request_query(request, "order-by-column", &column);

    search->order = ehoks_search_order(column);
    search->limit = ROWS_DEFAULT;
    if (!err)
        err = ehoks_request_query_flag(request, "desc", &search->descending);
    if (!err)
        err = ehoks_request_query_within(request, "item-count", 0, ROWS_MOST,
                                         &search->limit);
    if (!err)
        err = ehoks_request_query_within(request, "page", 0, PAGE_MOST, &page);
    search->offset = page * search->limit;
    return err;
}

const ehoks_err_t *ehoks_api_staff_search(ehoks_request_t *request,
                                          ehoks_response_t *response)
{
    ehoks_search_t search = {0};
    ehoks_found_t found;
    const ehoks_err_t *err = read_school(request, &search);

    if (!err)
        err = read_texts(request, &search);
    if (!err)
        err = read_plan(request, &search);
    if (!err)
        err = read_page(request, &search);
    if (!err)
        err =
            ehoks_check_school(request, search.school, "E-ORG404", "E-HAKU403");
    if (!err)
        err = ehoks_search_run(&request->ctx, &search, &found);
    if (err)
        return err;
    ehoks_response_data_text(response, found.rows, found.length);
    response->before = apr_psprintf(
        request->ctx.pool,
        "{\"meta\":{\"total-count\":%" APR_INT64_T_FMT "},\"data\":",
        found.total);
    return NULL;
}
