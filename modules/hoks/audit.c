/* Collecting what a request did to whom. */
#include <apr_strings.h>

#include "audit.h"

ehoks_audit_t *ehoks_audit_make(apr_pool_t *pool)
{
    ehoks_audit_t *audit = apr_pcalloc(pool, sizeof(*audit));

    audit->targets = apr_array_make(pool, 1, sizeof(ehoks_audit_target_t));
    return audit;
}

void ehoks_audit_target(const ehoks_ctx_t *ctx,
                        const ehoks_audit_target_t *target)
{
    ehoks_audit_target_t *added;

    if (!ctx->audit)
        return;
    added = apr_array_push(ctx->audit->targets);
    *added = *target;
    added->oppija_oid = apr_pstrdup(ctx->pool, target->oppija_oid);
    added->opiskeluoikeus_oid =
        apr_pstrdup(ctx->pool, target->opiskeluoikeus_oid);
}

void ehoks_audit_detail(const ehoks_ctx_t *ctx, const char *name,
                        const char *value)
{
    if (!ctx->audit)
        return;
    if (!ctx->audit->details)
        ctx->audit->details = ehoks_json_new_object(ctx->pool);
    ehoks_json_set_string(ctx->pool, ctx->audit->details, name, value);
}

void ehoks_audit_operation(const ehoks_ctx_t *ctx, const char *operation)
{
    if (ctx->audit)
        ctx->audit->operation = operation;
}

void ehoks_audit_written(const ehoks_ctx_t *ctx)
{
    if (ctx->audit)
        ctx->audit->is_written = 1;
}
