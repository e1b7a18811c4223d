/* The list of problems and the JSON Pointers in it. */
#include "../../modules/core/problems.h"
#include "unit.h"

static const ehoks_problem_t *at(const ehoks_problems_t *problems, int i)
{
    return &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
}

static void test_keeps_order_and_copies_pointers(void **state)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    char pointer[] = "/a";
    ehoks_problem_t problem = {.pointer = pointer, .code = "G-01"};

    ehoks_problems_add(problems, &problem);
    pointer[1] = 'b';
    problem.code = "G-03";
    problem.arguments[0] = "string";
    ehoks_problems_add(problems, &problem);
    assert_int_equal(problems->total, 2);
    assert_string_equal(at(problems, 0)->pointer, "/a");
    assert_string_equal(at(problems, 0)->code, "G-01");
    assert_string_equal(at(problems, 1)->pointer, "/b");
    assert_string_equal(at(problems, 1)->arguments[0], "string");
}

static void test_counts_what_it_does_not_keep(void **state)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    ehoks_problem_t problem = {.pointer = "/a", .code = "G-01"};

    for (int i = 0; i < EHOKS_PROBLEMS_MAX - 1; i++) {
        ehoks_problems_add(problems, &problem);
    }
    assert_false(ehoks_problems_full(problems));
    for (int i = 0; i < 10; i++) {
        ehoks_problems_add(problems, &problem);
    }
    assert_true(ehoks_problems_full(problems));
    assert_int_equal(problems->list->nelts, EHOKS_PROBLEMS_MAX);
    assert_int_equal(problems->total, EHOKS_PROBLEMS_MAX + 9);
}

static void test_pointers(void **state)
{
    assert_string_equal(ehoks_pointer_key(pool, "", "a"), "/a");
    assert_string_equal(ehoks_pointer_key(pool, "/a", ""), "/a/");
    assert_string_equal(ehoks_pointer_key(pool, "/a", "b/c~d"), "/a/b~1c~0d");
    assert_string_equal(ehoks_pointer_index(pool, "/a", 0), "/a/0");
    assert_string_equal(ehoks_pointer_index(pool, "", 12), "/12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeps_order_and_copies_pointers),
        cmocka_unit_test(test_counts_what_it_does_not_keep),
        cmocka_unit_test(test_pointers),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
