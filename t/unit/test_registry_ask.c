/* Calls to registries on a bad day: the second try, the circuit breaker, and
 * tokens of OAuth 2; and the keys and failures of what is asked.
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

#include "../../modules/registry/breaker.h"
#include "../../modules/registry/kinds.h"
#include "registry_server.h"

typedef struct {
    apr_pool_t *pool;
    ehoks_ctx_t ctx;
    ehoks_registry_settings_t settings;
} fixture_t;

/* Each test is a child of its own: breakers are closed, no token is kept. */
static int set_up(void **state)
{
    apr_pool_t *pool;
    fixture_t *fixture;

    apr_pool_create(&pool, NULL);
    fixture = apr_pcalloc(pool, sizeof *fixture);
    fixture->pool = pool;
    fixture->ctx.pool = pool;
    fixture->settings.base_url =
        apr_psprintf(pool, "http://localhost:%d", server.port);
    fixture->settings.user = "ehoks";
    fixture->settings.password = "salainen";
    fixture->settings.connect_timeout_ms = 5000;
    fixture->settings.total_timeout_ms = 5000;
    server_forget();
    *state = fixture;
    return ehoks_registry_start(pool) == APR_SUCCESS ? 0 : -1;
}

static int tear_down(void **state)
{
    apr_pool_destroy(((fixture_t *)*state)->pool);
    return 0;
}

static int requests(void)
{
    return server_count(&server.requests);
}

static ehoks_registry_answer_t ask(fixture_t *fixture, const char *path)
{
    return ehoks_registry_ask(&fixture->ctx, &fixture->settings,
                              EHOKS_REGISTRY_KOSKI, path, NULL);
}

static void a_failed_call_is_tried_once_more(void **state)
{
    fixture_t *fixture = *state;

    assert_int_equal(ask(fixture, KOSKI "3.1").status, 502);
    assert_int_equal(requests(), 2);
    /* Errors of the registry's own and refusals are answers. */
    assert_int_equal(ask(fixture, KOSKI "2.4").status, 500);
    assert_int_equal(ask(fixture, KOSKI "1.2").status, 404);
    assert_int_equal(requests(), 4);
}

static void a_call_without_answer_is_not(void **state)
{
    fixture_t *fixture = *state;
    ehoks_registry_answer_t answer;

    fixture->settings.total_timeout_ms = 300;
    answer = ask(fixture, KOSKI "3.4");
    assert_true(answer.down);
    assert_string_equal(answer.reason, "Timeout was reached");
    assert_int_equal(requests(), 1);
}

static void a_failing_registry_is_left_alone(void **state)
{
    fixture_t *fixture = *state;
    ehoks_registry_answer_t answer;

    for (int i = 0; i < EHOKS_BREAKER_FAILURES; i++)
        assert_true(ask(fixture, KOSKI "3.1").down);
    assert_int_equal(requests(), 2 * EHOKS_BREAKER_FAILURES);
    answer = ask(fixture, KOSKI "1.1");
    assert_true(answer.down);
    assert_string_equal(answer.reason, "not asked: it failed several times");
    assert_int_equal(requests(), 2 * EHOKS_BREAKER_FAILURES);
    /* Another registry is asked as ever. */
    assert_int_equal(ehoks_registry_ask(&fixture->ctx, &fixture->settings,
                                        EHOKS_REGISTRY_ONR, ONR "6.1", NULL)
                         .status,
                     200);
    apr_sleep(EHOKS_BREAKER_PAUSE + apr_time_from_msec(50));
    assert_int_equal(ask(fixture, KOSKI "1.1").status, 200);
    assert_int_equal(ask(fixture, KOSKI "1.1").status, 200);
}

/* The breaker by itself, with a clock of the test's own. */
static void the_breaker(void **state)
{
    const ehoks_registry_e koski = EHOKS_REGISTRY_KOSKI;
    apr_time_t now = apr_time_from_sec(1000);
    apr_time_t later = now + EHOKS_BREAKER_PAUSE;

    (void)state;
    for (int i = 0; i < EHOKS_BREAKER_FAILURES - 1; i++) {
        assert_true(ehoks_breaker_enter(koski, now));
        ehoks_breaker_leave(koski, now, 0);
    }
    assert_true(ehoks_breaker_enter(koski, now));
    ehoks_breaker_leave(koski, now, 1);
    for (int i = 0; i < EHOKS_BREAKER_FAILURES; i++) {
        assert_true(ehoks_breaker_enter(koski, now));
        ehoks_breaker_leave(koski, now, 0);
    }
    assert_false(ehoks_breaker_enter(koski, now));
    assert_true(ehoks_breaker_enter(EHOKS_REGISTRY_ONR, now));
    /* One tries; the others go on failing until it knows. */
    assert_true(ehoks_breaker_enter(koski, later));
    assert_false(ehoks_breaker_enter(koski, later));
    ehoks_breaker_leave(koski, later, 0);
    assert_false(ehoks_breaker_enter(koski, later));
    later += EHOKS_BREAKER_PAUSE;
    assert_true(ehoks_breaker_enter(koski, later));
    ehoks_breaker_leave(koski, later, 1);
    assert_true(ehoks_breaker_enter(koski, later));
    assert_true(ehoks_breaker_enter(koski, later));
}

