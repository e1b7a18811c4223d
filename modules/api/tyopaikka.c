/* People at workplaces: W/…, their session, periods and demonstrations. */
#include <apr_strings.h>

#include "../hoks/workplace.h"
#include "handlers_workplace.h"

/* Parts on a page: by default, and at most. */
#define PAGE_DEFAULT 25
#define PAGE_MAX 100

const ehoks_err_t *ehoks_api_workplace_session(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    const ehoks_principal_t *who = request->ctx.principal;
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *user = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, user, "oid", who->oid);
    ehoks_json_set_string(pool, user, "first-name",
                          who->given_name ? who->given_name : "");
    ehoks_json_set_string(pool, user, "surname",
                          who->family_name ? who->family_name : "");
    /* Without it an instructor sees nothing, and the page says why. */
    if (who->email)
        ehoks_json_set_string(pool, user, "sahkoposti", who->email);
    ehoks_response_data(request, response, user);
    return NULL;
}

static apr_int64_t between(apr_int64_t low, apr_int64_t value, apr_int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* Which page: `page` from 0, `item-count` parts on each. What is out of reach
 * counts as the nearest that is not. */
static const ehoks_err_t *read_page(ehoks_request_t *request,
                                    ehoks_workplace_t *asked)
{
    apr_int64_t page = 0;
    const ehoks_err_t *err;

    asked->rows = PAGE_DEFAULT;
    err = ehoks_request_query_integer(request, "item-count", &asked->rows);
    if (!err)
        err = ehoks_request_query_integer(request, "page", &page);
    asked->rows = between(1, asked->rows, PAGE_MAX);
    asked->offset = between(0, page, APR_INT32_MAX) * asked->rows;
    return err;
}

/* {"meta": {"total-count": …}, "data": […]} */
static void answer_page(ehoks_request_t *request, ehoks_response_t *response,
                        ehoks_json_t *list, apr_int64_t total)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *answer = ehoks_json_new_object(pool);

    ehoks_json_set(meta, "total-count", ehoks_json_new_integer(pool, total));
    ehoks_json_set(answer, "meta", meta);
    ehoks_json_set(answer, "data", list);
    ehoks_response_plain(request, response, answer);
}

static const ehoks_err_t *answer_list(ehoks_request_t *request,
                                      ehoks_response_t *response,
                                      ehoks_workplace_e kind)
{
    ehoks_workplace_t asked = {kind,
                               ehoks_cfg_workplace_access(request->settings)};
    ehoks_json_t *list = NULL;
    apr_int64_t total = 0;
    const ehoks_err_t *err = read_page(request, &asked);

    if (!err)
        err = ehoks_workplace_read(&request->ctx, &asked, &list, &total);
    if (!err)
        answer_page(request, response, list, total);
    return err;
}

/* One part; one that is not there and one that is not the caller's to see are
 * the same. */
static const ehoks_err_t *answer_one(ehoks_request_t *request,
                                     ehoks_response_t *response,
                                     ehoks_workplace_e kind)
{
    ehoks_workplace_t asked = {kind,
                               ehoks_cfg_workplace_access(request->settings),
                               request->parameters[0], 1, 0};
    ehoks_json_t *list = NULL;
    apr_int64_t total;
    const ehoks_err_t *err =
        ehoks_workplace_read(&request->ctx, &asked, &list, &total);

    if (!err && ehoks_json_size(list) == 0)
        err = ehoks_err_make(request->ctx.pool, "E-404", NULL);
    if (!err)
        ehoks_response_data(request, response, ehoks_json_at(list, 0));
    return err;
}

const ehoks_err_t *ehoks_api_workplace_periods(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    return answer_list(request, response, EHOKS_WORKPLACE_PERIODS);
}

const ehoks_err_t *ehoks_api_workplace_period(ehoks_request_t *request,
                                              ehoks_response_t *response)
{
    return answer_one(request, response, EHOKS_WORKPLACE_PERIODS);
}

const ehoks_err_t *ehoks_api_workplace_demonstrations(
    ehoks_request_t *request, ehoks_response_t *response)
{
    return answer_list(request, response, EHOKS_WORKPLACE_DEMONSTRATIONS);
}

const ehoks_err_t *ehoks_api_workplace_demonstration(ehoks_request_t *request,
                                                     ehoks_response_t *response)
{
    return answer_one(request, response, EHOKS_WORKPLACE_DEMONSTRATIONS);
}
