/* Rendering of errors: the old members for today's clients, RFC 9457 for new
 * ones, and every problem with its place and its texts. */
#include <string.h>

#include <apr_strings.h>
#include <http_protocol.h>

#include "../core/text.h"
#include "../db/db.h"
#include "../ehoks.h"
#include "errors_tree.h"
#include "problem.h"
#include "response.h"

/* The meaning in the language that Accept-Language begins with; Finnish
 * otherwise. */
static const char *preferred(const ehoks_catalogue_error_t *error,
                             const char *accept)
{
    if (accept && ap_cstr_casecmpn(accept, "sv", 2) == 0)
        return error->sv;
    if (accept && ap_cstr_casecmpn(accept, "en", 2) == 0)
        return error->en;
    return error->fi;
}

static ehoks_json_t *texts(apr_pool_t *pool, const char *fi, const char *sv,
                           const char *en, const char *const *arguments,
                           int count)
{
    ehoks_json_t *object = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, object, "fi",
                          ehoks_text_fill(pool, fi, arguments, count));
    ehoks_json_set_string(pool, object, "sv",
                          ehoks_text_fill(pool, sv, arguments, count));
    ehoks_json_set_string(pool, object, "en",
                          ehoks_text_fill(pool, en, arguments, count));
    return object;
}

static ehoks_json_t *problem_entry(apr_pool_t *pool,
                                   const ehoks_problem_t *problem,
                                   const ehoks_catalogue_t *catalogue)
{
    const ehoks_catalogue_rule_t *rule =
        ehoks_catalogue_rule(catalogue, problem->code);
    ehoks_json_t *entry = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, entry, "kohta", problem->pointer);
    if (problem->parameter)
        ehoks_json_set_string(pool, entry, "parametri", problem->parameter);
    ehoks_json_set_string(pool, entry, "koodi", problem->code);
    if (rule)
        ehoks_json_set(entry, "viesti",
                       texts(pool, rule->fi, rule->sv, rule->en,
                             problem->arguments, EHOKS_PROBLEM_ARGUMENTS));
    return entry;
}

/* Every problem of the document, or the error itself as the only one. */
static ehoks_json_t *all_problems(apr_pool_t *pool, const ehoks_err_t *err,
                                  const ehoks_catalogue_error_t *error,
                                  const ehoks_catalogue_t *catalogue)
{
    ehoks_json_t *list = ehoks_json_new_array(pool);
    ehoks_json_t *entry;
    int i;

    if (err->problems) {
        for (i = 0; i < err->problems->list->nelts; i++)
            ehoks_json_append(list,
                              problem_entry(pool,
                                            &APR_ARRAY_IDX(err->problems->list,
                                                           i, ehoks_problem_t),
                                            catalogue));
        return list;
    }
    entry = ehoks_json_new_object(pool);
    ehoks_json_set_string(pool, entry, "kohta", "");
    ehoks_json_set_string(pool, entry, "koodi", error->code);
    ehoks_json_set(entry, "viesti",
                   texts(pool, error->fi, error->sv, error->en, err->arguments,
                         EHOKS_ERR_ARGUMENTS));
    ehoks_json_append(list, entry);
    return list;
}

/* What today's clients read. */
static void add_old_members(apr_pool_t *pool, ehoks_json_t *body,
                            const ehoks_err_t *err,
                            const ehoks_catalogue_error_t *error,
                            const ehoks_catalogue_t *catalogue)
{
    if (error->member)
        ehoks_json_set_string(pool, body, error->member,
                              ehoks_text_fill(pool, error->text, err->arguments,
                                              EHOKS_ERR_ARGUMENTS));
    if (err->problems) {
        ehoks_json_t *in = ehoks_json_new_array(pool);

        ehoks_json_append(in, ehoks_json_new_string(pool, "request"));
        ehoks_json_append(in, ehoks_json_new_string(pool, err->part));
        ehoks_json_set_string(pool, body, "coercion", "schema");
        ehoks_json_set(body, "in", in);
        ehoks_json_set(body, "errors", ehoks_errors_tree(pool, err, catalogue));
    }
}

static const char *detail_of(apr_pool_t *pool, const ehoks_err_t *err,
                             const char *meaning)
{
    const ehoks_problems_t *problems = err->problems;
    const char *arguments[2];

    if (!problems)
        return ehoks_text_fill(pool, meaning, err->arguments,
                               EHOKS_ERR_ARGUMENTS);
    arguments[0] = apr_psprintf(pool, "%" APR_SIZE_T_FMT, problems->total);
    arguments[1] = apr_itoa(pool, problems->list->nelts);
    return ehoks_text_fill(pool, meaning, arguments, 2);
}

/* The path that the client asked, also behind an ErrorDocument. */
static const char *asked_path(const request_rec *r)
{
    while (r->prev)
        r = r->prev;
    return r->uri;
}

static void set_headers(request_rec *r, const ehoks_catalogue_error_t *error)
{
    const char *accept = apr_table_get(r->headers_in, "Accept");

    ap_set_content_type(r, accept && strstr(accept, "application/problem+json")
                               ? "application/problem+json"
                               : "application/json; charset=utf-8");
    apr_table_unset(r->headers_out, "ETag");
    if (error->status == HTTP_UNAUTHORIZED)
        apr_table_setn(r->err_headers_out, "WWW-Authenticate",
                       strcmp(error->code, "E-TOKEN") == 0
                           ? "Bearer realm=\"ehoks\", error=\"invalid_token\""
                           : "Bearer realm=\"ehoks\"");
    if (error->retry_after)
        apr_table_setn(r->err_headers_out, "Retry-After",
                       apr_itoa(r->pool, error->retry_after));
}

ehoks_json_t *ehoks_problem_body(apr_pool_t *pool,
                                 const ehoks_catalogue_t *catalogue,
                                 const ehoks_err_t *err, const char *accept,
                                 const char *path)
{
    const ehoks_catalogue_error_t *error =
        ehoks_catalogue_error(catalogue, err->code);
    ehoks_json_t *body = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, body, "type", error->type);
    ehoks_json_set_string(pool, body, "title",
                          ap_get_status_line(error->status) + 4);
    ehoks_json_set(body, "status", ehoks_json_new_integer(pool, error->status));
    ehoks_json_set_string(pool, body, "detail",
                          detail_of(pool, err, preferred(error, accept)));
    ehoks_json_set_string(pool, body, "instance", path);
    add_old_members(pool, body, err, error, catalogue);
    ehoks_json_set(body, "virheet", all_problems(pool, err, error, catalogue));
    return body;
}

int ehoks_problem_send(ehoks_request_t *request, const ehoks_err_t *err)
{
    const ehoks_catalogue_t *catalogue = request->settings->model->catalogue;
    const ehoks_catalogue_error_t *error =
        ehoks_catalogue_error(catalogue, err->code);
    ehoks_response_t response = {0};

    ehoks_response_plain(
        request, &response,
        ehoks_problem_body(
            request->ctx.pool, catalogue, err,
            apr_table_get(request->r->headers_in, "Accept-Language"),
            asked_path(request->r)));
    response.status = error->status;
    set_headers(request->r, error);
    return ehoks_response_send(request, &response);
}