static void use_token(fixture_t *fixture, const char *path)
{
    fixture->settings.token_url =
        apr_pstrcat(fixture->pool, fixture->settings.base_url, path, NULL);
    fixture->settings.client_id = "ehoks-id";
    fixture->settings.client_secret = "ehoks-secret";
}

static void calls_carry_a_token(void **state)
{
    fixture_t *fixture = *state;
    const char *sent;

    use_token(fixture, "/token");
    assert_int_equal(ask(fixture, KOSKI "1.1").status, 200);
    sent = server_last_request(fixture->pool);
    assert_non_null(strstr(sent, "\r\nAuthorization: Bearer abc.def\r\n"));
    assert_null(strstr(sent, "Basic"));
    assert_int_equal(requests(), 2);
    assert_int_equal(ask(fixture, KOSKI "1.1").status, 200);
    assert_int_equal(requests(), 3);
    /* Another client has a token of its own. */
    fixture->settings.client_id = "toinen";
    assert_int_equal(ask(fixture, KOSKI "1.1").status, 200);
    assert_int_equal(requests(), 5);
}

static void a_token_is_asked_for_as_rfc_6749_says(void **state)
{
    fixture_t *fixture = *state;
    ehoks_registry_answer_t answer;
    const char *sent;

    use_token(fixture, "/token");
    assert_string_equal(ehoks_registry_token(&fixture->ctx, &fixture->settings,
                                             EHOKS_REGISTRY_KOSKI, 0, &answer),
                        "abc.def");
    sent = server_last_request(fixture->pool);
    assert_ptr_equal(strstr(sent, "POST /token HTTP/1.1\r\n"), sent);
    assert_non_null(strstr(
        sent, "\r\nContent-Type: application/x-www-form-urlencoded\r\n"));
    assert_non_null(strstr(
        sent, "\r\nAuthorization: Basic ZWhva3MtaWQ6ZWhva3Mtc2VjcmV0\r\n"));
    assert_non_null(strstr(sent, "\r\n\r\ngrant_type=client_credentials"));
}

static void a_refused_token_is_replaced_once(void **state)
{
    fixture_t *fixture = *state;

    use_token(fixture, "/token");
    assert_int_equal(ask(fixture, KOSKI "2.3").status, 401);
    assert_int_equal(requests(), 4);
}

static void without_a_token_there_is_no_call(void **state)
{
    static const char *const paths[] = {"/token-broken", "/token-refused",
                                        "/nothing-there"};
    fixture_t *fixture = *state;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ehoks_registry_answer_t answer;

        use_token(fixture, paths[i]);
        answer = ask(fixture, KOSKI "1.1");
        assert_true(answer.down);
        assert_ptr_equal(strstr(answer.reason, "no token for it"),
                         answer.reason);
        assert_null(strstr(server_last_request(fixture->pool), KOSKI));
    }
}

