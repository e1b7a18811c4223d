/* Tables for spreadsheets. */
#include "../../modules/core/csv.h"
#include "unit.h"

static const char *cells(const char *one, const char *other)
{
    ehoks_buffer_t buffer;

    ehoks_buffer_make(&buffer, pool);
    ehoks_csv_text(&buffer, 1, one);
    ehoks_csv_text(&buffer, 0, other);
    ehoks_csv_end_line(&buffer);
    return apr_pstrmemdup(pool, buffer.text, buffer.length);
}

static void test_cells(void **state)
{
    assert_string_equal(cells("a", "b"), "\"a\";\"b\"\r\n");
    assert_string_equal(cells(NULL, ""), ";\r\n");
    assert_string_equal(cells("a;b", "a \"b\""), "\"a;b\";\"a \"\"b\"\"\"\r\n");
    assert_string_equal(cells("a\r\nb", "\""), "\"a\r\nb\";\"\"\"\"\r\n");
}

static void test_formulas(void **state)
{
    static const char *const formulas[] = {
        "=1+1",     "+358401234567", "-1",         "@SUM(A1)",
        " =1+1",    "\t=cmd()",      "\r\n=cmd()", "=HYPERLINK(\"x\")",
        "=\"a\";b",
    };
    static const char *const texts[] = {"1-2", "a=b", "a@b.invalid", "'=x"};
    size_t i;

    for (i = 0; i < sizeof(formulas) / sizeof(formulas[0]); i++)
        assert_memory_equal(cells(formulas[i], NULL), "\"'", 2);
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_string_equal(cells(texts[i], NULL),
                            apr_pstrcat(pool, "\"", texts[i], "\";\r\n", NULL));
}

static void test_table(void **state)
{
    ehoks_buffer_t buffer;
    int i;

    ehoks_buffer_make(&buffer, pool);
    ehoks_csv_begin(&buffer);
    assert_int_equal(buffer.length, 3);
    assert_memory_equal(buffer.text, "\xef\xbb\xbf", 3);
    ehoks_csv_number(&buffer, 1, "-7");
    ehoks_csv_number(&buffer, 0, NULL);
    assert_int_equal(buffer.length, 6);
    assert_memory_equal(buffer.text + 3, "-7;", 3);
    for (i = 0; i < 10000; i++)
        ehoks_csv_text(&buffer, 0, "0123456789");
    assert_int_equal(buffer.length, 6 + 10000 * 13);
    assert_memory_equal(buffer.text + buffer.length - 13, ";\"0123456789\"",
                        13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_table),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
