/* The catalogue of errors and rules for those who call the API: what each
 * means, what to do about it, and what an answer with it looks like. */
#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../core/text.h"
#include "handlers.h"
#include "problem.h"

/* The address that examples of answers name. */
#define EXAMPLE_PATH "/ehoks-virkailija-backend/api/v1/hoks"

static const char *example_text(const ehoks_json_t *entry, const char *key)
{
    return ehoks_json_get_string(ehoks_json_get(entry, "example"), key);
}

/* Argument `i` of the example's texts, or NULL. */
static const char *example_argument(const ehoks_json_t *entry, apr_size_t i)
{
    return ehoks_json_string(
        ehoks_json_at(ehoks_json_path(entry, "example", "arguments", NULL), i),
        NULL);
}

/* A document with a place `pointer`: the old error tree has lists where the
 * document has. Number tokens stand for lists. */
static ehoks_json_t *document_with(apr_pool_t *pool, const char *pointer)
{
    ehoks_json_t *document;
    const char *token;
    long i;

    if (*pointer == '\0')
        return ehoks_json_new_object(pool);
    token = ehoks_pointer_token(pool, &pointer);
    if (!apr_isdigit(*token)) {
        document = ehoks_json_new_object(pool);
        ehoks_json_set(document, token, document_with(pool, pointer));
        return document;
    }
    document = ehoks_json_new_array(pool);
    for (i = strtol(token, NULL, 10); i > 0; i--)
        ehoks_json_append(document, ehoks_json_new_object(pool));
    ehoks_json_append(document, document_with(pool, pointer));
    return document;
}

/* The error that a request gets when it breaks rule `code` alone. */
static const ehoks_err_t *error_of_rule(apr_pool_t *pool, const char *code,
                                        const ehoks_json_t *entry)
{
    const char *part = example_text(entry, "osa");
    const char *place = example_text(entry, "kohta");
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    ehoks_problem_t problem = {0};
    apr_size_t i;

    problem.code = code;
    problem.pointer = place ? place : "";
    problem.parameter = example_text(entry, "parametri");
    for (i = 0; i < EHOKS_PROBLEM_ARGUMENTS; i++)
        problem.arguments[i] = example_argument(entry, i);
    ehoks_problems_add(problems, &problem);
    return ehoks_err_invalid(pool, part ? part : "body-params", problems,
                             document_with(pool, problem.pointer));
}

static const ehoks_err_t *error_of(apr_pool_t *pool, const char *code,
                                   const ehoks_catalogue_t *catalogue,
                                   const ehoks_json_t *entry)
{
    const ehoks_catalogue_rule_t *rule =
        ehoks_catalogue_rule(catalogue, "PAKOLLINEN");

    if (strcmp(code, "E-VALID") == 0 && rule)
        return error_of_rule(pool, rule->code, rule->entry);
    return ehoks_err_make(pool, code, example_argument(entry, 0),
                          example_argument(entry, 1),
                          example_argument(entry, 2), NULL);
}

/* Values of the catalogue are everybody's: their texts are taken over, not
 * they themselves. */
static void copy_text(apr_pool_t *pool, ehoks_json_t *to, const char *name,
                      const ehoks_json_t *from, const char *key)
{
    const char *text = ehoks_json_get_string(from, key);

    if (text)
        ehoks_json_set_string(pool, to, name, text);
}

static ehoks_json_t *languages(apr_pool_t *pool, const ehoks_json_t *texts)
{
    static const char *const codes[] = {"fi", "sv", "en"};
    ehoks_json_t *object = ehoks_json_new_object(pool);
    apr_size_t i;

    for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        copy_text(pool, object, codes[i], texts, codes[i]);
    return object;
}

/* One entry of the answer; `err` is what a request with it gets. */
static ehoks_json_t *description(apr_pool_t *pool, const char *code,
                                 const char *kind,
                                 const ehoks_catalogue_t *catalogue,
                                 const ehoks_json_t *entry,
                                 const ehoks_err_t *err)
{
    ehoks_json_t *told = ehoks_json_new_object(pool);
    ehoks_json_t *example =
        ehoks_problem_body(pool, catalogue, err, NULL, EXAMPLE_PATH);

    ehoks_json_set_string(pool, told, "koodi", code);
    ehoks_json_set_string(pool, told, "laji", kind);
    ehoks_json_set(told, "status", ehoks_json_get(example, "status"));
    ehoks_json_set(told, "merkitys", languages(pool, entry));
    ehoks_json_set(told, "korjaus",
                   languages(pool, ehoks_json_get(entry, "cure")));
    copy_text(pool, told, "lahde", entry, "source");
    ehoks_json_set(told, "esimerkki", example);
    return told;
}

const ehoks_err_t *ehoks_api_errors(ehoks_request_t *request,
                                    ehoks_response_t *response)
{
    const ehoks_catalogue_t *catalogue = request->settings->model->catalogue;
    const ehoks_json_t *errors = ehoks_json_get(catalogue->source, "errors");
    const ehoks_json_t *rules = ehoks_json_get(catalogue->source, "rules");
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *list = ehoks_json_new_array(pool);
    void *i;

    for (i = ehoks_json_first(errors); i; i = ehoks_json_next(errors, i)) {
        const char *code = ehoks_json_key(i);
        const ehoks_json_t *entry = ehoks_json_value(i);

        ehoks_json_append(list,
                          description(pool, code, "virhe", catalogue, entry,
                                      error_of(pool, code, catalogue, entry)));
    }
    for (i = ehoks_json_first(rules); i; i = ehoks_json_next(rules, i)) {
        const char *code = ehoks_json_key(i);
        const ehoks_json_t *entry = ehoks_json_value(i);

        ehoks_json_append(list,
                          description(pool, code, "saanto", catalogue, entry,
                                      error_of_rule(pool, code, entry)));
    }
    ehoks_response_data(request, response, list);
    response->etag = apr_pstrcat(
        pool, "\"", ehoks_text_digest(pool, response->body, response->length),
        "\"", NULL);
    return NULL;
}
