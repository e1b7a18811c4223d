/* Claims of a login as lines name=value: whoever they make, only a bearer
 * token of ours and a session get in, and nobody has a right by a name that is
 * none. */
#include "../../modules/auth/claims.h"
#include "fuzz.h"

#define NOW 1795556903

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    return apr_initialize() == APR_SUCCESS ? 0 : -1;
}

static void check(const ehoks_principal_t *who, apr_pool_t *pool)
{
    FUZZ_CHECK(who->oid && *who->oid);
    for (int i = 0; i < who->roles->nelts; i++) {
        const ehoks_role_t *role = &APR_ARRAY_IDX(who->roles, i, ehoks_role_t);

        FUZZ_CHECK(role->name && role->organisation);
        FUZZ_CHECK(strncmp(role->organisation, "1.2.246.562.10.", 15) == 0);
        FUZZ_CHECK(strpbrk(role->organisation, "{},\"\\ ") == NULL);
    }
    (void)ehoks_principal_organisations(pool, who, EHOKS_RIGHT_READ);
    (void)ehoks_principal_rights_in(who, "{1.2.246.562.10.12000000021}");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ehoks_principal_settings_t settings = {0};
    const ehoks_principal_t *who = NULL;
    apr_table_t *environment;
    const char *kind;
    const char *rest;
    char *state;
    char *line;
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    environment = apr_table_make(pool, 16);
    settings.issuer = "https://login.example.fi";
    settings.audience = "urn:ehoks:api";
    fuzz_split(pool, data, size, &kind, &rest);
    for (line = apr_strtok(apr_pstrdup(pool, rest), "\n", &state); line;
         line = apr_strtok(NULL, "\n", &state)) {
        char *equals = strchr(line, '=');

        if (equals) {
            *equals = '\0';
            apr_table_set(environment,
                          apr_pstrcat(pool, "OIDC_CLAIM_", line, NULL),
                          equals + 1);
        }
    }
    if (!ehoks_claims_read(pool, &settings, environment, "user", kind,
                           apr_time_from_sec(NOW), &who)
        && who) {
        check(who, pool);
        if (strcmp(kind, "oauth20") == 0)
            FUZZ_CHECK(strcmp(apr_table_get(environment, "OIDC_CLAIM_iss"),
                              settings.issuer)
                       == 0);
    }
    apr_pool_destroy(pool);
    return 0;
}
