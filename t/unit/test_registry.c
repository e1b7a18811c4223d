/* The registries' clients against a small HTTP server in this process: what
 * they send, how they read answers, and what each failure becomes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>

#include "../../modules/registry/registry.h"
#include "registry_server.h"

typedef struct {
    apr_pool_t *pool;
    ehoks_ctx_t ctx;
    ehoks_registry_settings_t settings;
    int lines; /* logged so far */
    const char *line;
} fixture_t;

static apr_pool_t *child; /* as httpd's child pool */

static void keep_line(void *baton, ehoks_log_e level, apr_status_t status,
                      const char *line)
{
    fixture_t *fixture = baton;

    assert_int_equal(level, EHOKS_LOG_WARNING);
    assert_int_equal(status, APR_SUCCESS);
    fixture->lines++;
    fixture->line = line;
}

/* Each test has an hour of its own, because failures are logged at intervals. */
static int set_up(void **state)
{
    static int hour;
    apr_pool_t *pool;
    fixture_t *fixture;

    apr_pool_create(&pool, NULL);
    fixture = apr_pcalloc(pool, sizeof *fixture);
    fixture->pool = pool;
    fixture->ctx.pool = pool;
    fixture->ctx.now = apr_time_from_sec(1795556903 + 3600 * hour++);
    fixture->ctx.log = keep_line;
    fixture->ctx.log_baton = fixture;
    fixture->settings.base_url =
        apr_psprintf(pool, "http://localhost:%d", server.port);
    fixture->settings.user = "ehoks";
    fixture->settings.password = "salainen";
    fixture->settings.caller_id = "1.2.246.562.10.1.ehoks";
    fixture->settings.connect_timeout_ms = 5000;
    fixture->settings.total_timeout_ms = 5000;
    server_forget();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    apr_pool_destroy(((fixture_t *)*state)->pool);
    return 0;
}

/* Asks Koski for one study right; NULL in the answer for none. */
static const ehoks_err_t *ask(fixture_t *fixture, const char *oid,
                              ehoks_json_t **study_right)
{
    *study_right = (void *)fixture; /* must be overwritten */
    return ehoks_koski_opiskeluoikeus(&fixture->ctx, &fixture->settings, oid,
                                      study_right);
}

static void assert_code(const ehoks_err_t *error, const char *code,
                        const char *argument)
{
    assert_non_null(error);
    assert_string_equal(error->code, code);
    assert_string_equal(error->arguments[0], argument);
}

static void known_study_right(void **state)
{
    fixture_t *fixture = *state;
    ehoks_json_t *told;
    const char *request;

    assert_null(ask(fixture, "1.1", &told));
    assert_string_equal(
        ehoks_json_string(ehoks_json_path(told, "tyyppi", "koodiarvo", NULL),
                          NULL),
        "tuva");
    request = server_last_request(fixture->pool);
    assert_ptr_equal(strstr(request, "GET " KOSKI "1.1 HTTP/1.1\r\n"), request);
    assert_non_null(strstr(request, "\r\nAccept: application/json\r\n"));
    assert_non_null(
        strstr(request, "\r\nCaller-Id: 1.2.246.562.10.1.ehoks\r\n"));
    assert_non_null(strstr(request, "\r\nCSRF: 1.2.246.562.10.1.ehoks\r\n"));
    assert_non_null(
        strstr(request, "\r\nCookie: CSRF=1.2.246.562.10.1.ehoks\r\n"));
    assert_non_null(
        strstr(request, "\r\nAuthorization: Basic ZWhva3M6c2FsYWluZW4=\r\n"));
    assert_int_equal(fixture->lines, 0);
}

static void nothing_to_say_nothing_sent(void **state)
{
    fixture_t *fixture = *state;
    ehoks_json_t *told;
    const char *request;

    fixture->settings.user = NULL;
    fixture->settings.caller_id = NULL;
    assert_null(ask(fixture, "1.1", &told));
    request = server_last_request(fixture->pool);
    assert_null(strstr(request, "Authorization:"));
    assert_null(strstr(request, "Caller-Id:"));
    assert_null(strstr(request, "CSRF"));
}

