/* `Require ehoks-role <word>…`: the outer gate for whole locations. What a
 * caller may do to which HOKS is decided further in, where the HOKS is known.
 */
#ifndef EHOKS_AUTH_AUTHZ_H
#define EHOKS_AUTH_AUTHZ_H

#include <httpd.h>

#include "claims.h"

/* Gives the settings of a server; never NULL. */
typedef const ehoks_principal_settings_t *ehoks_principal_settings_fn(
    const server_rec *server);

/* Registers the provider; called while hooks are registered. A word is a kind
 * of user (OPPIJA, VIRKAILIJA, PALVELU, TYOPAIKKA) or the name of a role in
 * any organisation (CRUD, READ, HOKS_DELETE, OPHPAAKAYTTAJA); one that fits
 * is enough. An unknown word stops `configtest`. */
void ehoks_authz_register(apr_pool_t *pool,
                          ehoks_principal_settings_fn *settings_of);

#endif
