/* Deriving the plain JSON Schema of one kind of request. */
#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_tables.h>

#include "derive.h"

#define REFERENCE "#/$defs/"

/* What derive.mjs writes into each schema that it makes; kept, so that the
 * two can be compared as they are. */
#define REMARK "Made by derive.mjs from hoks.schema.json. Do not edit."

typedef struct {
    apr_pool_t *pool;
    const char *kind;
    const char *method; /* the kind without "-virkailija" */
    int is_input;
    apr_hash_t *done;           /* name → derived definition */
    apr_array_header_t *needed; /* names still to look at */
} derivation_t;

static ehoks_json_t *rewrite(derivation_t *derivation, ehoks_json_t *node);

static void need(derivation_t *derivation, const char *reference)
{
    apr_size_t length = sizeof(REFERENCE) - 1;

    if (reference && strncmp(reference, REFERENCE, length) == 0)
        APR_ARRAY_PUSH(derivation->needed, const char *) = reference + length;
}

/* The schema of a property: its own, or what x-types puts in its place. */
static ehoks_json_t *property(derivation_t *derivation, ehoks_json_t *schema)
{
    ehoks_json_t *own =
        ehoks_json_path(schema, "x-types", derivation->method, NULL);
    ehoks_json_t *derived;
    ehoks_json_t *rest;
    void *i;

    if (!own)
        return rewrite(derivation, schema);
    derived = ehoks_json_new_object(derivation->pool);
    ehoks_json_set(derived, "description",
                   ehoks_json_get(schema, "description"));
    rest = rewrite(derivation, own);
    for (i = ehoks_json_first(rest); i; i = ehoks_json_next(rest, i))
        ehoks_json_set(derived, ehoks_json_key(i), ehoks_json_value(i));
    return derived;
}

/* The properties that the method has; the names of those that it requires go
 * to `required`. */
static ehoks_json_t *properties(derivation_t *derivation,
                                const ehoks_json_t *source,
                                ehoks_json_t *required)
{
    apr_pool_t *pool = derivation->pool;
    ehoks_json_t *kept = ehoks_json_new_object(pool);
    void *i;

    for (i = ehoks_json_first(source); i; i = ehoks_json_next(source, i)) {
        const char *name = apr_pstrdup(pool, ehoks_json_key(i));
        ehoks_json_t *schema = ehoks_json_value(i);
        const char *access = ehoks_json_string(
            ehoks_json_path(schema, "x-methods", derivation->method, NULL),
            NULL);

        if (access
            && (strcmp(access, "forbidden") == 0
                || strcmp(access, "redacted") == 0))
            continue;
        if (access && strcmp(access, "required") == 0)
            ehoks_json_append(required, ehoks_json_new_string(pool, name));
        ehoks_json_set(kept, name, property(derivation, schema));
    }
    return kept;
}

/* 1 when x-except leaves the subschema out for this kind. */
static int is_left_out(const derivation_t *derivation,
                       const ehoks_json_t *schema)
{
    const ehoks_json_t *kinds = ehoks_json_get(schema, "x-except");
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(kinds); i++) {
        if (strcmp(ehoks_json_string(ehoks_json_at(kinds, i), NULL),
                   derivation->kind)
            == 0)
            return 1;
    }
    return 0;
}

/* The alternatives or conditions that hold for this kind; NULL: none. */
static ehoks_json_t *combined(derivation_t *derivation,
                              const ehoks_json_t *list)
{
    ehoks_json_t *kept = ehoks_json_new_array(derivation->pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        ehoks_json_t *schema = ehoks_json_at(list, i);

        if (!is_left_out(derivation, schema))
            ehoks_json_append(kept, rewrite(derivation, schema));
    }
    return ehoks_json_size(kept) > 0 ? kept : NULL;
}

static int is_one_of(const char *text, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(text, *list) == 0)
            return 1;
    }
    return 0;
}

static ehoks_json_t *rewrite_value(derivation_t *derivation, const char *key,
                                   ehoks_json_t *value, ehoks_json_t *required)
{
    static const char *const as_it_is[] = {"enum", "const", "required",
                                           "default", NULL};
    static const char *const lists[] = {"allOf", "anyOf", "oneOf", NULL};

    if (strcmp(key, "$ref") == 0) {
        need(derivation, ehoks_json_string(value, NULL));
        return value;
    }
    if (strcmp(key, "properties") == 0)
        return properties(derivation, value, required);
    if (is_one_of(key, lists))
        return combined(derivation, value);
    return is_one_of(key, as_it_is) ? value : rewrite(derivation, value);
}

/* Appends what the properties require to what the source requires. */
static void set_required(derivation_t *derivation, ehoks_json_t *derived,
                         const ehoks_json_t *required)
{
    const ehoks_json_t *stated = ehoks_json_get(derived, "required");
    ehoks_json_t *all = ehoks_json_new_array(derivation->pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(stated); i++)
        ehoks_json_append(all, ehoks_json_at(stated, i));
    for (i = 0; i < ehoks_json_size(required); i++)
        ehoks_json_append(all, ehoks_json_at(required, i));
    if (ehoks_json_size(required) > 0)
        ehoks_json_set(derived, "required", all);
}

