/* JSON Patch: what was changed makes the new value out of the old one, for
 * random values too; and what does not fit is refused, not guessed (RFC 6902).
 */
#include "../../modules/core/json.h"
#include "../../modules/core/patch.h"
#include "random.h"
#include "unit.h"

#define ROUNDS 4000

static ehoks_json_t *parse(apr_pool_t *p, const char *text)
{
    ehoks_json_t *value = ehoks_json_parse(p, text, strlen(text), NULL, NULL);

    if (!value) {
        fail_msg("not JSON: %s", text);
    }
    return value;
}

/* --- random values ------------------------------------------------------- */

/* Keys and texts that need care: pointers, escapes, no text at all. */
static const char *const texts[] = {"",    "a",  "b",  "~",   "/",  "~1",
                                    "a/b", "m~", "0",  "-",   "01", "ä",
                                    "\"",  "\\", "\n", "nimi"};

static const char *random_text(void)
{
    return texts[random_below(sizeof(texts) / sizeof(texts[0]))];
}

static ehoks_json_t *random_scalar(apr_pool_t *p)
{
    switch (random_below(6)) {
    case 0: return ehoks_json_new_null();
    case 1: return ehoks_json_new_boolean((int)random_below(2));
    case 2: return ehoks_json_new_integer(p, (int)random_below(4) - 1);
    case 3: return ehoks_json_new_real(p, random_below(8) / 4.0);
    default: return ehoks_json_new_string(p, random_text());
    }
}

static ehoks_json_t *random_value(apr_pool_t *p, int depth)
{
    unsigned count = random_below(5);
    unsigned is_array = random_below(2);
    ehoks_json_t *value;

    if (depth <= 0 || random_below(3) == 0)
        return random_scalar(p);
    value = is_array ? ehoks_json_new_array(p) : ehoks_json_new_object(p);
    for (unsigned i = 0; i < count; i++) {
        if (is_array)
            ehoks_json_append(value, random_value(p, depth - 1));
        else
            ehoks_json_set(value, random_text(), random_value(p, depth - 1));
    }
    return value;
}

static void change(apr_pool_t *p, ehoks_json_t *value, int depth);

static void change_array(apr_pool_t *p, ehoks_json_t *array, int depth)
{
    unsigned size = (unsigned)ehoks_json_size(array);
    unsigned place = random_below(size);

    switch (random_below(5)) {
    case 0:
        ehoks_json_insert(array, random_below(size + 1),
                          random_value(p, depth - 1));
        break;
    case 1:
        if (size)
            ehoks_json_remove_element(array, place);
        break;
    case 2:
        if (size)
            ehoks_json_set_element(array, place, random_value(p, depth - 1));
        break;
    case 3: /* to another place */
        if (size) {
            ehoks_json_t *moved = ehoks_json_at(array, place);
            ehoks_json_insert(array, random_below(size),
                              ehoks_json_copy(p, moved));
            ehoks_json_remove_element(array, random_below(size));
        }
        break;
    default:
        if (size)
            change(p, ehoks_json_at(array, place), depth - 1);
    }
}

static void change_object(apr_pool_t *p, ehoks_json_t *object, int depth)
{
    const char *key = random_text();
    ehoks_json_t *member = ehoks_json_get(object, key);

    if (!member)
        ehoks_json_set(object, key, random_value(p, depth - 1));
    else if (random_below(3) == 0)
        ehoks_json_remove(object, key);
    else if (random_below(2))
        ehoks_json_set(object, key, random_value(p, depth - 1));
    else
        change(p, member, depth - 1);
}

/* Changes something in a container, or nothing. */
static void change(apr_pool_t *p, ehoks_json_t *value, int depth)
{
    if (ehoks_json_type(value) == EHOKS_JSON_ARRAY)
        change_array(p, value, depth);
    else if (ehoks_json_type(value) == EHOKS_JSON_OBJECT)
        change_object(p, value, depth);
}

