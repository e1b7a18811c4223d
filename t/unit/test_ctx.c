/* What inner functions ask of the request: rights, logging, and errors. */
#include "../../modules/core/ctx.h"
#include "../../modules/core/err.h"
#include "unit.h"

static ehoks_principal_t principal_of(const ehoks_role_t *roles, int count)
{
    apr_array_header_t *list = apr_array_make(pool, 4, sizeof(*roles));
    ehoks_principal_t principal = {.oid = "1.2.246.562.24.1"};

    for (int i = 0; i < count; i++) {
        APR_ARRAY_PUSH(list, ehoks_role_t) = roles[i];
    }
    principal.roles = list;
    return principal;
}

static const ehoks_role_t roles[] = {
    {"1.2.246.562.10.1", "READ", EHOKS_RIGHT_READ},
    {"1.2.246.562.10.2", "CRUD", EHOKS_RIGHT_READ | EHOKS_RIGHT_WRITE},
    {"1.2.246.562.10.3", "MUU", 0},
    {"1.2,{\"x\"}", "READ", EHOKS_RIGHT_READ}, /* no OID: never in SQL */
    {NULL, "READ", EHOKS_RIGHT_READ},
};

static void test_rights(void **state)
{
    ehoks_principal_t all = principal_of(roles, 5);
    ehoks_principal_t reader = principal_of(roles, 1);

    assert_true(ehoks_principal_has(&all, EHOKS_RIGHT_READ));
    assert_true(
        ehoks_principal_has(&all, EHOKS_RIGHT_READ | EHOKS_RIGHT_WRITE));
    assert_false(ehoks_principal_has(&all, EHOKS_RIGHT_SUPER_USER));
    assert_false(ehoks_principal_has(&reader, EHOKS_RIGHT_WRITE));
    assert_false(ehoks_principal_has(NULL, EHOKS_RIGHT_READ));
    reader.roles = NULL;
    assert_false(ehoks_principal_has(&reader, EHOKS_RIGHT_READ));
}

static void test_organisations(void **state)
{
    ehoks_principal_t all = principal_of(roles, 5);

    assert_string_equal(
        ehoks_principal_organisations(pool, &all, EHOKS_RIGHT_READ),
        "{1.2.246.562.10.1,1.2.246.562.10.2}");
    assert_string_equal(
        ehoks_principal_organisations(pool, &all, EHOKS_RIGHT_WRITE),
        "{1.2.246.562.10.2}");
    assert_string_equal(
        ehoks_principal_organisations(pool, &all, EHOKS_RIGHT_SUPER_USER),
        "{}");
    assert_string_equal(
        ehoks_principal_organisations(pool, NULL, EHOKS_RIGHT_READ), "{}");
}

static void keep_line(void *baton, ehoks_log_e level, apr_status_t status,
                      const char *line)
{
    *(const char **)baton =
        apr_psprintf(pool, "%d %d %s", (int)level, (int)status, line);
}

static void test_log(void **state)
{
    const char *line = NULL;
    ehoks_ctx_t ctx = {.pool = pool, .log = keep_line, .log_baton = &line};

    ehoks_log(&ctx, EHOKS_LOG_WARNING, 111, "EX0001", "%s %d", "a", 5);
    assert_string_equal(line, "1 111 EX0001: a 5");
    line = NULL;
    ctx.log = NULL;
    ehoks_log(&ctx, EHOKS_LOG_ERROR, 0, "EX0002", "x");
    ehoks_log(NULL, EHOKS_LOG_ERROR, 0, "EX0003", "x");
    assert_null(line);
}

static void test_errors(void **state)
{
    const ehoks_err_t *err = ehoks_err_make(pool, "E-NOHOKS", NULL);

    assert_string_equal(err->code, "E-NOHOKS");
    assert_null(err->arguments[0]);
    err = ehoks_err_make(pool, "E-X", "1", "2", "3", "4", NULL);
    assert_string_equal(err->arguments[3], "4");
    err = ehoks_err_make(pool, "E-X", "1", NULL);
    assert_string_equal(err->arguments[0], "1");
    assert_null(err->arguments[1]);
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    err = ehoks_err_invalid(pool, "body-params", problems, NULL);
    assert_string_equal(err->code, "E-VALID");
    assert_string_equal(err->part, "body-params");
    assert_ptr_equal(err->problems, problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rights),
        cmocka_unit_test(test_organisations),
        cmocka_unit_test(test_log),
        cmocka_unit_test(test_errors),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
