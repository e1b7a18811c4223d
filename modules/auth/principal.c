/* Hands the request's login to claims.c; see principal.h. */
#include "principal.h"

const ehoks_err_t *ehoks_principal_read(
    request_rec *r, const ehoks_principal_settings_t *settings,
    apr_pool_t *pool, apr_time_t now, const ehoks_principal_t **principal)
{
    /* The environment and never a header: a client can send headers named
     * OIDC_CLAIM_…, and mod_auth_openidc removes them only where it guards. */
    return ehoks_claims_read(pool, settings, r->subprocess_env, r->user,
                             r->ap_auth_type, now, principal);
}
