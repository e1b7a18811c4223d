/* Days and points in time (contract: G-06, G-07), and what day it is. */
#include "../../modules/core/date.h"
#include "unit.h"

static void test_days(void **state)
{
    assert_int_equal(ehoks_date_day("2024-02-29"), 20240229);
    assert_int_equal(ehoks_date_day("2000-02-29"), 20000229);
    assert_int_equal(ehoks_date_day("0001-01-01"), 10101);
    assert_int_equal(ehoks_date_day("9999-12-31"), 99991231);
    static const char *const texts[] = {
        NULL,           "",
        "2023-02-29",   "1900-02-29",
        "2024-13-01",   "2024-00-01",
        "2024-01-00",   "2024-01-32",
        "2024-04-31",   "2024-1-01",
        "2024-01-1",    "24-01-01",
        " 2024-01-01",  "2024-01-01 ",
        "2024-01-01\n", "2024/01/01",
        "+2024-01-01",  "20240101",
        "2024-01",      "2024-01-01T00:00:00Z",
        "2024-01-0:",   "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA4-01-01"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_int_equal(ehoks_date_day(texts[i]), 0);
    }
}

static int today_at(apr_int64_t seconds)
{
    return ehoks_date_today(apr_time_from_sec(seconds));
}

/* Seconds are of UTC; midnight in Helsinki comes two hours earlier in winter,
 * three in summer. */
static void test_today_in_helsinki(void **state)
{
    /* 2026-01-15T21:59:59Z and a second later. */
    assert_int_equal(today_at(1768514399), 20260115);
    assert_int_equal(today_at(1768514400), 20260116);
    /* 2026-07-15T20:59:59Z and a second later. */
    assert_int_equal(today_at(1784149199), 20260715);
    assert_int_equal(today_at(1784149200), 20260716);
    /* The night after summer time began, on 2026-03-29 at 01:00Z. */
    assert_int_equal(today_at(1774731599), 20260328); /* 28th 20:59:59Z */
    assert_int_equal(today_at(1774735199), 20260328); /* 28th 21:59:59Z */
    assert_int_equal(today_at(1774735200), 20260329); /* 28th 22:00Z */
    assert_int_equal(today_at(1774817999), 20260329); /* 29th 20:59:59Z */
    assert_int_equal(today_at(1774818000), 20260330); /* 29th 21:00Z */
    /* It ends on 2026-10-25 at 01:00Z. */
    assert_int_equal(today_at(1792961999), 20261025); /* 25th 20:59:59Z */
    assert_int_equal(today_at(1792965599), 20261025); /* 25th 21:59:59Z */
    assert_int_equal(today_at(1792965600), 20261026); /* 25th 22:00Z */
    /* Across the end of a year. */
    assert_int_equal(today_at(1798754400), 20270101); /* 31st 22:00Z */
}

static void test_moving_days(void **state)
{
    assert_int_equal(ehoks_date_add_days(20240228, 1), 20240229);
    assert_int_equal(ehoks_date_add_days(20230228, 1), 20230301);
    assert_int_equal(ehoks_date_add_days(20231231, 14), 20240114);
    assert_int_equal(ehoks_date_add_days(20240301, -1), 20240229);
    assert_int_equal(ehoks_date_add_days(20240101, 0), 20240101);
    assert_int_equal(ehoks_date_add_days(20000101, 36525), 21000101);
    assert_int_equal(ehoks_date_add_days(19700101, -1), 19691231);
    assert_int_equal(ehoks_date_add_years(20190801, 5), 20240801);
    assert_int_equal(ehoks_date_add_years(20240229, 1), 20250228);
    assert_int_equal(ehoks_date_add_years(20240229, 4), 20280229);
    assert_int_equal(ehoks_date_add_years(20240331, -1), 20230331);
}

