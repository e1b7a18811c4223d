/* From claims to the principal: who is let in, as whom, with which rights. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>

#include "../../modules/auth/claims.h"

#define NOW 1795556903
#define LEARNER "1.2.246.562.24.24011111113"
#define SERVICE "1.2.246.562.24.90111111115"
#define ORGANISATION "1.2.246.562.10.12000000011"

typedef struct {
    apr_pool_t *pool;
    apr_table_t *environment;
    ehoks_principal_settings_t settings;
    const char *user;
    const char *auth_type;
    const ehoks_principal_t *principal;
} login_t;

static void set(login_t *login, const char *claim, const char *value)
{
    const char *name = apr_pstrcat(login->pool, "OIDC_CLAIM_", claim, NULL);

    if (value) {
        apr_table_set(login->environment, name, value);
    }
    else {
        apr_table_unset(login->environment, name);
    }
}

static const ehoks_err_t *read_login(login_t *login)
{
    return ehoks_claims_read(login->pool, &login->settings, login->environment,
                             login->user, login->auth_type,
                             apr_time_from_sec(NOW), &login->principal);
}

/* A learner with the browser's cookie. */
static int set_up(void **state)
{
    login_t *login;
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    login = apr_pcalloc(pool, sizeof *login);
    login->pool = pool;
    login->environment = apr_table_make(pool, 16);
    login->user = LEARNER;
    login->auth_type = "openid-connect";
    login->settings.issuer = "https://kirjautuminen.example.fi";
    login->settings.audience = "urn:ehoks:api";
    set(login, "oid", LEARNER);
    set(login, "name", "Testi Oppija Yksi");
    set(login, "given_name", "Testi");
    set(login, "family_name", "Yksi");
    set(login, "user_type", "OPPIJA");
    *state = login;
    return 0;
}

static int tear_down(void **state)
{
    apr_pool_destroy(((login_t *)*state)->pool);
    return 0;
}

/* The same table with a service's good bearer token. */
static void use_bearer(login_t *login)
{
    login->auth_type = "oauth20";
    login->user = SERVICE;
    set(login, "oid", SERVICE);
    set(login, "user_type", "PALVELU");
    set(login, "iss", "https://kirjautuminen.example.fi");
    set(login, "aud", "urn:ehoks:api");
    set(login, "exp", "1795557503");
    set(login, "nbf", "1795556903");
}

static void assert_refused(login_t *login, const char *code,
                           const char *argument)
{
    const ehoks_err_t *error = read_login(login);

    assert_non_null(error);
    assert_string_equal(error->code, code);
    assert_string_equal(error->arguments[0], argument);
    assert_null(login->principal);
}

static void nobody_is_no_error(void **state)
{
    login_t *login = *state;

    login->user = NULL;
    assert_null(read_login(login));
    assert_null(login->principal);
    login->user = "";
    assert_null(read_login(login));
    assert_null(login->principal);
}

static void learner_by_cookie(void **state)
{
    login_t *login = *state;

    assert_null(read_login(login));
    assert_int_equal(login->principal->kind, EHOKS_KIND_OPPIJA);
    assert_string_equal(login->principal->oid, LEARNER);
    assert_string_equal(login->principal->name, "Testi Oppija Yksi");
    assert_string_equal(login->principal->given_name, "Testi");
    assert_string_equal(login->principal->family_name, "Yksi");
    assert_null(login->principal->email);
    assert_int_equal(login->principal->roles->nelts, 0);
}

/* The cookie's session was checked when it began, and its `aud` is the
 * client's id: what is required of bearer tokens does not hold for it. */
static void cookie_is_not_checked_again(void **state)
{
    login_t *login = *state;

    set(login, "iss", "https://muu.example.fi");
    set(login, "aud", "ehoks");
    set(login, "exp", "1");
    assert_null(read_login(login));
    assert_non_null(login->principal);
}

static void good_bearer_token(void **state)
{
    login_t *login = *state;

    use_bearer(login);
    assert_null(read_login(login));
    assert_int_equal(login->principal->kind, EHOKS_KIND_PALVELU);
    set(login, "nbf", NULL);
    assert_null(read_login(login));
    set(login, "exp", "1795557503.500000");
    assert_null(read_login(login));
}

static void bearer_audience_may_be_a_list(void **state)
{
    static const char *const good[] = {"a,urn:ehoks:api", "urn:ehoks:api,b",
                                       "a,urn:ehoks:api,b",
                                       "[\"a\", \"urn:ehoks:api\"]"};
    static const char *const bad[] = {"ehoks",
                                      "urn:ehoks:api2",
                                      "xurn:ehoks:api",
                                      "URN:EHOKS:API",
                                      "[\"a\"",
                                      "{\"a\": 1}",
                                      ",",
                                      "[]",
                                      "urn:ehoks:api ",
                                      "a;urn:ehoks:api"};
    login_t *login = *state;

    use_bearer(login);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        set(login, "aud", good[i]);
        assert_null(read_login(login));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        set(login, "aud", bad[i]);
        assert_refused(login, "E-TOKEN", "the token is for another audience");
    }
    set(login, "aud", NULL);
    assert_refused(login, "E-TOKEN", "the token is for another audience");
}

