/* Who makes this request: the half of the login that knows httpd. */
#ifndef EHOKS_AUTH_PRINCIPAL_H
#define EHOKS_AUTH_PRINCIPAL_H

#include <httpd.h>

#include "claims.h"

/* As ehoks_claims_read, with what mod_auth_openidc left in `r`. Costs a few
 * table look-ups; keep the answer rather than asking twice. */
const ehoks_err_t *ehoks_principal_read(
    request_rec *r, const ehoks_principal_settings_t *settings,
    apr_pool_t *pool, apr_time_t now, const ehoks_principal_t **principal);

#endif
