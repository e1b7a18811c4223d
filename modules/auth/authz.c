/* The authorization provider behind `Require ehoks-role`; see authz.h.
 *
 * mod_authz_core answers a refusal after login with 401 unless
 * AuthzSendForbiddenOnFailure is On; conf/ehoks.conf shows it beside the
 * provider.
 */
#include "authz.h"

#include <string.h>

#include <apr_strings.h>
#include <ap_provider.h>
#include <http_request.h>
#include <mod_auth.h>

#include "../ehoks.h"
#include "principal.h"

/* What one Require line admits. */
typedef struct {
    int kinds;                       /* ehoks_kind_e bits */
    const apr_array_header_t *roles; /* of const char *: role names */
} requirement_t;

/* Set while hooks are registered, read by all threads afterwards. */
static ehoks_principal_settings_fn *settings_of_server;

static const char *parse_require(cmd_parms *cmd, const char *line,
                                 const void **parsed)
{
    requirement_t *requirement = apr_pcalloc(cmd->pool, sizeof *requirement);
    apr_array_header_t *names = apr_array_make(cmd->pool, 2, sizeof(char *));
    const char *word;

    while (*(word = ap_getword_conf(cmd->pool, &line))) {
        ehoks_kind_e kind = ehoks_claims_kind(word);
        if (kind == EHOKS_KIND_NONE && !ehoks_claims_role_rights(word)) {
            return apr_psprintf(cmd->pool,
                                "Require ehoks-role: \"%s\" is neither a kind "
                                "of user (OPPIJA, VIRKAILIJA, PALVELU, "
                                "TYOPAIKKA) nor a role (CRUD, READ, "
                                "HOKS_DELETE, OPHPAAKAYTTAJA)",
                                word);
        }
        requirement->kinds |= kind;
        if (kind == EHOKS_KIND_NONE) {
            APR_ARRAY_PUSH(names, const char *) = word;
        }
    }
    if (!requirement->kinds && !names->nelts) {
        return "Require ehoks-role: name at least one kind of user or role";
    }
    requirement->roles = names;
    *parsed = requirement;
    return NULL;
}

static int has_role(const ehoks_principal_t *principal, const char *name)
{
    for (int i = 0; i < principal->roles->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(principal->roles, i, ehoks_role_t).name,
                    name)) {
            return 1;
        }
    }
    return 0;
}

static int admits(const requirement_t *requirement,
                  const ehoks_principal_t *principal)
{
    if (principal->kind & requirement->kinds) {
        return 1;
    }
    for (int i = 0; i < requirement->roles->nelts; i++) {
        if (has_role(principal,
                     APR_ARRAY_IDX(requirement->roles, i, const char *))) {
            return 1;
        }
    }
    return 0;
}

static authz_status check_role(request_rec *r, const char *line,
                               const void *parsed)
{
    const ehoks_principal_t *principal;
    const ehoks_err_t *error;

    /* Also called before authentication, when there is no user yet. */
    if (!r->user || !*r->user) {
        return AUTHZ_DENIED_NO_USER;
    }
    error = ehoks_principal_read(r, settings_of_server(r->server), r->pool,
                                 r->request_time, &principal);
    if (error) {
        ap_log_rerror(APLOG_MARK, APLOG_INFO, 0, r,
                      "EH0230: login refused: %s (%s)", error->code,
                      error->arguments[0]);
        /* A bad token is as good as none: 401 even where a caller without
         * the right gets 403. */
        return !strcmp(error->code, "E-TOKEN") ? AUTHZ_DENIED_NO_USER
                                               : AUTHZ_DENIED;
    }
    return principal && admits(parsed, principal) ? AUTHZ_GRANTED
                                                  : AUTHZ_DENIED;
}

static const authz_provider provider = {check_role, parse_require};

void ehoks_authz_register(apr_pool_t *pool,
                          ehoks_principal_settings_fn *settings_of)
{
    settings_of_server = settings_of;
    ap_register_auth_provider(pool, AUTHZ_PROVIDER_GROUP, "ehoks-role",
                              AUTHZ_PROVIDER_VERSION, &provider,
                              AP_AUTH_INTERNAL_PER_CONF);
}