static void bad_bearer_tokens(void **state)
{
    static const struct {
        const char *claim;
        const char *value;
        const char *problem;
    } cases[] = {
        {"iss", NULL, "the token has another issuer"},
        {"iss", "", "the token has another issuer"},
        {"iss", "https://kirjautuminen.example.fi/",
         "the token has another issuer"},
        {"exp", NULL, "the token has no expiry time"},
        {"exp", "huomenna", "the token has no expiry time"},
        {"exp", "-1", "the token has no expiry time"},
        {"exp", " 1795557503", "the token has no expiry time"},
        {"exp", "1795557503x", "the token has no expiry time"},
        {"exp", "99999999999999999999999", "the token has no expiry time"},
        {"exp", "1795556902", "the token has expired"},
        {"exp", "1795556903", "the token has expired"},
        {"exp", "1795556903.900000", "the token has expired"},
        {"nbf", "1795556904", "the token is not valid yet"},
        {"nbf", "x", "the token is not valid yet"},
    };
    login_t *login = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        use_bearer(login);
        set(login, cases[i].claim, cases[i].value);
        assert_refused(login, "E-TOKEN", cases[i].problem);
    }
}

/* Without an issuer and an audience to compare with, nothing is accepted. */
static void bearer_needs_settings(void **state)
{
    login_t *login = *state;

    use_bearer(login);
    login->settings.audience = NULL;
    assert_refused(login, "E-TOKEN", "bearer tokens are not accepted here");
    login->settings.audience = "urn:ehoks:api";
    login->settings.issuer = NULL;
    assert_refused(login, "E-TOKEN", "bearer tokens are not accepted here");
}

static void login_of_another_module(void **state)
{
    login_t *login = *state;

    login->auth_type = "Basic";
    assert_refused(login, "E-CLAIMS", "oid");
    login->auth_type = NULL;
    assert_refused(login, "E-CLAIMS", "oid");
}

static void oid_must_be_usable(void **state)
{
    static const char *const bad[] = {
        "", "oppija1", "1.2.246.562.24.24011111114", /* check digit */
        "1.2.246.562.24.24011111113\n", "1.2.246.562.10.12000000011"};
    static const char *const bad_for_others[] = {
        "",
        "sis-a",
        "1.2.246.562.",
        "1.2.246.562.24..1",
        "1.2.3.4",
        ("1.2.246.562.24.1234567890123456789012345678901234567890123456789"
         "01234567890")};
    login_t *login = *state;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        set(login, "oid", bad[i]);
        assert_refused(login, "E-CLAIMS", "oid");
    }
    set(login, "user_type", "VIRKAILIJA");
    for (size_t i = 0; i < sizeof bad_for_others / sizeof *bad_for_others;
         i++) {
        set(login, "oid", bad_for_others[i]);
        assert_refused(login, "E-CLAIMS", "oid");
    }
    set(login, "oid", NULL);
    assert_refused(login, "E-CLAIMS", "oid");
}

static void kinds_of_users(void **state)
{
    static const struct {
        const char *user_type;
        ehoks_kind_e kind;
    } cases[] = {
        {"OPPIJA", EHOKS_KIND_OPPIJA},   {"VIRKAILIJA", EHOKS_KIND_VIRKAILIJA},
        {"PALVELU", EHOKS_KIND_PALVELU}, {"TYOPAIKKA", EHOKS_KIND_TYOPAIKKA},
        {"oppija", EHOKS_KIND_NONE},     {"OPPIJA,VIRKAILIJA", EHOKS_KIND_NONE},
        {"", EHOKS_KIND_NONE},           {NULL, EHOKS_KIND_NONE}};
    login_t *login = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set(login, "user_type", cases[i].user_type);
        assert_null(read_login(login));
        assert_non_null(login->principal);
        assert_int_equal(login->principal->kind, cases[i].kind);
    }
}

