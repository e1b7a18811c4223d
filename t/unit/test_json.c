/* Reading, writing and handling JSON: strictness, limits, round trips. */
#include <apr_file_io.h>

#include "../../modules/core/json.h"
#include "unit.h"

static ehoks_json_t *parse(const char *text)
{
    return ehoks_json_parse(pool, text, strlen(text), NULL, NULL);
}

static const char *round_trip(const char *text)
{
    ehoks_json_t *value = parse(text);

    assert_non_null(value);
    return ehoks_json_write(pool, value, NULL);
}

static void test_refuses_what_is_not_json(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "{",
                                        "[1,]",
                                        "{\"a\":1,}",
                                        "{'a':1}",
                                        "nul",
                                        "01",
                                        "+1",
                                        ".5",
                                        "1.",
                                        "NaN",
                                        "[1] 2",
                                        "\xEF\xBB\xBF{}",
                                        "// c\n1",
                                        "\"\t\"",
                                        "\"\xC3\"",
                                        "\"\xED\xA0\x80\"",
                                        "\"\\ud800\"",
                                        "\"\\u0000\"",
                                        "{\"\\u0000\":1}",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"a\":{\"b\":1,\"b\":1}}",
                                        "99999999999999999999",
                                        "1e999"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        ehoks_json_error_t error = {0};
        assert_null(
            ehoks_json_parse(pool, texts[i], strlen(texts[i]), NULL, &error));
        assert_non_null(error.reason);
        assert_int_equal(error.limit, 0);
    }
    assert_null(ehoks_json_parse(pool, "\"a\0b\"", 5, NULL, NULL));
    assert_null(ehoks_json_parse(pool, NULL, 0, NULL, NULL));
}

static void test_error_names_the_place_not_the_text(void **state)
{
    const char *text = "{\n \"hetu\": 010101-123A\n}";
    ehoks_json_error_t error;

    assert_null(ehoks_json_parse(pool, text, strlen(text), NULL, &error));
    assert_int_equal(error.line, 2);
    assert_true(error.column > 0);
    assert_null(strstr(error.reason, "0101"));
}

static void test_any_type_at_the_top(void **state)
{
    assert_string_equal(round_trip("null"), "null");
    assert_string_equal(round_trip(" \"a\" "), "\"a\"");
    assert_string_equal(round_trip("[]"), "[]");
    assert_int_equal(ehoks_json_type(parse("1")), EHOKS_JSON_INTEGER);
    assert_int_equal(ehoks_json_type(parse("1.0")), EHOKS_JSON_REAL);
    assert_int_equal(ehoks_json_type(parse("false")), EHOKS_JSON_BOOLEAN);
    assert_int_equal(ehoks_json_type(NULL), EHOKS_JSON_ABSENT);
}

static const char *repeated(const char *text, int times, const char *between)
{
    apr_array_header_t *parts = apr_array_make(pool, times * 2, sizeof(text));

    for (int i = 0; i < times; i++) {
        APR_ARRAY_PUSH(parts, const char *) = i ? between : "";
        APR_ARRAY_PUSH(parts, const char *) = text;
    }
    return apr_array_pstrcat(pool, parts, 0);
}

/* Whether `text` passes the limits; other faults do not matter. */
static int within(const char *text, unsigned depth, apr_size_t nodes)
{
    const ehoks_json_limits_t limits = {depth, nodes};
    ehoks_json_error_t error = {0};

    return ehoks_json_parse(pool, text, strlen(text), &limits, &error)
           || !error.limit;
}

static void test_depth_limit(void **state)
{
    const char *deep =
        apr_pstrcat(pool, repeated("[", 32, ""), repeated("]", 32, ""), NULL);

    assert_non_null(parse(deep));
    assert_null(parse(apr_pstrcat(pool, "[", deep, "]", NULL)));
    assert_true(within("{\"a\":[1]}", 2, 100));
    assert_false(within("{\"a\":[[1]]}", 2, 100));
    /* Brackets inside a text nest nothing. */
    assert_true(within("[\"[[[[\\\"[[[[\"]", 1, 100));
    assert_false(within(repeated("{\"a\":", 1000, ""), 32, 100000));
}

static void test_value_limit(void **state)
{
    assert_true(within("[1,2,3]", 5, 4));
    assert_false(within("[1,2,3]", 5, 3));
    assert_true(within("{\"a\":1,\"b\":\"x\"}", 5, 3));
    assert_false(within("{\"a\":1,\"b\":\"x\"}", 5, 2));
    assert_true(within("[{},{},[] , true, -1.5e+3]", 5, 6));
    assert_false(within("[{},{},[] , true, -1.5e+3]", 5, 5));
    assert_true(within("\"a, b: [c] {d}\"", 5, 1));
    /* The default, at the limit and one above. */
    assert_non_null(
        parse(apr_pstrcat(pool, "[", repeated("{}", 49999, ","), "]", NULL)));
    assert_null(
        parse(apr_pstrcat(pool, "[", repeated("{}", 50000, ","), "]", NULL)));
}