/* --- properties ---------------------------------------------------------- */

static void check_round_trip(apr_pool_t *p, const ehoks_json_t *from,
                             const ehoks_json_t *to, unsigned round)
{
    const char *before = ehoks_json_write(p, from, NULL);
    ehoks_json_t *patch = ehoks_patch_diff(p, from, to);
    /* As it is kept: written and read again. */
    const char *text = ehoks_json_write(p, patch, NULL);
    ehoks_json_t *result = ehoks_patch_apply(p, from, parse(p, text));

    if (!result || !ehoks_json_equal(result, to)) {
        fail_msg("round %u: %s\nto %s\nby %s\nmakes %s", round, before,
                 ehoks_json_write(p, to, NULL), text,
                 result ? ehoks_json_write(p, result, NULL) : "nothing");
    }
    if (ehoks_json_equal(from, to) != (ehoks_json_size(patch) == 0)) {
        fail_msg("round %u: a patch of nothing, or none of something: %s",
                 round, text);
    }
    assert_string_equal(ehoks_json_write(p, from, NULL), before);
}

static void test_values_of_any_kind(void **state)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        apr_pool_t *p;

        apr_pool_create(&p, pool);
        random_begin(round);
        check_round_trip(p, random_value(p, 4), random_value(p, 4), round);
        apr_pool_destroy(p);
    }
}

static void test_values_that_were_edited(void **state)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        ehoks_json_t *from;
        ehoks_json_t *to;
        apr_pool_t *p;

        apr_pool_create(&p, pool);
        random_begin(round + ROUNDS);
        from = random_value(p, 4);
        to = ehoks_json_copy(p, from);
        for (unsigned edits = random_below(6); edits > 0; edits--)
            change(p, to, 4);
        check_round_trip(p, from, to, round);
        apr_pool_destroy(p);
    }
}

/* Many patches one after the other, as the history keeps them. */
static void test_long_chains(void **state)
{
    ehoks_json_t *value = parse(pool, "{\"osat\":[{\"a\":1},{\"b\":[]}]}");
    ehoks_json_t *kept = ehoks_json_copy(pool, value);

    random_begin(0);
    for (unsigned step = 0; step < 500; step++) {
        ehoks_json_t *next = ehoks_json_copy(pool, value);

        change(pool, next, 4);
        kept =
            ehoks_patch_apply(pool, kept, ehoks_patch_diff(pool, value, next));
        assert_non_null(kept);
        assert_true(ehoks_json_equal(kept, next));
        value = next;
    }
}

/* --- what the patches look like ------------------------------------------ */

static void check_diff(const char *from, const char *to, const char *wanted)
{
    ehoks_json_t *patch =
        ehoks_patch_diff(pool, parse(pool, from), parse(pool, to));

    assert_string_equal(ehoks_json_write(pool, patch, NULL), wanted);
}

