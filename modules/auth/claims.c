/* Reads the verified claims; see claims.h. */
#include "claims.h"

#include <errno.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../core/json.h"
#include "../core/oid.h"
#include "../core/text.h"

#define DEFAULT_PREFIX "OIDC_CLAIM_"
#define DEFAULT_DELIMITER ","

#define ROLE_PREFIX "ROLE_APP_EHOKS_"

/* What mod_auth_openidc puts into ap_auth_type. */
#define AUTH_TYPE_BEARER "oauth20"
#define AUTH_TYPE_COOKIE "openid-connect"

const char *const ehoks_claim_names[EHOKS_CLAIM_COUNT] = {
    "oid",   "name",           "given_name", "family_name",
    "email", "email_verified", "user_type",  "roles"};

static const struct {
    const char *user_type;
    ehoks_kind_e kind;
} kinds[] = {{"OPPIJA", EHOKS_KIND_OPPIJA},
             {"VIRKAILIJA", EHOKS_KIND_VIRKAILIJA},
             {"PALVELU", EHOKS_KIND_PALVELU},
             {"TYOPAIKKA", EHOKS_KIND_TYOPAIKKA}};

#define RIGHTS_OF_CRUD                                                         \
    (EHOKS_RIGHT_READ | EHOKS_RIGHT_WRITE | EHOKS_RIGHT_UPDATE                 \
     | EHOKS_RIGHT_DELETE)

/* Contract: api.md 3.2. Nobody gets HOKS_DELETE along with another role. */
static const struct {
    const char *name;
    int rights;
} roles[] = {{"CRUD", RIGHTS_OF_CRUD},
             {"OPHPAAKAYTTAJA", RIGHTS_OF_CRUD | EHOKS_RIGHT_SUPER_USER},
             {"READ", EHOKS_RIGHT_READ},
             {"HOKS_DELETE", EHOKS_RIGHT_HOKS_DELETE}};

/* One login while it is being read. */
typedef struct {
    apr_pool_t *pool;
    const ehoks_principal_settings_t *settings;
    const apr_table_t *environment;
    apr_int64_t now; /* seconds, as in tokens */
} login_t;

int ehoks_claims_by_cookie(const char *auth_type)
{
    return auth_type && !strcmp(auth_type, AUTH_TYPE_COOKIE);
}

ehoks_kind_e ehoks_claims_kind(const char *user_type)
{
    for (size_t i = 0; user_type && i < sizeof kinds / sizeof *kinds; i++) {
        if (!strcmp(kinds[i].user_type, user_type)) {
            return kinds[i].kind;
        }
    }
    return EHOKS_KIND_NONE;
}

int ehoks_claims_role_rights(const char *name)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (!strcmp(roles[i].name, name)) {
            return roles[i].rights;
        }
    }
    return 0;
}

const char *ehoks_claims_role_name(int which)
{
    return which < (int)(sizeof roles / sizeof *roles) ? roles[which].name
                                                       : NULL;
}

/* The value of claim `name`; NULL when it is absent or empty. */
static const char *claim_named(const login_t *login, const char *name)
{
    const char *prefix = login->settings->prefix;
    const char *value = apr_table_get(
        login->environment,
        apr_pstrcat(login->pool, prefix ? prefix : DEFAULT_PREFIX, name, NULL));

    return value && *value ? value : NULL;
}

static const char *claim_name(const login_t *login, ehoks_claim_e claim)
{
    const char *name = login->settings->claims[claim];

    return name ? name : ehoks_claim_names[claim];
}

static const char *claim_value(const login_t *login, ehoks_claim_e claim)
{
    return claim_named(login, claim_name(login, claim));
}

static void add(apr_array_header_t *list, const char *text)
{
    if (text && *text) {
        APR_ARRAY_PUSH(list, const char *) = text;
    }
}

/* The strings of a claim that may be one string or an array, be it joined
 * with the delimiter or written as JSON. Never NULL. */
static apr_array_header_t *claim_list(const login_t *login, const char *value)
{
    apr_array_header_t *list = apr_array_make(login->pool, 4, sizeof(char *));
    const char *delimiter = login->settings->delimiter
                                ? login->settings->delimiter
                                : DEFAULT_DELIMITER;
    const char *end;

    if (value && *value == '[') {
        const ehoks_json_t *array =
            ehoks_json_parse(login->pool, value, strlen(value), NULL, NULL);
        for (apr_size_t i = 0; i < ehoks_json_size(array); i++) {
            add(list, ehoks_json_string(ehoks_json_at(array, i), NULL));
        }
        return list;
    }
    while (value && *delimiter && (end = strstr(value, delimiter))) {
        add(list, apr_pstrmemdup(login->pool, value, (size_t)(end - value)));
        value = end + strlen(delimiter);
    }
    add(list, value);
    return list;
}

/* Reads a NumericDate; a fraction is dropped. 0 when it is not one. */
static int numeric_date(const char *text, apr_int64_t *seconds)
{
    char *end;

    if (!apr_isdigit(*text)) {
        return 0;
    }
    errno = 0;
    *seconds = apr_strtoi64(text, &end, 10);
    if (errno) {
        return 0;
    }
    if (*end == '.') {
        end += 1 + strspn(end + 1, "0123456789");
    }
    return *end == '\0';
}

static int has_audience(const login_t *login)
{
    const apr_array_header_t *list =
        claim_list(login, claim_named(login, "aud"));

    for (int i = 0; i < list->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(list, i, const char *),
                    login->settings->audience)) {
            return 1;
        }
    }
    return 0;
}

