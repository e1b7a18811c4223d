/* GET VB/hoks/paged: the feed for statistics. */
#include "../hoks/audit.h"
#include "../hoks/statistics.h"
#include "handlers.h"

enum { AMOUNT_DEFAULT = 500, AMOUNT_MOST = 1000 };

static int within(apr_int64_t number, int least, int most)
{
    return number < least ? least : number > most ? most : (int)number;
}

/* The old service let any system read all plans here; now an OPH-level right
 * is needed (contract/README.md 6). */
static const ehoks_err_t *check_right(const ehoks_request_t *request)
{
    return ehoks_principal_has_in(request->ctx.principal,
                                  EHOKS_ROOT_ORGANISATION, EHOKS_RIGHT_READ)
               ? NULL
               : ehoks_err_make(request->ctx.pool, "E-NOACCESS", NULL);
}

/* What was asked tells which plans were read. */
static void note(const ehoks_request_t *request,
                 const ehoks_statistics_t *asked)
{
    const ehoks_ctx_t *ctx = &request->ctx;

    ehoks_audit_detail_value(ctx, "fromId",
                             ehoks_json_new_integer(ctx->pool, asked->from_id));
    ehoks_audit_detail_value(ctx, "amount",
                             ehoks_json_new_integer(ctx->pool, asked->amount));
    ehoks_audit_detail(ctx, "updatedAfter", asked->updated_after);
}

const ehoks_err_t *ehoks_api_hoks_paged(ehoks_request_t *request,
                                        ehoks_response_t *response)
{
    ehoks_statistics_t asked = {0};
    apr_int64_t amount = AMOUNT_DEFAULT;
    const char *text = NULL;
    apr_size_t length = 0;
    const ehoks_err_t *err =
        ehoks_request_query_integer(request, "amount", &amount);

    if (!err)
        err = ehoks_request_query_integer(request, "from-id", &asked.from_id);
    if (!err)
        err = ehoks_request_query_instant(request, "updated-after",
                                          &asked.updated_after);
    asked.amount = within(amount, 1, AMOUNT_MOST);
    note(request, &asked);
    if (!err)
        err = check_right(request);
    asked.output = request->settings->model->get;
    asked.statistics = request->settings->model->statistics;
    if (!err)
        err = ehoks_statistics_page(&request->ctx, &asked, &text, &length);
    if (!err)
        ehoks_response_data_text(response, text, length);
    return err;
}