static void test_patches_are_small(void **state)
{
    check_diff("{\"a\":1}", "{\"a\":1.0}", "[]");
    check_diff("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "[]");
    check_diff("[1,2,3]", "[2,3]", "[{\"op\":\"remove\",\"path\":\"/0\"}]");
    check_diff("[1,3]", "[1,2,3]",
               "[{\"op\":\"add\",\"path\":\"/1\",\"value\":2}]");
    check_diff("[]", "[1]", "[{\"op\":\"add\",\"path\":\"/0\",\"value\":1}]");
    check_diff("{\"a/b\":{\"~\":1}}", "{\"a/b\":{\"~\":2}}",
               "[{\"op\":\"replace\",\"path\":\"/a~1b/~0\",\"value\":2}]");
    check_diff("{\"a\":1}", "{\"a\":\"1\"}",
               "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":\"1\"}]");
    check_diff("{\"a\":null}", "{}", "[{\"op\":\"remove\",\"path\":\"/a\"}]");
    check_diff("{}", "{\"\":null}",
               "[{\"op\":\"add\",\"path\":\"/\",\"value\":null}]");
    check_diff("1", "[]", "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]");
}

/* --- applying ------------------------------------------------------------ */

/* `wanted` NULL: it does not fit. */
static void check_apply(const char *value, const char *patch,
                        const char *wanted)
{
    ehoks_json_t *given = parse(pool, value);
    ehoks_json_t *result = ehoks_patch_apply(pool, given, parse(pool, patch));

    if (!wanted) {
        if (result) {
            fail_msg("%s is applied to %s", patch, value);
        }
    }
    else if (!result || !ehoks_json_equal(result, parse(pool, wanted))) {
        fail_msg("%s to %s makes %s", patch, value,
                 result ? ehoks_json_write(pool, result, NULL) : "nothing");
    }
    assert_true(ehoks_json_equal(given, parse(pool, value)));
}

static void test_applies(void **state)
{
    check_apply("{}", "[]", "{}");
    check_apply("[1]", "[{\"op\":\"add\",\"path\":\"/-\",\"value\":2}]",
                "[1,2]");
    check_apply("[1]", "[{\"op\":\"add\",\"path\":\"/1\",\"value\":2}]",
                "[1,2]");
    check_apply("[1]", "[{\"op\":\"add\",\"path\":\"/0\",\"value\":2}]",
                "[2,1]");
    check_apply("{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/a\",\"value\":2}]",
                "{\"a\":2}");
    check_apply("{\"a\":1}", "[{\"op\":\"add\",\"path\":\"\",\"value\":[]}]",
                "[]");
    check_apply("{\"~1\":{\"\":[0]}}",
                "[{\"op\":\"remove\",\"path\":\"/~01//0\"}]",
                "{\"~1\":{\"\":[]}}");
    check_apply("{\"a\":{}}",
                "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":{}},"
                "{\"op\":\"add\",\"path\":\"/a/b/c\",\"value\":1}]",
                "{\"a\":{\"b\":{\"c\":1}}}");
}

static void test_refuses(void **state)
{
    static const char *const patches[] = {
        "[{\"op\":\"replace\",\"path\":\"/x\",\"value\":1}]",
        "[{\"op\":\"remove\",\"path\":\"/x\"}]",
        "[{\"op\":\"remove\",\"path\":\"\"}]",
        "[{\"op\":\"remove\",\"path\":\"a\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/2\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/-\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/00\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/+1\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/1e0\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/99999999999999999999\"}]",
        "[{\"op\":\"remove\",\"path\":\"/l/18446744073709551616\"}]",
        "[{\"op\":\"replace\",\"path\":\"/l/-\",\"value\":1}]",
        "[{\"op\":\"add\",\"path\":\"/l/3\",\"value\":1}]",
        "[{\"op\":\"add\",\"path\":\"/l/-1\",\"value\":1}]",
        "[{\"op\":\"add\",\"path\":\"/x/y\",\"value\":1}]",
        "[{\"op\":\"add\",\"path\":\"/a/y\",\"value\":1}]",
        "[{\"op\":\"add\",\"path\":\"/b\"}]",
        "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]",
        "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b\"}]",
        "[{\"op\":\"ADD\",\"path\":\"/b\",\"value\":1}]",
        "[{\"path\":\"/a\",\"value\":1}]",
        "[{\"op\":\"remove\"}]",
        "[{\"op\":1,\"path\":2}]",
        "[1]",
        "[null]",
        ("[{\"op\":\"remove\",\"path\":\"/a\"},"
         "{\"op\":\"remove\",\"path\":\"/a\"}]"),
    };

    for (size_t i = 0; i < sizeof(patches) / sizeof(patches[0]); i++)
        check_apply("{\"a\":1,\"l\":[1,2]}", patches[i], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_any_kind),
        cmocka_unit_test(test_values_that_were_edited),
        cmocka_unit_test(test_long_chains),
        cmocka_unit_test(test_patches_are_small),
        cmocka_unit_test(test_applies),
        cmocka_unit_test(test_refuses),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
