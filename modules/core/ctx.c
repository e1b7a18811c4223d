/* What the inner layers may ask of the request that they work for: the
 * caller's rights and a place to log.
 */
#include <stdarg.h>
#include <string.h>

#include <apr_strings.h>

#include "ctx.h"

static const ehoks_role_t *role_at(const ehoks_principal_t *principal, int i)
{
    return &APR_ARRAY_IDX(principal->roles, i, ehoks_role_t);
}

int ehoks_principal_has(const ehoks_principal_t *principal, int rights)
{
    if (!principal || !principal->roles) {
        return 0;
    }
    for (int i = 0; i < principal->roles->nelts; i++) {
        if ((role_at(principal, i)->rights & rights) == rights) {
            return 1;
        }
    }
    return 0;
}

/* Only digits and dots: such a text needs no quoting inside an array. */
static int is_plain_oid(const char *text)
{
    return text && *text && text[strspn(text, "0123456789.")] == '\0';
}

int ehoks_principal_has_in(const ehoks_principal_t *principal,
                           const char *organisation, int rights)
{
    if (!principal || !principal->roles) {
        return 0;
    }
    for (int i = 0; i < principal->roles->nelts; i++) {
        const ehoks_role_t *role = role_at(principal, i);
        if ((role->rights & rights) == rights
            && !strcmp(role->organisation, organisation)) {
            return 1;
        }
    }
    return 0;
}

/* 1 when the array text holds exactly this OID. */
static int path_holds(const char *path, const char *oid)
{
    size_t length = strlen(oid);

    for (const char *at = strstr(path, oid); at; at = strstr(at + 1, oid)) {
        if (at > path && strchr("{,", at[-1]) && strchr(",}", at[length])
            && at[length]) {
            return 1;
        }
    }
    return 0;
}

int ehoks_principal_rights_in(const ehoks_principal_t *principal,
                              const char *path)
{
    int rights = 0;

    if (!principal || !principal->roles || !path) {
        return 0;
    }
    for (int i = 0; i < principal->roles->nelts; i++) {
        const ehoks_role_t *role = role_at(principal, i);
        if (role->rights && path_holds(path, role->organisation)) {
            rights |= role->rights;
        }
    }
    return rights;
}

const char *ehoks_principal_ground(const ehoks_principal_t *principal,
                                   const char *path, int rights)
{
    if (!principal || !principal->roles || !path) {
        return NULL;
    }
    for (int i = 0; i < principal->roles->nelts; i++) {
        const ehoks_role_t *role = role_at(principal, i);
        if ((role->rights & rights) && path_holds(path, role->organisation)) {
            return role->organisation;
        }
    }
    return NULL;
}

const char *ehoks_principal_organisations(apr_pool_t *pool,
                                          const ehoks_principal_t *principal,
                                          ehoks_right_e right)
{
    apr_array_header_t *oids = apr_array_make(pool, 4, sizeof(char *));

    if (principal && principal->roles) {
        for (int i = 0; i < principal->roles->nelts; i++) {
            const ehoks_role_t *role = role_at(principal, i);
            if ((role->rights & (int)right)
                && is_plain_oid(role->organisation)) {
                *(const char **)apr_array_push(oids) = role->organisation;
            }
        }
    }
    return apr_pstrcat(pool, "{", apr_array_pstrcat(pool, oids, ','), "}",
                       NULL);
}

void ehoks_log(const ehoks_ctx_t *ctx, ehoks_log_e level, apr_status_t status,
               const char *id, const char *format, ...)
{
    va_list arguments;

    if (!ctx || !ctx->log) {
        return;
    }
    va_start(arguments, format);
    const char *line = apr_pvsprintf(ctx->pool, format, arguments);
    va_end(arguments);
    ctx->log(ctx->log_baton, level, status,
             apr_pstrcat(ctx->pool, id, ": ", line, NULL));
}
