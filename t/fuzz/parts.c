/* Making the next document of a stored one: the first line is what a client
 * created, the rest what it puts in its place. What is stored then is stored
 * again unchanged, and no two parts have one module-id. */
#include <apr_hash.h>

#include "../../modules/core/json.h"
#include "../../modules/core/patch.h"
#include "../../modules/hoks/document.h"
#include "fuzz.h"

static ehoks_schema_t *post;
static ehoks_schema_t *put;
static ehoks_schema_t *get;

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    const char *problem = NULL;
    ehoks_json_t *source;
    apr_pool_t *pool;

    (void)count;
    (void)arguments;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    source = ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem);
    if (!problem)
        problem = ehoks_schema_compile(&post, pool, source, "HOKS", "POST");
    if (!problem)
        problem = ehoks_schema_compile(&put, pool, source, "HOKS", "PUT");
    if (!problem)
        problem = ehoks_schema_compile(&get, pool, source, "HOKS", "GET");
    FUZZ_CHECK(!problem);
    return 0;
}

/* A document that fits `schema`, or NULL. */
static ehoks_json_t *sound(apr_pool_t *pool, const ehoks_schema_t *schema,
                           const char *text)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    ehoks_json_t *value =
        ehoks_json_parse(pool, text, strlen(text), NULL, NULL);

    if (!value)
        return NULL;
    ehoks_schema_normalise(schema, pool, value);
    ehoks_schema_validate(schema, value, problems);
    return problems->total ? NULL : value;
}

static void take_id(void *baton, const ehoks_schema_place_t *place)
{
    const char *id = ehoks_json_get_string(place->object, "module-id");

    if (!id)
        return;
    FUZZ_CHECK(!apr_hash_get(baton, id, APR_HASH_KEY_STRING));
    apr_hash_set(baton, id, APR_HASH_KEY_STRING, id);
}

static void check_next(const ehoks_ctx_t *ctx, ehoks_json_t *stored,
                       ehoks_json_t *body)
{
    ehoks_problems_t *problems = ehoks_problems_make(ctx->pool);
    ehoks_document_t *next = ehoks_document_update(
        ctx, get, EHOKS_DOCUMENT_REPLACE, stored, body, problems);
    ehoks_json_t *patch;

    if (problems->total)
        return;
    ehoks_schema_visit(get, next->value, take_id, apr_hash_make(ctx->pool));
    patch = ehoks_patch_diff(ctx->pool, stored, next->value);
    FUZZ_CHECK(ehoks_json_equal(ehoks_patch_apply(ctx->pool, stored, patch),
                                next->value));
    body = ehoks_json_copy(ctx->pool, next->value);
    stored = next->value;
    next = ehoks_document_update(ctx, get, EHOKS_DOCUMENT_REPLACE, stored, body,
                                 problems);
    FUZZ_CHECK(problems->total == 0 && ehoks_json_equal(stored, next->value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ehoks_ctx_t ctx = {0};
    const char *first;
    const char *rest;
    ehoks_json_t *body;
    ehoks_json_t *replacement;

    apr_pool_create(&ctx.pool, NULL);
    fuzz_split(ctx.pool, data, size, &first, &rest);
    body = sound(ctx.pool, post, first);
    replacement = body ? sound(ctx.pool, put, rest) : NULL;
    if (replacement)
        check_next(&ctx, ehoks_document_create(&ctx, get, 1, body)->value,
                   replacement);
    apr_pool_destroy(ctx.pool);
    return 0;
}