static void test_values_are_counted_before_they_can_be_taken_back(void **state)
{
    /* Stray colons do not make up for what stands before them. */
    const char *text = apr_pstrcat(pool, "[", repeated("{}", 60000, ","),
                                   repeated(":", 60000, ""), NULL);

    assert_false(within(text, 5, 50000));
}

static void test_numbers(void **state)
{
    assert_string_equal(round_trip("[1.10,2.5,0.1,100.0,-0.0]"),
                        "[1.1,2.5,0.1,100.0,-0.0]");
    assert_string_equal(round_trip("[1e300,1E-7,123456789.125]"),
                        "[1e+300,1e-07,123456789.125]");
    assert_string_equal(round_trip("0.30000000000000004"),
                        "0.30000000000000004");
    assert_string_equal(
        round_trip("[9223372036854775807,-9223372036854775808,0]"),
        "[9223372036854775807,-9223372036854775808,0]");
}

static void test_whole_numbers(void **state)
{
    assert_true(ehoks_json_is_whole(parse("3")));
    assert_true(ehoks_json_is_whole(parse("3.0")));
    assert_true(ehoks_json_is_whole(parse("-3e2")));
    assert_false(ehoks_json_is_whole(parse("3.5")));
    assert_false(ehoks_json_is_whole(parse("1e300")));
    assert_false(ehoks_json_is_whole(parse("\"3\"")));
    assert_false(ehoks_json_is_whole(NULL));
    assert_int_equal(ehoks_json_integer(parse("-3e2")), -300);
    assert_int_equal(ehoks_json_integer(parse("3.5")), 0);
    assert_int_equal(ehoks_json_integer(parse("1e300")), 0);
    assert_int_equal(ehoks_json_integer(parse("\"3\"")), 0);
    assert_true(ehoks_json_real(parse("3")) == 3.0);
}

static void test_strings(void **state)
{
    apr_size_t length;

    assert_string_equal(round_trip("\"\\u0001\\n\\\"\\\\\\/\\u00e4\\ud83d"
                                   "\\ude42\x7F\""),
                        "\"\\u0001\\n\\\"\\\\/\xC3\xA4\xF0\x9F\x99\x82\x7F\"");
    assert_string_equal(ehoks_json_string(parse("\"\xC3\xA4\""), &length),
                        "\xC3\xA4");
    assert_int_equal(length, 2);
    assert_null(ehoks_json_string(parse("1"), &length));
    assert_int_equal(length, 0);
    assert_null(ehoks_json_new_string(pool, "\xC3"));
}

static void test_order(void **state)
{
    const char *text = "{\"b\":1,\"a\":{\"d\":[{\"z\":1,\"y\":2}],\"c\":2}}";

    assert_string_equal(round_trip(text), text);
    assert_string_equal(ehoks_json_write_sorted(pool, parse(text)),
                        "{\"a\":{\"c\":2,\"d\":[{\"y\":2,\"z\":1}]},\"b\":1}");
}

static void test_members_are_left_out(void **state)
{
    ehoks_json_t *value = parse(
        "{\"id\":1,\"b\":[{\"id\":2,\"c\":[3]}],\"a\":{\"id\":4,\"d\":[5]}}");

    assert_string_equal(ehoks_json_write_without(pool, value, "id", 1),
                        "{\"a\":{\"d\":[5]},\"b\":[{\"c\":[3]}]}");
    assert_string_equal(ehoks_json_write_without(pool, value, "id", 0),
                        "{\"a\":{\"d\":[5]}}");
    assert_string_equal(ehoks_json_write_without(pool, value, "e", 0),
                        "{\"a\":{\"d\":[5],\"id\":4},\"id\":1}");
}

static void test_long_texts_are_written_whole(void **state)
{
    const char *text = apr_pstrcat(
        pool, "[", repeated("\"0123456789\\n\"", 20000, ","), "]", NULL);
    apr_size_t length;
    const char *written = ehoks_json_write(pool, parse(text), &length);

    assert_int_equal(length, strlen(text));
    assert_string_equal(written, text);
}

static void test_control_characters_are_written_escaped(void **state)
{
    const char *text = "[\"\\b\\f\\n\\r\\t\\u0001\\u001f \\\"\\\\ / \x7f\"]";

    assert_string_equal(round_trip(text), text);
}

static int equal(const char *one, const char *other)
{
    return ehoks_json_equal(parse(one), parse(other));
}

