/* What the audit tells of a change: paths and values, and nothing of what
 * stayed as it was. */
#include "../../modules/core/json.h"
#include "../../modules/hoks/changes.h"
#include "unit.h"

static ehoks_json_t *parse(const char *text)
{
    ehoks_json_t *value =
        ehoks_json_parse(pool, text, strlen(text), NULL, NULL);

    assert_non_null(value);
    return value;
}

static void changes_are(const char *before, const char *after,
                        const char *wanted)
{
    assert_string_equal(
        ehoks_json_write(pool, ehoks_changes(pool, parse(before), parse(after)),
                         NULL),
        wanted);
}

static void test_changes(void **state)
{
    changes_are("{\"a\":1,\"b\":[1,2]}", "{\"b\":[1,2],\"a\":1.0}", "[]");
    changes_are("{\"a\":1}", "{\"a\":2}",
                "[{\"path\":\"/a\",\"oldValue\":1,\"newValue\":2}]");
    changes_are("{\"a\":1}", "{\"b\":null}",
                "[{\"path\":\"/a\",\"oldValue\":1},"
                "{\"path\":\"/b\",\"newValue\":null}]");
    /* Lists by index, objects by key, anything else whole. */
    changes_are("{\"a\":[{\"x\":1},{\"x\":2}]}",
                "{\"a\":[{\"x\":1},{\"x\":3},{\"y\":1}]}",
                "[{\"path\":\"/a/1/x\",\"oldValue\":2,\"newValue\":3},"
                "{\"path\":\"/a/2\",\"newValue\":{\"y\":1}}]");
    changes_are("{\"a\":[1]}", "{\"a\":{\"0\":1}}",
                "[{\"path\":\"/a\",\"oldValue\":[1],\"newValue\":{\"0\":1}}]");
    changes_are("{\"a/b~\":1}", "{}",
                "[{\"path\":\"/a~1b~0\",\"oldValue\":1}]");
}

static void test_module_ids(void **state)
{
    changes_are("{\"a\":[{\"module-id\":\"1\",\"x\":1}]}",
                "{\"a\":[{\"module-id\":\"2\",\"x\":1}]}", "[]");
    changes_are("{\"a\":{\"x\":1}}", "{\"a\":{\"module-id\":\"2\",\"x\":1}}",
                "[]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_module_ids),
    };
    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