static void unknown_study_right(void **state)
{
    static const char *const oids[] = {"1.2", "1.3", "1.4", "1.5"};
    fixture_t *fixture = *state;
    ehoks_json_t *told;

    for (size_t i = 0; i < sizeof oids / sizeof *oids; i++) {
        assert_null(ask(fixture, oids[i], &told));
        assert_null(told);
    }
    assert_int_equal(fixture->lines, 0);
}

/* What cannot be an OID is unknown without asking, and cannot lead to another
 * address of the registry. */
static void text_that_is_no_oid(void **state)
{
    static const char *const texts[] = {
        "",         "x",     "..",   ".",      "1..2",  ".1",  "1.",
        "1.1/../2", "1.1?x", "1.1 ", "1.1%2f", "1.1\n", "1.1ä"};
    fixture_t *fixture = *state;
    ehoks_json_t *told;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(ask(fixture, texts[i], &told));
        assert_null(told);
        assert_null(ehoks_koski_oppijan_opiskeluoikeudet(
            &fixture->ctx, &fixture->settings, texts[i], &told));
        assert_int_equal(ehoks_json_type(told), EHOKS_JSON_ARRAY);
        assert_int_equal(ehoks_json_size(told), 0);
        assert_null(ehoks_onr_oppija(&fixture->ctx, &fixture->settings,
                                     texts[i], &told));
        assert_null(told);
        assert_null(ehoks_organisaatio(&fixture->ctx, &fixture->settings,
                                       texts[i], &told));
        assert_null(told);
    }
    assert_int_equal(server_count(&server.requests), 0);
}

static void koski_answers_an_error(void **state)
{
    static const struct {
        const char *oid;
        const char *status;
        const char *key;
    } cases[] = {{"2.1", "404", "notFound.oppijaa"},
                 {"2.2", "400", "badRequest.format"},
                 {"2.3", "401", "null"},
                 {"2.4", "500", "null"},
                 {"2.5", "302", "null"},
                 {"2.6", "200", "null"},
                 {"2.7", "200", "null"},
                 {"2.8", "200", "null"},
                 {"2.9", "200", "null"},
                 {"9.9", "404", "null"}};
    fixture_t *fixture = *state;
    ehoks_json_t *told;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ehoks_err_t *error = ask(fixture, cases[i].oid, &told);
        assert_code(error, "E-KOSKIERR", cases[i].oid);
        assert_string_equal(error->arguments[1], cases[i].status);
        assert_string_equal(error->arguments[2], cases[i].key);
        assert_null(told);
    }
    /* One request each: redirects are not followed, errors not repeated. */
    assert_int_equal(server_count(&server.requests),
                     sizeof cases / sizeof *cases);
}

static void koski_is_down(void **state)
{
    static const struct {
        const char *oid;
        const char *reason;
    } cases[] = {{"3.1", "HTTP status 502"},
                 {"3.2", "HTTP status 503"},
                 {"3.3", "HTTP status 504"},
                 {"3.4", "Timeout was reached"},
                 {"3.5", "Transferred a partial file"}};
    fixture_t *fixture = *state;
    ehoks_json_t *told;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture->settings.total_timeout_ms =
            strcmp(cases[i].oid, "3.4") ? 5000 : 300;
        assert_code(ask(fixture, cases[i].oid, &told), "E-KOSKIDOWN",
                    cases[i].reason);
        assert_null(told);
    }
    fixture->settings.base_url = "http://localhost:1";
    assert_code(ask(fixture, "1.1", &told), "E-KOSKIDOWN",
                "Couldn't connect to server");
    fixture->settings.base_url = NULL;
    assert_code(ask(fixture, "1.1", &told), "E-KOSKIDOWN", "not configured");
}

static const ehoks_err_t *ask_all(fixture_t *fixture, const char *oppija,
                                  ehoks_json_t **told)
{
    *told = (void *)fixture;
    return ehoks_koski_oppijan_opiskeluoikeudet(
        &fixture->ctx, &fixture->settings, oppija, told);
}

