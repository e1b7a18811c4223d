/* From the claims that mod_auth_openidc verified to the principal.
 *
 * This half is pure: it sees a table of strings, not a request, so that unit
 * tests and fuzzers reach it. principal.h is the half that knows httpd.
 *
 * How mod_auth_openidc 2.4.12 writes claims into the environment (tried):
 * true is "1" and false "0", whole numbers are decimal, numbers with a
 * fraction or an exponent are "1795557003.500000", elements of an array are
 * joined with OIDCClaimDelimiter (so an element that holds the delimiter looks
 * like two), an empty array is "", an object is JSON, null is left out.
 */
#ifndef EHOKS_AUTH_CLAIMS_H
#define EHOKS_AUTH_CLAIMS_H

#include <apr_tables.h>
#include <apr_time.h>

#include "../core/ctx.h"
#include "../core/err.h"

/* What is read from the login. Each has a claim name that can be set. */
typedef enum {
    EHOKS_CLAIM_OID,
    EHOKS_CLAIM_NAME,
    EHOKS_CLAIM_GIVEN_NAME,
    EHOKS_CLAIM_FAMILY_NAME,
    EHOKS_CLAIM_EMAIL,
    EHOKS_CLAIM_EMAIL_VERIFIED,
    EHOKS_CLAIM_USER_TYPE,
    EHOKS_CLAIM_ROLES,
    EHOKS_CLAIM_COUNT
} ehoks_claim_e;

/* The claims' usual names: "oid", "name", "given_name", … Directives call
 * each claim by this name, and it is the default of what the directive sets. */
extern const char *const ehoks_claim_names[EHOKS_CLAIM_COUNT];

/* Filled by modules/cfg, read-only afterwards. A NULL member stands for its
 * default; issuer and audience have none. */
typedef struct {
    const char *prefix;    /* OIDCClaimPrefix; NULL: "OIDC_CLAIM_" */
    const char *delimiter; /* OIDCClaimDelimiter; NULL: "," */
    const char *claims[EHOKS_CLAIM_COUNT];
    const char *issuer;   /* `iss` of bearer tokens; NULL: refuse them all */
    const char *audience; /* in `aud` of bearer tokens; NULL: refuse them all */
} ehoks_principal_settings_t;

/* Who asks, by `environment` (subprocess_env), `user` and `auth_type` as the
 * login left them in the request.
 *
 * No user (NULL or "") is nobody: NULL in `*principal` and no error. A bearer
 * token ("oauth20") must have the configured issuer and audience, an `exp` in
 * the future and no `nbf` in the future, because mod_auth_openidc checks the
 * signature and nothing else but a passed `exp`: else E-TOKEN, whose argument
 * says in English what is wrong. A login without a usable `oid` claim, or
 * made by another module, is E-CLAIMS with the claim's name.
 *
 * An unknown `user_type` gives a principal of EHOKS_KIND_NONE. The strings of
 * the principal belong to `environment` or `pool`. */
const ehoks_err_t *ehoks_claims_read(apr_pool_t *pool,
                                     const ehoks_principal_settings_t *settings,
                                     const apr_table_t *environment,
                                     const char *user, const char *auth_type,
                                     apr_time_t now,
                                     const ehoks_principal_t **principal);

/* 1 when `auth_type` (of the request; may be NULL) is a browser's session. */
int ehoks_claims_by_cookie(const char *auth_type);

/* The kind that claim `user_type` names; EHOKS_KIND_NONE for NULL or a word
 * that is not one of OPPIJA, VIRKAILIJA, PALVELU and TYOPAIKKA. */
ehoks_kind_e ehoks_claims_kind(const char *user_type);

/* The rights of role `name` in its organisation (contract: api.md 3.2); 0 for
 * an unknown name. */
int ehoks_claims_role_rights(const char *name);

/* The name of role `which` (from 0), NULL after the last: for showing them. */
const char *ehoks_claims_role_name(int which);

#endif