static void rights_of_roles(void **state)
{
    static const struct {
        const char *name;
        int rights;
    } cases[] = {{"CRUD", 1 | 2 | 4 | 8},
                 {"OPHPAAKAYTTAJA", 1 | 2 | 4 | 8 | 32},
                 {"READ", 1},
                 {"HOKS_DELETE", 16},
                 {"KATSELIJA", 0}};
    login_t *login = *state;
    const ehoks_role_t *roles;

    set(login, "roles",
        "ROLE_APP_EHOKS_CRUD_" ORGANISATION ","
        "ROLE_APP_EHOKS_OPHPAAKAYTTAJA_1.2.246.562.10.00000000001,"
        "ROLE_APP_EHOKS_READ_" ORGANISATION ","
        "ROLE_APP_EHOKS_HOKS_DELETE_1.2.246.562.99.12000000011,"
        "ROLE_APP_EHOKS_KATSELIJA_" ORGANISATION);
    assert_null(read_login(login));
    assert_int_equal(login->principal->roles->nelts, 5);
    roles = (const void *)login->principal->roles->elts;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(roles[i].name, cases[i].name);
        assert_int_equal(roles[i].rights, cases[i].rights);
    }
    assert_string_equal(roles[0].organisation, ORGANISATION);
    assert_string_equal(roles[3].organisation, "1.2.246.562.99.12000000011");
}

static void other_strings_are_no_roles(void **state)
{
    static const char *const ignored[] = {
        "ROLE_APP_EHOKS_CRUD",
        "ROLE_APP_EHOKS_" ORGANISATION,
        "ROLE_APP_EHOKS__" ORGANISATION,
        "ROLE_APP_EHOKS_CRUD_",
        "ROLE_APP_EHOKS_CRUD_" ORGANISATION "x",
        "ROLE_APP_EHOKS_CRUD_" ORGANISATION " ",
        "ROLE_APP_EHOKS_CRUD_" ORGANISATION "\n",
        "xROLE_APP_EHOKS_CRUD_" ORGANISATION,
        "role_app_ehoks_crud_" ORGANISATION,
        "ROLE_APP_KOSKI_CRUD_" ORGANISATION,
        "ROLE_APP_EHOKS_CRUD_" LEARNER,
        "CRUD",
        ",,",
        "{\"roles\": \"ROLE_APP_EHOKS_CRUD_" ORGANISATION "\"}",
    };
    login_t *login = *state;

    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        set(login, "roles", ignored[i]);
        assert_null(read_login(login));
        assert_int_equal(login->principal->roles->nelts, 0);
    }
}

static void email_counts_when_verified(void **state)
{
    static const struct {
        const char *email;
        const char *verified;
        const char *expected;
    } cases[] = {
        {"Ohjaaja@Yritys.EXAMPLE", "1", "ohjaaja@yritys.example"},
        {" ohjaaja@yritys.example\t", "true", "ohjaaja@yritys.example"},
        {"ohjaaja@yritys.example", "0", NULL},
        {"ohjaaja@yritys.example", "false", NULL},
        {"ohjaaja@yritys.example", "", NULL},
        {"ohjaaja@yritys.example", NULL, NULL},
        {"   ", "1", NULL},
        {NULL, "1", NULL}};
    login_t *login = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set(login, "email", cases[i].email);
        set(login, "email_verified", cases[i].verified);
        assert_null(read_login(login));
        if (cases[i].expected) {
            assert_string_equal(login->principal->email, cases[i].expected);
        }
        else {
            assert_null(login->principal->email);
        }
    }
}

static void names_of_claims_can_be_set(void **state)
{
    login_t *login = *state;

    login->settings.prefix = "LOGIN_";
    login->settings.delimiter = "||";
    login->settings.claims[EHOKS_CLAIM_OID] = "personOid";
    login->settings.claims[EHOKS_CLAIM_ROLES] = "groups";
    apr_table_set(login->environment, "LOGIN_user_type", "VIRKAILIJA");
    apr_table_set(login->environment, "LOGIN_groups",
                  "muu,jokin||ROLE_APP_EHOKS_READ_" ORGANISATION);
    assert_refused(login, "E-CLAIMS", "personOid");
    apr_table_set(login->environment, "LOGIN_personOid",
                  "1.2.246.562.24.80012121214");
    assert_null(read_login(login));
    assert_string_equal(login->principal->oid, "1.2.246.562.24.80012121214");
    assert_int_equal(login->principal->kind, EHOKS_KIND_VIRKAILIJA);
    assert_int_equal(login->principal->roles->nelts, 1);
    assert_null(login->principal->name);
}

#define LOGIN_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGIN_TEST(nobody_is_no_error),
        LOGIN_TEST(learner_by_cookie),
        LOGIN_TEST(cookie_is_not_checked_again),
        LOGIN_TEST(good_bearer_token),
        LOGIN_TEST(bearer_audience_may_be_a_list),
        LOGIN_TEST(bad_bearer_tokens),
        LOGIN_TEST(bearer_needs_settings),
        LOGIN_TEST(login_of_another_module),
        LOGIN_TEST(oid_must_be_usable),
        LOGIN_TEST(kinds_of_users),
        LOGIN_TEST(rights_of_roles),
        LOGIN_TEST(other_strings_are_no_roles),
        LOGIN_TEST(email_counts_when_verified),
        LOGIN_TEST(names_of_claims_can_be_set),
    };

    apr_initialize();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