static void study_rights_of_a_learner(void **state)
{
    fixture_t *fixture = *state;
    ehoks_json_t *told;
    const char *request;

    assert_null(ask_all(fixture, "5.1", &told));
    assert_int_equal(ehoks_json_size(told), 2);
    assert_string_equal(ehoks_json_get_string(ehoks_json_at(told, 1), "oid"),
                        "1.2");
    request = server_last_request(fixture->pool);
    assert_ptr_equal(strstr(request, "POST " SURE " HTTP/1.1\r\n"), request);
    assert_non_null(strstr(request, "\r\nContent-Type: application/json\r\n"));
    assert_non_null(strstr(request, "\r\n\r\n[\"5.1\"]"));
    assert_null(ask_all(fixture, "5.2", &told));
    assert_int_equal(ehoks_json_type(told), EHOKS_JSON_ARRAY);
    assert_int_equal(ehoks_json_size(told), 0);
    assert_int_equal(fixture->lines, 0);
    assert_code(ask_all(fixture, "5.3", &told), "E-LINKED", "koski");
    assert_code(ask_all(fixture, "5.4", &told), "E-LINKED", "koski");
    assert_code(ask_all(fixture, "5.5", &told), "E-LINKED", "koski");
    assert_code(ask_all(fixture, "5.6", &told), "E-KOSKIDOWN",
                "HTTP status 503");
    assert_null(told);
}

static void learners(void **state)
{
    fixture_t *fixture = *state;
    const ehoks_ctx_t *ctx = &fixture->ctx;
    ehoks_json_t *told;

    assert_null(ehoks_onr_oppija(ctx, &fixture->settings, "6.1", &told));
    assert_string_equal(ehoks_json_get_string(told, "sukunimi"), "Yksi");
    assert_null(ehoks_onr_oppija(ctx, &fixture->settings, "6.9", &told));
    assert_null(told);
    assert_code(ehoks_onr_oppija(ctx, &fixture->settings, "6.3", &told),
                "E-ONRERR", "6.3");
    assert_code(ehoks_onr_oppija(ctx, &fixture->settings, "6.4", &told),
                "E-ONRERR", "6.4");
    assert_null(told);
    fixture->settings.base_url = "http://localhost:1";
    assert_code(ehoks_onr_oppija(ctx, &fixture->settings, "6.1", &told),
                "E-ONRERR", "6.1");
}

static void organisations(void **state)
{
    fixture_t *fixture = *state;
    const ehoks_ctx_t *ctx = &fixture->ctx;
    ehoks_json_t *told;

    assert_null(ehoks_organisaatio(ctx, &fixture->settings, "7.1", &told));
    assert_string_equal(ehoks_json_get_string(told, "oid"), "7.1");
    assert_null(ehoks_organisaatio(ctx, &fixture->settings, "7.9", &told));
    assert_null(told);
    assert_code(ehoks_organisaatio(ctx, &fixture->settings, "7.2", &told),
                "E-LINKED", "organisaatio");
    assert_code(ehoks_organisaatio(ctx, &fixture->settings, "7.3", &told),
                "E-LINKED", "organisaatio");
    assert_null(told);
}

static void connections_are_kept(void **state)
{
    fixture_t *fixture = *state;
    ehoks_json_t *told;

    for (int i = 0; i < 5; i++) {
        assert_null(ask(fixture, "1.1", &told));
    }
    assert_int_equal(server_count(&server.requests), 5);
    assert_true(server_count(&server.connections) <= 1);
}

static void *ask_often(void *baton)
{
    fixture_t mine = *(fixture_t *)baton;
    int *good = malloc(sizeof *good);
    ehoks_json_t *told;

    apr_pool_create(&mine.pool, NULL);
    mine.ctx.pool = mine.pool;
    *good = 0;
    for (int i = 0; i < 20; i++) {
        *good += !ask(&mine, "1.1", &told) && told;
    }
    apr_pool_destroy(mine.pool);
    return good;
}

/* Handles are shared by the child's threads, one thread at a time. */
static void many_threads(void **state)
{
    pthread_t threads[8];

    for (int i = 0; i < 8; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, *state),
                         0);
    }
    for (int i = 0; i < 8; i++) {
        void *good;
        pthread_join(threads[i], &good);
        assert_int_equal(*(int *)good, 20);
        free(good);
    }
    assert_true(server_count(&server.connections) <= 8);
}

