/* iCalendar lines as RFC 5545 wants them (3.1 lines, 3.3.11 texts). */
#include "../../modules/core/ical.h"
#include "unit.h"

static const char *one(const char *name, const char *text)
{
    ehoks_ical_t *ical = ehoks_ical_make(pool);

    ehoks_ical_add_text(ical, name, text);
    return ehoks_ical_text(ical, NULL);
}

static void lines_end_with_crlf(void **state)
{
    ehoks_ical_t *ical = ehoks_ical_make(pool);
    apr_size_t length;

    ehoks_ical_add(ical, "BEGIN", "VCALENDAR");
    ehoks_ical_add(ical, "VERSION", "2.0");
    ehoks_ical_add(ical, "UID", NULL);
    ehoks_ical_add_text(ical, "SUMMARY", "");
    ehoks_ical_add_text(ical, "SUMMARY", NULL);
    assert_string_equal(ehoks_ical_text(ical, &length),
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    assert_int_equal(length, 30);
}

static void texts_are_escaped(void **state)
{
    assert_string_equal(one("X", "a,b;c\\d:e\"f"), "X:a\\,b\\;c\\\\d:e\"f\r\n");
    assert_string_equal(one("X", "a\nb\r\nc\rd"), "X:a\\nb\\nc\\nd\r\n");
    assert_string_equal(one("X", "a\x01\x7f\tb"), "X:a\tb\r\n");
    assert_string_equal(one("X", "BEGIN:VEVENT\r\nEND:VEVENT"),
                        "X:BEGIN:VEVENT\\nEND:VEVENT\r\n");
}

/* No line over 75 octets, no character cut, and unfolding gives it back. */
static void assert_folds(const char *text)
{
    const char *folded = one("X", text);
    char *unfolded = apr_palloc(pool, strlen(folded) + 1);
    char *end = unfolded;
    size_t line = 0;

    for (const char *c = folded; *c; c++) {
        if (!strncmp(c, "\r\n", 2)) {
            assert_in_range(line, 1, 75);
            c++;
            line = c[1] == ' ';
            c += line;
            assert_int_not_equal((unsigned char)c[1] & 0xc0, 0x80);
            continue;
        }
        line++;
        *end++ = *c;
    }
    *end = '\0';
    assert_string_equal(unfolded, apr_pstrcat(pool, "X:", text, NULL));
}

static void long_lines_are_folded_between_characters(void **state)
{
    const char *text = "z";

    for (int i = 0; i < 320; i++) {
        assert_folds(text);
        assert_folds(apr_pstrcat(pool, "a", text, NULL));
        text = apr_pstrcat(pool, text,
                           i % 4 == 0   ? "\xc3\xa4"
                           : i % 4 == 1 ? "\xe2\x82\xac"
                           : i % 4 == 2 ? "\xf0\x9f\x98\x80"
                                        : "z",
                           NULL);
    }
}

static void days_and_instants(void **state)
{
    assert_string_equal(ehoks_ical_day(pool, "2026-02-28", 0), "20260228");
    assert_string_equal(ehoks_ical_day(pool, "2026-02-28", 1), "20260301");
    assert_string_equal(ehoks_ical_day(pool, "2027-12-31", 1), "20280101");
    assert_null(ehoks_ical_day(pool, "2026-02-30", 0));
    assert_null(ehoks_ical_day(pool, NULL, 0));
    assert_string_equal(ehoks_ical_instant(pool, "2026-11-25T01:02:03Z"),
                        "20261125T010203Z");
    assert_null(ehoks_ical_instant(pool, NULL));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_crlf),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(long_lines_are_folded_between_characters),
        cmocka_unit_test(days_and_instants),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
