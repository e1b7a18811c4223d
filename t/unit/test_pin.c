/* PINs: kept as a slow hash with a salt of its own. */
#include "../../modules/core/pin.h"
#include "unit.h"

static void test_pin(void **state)
{
    const char *hash = ehoks_pin_hash(pool, "0412");

    assert_memory_equal(hash, "$2y$10$", 7);
    assert_int_equal(strlen(hash), 60);
    assert_string_not_equal(hash, ehoks_pin_hash(pool, "0412"));
    assert_true(ehoks_pin_fits("0412", hash));
    assert_false(ehoks_pin_fits("0413", hash));
    assert_false(ehoks_pin_fits("412", hash));
    assert_false(ehoks_pin_fits("", hash));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pin),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
