/* Check digits and shapes of national identifiers (contract: OID-1, YT-1).
 * The numbers are made up; their digits were reckoned by hand from the rule.
 */
#include "../../modules/core/oid.h"
#include "unit.h"

#define ROOT "1.2.246.562."

static void test_opiskeluoikeus(void **state)
{
    assert_true(ehoks_oid_is_opiskeluoikeus(ROOT "15.91000000017"));
    assert_true(ehoks_oid_is_opiskeluoikeus(ROOT "15.91000000025"));
    /* Each wrong digit. */
    for (char digit = '0'; digit <= '9'; digit++) {
        char oid[] = ROOT "15.91000000017";
        oid[strlen(oid) - 1] = digit;
        assert_int_equal(ehoks_oid_is_opiskeluoikeus(oid), digit == '7');
    }
}

static void test_check_digit_zero_is_written_in_two_ways(void **state)
{
    assert_true(ehoks_oid_is_opiskeluoikeus(ROOT "15.91000000090"));
    assert_true(ehoks_oid_is_opiskeluoikeus(ROOT "15.910000000910"));
    assert_true(ehoks_oid_is_oppija(ROOT "24.91000000080"));
    assert_true(ehoks_oid_is_oppija(ROOT "24.910000000810"));
    /* "10" where the digit is not 0. */
    assert_false(ehoks_oid_is_opiskeluoikeus(ROOT "15.910000000110"));
    assert_false(ehoks_oid_is_opiskeluoikeus(ROOT "15.910000000911"));
}

static void test_oppija_algorithm_depends_on_arc(void **state)
{
    /* Ten digits 9200000001: IBM 1-3-7 gives 8, Luhn gives 5. */
    assert_true(ehoks_oid_is_oppija(ROOT "24.92000000018"));
    assert_false(ehoks_oid_is_oppija(ROOT "24.92000000015"));
    static const char *const arcs[] = {"98", "198", "298"};
    for (int i = 0; i < 3; i++) {
        assert_true(ehoks_oid_is_oppija(
            apr_pstrcat(pool, ROOT, arcs[i], ".92000000015", NULL)));
        assert_false(ehoks_oid_is_oppija(
            apr_pstrcat(pool, ROOT, arcs[i], ".92000000018", NULL)));
    }
    /* Ten digits 1234567890: 3 by Luhn, 7 by IBM. */
    assert_true(ehoks_oid_is_oppija(ROOT "98.12345678903"));
    assert_true(ehoks_oid_is_oppija(ROOT "24.12345678907"));
}

static void test_other_shapes_are_no_oids(void **state)
{
    static const char *const texts[] = {NULL,
                                        "",
                                        "1",
                                        ROOT,
                                        ROOT "24",
                                        ROOT "24.",
                                        ROOT "24.9200000001",
                                        ROOT "24.02000000018",
                                        ROOT "24.92000000018 ",
                                        " " ROOT "24.92000000018",
                                        ROOT "24.92000000018\n",
                                        ROOT "24.920000000181",
                                        ROOT "124.92000000018",
                                        ROOT "2.92000000018",
                                        "1.2.246.561."
                                        "24.92000000018",
                                        ROOT "24.92000000018.1",
                                        ROOT ".92000000018",
                                        ROOT "24.9200000001x",
                                        "oid"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(ehoks_oid_is_oppija(texts[i]));
        assert_false(ehoks_oid_is_opiskeluoikeus(texts[i]));
        assert_false(ehoks_oid_is_organisaatio(texts[i]));
    }
    assert_false(ehoks_oid_is_oppija(ROOT "15.91000000017"));
    assert_false(ehoks_oid_is_opiskeluoikeus(ROOT "24.92000000018"));
}

static void test_organisaatio_has_no_check_digit(void **state)
{
    assert_true(ehoks_oid_is_organisaatio(ROOT "10.93000000013"));
    assert_true(ehoks_oid_is_organisaatio(ROOT "10.93000000014"));
    assert_true(ehoks_oid_is_organisaatio(ROOT "99.93000000014"));
    assert_true(ehoks_oid_is_organisaatio(ROOT "199.93000000014"));
    assert_true(ehoks_oid_is_organisaatio(ROOT "299.930000000110"));
    assert_true(ehoks_oid_is_organisaatio(ROOT "10.00000000001"));
    assert_true(ehoks_oid_is_organisaatio(ROOT "10.2014010203040506070809"));
    assert_true(ehoks_oid_is_organisaatio(ROOT "10.2013010203040506070809"));
    assert_false(ehoks_oid_is_organisaatio(ROOT "10.2015010203040506070809"));
    assert_false(ehoks_oid_is_organisaatio(ROOT "10.201401020304050607080"));
    assert_false(ehoks_oid_is_organisaatio(ROOT "10.00000000002"));
    assert_false(ehoks_oid_is_organisaatio(ROOT "24.93000000013"));
}

static int y_tunnus(const char *text)
{
    return ehoks_checksum_ok(EHOKS_CHECKSUM_Y_TUNNUS, text);
}

static void test_y_tunnus(void **state)
{
    assert_true(y_tunnus("9000001-1")); /* remainder 10 */
    assert_true(y_tunnus("9000007-0")); /* remainder 0 */
    assert_true(y_tunnus("9000008-9")); /* remainder 2 */
    assert_false(y_tunnus("9000001-2"));
    for (char digit = '0'; digit <= '9'; digit++) { /* remainder 1 */
        char text[] = "9000002-0";
        text[8] = digit;
        assert_false(y_tunnus(text));
    }
    static const char *const texts[] = {"",          "9000001",    "9000001-",
                                        "900001-1",  "90000010-1", "9000001-11",
                                        "9000001_1", "9000001-1 ", NULL};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(y_tunnus(texts[i]));
    }
}

static void test_no_check_is_always_right(void **state)
{
    assert_true(ehoks_checksum_ok(EHOKS_CHECKSUM_NONE, "anything"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opiskeluoikeus),
        cmocka_unit_test(test_check_digit_zero_is_written_in_two_ways),
        cmocka_unit_test(test_oppija_algorithm_depends_on_arc),
        cmocka_unit_test(test_other_shapes_are_no_oids),
        cmocka_unit_test(test_organisaatio_has_no_check_digit),
        cmocka_unit_test(test_y_tunnus),
        cmocka_unit_test(test_no_check_is_always_right),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
