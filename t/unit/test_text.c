/* Text helpers: UTF-8, trimming (contract: G-04), UUIDs, filling in. */
#include "../../modules/core/text.h"
#include "unit.h"

static int is_utf8(const char *text)
{
    return ehoks_text_is_utf8(text, strlen(text));
}

static void test_utf8(void **state)
{
    assert_true(is_utf8(""));
    assert_true(is_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x99\x82"));
    assert_true(is_utf8("\xF4\x8F\xBF\xBF")); /* U+10FFFF */
    assert_true(is_utf8("\xEE\x80\x80"));     /* U+E000 */
    static const char *const texts[] = {
        "\xC3",             /* cut */
        "\xE2\x82",         /* cut */
        "\xA4",             /* begins in the middle */
        "\xC0\xAF",         /* overlong */
        "\xE0\x9F\xBF",     /* overlong */
        "\xF0\x8F\xBF\xBF", /* overlong */
        "\xED\xA0\x80",     /* surrogate */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xFF",
        "a\xC3(",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(is_utf8(texts[i]));
    }
}

static void test_characters(void **state)
{
    const char *text = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x99\x82";

    assert_int_equal(ehoks_text_characters(text, strlen(text)), 4);
    assert_int_equal(ehoks_text_characters("", 0), 0);
}

#define NBSP "\xC2\xA0"
#define FIGURE_SPACE "\xE2\x80\x87"
#define NARROW_NBSP "\xE2\x80\xAF"
#define IDEOGRAPHIC_SPACE "\xE3\x80\x80"
#define EM_SPACE "\xE2\x80\x83"
#define LINE_SEPARATOR "\xE2\x80\xA8"

static void test_trim(void **state)
{
    static const struct {
        const char *text;
        const char *trimmed;
    } cases[] = {
        {"", ""},
        {"a", "a"},
        {" a b\t\n", "a b"},
        {" \t\r\n\v\f\x1C\x1F", ""},
        {IDEOGRAPHIC_SPACE EM_SPACE "a" LINE_SEPARATOR, "a"},
        {NBSP "a" NBSP, NBSP "a" NBSP},
        {" " NBSP " a", NBSP " a"},
        {FIGURE_SPACE NARROW_NBSP, FIGURE_SPACE NARROW_NBSP},
        {" \xC3\xA4 ", "\xC3\xA4"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(ehoks_text_trim(pool, cases[i].text),
                            cases[i].trimmed);
    }
    /* Nothing to cut: the text itself, not a copy. */
    assert_ptr_equal(ehoks_text_trim(pool, cases[1].text), cases[1].text);
    assert_ptr_equal(ehoks_text_trim(pool, cases[5].text), cases[5].text);
}

static void test_uuid(void **state)
{
    const char *one = ehoks_text_uuid(pool);

    assert_true(ehoks_text_is_uuid(one));
    assert_int_equal(one[14], '4');
    assert_non_null(strchr("89ab", one[19]));
    assert_string_not_equal(one, ehoks_text_uuid(pool));
    assert_true(ehoks_text_is_uuid("2EB8AA08-aa98-11ea-B4AA-73b441d16380"));
    static const char *const texts[] = {
        NULL,
        "",
        "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
        "2eb8aa08-aa98-11ea-b4aa-73b441d163800",
        "2eb8aa08aa98-11ea-b4aa-73b441d16380--",
        "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
        "{2eb8aa08-aa98-11ea-b4aa-73b441d1638}"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(ehoks_text_is_uuid(texts[i]));
    }
}

static void test_fill(void **state)
{
    const char *const arguments[] = {"yksi", "kaksi", NULL};

    assert_string_equal(ehoks_text_fill(pool, "", arguments, 3), "");
    assert_string_equal(ehoks_text_fill(pool, "a", arguments, 3), "a");
    assert_string_equal(ehoks_text_fill(pool, "{2}-{1}{1}", arguments, 3),
                        "kaksi-yksiyksi");
    assert_string_equal(ehoks_text_fill(pool, "[{3}][{4}]", arguments, 3),
                        "[][]");
    assert_string_equal(ehoks_text_fill(pool, "{} {0} {x} {1", arguments, 3),
                        "{} {0} {x} {1");
    /* What is filled in is not looked at again. */
    const char *const odd[] = {"{1}"};
    assert_string_equal(ehoks_text_fill(pool, "<{1}>", odd, 1), "<{1}>");
}

static void test_digest(void **state)
{
    assert_string_equal(ehoks_text_digest(pool, "abc", 3),
                        "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_string_equal(ehoks_text_digest(pool, "", 0),
                        "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),   cmocka_unit_test(test_characters),
        cmocka_unit_test(test_trim),   cmocka_unit_test(test_uuid),
        cmocka_unit_test(test_digest), cmocka_unit_test(test_fill),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
