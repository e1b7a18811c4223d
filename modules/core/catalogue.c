/* Reads conf/errors.json into two tables. */
#include <string.h>

#include <apr_strings.h>

#include "catalogue.h"

/* Entries that must be there whatever the file says, because they are what
 * is answered when something else is missing. */
static const char *const needed[] = {"E-SISAINEN", "E-ROUTE", "E-401",
                                     "E-403",      "E-VALID", NULL};

static const char *member_or(const ehoks_json_t *entry, const char *key,
                             const char *otherwise)
{
    const char *text = ehoks_json_get_string(entry, key);
    return text ? text : otherwise;
}

static int has_texts(const ehoks_json_t *entry)
{
    return ehoks_json_get_string(entry, "fi")
           && ehoks_json_get_string(entry, "sv")
           && ehoks_json_get_string(entry, "en");
}

static const char *add_error(ehoks_catalogue_t *catalogue, apr_pool_t *pool,
                             const char *code, const ehoks_json_t *entry)
{
    ehoks_catalogue_error_t *error = apr_pcalloc(pool, sizeof(*error));

    error->code = code;
    error->status = (int)ehoks_json_integer(ehoks_json_get(entry, "status"));
    error->type = member_or(entry, "type", "about:blank");
    error->member = ehoks_json_get_string(entry, "member");
    error->text = member_or(entry, "text", "");
    error->retry_after =
        (int)ehoks_json_integer(ehoks_json_get(entry, "retry-after"));
    error->fi = ehoks_json_get_string(entry, "fi");
    error->sv = ehoks_json_get_string(entry, "sv");
    error->en = ehoks_json_get_string(entry, "en");
    error->entry = entry;
    if (error->status < 400 || error->status > 599)
        return apr_psprintf(pool, "errors/%s has no status of 400 to 599",
                            code);
    apr_hash_set(catalogue->errors, code, APR_HASH_KEY_STRING, error);
    return NULL;
}

static const char *add_rule(ehoks_catalogue_t *catalogue, apr_pool_t *pool,
                            const char *code, const ehoks_json_t *entry)
{
    ehoks_catalogue_rule_t *rule = apr_pcalloc(pool, sizeof(*rule));

    rule->code = code;
    rule->leaf = ehoks_json_get_string(entry, "leaf");
    rule->fi = ehoks_json_get_string(entry, "fi");
    rule->sv = ehoks_json_get_string(entry, "sv");
    rule->en = ehoks_json_get_string(entry, "en");
    rule->entry = entry;
    apr_hash_set(catalogue->rules, code, APR_HASH_KEY_STRING, rule);
    return NULL;
}

typedef const char *add_fn(ehoks_catalogue_t *, apr_pool_t *, const char *,
                           const ehoks_json_t *);

static const char *add_all(ehoks_catalogue_t *catalogue, apr_pool_t *pool,
                           const ehoks_json_t *source, const char *table,
                           add_fn *add)
{
    const ehoks_json_t *entries = ehoks_json_get(source, table);
    const char *problem = NULL;
    void *i;

    if (ehoks_json_type(entries) != EHOKS_JSON_OBJECT)
        return apr_psprintf(pool, "it has no object \"%s\"", table);
    for (i = ehoks_json_first(entries); i && !problem;
         i = ehoks_json_next(entries, i)) {
        if (!has_texts(ehoks_json_value(i)))
            return apr_psprintf(pool, "%s/%s lacks a text: fi, sv and en",
                                table, ehoks_json_key(i));
        problem = add(catalogue, pool, ehoks_json_key(i), ehoks_json_value(i));
    }
    return problem;
}

const char *ehoks_catalogue_load(ehoks_catalogue_t **catalogue,
                                 apr_pool_t *pool, const ehoks_json_t *source)
{
    const char *problem;
    int i;

    *catalogue = apr_pcalloc(pool, sizeof(**catalogue));
    (*catalogue)->source = source;
    (*catalogue)->errors = apr_hash_make(pool);
    (*catalogue)->rules = apr_hash_make(pool);
    problem = add_all(*catalogue, pool, source, "errors", add_error);
    if (!problem)
        problem = add_all(*catalogue, pool, source, "rules", add_rule);
    for (i = 0; needed[i] && !problem; i++) {
        if (!apr_hash_get((*catalogue)->errors, needed[i], APR_HASH_KEY_STRING))
            problem = apr_psprintf(pool, "errors/%s is missing", needed[i]);
    }
    return problem;
}

const ehoks_catalogue_error_t *ehoks_catalogue_error(
    const ehoks_catalogue_t *catalogue, const char *code)
{
    const ehoks_catalogue_error_t *error =
        apr_hash_get(catalogue->errors, code, APR_HASH_KEY_STRING);

    return error ? error
                 : apr_hash_get(catalogue->errors, "E-SISAINEN",
                                APR_HASH_KEY_STRING);
}

const ehoks_catalogue_rule_t *ehoks_catalogue_rule(
    const ehoks_catalogue_t *catalogue, const char *code)
{
    return apr_hash_get(catalogue->rules, code, APR_HASH_KEY_STRING);
}
