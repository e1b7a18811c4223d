/* Sending what a handler answered: one place for headers and conditions. */
#include <apr_buckets.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <util_filter.h>

#include "../db/db.h"
#include "../ehoks.h"
#include "problem.h"
#include "response.h"

void ehoks_response_data_text(ehoks_response_t *response, const char *text,
                              apr_size_t length)
{
    response->before = "{\"meta\":{},\"data\":";
    response->body = text;
    response->length = length;
    response->after = "}";
}

void ehoks_response_data(ehoks_request_t *request, ehoks_response_t *response,
                         const ehoks_json_t *value)
{
    apr_size_t length;
    const char *text = ehoks_json_write(request->ctx.pool, value, &length);

    ehoks_response_data_text(response, text, length);
}

void ehoks_response_plain(ehoks_request_t *request, ehoks_response_t *response,
                          const ehoks_json_t *value)
{
    response->body =
        ehoks_json_write(request->ctx.pool, value, &response->length);
}

const char *ehoks_response_etag(apr_pool_t *pool, int version)
{
    return apr_psprintf(pool, "\"v%d\"", version);
}

/* The contract's cache headers (api.md 2.2), and what keeps an answer from
 * being taken for something else than data. In err_headers_out, so that a 304
 * and answers made by other modules carry them too. */
void ehoks_response_common_headers(request_rec *r)
{
    static const char *const headers[][2] = {
        {"Cache-Control", "no-cache, max-age=0"},
        {"Expires", "0"},
        {"X-Content-Type-Options", "nosniff"}};
    apr_size_t i;

    for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        apr_table_setn(r->err_headers_out, headers[i][0], headers[i][1]);
}

static void append(apr_bucket_brigade *brigade, request_rec *r,
                   const char *text, apr_size_t length)
{
    /* A pool bucket copies its text if it must outlive the request. */
    APR_BRIGADE_INSERT_TAIL(
        brigade,
        apr_bucket_pool_create(text, length, r->pool, brigade->bucket_alloc));
}

static int send_body(request_rec *r, const ehoks_response_t *response)
{
    apr_bucket_brigade *brigade =
        apr_brigade_create(r->pool, r->connection->bucket_alloc);
    apr_size_t before = response->before ? strlen(response->before) : 0;
    apr_size_t after = response->after ? strlen(response->after) : 0;

    if (response->body) {
        if (before)
            append(brigade, r, response->before, before);
        if (response->length)
            append(brigade, r, response->body, response->length);
        if (after)
            append(brigade, r, response->after, after);
    }
    ap_set_content_length(
        r, (apr_off_t)(response->body ? before + response->length + after : 0));
    APR_BRIGADE_INSERT_TAIL(brigade,
                            apr_bucket_eos_create(brigade->bucket_alloc));
    /* A client that went away is no failure of ours. */
    (void)ap_pass_brigade(r->output_filters, brigade);
    return OK;
}

int ehoks_response_send(ehoks_request_t *request,
                        const ehoks_response_t *response)
{
    request_rec *r = request->r;

    ehoks_db_close(&request->ctx);
    r->status = response->status ? response->status : HTTP_OK;
    r->status_line = NULL;
    if (response->body && !r->content_type)
        ap_set_content_type(r, response->content_type
                                   ? response->content_type
                                   : "application/json; charset=utf-8");
    if (response->file_name)
        apr_table_setn(r->headers_out, "Content-Disposition",
                       apr_psprintf(r->pool, "attachment; filename=\"%s\"",
                                    response->file_name));
    if (response->location)
        apr_table_setn(r->headers_out, "Location", response->location);
    if (response->etag) {
        int condition;

        apr_table_setn(r->headers_out, "ETag", response->etag);
        condition = r->method_number == M_GET ? ap_meets_conditions(r) : OK;
        if (condition == HTTP_PRECONDITION_FAILED)
            return ehoks_problem_send(
                request, ehoks_err_make(request->ctx.pool, "E-412", NULL));
        if (condition != OK)
            return condition;
    }
    return send_body(r, response);
}