static void keys(void **state)
{
    static const struct {
        ehoks_mirror_e kind;
        const char *key;
        int fits;
    } cases[] = {
        {EHOKS_MIRROR_OPPIJA, "1.2.246.562.24.1", 1},
        {EHOKS_MIRROR_OPPIJA, "1.2/../3", 0},
        {EHOKS_MIRROR_OPPIJA, "", 0},
        {EHOKS_MIRROR_KOODI, "tutkinnonosat_105752", 1},
        {EHOKS_MIRROR_KOODI, "a/b", 0},
        {EHOKS_MIRROR_KOODI, "..", 0},
        {EHOKS_MIRROR_KOODI, "a..b", 0},
        {EHOKS_MIRROR_KOODI, "ä", 0},
        {EHOKS_MIRROR_KOODI_VERSIO, "koodi_1/2", 1},
        {EHOKS_MIRROR_KOODI_VERSIO, "koodi_1/", 0},
        {EHOKS_MIRROR_KOODI_VERSIO, "koodi_1/x", 0},
        {EHOKS_MIRROR_KOODI_VERSIO, "koodi_1", 0},
        {EHOKS_MIRROR_KOODI_VERSIO, "../1", 0},
        {EHOKS_MIRROR_PERUSTE, "7534950", 1},
        {EHOKS_MIRROR_PERUSTE, "7/x", 0},
        {EHOKS_MIRROR_PERUSTEET_NIMI, "Sähkö- ja automaatioala", 1},
        {EHOKS_MIRROR_PERUSTEET_NIMI, "\xff", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (ehoks_kind_has_key(&ehoks_kinds[cases[i].kind], cases[i].key)
            != cases[i].fits)
            fail_msg("%s %s", ehoks_mirror_name(cases[i].kind), cases[i].key);
    }
    for (int i = 0; i < EHOKS_MIRROR_COUNT; i++)
        assert_int_equal(
            ehoks_mirror_find(ehoks_mirror_name((ehoks_mirror_e)i)), i);
    assert_int_equal(ehoks_mirror_find("muu"), -1);
}

static void a_key_cannot_change_the_question(void **state)
{
    fixture_t *fixture = *state;
    const ehoks_kind_row_t *kind = &ehoks_kinds[EHOKS_MIRROR_PERUSTEET_NIMI];
    ehoks_failure_t failure;
    ehoks_json_t *value;

    ehoks_kind_ask(&fixture->ctx, &fixture->settings, kind,
                   "a&b=c d#e\r\nX: y%ä", 0, &value, &failure);
    assert_non_null(
        strstr(server_last_request(fixture->pool),
               "&nimi=a%26b%3Dc%20d%23e%0D%0AX%3A%20y%25%C3%A4 HTTP/1.1\r\n"));
}

static void failures_are_remembered(void **state)
{
    fixture_t *fixture = *state;
    static const ehoks_failure_t failures[] = {
        {1, 0, NULL, "Timeout was reached"},
        {0, 404, "notFound.oppijaa", "HTTP status 404"},
        {0, 500, NULL, "HTTP status 500"}};

    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        ehoks_failure_t read = ehoks_failure_read(
            fixture->pool, ehoks_failure_write(fixture->pool, &failures[i]));

        assert_int_equal(read.down, failures[i].down);
        assert_int_equal(read.status, failures[i].status);
        assert_string_equal(read.reason, failures[i].reason);
        if (failures[i].key)
            assert_string_equal(read.key, failures[i].key);
        else
            assert_null(read.key);
    }
    assert_int_equal(ehoks_failure_read(fixture->pool, NULL).down, 1);
    assert_int_equal(ehoks_failure_read(fixture->pool, "x").down, 1);
}

/* Of a learner only what is used is kept. */
static void learners_are_kept_in_part(void **state)
{
    fixture_t *fixture = *state;
    static const char text[] =
        "{\"oidHenkilo\":\"6.1\",\"hetu\":\"010101-123N\","
        "\"sukunimi\":\"Yksi\",\"syntymaaika\":\"2001-01-01\"}";
    ehoks_registry_answer_t answer = {200, 0, NULL, NULL, ""};
    ehoks_json_t *value = NULL;

    answer.body =
        ehoks_json_parse(fixture->pool, text, sizeof text - 1, NULL, NULL);
    assert_int_equal(ehoks_onr_judge(fixture->pool, "6.1", &answer, &value),
                     EHOKS_VERDICT_FOUND);
    assert_string_equal(ehoks_json_write_sorted(fixture->pool, value),
                        "{\"oidHenkilo\":\"6.1\",\"sukunimi\":\"Yksi\"}");
}

static int start(void **state)
{
    (void)state;
    apr_initialize();
    return !server_start();
}

static int end(void **state)
{
    (void)state;
    server_stop();
    apr_terminate();
    return 0;
}

#define ASK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASK_TEST(a_failed_call_is_tried_once_more),
        ASK_TEST(a_call_without_answer_is_not),
        ASK_TEST(a_failing_registry_is_left_alone),
        ASK_TEST(the_breaker),
        ASK_TEST(calls_carry_a_token),
        ASK_TEST(a_token_is_asked_for_as_rfc_6749_says),
        ASK_TEST(a_refused_token_is_replaced_once),
        ASK_TEST(without_a_token_there_is_no_call),
        ASK_TEST(keys),
        ASK_TEST(a_key_cannot_change_the_question),
        ASK_TEST(failures_are_remembered),
        ASK_TEST(learners_are_kept_in_part),
    };

    return cmocka_run_group_tests(tests, start, end);
}