static void test_instants(void **state)
{
    static const struct {
        const char *text;
        const char *instant;
    } cases[] = {
        {"2024-08-20T09:30:15Z", "2024-08-20T09:30:15Z"},
        {"2024-08-20t09:30:15z", "2024-08-20T09:30:15Z"},
        {"2024-08-20T09:30:15.999Z", "2024-08-20T09:30:15Z"},
        {"2024-08-20T09:30:15,5Z", "2024-08-20T09:30:15Z"},
        {"2024-08-20T09:30", "2024-08-20T09:30:00Z"},
        {"2024-08-20T09", "2024-08-20T09:00:00Z"},
        {"2024-08-20T", "2024-08-20T00:00:00Z"},
        {"2024-08-20", "2024-08-20T00:00:00Z"},
        {"2024-08", "2024-08-01T00:00:00Z"},
        {"2024", "2024-01-01T00:00:00Z"},
        {"2024-8-2T9:3:1", "2024-08-02T09:03:01Z"},
        {"2024-08-20T09.5Z", "2024-08-20T09:30:00Z"},
        {"2024-08-20T09:30.1Z", "2024-08-20T09:30:06Z"},
        {"2024-08-20T01:00:00+03:00", "2024-08-19T22:00:00Z"},
        {"2024-08-20T01:00:00+0300", "2024-08-19T22:00:00Z"},
        {"2024-08-20T23:00:00-02", "2024-08-21T01:00:00Z"},
        {"2024-02-28T23:30-01:00", "2024-02-29T00:30:00Z"},
        {"2024-01-01T00:30+01:00", "2023-12-31T23:30:00Z"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *instant = ehoks_date_instant(pool, cases[i].text);
        assert_non_null(instant);
        assert_string_equal(instant, cases[i].instant);
        assert_true(ehoks_date_is_instant(cases[i].text));
    }
}

static void test_no_instants(void **state)
{
    static const char *const texts[] = {NULL,
                                        "",
                                        "202",
                                        "2023-02-29T10:00Z",
                                        "2023-02-30",
                                        "2024-13",
                                        "2024-00-10",
                                        "2024-08-20T24:00Z",
                                        "2024-08-20T10:60Z",
                                        "2024-08-20T10:00:60Z",
                                        "2024-08-20T10:00:00+24:00",
                                        "2024-08-20T10:00:00+01:60",
                                        "2024-08-20T10:00:00 Z",
                                        "2024-08-20 10:00",
                                        "2024-08-20Z",
                                        "2024-08-20T10:00Zx",
                                        "2024-08-20T10:00:00.",
                                        "2024-08-20T10.5:00",
                                        "2024-08-20T10:",
                                        "2024-08-20T+1",
                                        "2024-",
                                        "2024-08-",
                                        "T10:00",
                                        "0000-01-01T00:00+01:00",
                                        "9999-12-31T23:30-01:00"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_null(ehoks_date_instant(pool, texts[i]));
        assert_false(ehoks_date_is_instant(texts[i]));
    }
}

static void test_rfc3339(void **state)
{
    assert_true(ehoks_date_is_rfc3339("2024-08-20T09:30:15Z"));
    assert_true(ehoks_date_is_rfc3339("2024-08-20t09:30:15.25z"));
    assert_true(ehoks_date_is_rfc3339("2024-08-20T09:30:15+03:00"));
    assert_true(ehoks_date_is_rfc3339("1998-12-31T23:59:60Z"));
    assert_true(ehoks_date_is_rfc3339("1998-12-31T15:59:60-08:00"));
    static const char *const texts[] = {NULL,
                                        "",
                                        "2024-08-20",
                                        "2024-08-20T09:30:15",
                                        "2024-08-20T09:30Z",
                                        "2024-08-20T9:30:15Z",
                                        "2024-08-20T09:30:15.Z",
                                        "2024-08-20T24:00:00Z",
                                        "2024-08-20T09:60:00Z",
                                        "2024-08-20T09:30:15+03",
                                        "2024-08-20T09:30:15"
                                        "+03:60",
                                        "2024-08-20T09:30:15Z\n",
                                        "2024-02-30T09:30:15Z",
                                        "1998-12-31T22:59:60Z",
                                        "2024-08-20T09:30:61Z"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(ehoks_date_is_rfc3339(texts[i]));
    }
}

static void test_days_for_sql(void **state)
{
    assert_null(ehoks_date_for_sql(pool, NULL));
    assert_string_equal(ehoks_date_for_sql(pool, "2024-02-29"), "2024-02-29");
    assert_string_equal(ehoks_date_for_sql(pool, "0000-02-29"),
                        "0001-02-29 BC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_today_in_helsinki),
        cmocka_unit_test(test_moving_days),
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_no_instants),
        cmocka_unit_test(test_rfc3339),
        cmocka_unit_test(test_days_for_sql),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