static ehoks_json_t *rewrite_object(derivation_t *derivation,
                                    const ehoks_json_t *node)
{
    apr_pool_t *pool = derivation->pool;
    ehoks_json_t *derived = ehoks_json_new_object(pool);
    ehoks_json_t *required = ehoks_json_new_array(pool);
    const char *null = ehoks_json_get_string(node, "x-null");
    void *i;

    for (i = ehoks_json_first(node); i; i = ehoks_json_next(node, i)) {
        const char *key = ehoks_json_key(i);

        if (strncmp(key, "x-", 2) != 0)
            ehoks_json_set(
                derived, key,
                rewrite_value(derivation, key, ehoks_json_value(i), required));
    }
    set_required(derivation, derived, required);
    if (derivation->is_input && null && strcmp(null, "as-empty-list") == 0) {
        ehoks_json_t *types = ehoks_json_new_array(pool);

        ehoks_json_append(types, ehoks_json_new_string(pool, "array"));
        ehoks_json_append(types, ehoks_json_new_string(pool, "null"));
        ehoks_json_set(derived, "type", types);
    }
    return derived;
}

static ehoks_json_t *rewrite(derivation_t *derivation, ehoks_json_t *node)
{
    ehoks_json_t *list;
    apr_size_t i;

    if (ehoks_json_type(node) == EHOKS_JSON_OBJECT)
        return rewrite_object(derivation, node);
    if (ehoks_json_type(node) != EHOKS_JSON_ARRAY)
        return node;
    list = ehoks_json_new_array(derivation->pool);
    for (i = 0; i < ehoks_json_size(node); i++)
        ehoks_json_append(list, rewrite(derivation, ehoks_json_at(node, i)));
    return list;
}

/* Derives the root and everything that is referred to. NULL or a sentence. */
static const char *derive_needed(derivation_t *derivation,
                                 const ehoks_json_t *definitions)
{
    int i;

    /* The list grows meanwhile. */
    for (i = 0; i < derivation->needed->nelts; i++) {
        const char *name = APR_ARRAY_IDX(derivation->needed, i, const char *);
        ehoks_json_t *definition = ehoks_json_get(definitions, name);

        if (apr_hash_get(derivation->done, name, APR_HASH_KEY_STRING))
            continue;
        if (!definition)
            return apr_psprintf(derivation->pool, "it has no definition %s",
                                name);
        apr_hash_set(derivation->done, name, APR_HASH_KEY_STRING,
                     rewrite(derivation, definition));
    }
    return NULL;
}

static ehoks_json_t *document(const derivation_t *derivation,
                              const ehoks_json_t *source,
                              const ehoks_derive_t *what)
{
    const ehoks_json_t *definitions = ehoks_json_get(source, "$defs");
    const char *id = ehoks_json_get_string(source, "$id");
    const char *slash = id ? strrchr(id, '/') : NULL;
    apr_pool_t *pool = derivation->pool;
    ehoks_json_t *schema = ehoks_json_new_object(pool);
    ehoks_json_t *kept = ehoks_json_new_object(pool);
    void *i;

    ehoks_json_set(schema, "$schema", ehoks_json_get(source, "$schema"));
    if (slash)
        ehoks_json_set_string(
            pool, schema, "$id",
            apr_pstrcat(pool,
                        apr_pstrndup(pool, id, (apr_size_t)(slash - id) + 1),
                        what->file, NULL));
    ehoks_json_set_string(pool, schema, "title", what->title);
    ehoks_json_set_string(pool, schema, "$comment", REMARK);
    ehoks_json_set_string(pool, schema, "$ref",
                          apr_pstrcat(pool, REFERENCE, what->root, NULL));
    for (i = ehoks_json_first(definitions); i;
         i = ehoks_json_next(definitions, i))
        ehoks_json_set(kept, ehoks_json_key(i),
                       apr_hash_get(derivation->done, ehoks_json_key(i),
                                    APR_HASH_KEY_STRING));
    ehoks_json_set(schema, "$defs", kept);
    return schema;
}

const char *ehoks_derive_schema(ehoks_json_t **schema, apr_pool_t *pool,
                                const ehoks_json_t *source,
                                const ehoks_derive_t *what)
{
    derivation_t derivation;
    const char *problem;

    derivation.pool = pool;
    derivation.kind = what->kind;
    derivation.method =
        apr_pstrmemdup(pool, what->kind, strcspn(what->kind, "-"));
    derivation.is_input = strcmp(derivation.method, "GET") != 0
                          && strcmp(derivation.method, "VIPUNEN") != 0;
    derivation.done = apr_hash_make(pool);
    derivation.needed = apr_array_make(pool, 64, sizeof(const char *));
    APR_ARRAY_PUSH(derivation.needed, const char *) = what->root;
    problem = derive_needed(&derivation, ehoks_json_get(source, "$defs"));
    *schema = problem ? NULL : document(&derivation, source, what);
    return problem;
}
