/* Collecting what a request did to whom. */
#include "audit.h"

#include <apr_strings.h>

ehoks_audit_t *ehoks_audit_make(apr_pool_t *pool)
{
    ehoks_audit_t *audit = apr_pcalloc(pool, sizeof(*audit));

    audit->targets = apr_array_make(pool, 1, sizeof(ehoks_audit_target_t));
    return audit;
}

/* The target that is this plan already: one that is read twice is still one. */
static ehoks_audit_target_t *find_plan(ehoks_audit_t *audit,
                                       apr_int64_t hoks_id)
{
    int i;

    for (i = 0; hoks_id && i < audit->targets->nelts; i++) {
        ehoks_audit_target_t *target =
            &APR_ARRAY_IDX(audit->targets, i, ehoks_audit_target_t);
        if (target->hoks_id == hoks_id)
            return target;
    }
    return NULL;
}

void ehoks_audit_target(const ehoks_ctx_t *ctx,
                        const ehoks_audit_target_t *target)
{
    ehoks_audit_target_t *added;

    if (!ctx->audit)
        return;
    added = find_plan(ctx->audit, target->hoks_id);
    if (!added)
        added = apr_array_push(ctx->audit->targets);
    *added = *target;
    added->oppija_oid = apr_pstrdup(ctx->pool, target->oppija_oid);
    added->opiskeluoikeus_oid =
        apr_pstrdup(ctx->pool, target->opiskeluoikeus_oid);
    added->ground = apr_pstrdup(ctx->pool, target->ground);
}

void ehoks_audit_told(const ehoks_ctx_t *ctx, int version)
{
    apr_array_header_t *targets = ctx->audit ? ctx->audit->targets : NULL;

    if (targets && targets->nelts > 0)
        APR_ARRAY_IDX(targets, targets->nelts - 1, ehoks_audit_target_t)
            .version = version;
}

void ehoks_audit_ground(const ehoks_ctx_t *ctx, const char *path, int rights)
{
    const char *ground = ehoks_principal_ground(ctx->principal, path, rights);

    if (ctx->audit && ground)
        ctx->audit->ground = ground;
}

const char *ehoks_audit_ground_of(const ehoks_ctx_t *ctx)
{
    const ehoks_principal_t *who = ctx->principal;

    if (ctx->audit && ctx->audit->ground)
        return ctx->audit->ground;
    return ctx->audit && who && who->roles && who->roles->nelts == 1
               ? APR_ARRAY_IDX(who->roles, 0, ehoks_role_t).organisation
               : NULL;
}

void ehoks_audit_detail(const ehoks_ctx_t *ctx, const char *name,
                        const char *value)
{
    if (ctx->audit && value)
        ehoks_audit_detail_value(ctx, name,
                                 ehoks_json_new_string(ctx->pool, value));
}

void ehoks_audit_detail_value(const ehoks_ctx_t *ctx, const char *name,
                              ehoks_json_t *value)
{
    if (!ctx->audit)
        return;
    if (!ctx->audit->details)
        ctx->audit->details = ehoks_json_new_object(ctx->pool);
    ehoks_json_set(ctx->audit->details, name, value);
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