/* A kept connection that breaks under a GET is no failure of the registry. */
static void broken_kept_connection(void **state)
{
    fixture_t *fixture = *state;
    ehoks_json_t *told;

    assert_null(ask(fixture, "4.1", &told));
    assert_null(ask(fixture, "4.1", &told));
    assert_non_null(told);
    assert_int_equal(server_count(&server.requests), 3);
    assert_int_equal(fixture->lines, 0);
}

static void failures_do_not_flood_the_log(void **state)
{
    fixture_t *fixture = *state;
    ehoks_json_t *told;

    for (int i = 0; i < 4; i++) {
        ask(fixture, "3.2", &told);
    }
    assert_int_equal(fixture->lines, 1);
    assert_non_null(
        strstr(fixture->line, "EH0200: call to koski failed: HTTP status 503"));
    /* Another registry has a line of its own. */
    ehoks_onr_oppija(&fixture->ctx, &fixture->settings, "6.3", &told);
    assert_int_equal(fixture->lines, 2);
    fixture->ctx.now += apr_time_from_sec(5);
    ask(fixture, "3.2", &told);
    assert_int_equal(fixture->lines, 3);
    assert_string_equal(fixture->line,
                        "EH0200: call to koski failed: HTTP status 503 (3 "
                        "failures before it were not logged)");
    assert_null(strstr(fixture->line, "3.2"));
}

static void addresses(void **state)
{
    static const char *const good[] = {"https://virkailija.example.fi",
                                       "https://example.fi:8443/x/y",
                                       "http://localhost:8082",
                                       "http://127.0.0.1:8082",
                                       "http://127.8.9.10",
                                       "http://[::1]:8082/x",
                                       "HTTPS://example.fi"};
    static const char *const bad[] = {"",
                                      "virkailija.example.fi",
                                      "http://virkailija.example.fi",
                                      "http://localhost.example.fi",
                                      "http://127.0.0.1.example.fi",
                                      "http://127.example.fi",
                                      "http://128.0.0.1",
                                      "http://localhost@example.fi",
                                      "http://[::2]",
                                      "ftp://localhost",
                                      "file:///etc/passwd",
                                      "https://",
                                      "https://ehoks:salainen@example.fi",
                                      "https://example.fi?x=1",
                                      "https://example.fi/#x",
                                      "https://example.fi/",
                                      "https://example.fi/x/",
                                      "https://exa mple.fi",
                                      "https://example.fi/a b",
                                      "https://example.fi/\r\nX: y"};
    fixture_t *fixture = *state;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_null(ehoks_registry_check_url(fixture->pool, good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (!ehoks_registry_check_url(fixture->pool, bad[i])) {
            fail_msg("accepted: %s", bad[i]);
        }
    }
}

static int start(void **state)
{
    (void)state;
    apr_initialize();
    apr_pool_create(&child, NULL);
    return ehoks_registry_start(child) || !server_start();
}

static int end(void **state)
{
    (void)state;
    apr_pool_destroy(child);
    server_stop();
    return 0;
}

#define REGISTRY_TEST(test)                                                    \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REGISTRY_TEST(known_study_right),
        REGISTRY_TEST(nothing_to_say_nothing_sent),
        REGISTRY_TEST(unknown_study_right),
        REGISTRY_TEST(text_that_is_no_oid),
        REGISTRY_TEST(koski_answers_an_error),
        REGISTRY_TEST(koski_is_down),
        REGISTRY_TEST(study_rights_of_a_learner),
        REGISTRY_TEST(learners),
        REGISTRY_TEST(organisations),
        REGISTRY_TEST(connections_are_kept),
        REGISTRY_TEST(many_threads),
        REGISTRY_TEST(broken_kept_connection),
        REGISTRY_TEST(failures_do_not_flood_the_log),
        REGISTRY_TEST(addresses),
    };

    return cmocka_run_group_tests(tests, start, end);
}