static void test_equality(void **state)
{
    assert_true(equal("1", "1.0"));
    assert_true(equal("[1,{\"a\":2.0}]", "[1.0,{\"a\":2}]"));
    assert_true(equal("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"));
    assert_true(equal("\"a\"", "\"a\""));
    assert_false(equal("1", "1.5"));
    assert_false(equal("1", "true"));
    assert_false(equal("1", "\"1\""));
    assert_false(equal("0", "false"));
    assert_false(equal("null", "false"));
    assert_false(equal("[1,2]", "[2,1]"));
    assert_false(equal("{\"a\":1}", "{\"a\":1,\"b\":1}"));
    assert_false(equal("{\"a\":1}", "{\"b\":1}"));
    /* As doubles these two would be the same. */
    assert_false(equal("9007199254740993", "9007199254740992"));
    assert_false(equal("9007199254740993", "9007199254740992.0"));
    assert_false(ehoks_json_equal(parse("1"), NULL));
}

static void test_looking_never_fails(void **state)
{
    const ehoks_json_t *object = parse("{\"a\":{\"b\":[1,\"x\"]},\"t\":true}");

    assert_int_equal(ehoks_json_size(object), 2);
    assert_int_equal(ehoks_json_size(NULL), 0);
    assert_null(ehoks_json_get(object, "nothing"));
    assert_null(ehoks_json_get(NULL, "a"));
    assert_null(ehoks_json_at(object, 0));
    assert_null(ehoks_json_get_string(object, "a"));
    assert_true(ehoks_json_is_true(ehoks_json_get(object, "t")));
    assert_false(ehoks_json_is_true(object));
    const ehoks_json_t *list = ehoks_json_path(object, "a", "b", NULL);
    assert_string_equal(ehoks_json_string(ehoks_json_at(list, 1), NULL), "x");
    assert_null(ehoks_json_at(list, 2));
    assert_null(ehoks_json_path(object, "a", "c", "d", NULL));
    assert_null(ehoks_json_first(list));
}

static void test_changing(void **state)
{
    ehoks_json_t *object = ehoks_json_new_object(pool);
    ehoks_json_t *list = ehoks_json_new_array(pool);

    ehoks_json_append(list, ehoks_json_new_integer(pool, -7));
    ehoks_json_append(list, ehoks_json_new_real(pool, 0.5));
    ehoks_json_append(list, ehoks_json_new_boolean(1));
    ehoks_json_set_element(list, 2, ehoks_json_new_null());
    ehoks_json_set(object, "one", list);
    ehoks_json_set(object, "two", list); /* the same value twice */
    ehoks_json_set(object, "three", NULL);
    ehoks_json_set_string(pool, object, "text", "x");
    ehoks_json_set_string(pool, object, "none", NULL);
    for (void *i = ehoks_json_first(object); i;
         i = ehoks_json_next(object, i)) {
        if (ehoks_json_type(ehoks_json_value(i)) == EHOKS_JSON_STRING) {
            ehoks_json_replace_at(i, object,
                                  ehoks_json_new_string_n(pool, "yz", 1));
        }
    }
    ehoks_json_remove(object, "two");
    ehoks_json_t *copy = ehoks_json_copy(pool, object);
    ehoks_json_remove(object, "one");
    assert_string_equal(ehoks_json_write(pool, object, NULL),
                        "{\"text\":\"y\",\"none\":null}");
    assert_string_equal(ehoks_json_write(pool, copy, NULL),
                        "{\"one\":[-7,0.5,null],\"text\":\"y\",\"none\":null}");
}

static void test_values_outlive_their_makers_only_in_containers(void **state)
{
    apr_pool_t *short_pool;
    ehoks_json_t *object = ehoks_json_new_object(pool);

    apr_pool_create(&short_pool, pool);
    ehoks_json_set(object, "a", ehoks_json_new_string(short_pool, "x"));
    apr_pool_destroy(short_pool);
    assert_string_equal(ehoks_json_get_string(object, "a"), "x");
}

static void test_files(void **state)
{
    const char *problem = NULL;

    assert_null(ehoks_json_read_file(pool, "/nowhere/x.json", &problem));
    assert_non_null(strstr(problem, "/nowhere/x.json"));
    problem = NULL;
    assert_non_null(
        ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem));
    assert_null(problem);
    assert_null(ehoks_json_read_file(pool, "Makefile", &problem));
    assert_non_null(strstr(problem, "Makefile: not JSON (line 1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuses_what_is_not_json),
        cmocka_unit_test(test_error_names_the_place_not_the_text),
        cmocka_unit_test(test_any_type_at_the_top),
        cmocka_unit_test(test_depth_limit),
        cmocka_unit_test(test_value_limit),
        cmocka_unit_test(test_values_are_counted_before_they_can_be_taken_back),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_whole_numbers),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_members_are_left_out),
        cmocka_unit_test(test_long_texts_are_written_whole),
        cmocka_unit_test(test_control_characters_are_written_escaped),
        cmocka_unit_test(test_equality),
        cmocka_unit_test(test_looking_never_fails),
        cmocka_unit_test(test_changing),
        cmocka_unit_test(test_values_outlive_their_makers_only_in_containers),
        cmocka_unit_test(test_files),
    };

    ehoks_json_start();
    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