/* What is wrong with the bearer token beyond its signature; NULL if nothing. */
static const char *token_problem(const login_t *login)
{
    const char *issuer = claim_named(login, "iss");
    const char *expires = claim_named(login, "exp");
    const char *not_before = claim_named(login, "nbf");
    apr_int64_t seconds;

    if (!login->settings->issuer || !login->settings->audience) {
        return "bearer tokens are not accepted here";
    }
    if (!issuer || strcmp(issuer, login->settings->issuer)) {
        return "the token has another issuer";
    }
    if (!has_audience(login)) {
        return "the token is for another audience";
    }
    if (!expires || !numeric_date(expires, &seconds)) {
        return "the token has no expiry time";
    }
    if (seconds <= login->now) {
        return "the token has expired";
    }
    if (not_before
        && (!numeric_date(not_before, &seconds) || seconds > login->now)) {
        return "the token is not valid yet";
    }
    return NULL;
}

/* A learner's OID is compared with the one in plans and must be right to the
 * check digit; others need something of the national form to be known by. */
static int is_usable_oid(const char *oid, ehoks_kind_e kind)
{
    const char *national = "1.2.246.562.";

    if (!oid || strlen(oid) > 64) {
        return 0;
    }
    if (kind == EHOKS_KIND_OPPIJA) {
        return ehoks_oid_is_oppija(oid);
    }
    return !strncmp(oid, national, strlen(national))
           && oid[strspn(oid, "0123456789.")] == '\0' && !strstr(oid, "..")
           && oid[strlen(oid) - 1] != '.';
}

/* ROLE_APP_EHOKS_<ROLE>_<organisation>, the whole string; the role's name may
 * hold underscores. 0 when `text` is something else. */
static int read_role(apr_pool_t *pool, const char *text, ehoks_role_t *role)
{
    const char *name = text + strlen(ROLE_PREFIX);
    const char *underscore = strrchr(text, '_');

    if (strncmp(text, ROLE_PREFIX, strlen(ROLE_PREFIX)) || underscore <= name
        || !ehoks_oid_is_organisaatio(underscore + 1)) {
        return 0;
    }
    role->organisation = underscore + 1;
    role->name = apr_pstrmemdup(pool, name, (size_t)(underscore - name));
    role->rights = ehoks_claims_role_rights(role->name);
    return 1;
}

static const apr_array_header_t *read_roles(const login_t *login)
{
    const apr_array_header_t *texts =
        claim_list(login, claim_value(login, EHOKS_CLAIM_ROLES));
    apr_array_header_t *list =
        apr_array_make(login->pool, texts->nelts, sizeof(ehoks_role_t));

    for (int i = 0; i < texts->nelts; i++) {
        ehoks_role_t role;
        if (read_role(login->pool, APR_ARRAY_IDX(texts, i, const char *),
                      &role)) {
            APR_ARRAY_PUSH(list, ehoks_role_t) = role;
        }
    }
    return list;
}

/* Workplace people are found by their e-mail: only one that the provider has
 * verified may count. Case is folded for ASCII alone. */
static const char *read_email(const login_t *login)
{
    const char *verified = claim_value(login, EHOKS_CLAIM_EMAIL_VERIFIED);
    const char *email = claim_value(login, EHOKS_CLAIM_EMAIL);
    char *lower;

    if (!email || !verified
        || (strcmp(verified, "1") && strcmp(verified, "true"))) {
        return NULL;
    }
    lower = apr_pstrdup(login->pool, ehoks_text_trim(login->pool, email));
    for (char *c = lower; *c; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            *c += 'a' - 'A';
        }
    }
    return *lower ? lower : NULL;
}

const ehoks_err_t *ehoks_claims_read(apr_pool_t *pool,
                                     const ehoks_principal_settings_t *settings,
                                     const apr_table_t *environment,
                                     const char *user, const char *auth_type,
                                     apr_time_t now,
                                     const ehoks_principal_t **principal)
{
    const login_t login = {pool, settings, environment, apr_time_sec(now)};
    int bearer = auth_type && !strcmp(auth_type, AUTH_TYPE_BEARER);
    int cookie = ehoks_claims_by_cookie(auth_type);
    ehoks_principal_t *made;
    const char *problem;

    *principal = NULL;
    if (!user || !*user) {
        return NULL;
    }
    if (bearer && (problem = token_problem(&login))) {
        return ehoks_err_make(pool, "E-TOKEN", problem, NULL);
    }
    made = apr_pcalloc(pool, sizeof *made);
    made->kind = ehoks_claims_kind(claim_value(&login, EHOKS_CLAIM_USER_TYPE));
    made->oid = claim_value(&login, EHOKS_CLAIM_OID);
    if ((!bearer && !cookie) || !is_usable_oid(made->oid, made->kind)) {
        return ehoks_err_make(pool, "E-CLAIMS",
                              claim_name(&login, EHOKS_CLAIM_OID), NULL);
    }
    made->name = claim_value(&login, EHOKS_CLAIM_NAME);
    made->given_name = claim_value(&login, EHOKS_CLAIM_GIVEN_NAME);
    made->family_name = claim_value(&login, EHOKS_CLAIM_FAMILY_NAME);
    made->email = read_email(&login);
    made->roles = read_roles(&login);
    *principal = made;
    return NULL;
}
