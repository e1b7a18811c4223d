/* The schema engine apart from the public suite: what it refuses to compile,
 * how kinds of requests differ, what problems look like, and the changes it
 * makes in documents.
 */
#include "../../modules/core/json.h"
#include "../../modules/schema/schema.h"
#include "unit.h"

static ehoks_json_t *parse(const char *text)
{
    ehoks_json_t *value =
        ehoks_json_parse(pool, text, strlen(text), NULL, NULL);

    assert_non_null(value);
    return value;
}

static ehoks_schema_t *compiled(const char *source, const char *kind)
{
    ehoks_schema_t *schema = NULL;
    const char *problem =
        ehoks_schema_compile(&schema, pool, parse(source), NULL, kind);

    if (problem) {
        fail_msg("%s", problem);
    }
    return schema;
}

/* All problems of a document in one line: "code pointer argument; …", an
 * entity's with a "!". */
static const char *told(const ehoks_schema_t *schema,
                        const ehoks_json_t *document)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    const char *line = "";

    ehoks_schema_validate(schema, document, problems);
    for (int i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        line = apr_pstrcat(pool, line, i ? "; " : "",
                           problem->kind == EHOKS_PROBLEM_ENTITY ? "!" : "",
                           problem->code, " ", problem->pointer,
                           problem->arguments[0] ? " " : "",
                           problem->arguments[0], NULL);
    }
    return line;
}

static void check_told(const char *source, const char *kind,
                       const char *document, const char *wanted)
{
    assert_string_equal(told(compiled(source, kind), parse(document)), wanted);
}

/* --- compiling ----------------------------------------------------------- */

static void test_refuses_to_compile(void **state)
{
    static const struct {
        const char *source;
        const char *problem;
    } cases[] = {
        {"{\"$defs\":{\"X\":{\"patternProperties\":{}}}}",
         "unsupported keyword \"patternProperties\" at /$defs/X"},
        {"{\"multipleOf\":2}", "unsupported keyword \"multipleOf\" at the top"},
        {"{\"properties\":{\"a/b\":{\"Type\":\"string\"}}}",
         "unsupported keyword \"Type\" at /properties/a~1b"},
        {"{\"format\":\"email\"}", "unsupported format \"email\" at /format"},
        {"{\"pattern\":\"(\"}", "the pattern at /pattern is bad"},
        {"{\"type\":\"text\"}", "/type must be the name of a type"},
        {"{\"type\":[\"string\",1]}", "/type must be the name of a type"},
        {"{\"minimum\":\"1\"}", "/minimum must be a number"},
        {"{\"maxLength\":-1}", "/maxLength must be a number of 0 or more"},
        {"{\"minItems\":1.5}", "/minItems must be a number of 0 or more"},
        {"{\"required\":\"a\"}", "/required must be a list of keys"},
        {"{\"enum\":\"a\"}", "/enum must be a list of values"},
        {"{\"allOf\":[]}", "/allOf must be a list of schemas"},
        {"{\"not\":1}", "/not must be a schema"},
        {"{\"properties\":[]}", "/properties must be an object of schemas"},
        {"{\"$ref\":\"#/$defs/X\"}",
         "$ref \"#/$defs/X\" at /$ref leads to nowhere"},
        {"{\"$ref\":\"other.json\"}", "leads out of the document"},
        {"{\"$ref\":\"#name\"}", "names an anchor"},
        {"{\"$ref\":1}", "/$ref must be a text"},
        {"{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}",
         "/$schema must be the address of draft 2020-12"},
        {"{\"items\":{\"$id\":\"x\"}}", "unsupported $id below the top"},
        {"[]", "must be a schema"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ehoks_schema_t *schema = NULL;
        const char *problem = ehoks_schema_compile(
            &schema, pool, parse(cases[i].source), NULL, NULL);
        if (!problem || !strstr(problem, cases[i].problem)) {
            fail_msg("%s: %s", cases[i].source, problem ? problem : "taken");
        }
        assert_null(schema);
    }
}

static void test_refuses_circles_without_progress(void **state)
{
    static const char *const sources[] = {
        "{\"$ref\":\"#\"}",
        "{\"not\":{\"$ref\":\"#/items\"},\"items\":{\"$ref\":\"#/not\"}}",
        "{\"allOf\":[{\"anyOf\":[{\"not\":{\"$ref\":\"#\"}}]}]}",
        "{\"if\":true,\"then\":{\"$ref\":\"#\"}}",
        "{\"properties\":{\"a\":{\"oneOf\":[{\"$ref\":\"#/properties/a\"}]}}}",
    };

    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        ehoks_schema_t *schema = NULL;
        const char *problem =
            ehoks_schema_compile(&schema, pool, parse(sources[i]), NULL, NULL);
        assert_non_null(problem);
        assert_non_null(strstr(problem, "refers to itself"));
    }
}

static void test_recursion_with_progress_works(void **state)
{
    const char *tree = "{\"type\":\"object\",\"properties\":{\"of\":"
                       "{\"items\":{\"$ref\":\"#\"}}},"
                       "\"additionalProperties\":false}";

    check_told(tree, NULL, "{\"of\":[{\"of\":[{},{\"of\":[]}]}]}", "");
    check_told(tree, NULL, "{\"of\":[{},{\"of\":[{\"x\":1}]}]}",
               "G-01 /of/1/of/0/x");
}

/* The pointer of a reference stands in an address: escaped as such, too. */
static void test_references_with_escapes(void **state)
{
    static const char *const references[] = {
        "#/$defs/a~1b",         "#/$defs/a%7E1b", "#/$defs/50%25~0",
        "#/$defs/50%~0",        "#/$defs/%C3%A4", "#/$defs/\xc3\xa4",
        "#/$defs/lista/anyOf/1"};

    for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++) {
        const char *source = apr_pstrcat(
            pool,
            "{\"$defs\":{\"a/b\":{\"const\":7},\"50%~\":{\"const\":7},"
            "\"\xc3\xa4\":{\"const\":7},"
            "\"lista\":{\"anyOf\":[true,{\"const\":7}]}},\"$ref\":\"",
            references[i], "\"}", NULL);
        const ehoks_schema_t *schema = compiled(source, NULL);

        assert_string_equal(told(schema, parse("7")), "");
        assert_string_not_equal(told(schema, parse("8")), "");
    }
}

static void test_unknown_kind_and_root(void **state)
{
    ehoks_schema_t *schema = NULL;
    const ehoks_json_t *source = parse("{\"$defs\":{\"A\":true}}");

    assert_string_equal(
        ehoks_schema_compile(&schema, pool, source, NULL, "DELETE"),
        "unknown kind of request \"DELETE\"");
    assert_string_equal(
        ehoks_schema_compile(&schema, pool, source, "B", "POST"),
        "no definition \"B\"");
    assert_null(ehoks_schema_compile(&schema, pool, source, "A", "POST"));
}

/* --- problems ------------------------------------------------------------ */

static void test_codes(void **state)
{
    static const struct {
        const char *source;
        const char *document;
        const char *told;
    } cases[] = {
        {"{\"type\":\"string\"}", "1", "G-03  string"},
        {"{\"type\":[\"string\",\"array\"]}", "1", "G-03  string | array"},
        {"{\"type\":\"string\"}", "null", "G-02 "},
        {"{\"type\":\"integer\"}", "1.5", "G-03  integer"},
        {"{\"pattern\":\"^a$\"}", "\"b\"", "MUOTO  ^a$"},
        {"{\"format\":\"date\"}", "\"2023-02-29\"", "G-06 "},
        {"{\"format\":\"date-time\"}", "\"2023-02-01\"", "G-07 "},
        {"{\"format\":\"uuid\"}", "\"x\"", "TUNNISTE "},
        {"{\"minimum\":0}", "-0.5", "RAJA  >= 0"},
        {"{\"exclusiveMaximum\":2.5}", "2.5", "RAJA  < 2.5"},
        {"{\"minimum\":1,\"maximum\":0}", "0.5", "RAJA  >= 1; RAJA  <= 0"},
        {"{\"maxLength\":2}", "\"\xC3\xA4\xC3\xA4\xC3\xA4\"", "PITUUS  <= 2"},
        {"{\"minLength\":1}", "\"\"", "PITUUS  >= 1"},
        {"{\"minItems\":1}", "[]", "LUKUMAARA  >= 1"},
        {"{\"maxItems\":1}", "[1,2]", "LUKUMAARA  <= 1"},
        {"{\"uniqueItems\":true}", "[1,2,1.0]", "LUKUMAARA  uniqueItems"},
        {"{\"enum\":[\"a\",1,null]}", "\"b\"", "ARVO  a, 1, null"},
        {"{\"const\":true}", "false", "ARVO  true"},
        {"{\"anyOf\":[{\"type\":\"string\"}]}", "1", "EHTO "},
        {"{\"oneOf\":[true,true]}", "1", "EHTO "},
        {"{\"not\":true}", "1", "EHTO "},
        {"false", "1", "EHTO "},
        {"{\"allOf\":[{\"minimum\":3},{\"minimum\":2}]}", "1",
         "RAJA  >= 3; RAJA  >= 2"},
        {"{\"if\":{\"minimum\":5},\"then\":{\"const\":7},"
         "\"else\":{\"const\":3}}",
         "6", "ARVO  7"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_told(cases[i].source, NULL, cases[i].document, cases[i].told);
    }
}

static void test_all_problems_in_document_order(void **state)
{
    const char *source =
        "{\"properties\":{\"a\":{\"type\":\"string\"},"
        "\"b\":{\"items\":{\"type\":\"integer\"}},\"c\":true,\"d\":true},"
        "\"required\":[\"c\",\"a\",\"d\"],\"additionalProperties\":false}";

    check_told(source, NULL,
               "{\"x/y\":1,\"b\":[1,\"2\",3,null],\"a\":5,\"z\":{}}",
               "G-01 /x~1y; G-03 /b/1 integer; G-02 /b/3; G-03 /a string; "
               "G-01 /z; PAKOLLINEN /c; PAKOLLINEN /d");
}

static void test_a_line_break_after_a_fitting_value(void **state)
{
    check_told("{\"pattern\":\"^\\\\d+$\"}", NULL, "\"12\\n\"",
               "MUOTO  ^\\d+$");
    /* Digits are those of ASCII. */
    check_told("{\"pattern\":\"^\\\\d+$\"}", NULL, "\"\\u0661\"",
               "MUOTO  ^\\d+$");
    check_told("{\"pattern\":\"^.$\"}", NULL, "\"\\u20ac\"", "");
}

static void test_more_problems_than_are_kept(void **state)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    const char *list = "1";

    for (int i = 0; i < 11; i++) { /* 2048 numbers */
        list = apr_pstrcat(pool, list, ",", list, NULL);
    }
    ehoks_schema_validate(compiled("{\"items\":{\"type\":\"string\"}}", NULL),
                          parse(apr_pstrcat(pool, "[", list, "]", NULL)),
                          problems);
    assert_int_equal(problems->list->nelts, EHOKS_PROBLEMS_MAX);
    assert_int_equal(problems->total, 2048);
}

/* --- kinds --------------------------------------------------------------- */

static const char *const kinds_source =
    "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
    "\"id\":{\"type\":\"integer\",\"x-methods\":{\"POST\":\"forbidden\","
    "\"PUT\":\"required\",\"GET\":\"required\",\"VIPUNEN\":\"redacted\"}},"
    "\"nimi\":{\"type\":\"string\",\"x-trim\":true,"
    "\"x-storage\":{\"maxLength\":3},"
    "\"x-types\":{\"VIPUNEN\":{\"const\":\"<REDACTED>\"}}},"
    "\"osat\":{\"type\":\"array\",\"x-null\":\"as-empty-list\","
    "\"items\":{\"type\":\"integer\","
    "\"x-storage\":{\"minimum\":-5,\"maximum\":5}}}},"
    "\"allOf\":[{\"x-rule\":\"R-1\",\"x-except\":[\"POST-virkailija\"],"
    "\"required\":[\"nimi\"]}]}";

static void test_methods_choose_properties(void **state)
{
    const char *with_id = "{\"id\":1,\"nimi\":\"a\"}";
    const char *without = "{\"nimi\":\"a\"}";

    check_told(kinds_source, "POST", with_id, "G-01 /id");
    check_told(kinds_source, "POST", without, "");
    check_told(kinds_source, "PUT", with_id, "");
    check_told(kinds_source, "PUT-virkailija", without, "PAKOLLINEN /id");
    check_told(kinds_source, "PATCH", with_id, ""); /* not said: optional */
    check_told(kinds_source, "GET", without, "PAKOLLINEN /id");
    check_told(kinds_source, "VIPUNEN", with_id,
               "G-01 /id; ARVO /nimi <REDACTED>");
    check_told(kinds_source, "VIPUNEN", "{\"nimi\":\"<REDACTED>\"}", "");
}

static void test_excepted_kinds(void **state)
{
    check_told(kinds_source, "POST", "{}", "!R-1 ");
    check_told(kinds_source, "POST-virkailija", "{}", "");
}

static void test_annotations_mean_nothing_without_kind(void **state)
{
    check_told(kinds_source, NULL, "{\"id\":1,\"nimi\":\"abcdef\"}", "");
    check_told(kinds_source, NULL, "{\"nimi\":\"a\",\"osat\":null}",
               "G-02 /osat");
    /* A plain schema's allOf tells its own problems. */
    check_told(kinds_source, NULL, "{}", "PAKOLLINEN /nimi");
}

static void test_storage_limits_bind_bodies(void **state)
{
    const char *document = "{\"id\":1,\"nimi\":\"abcd\",\"osat\":[-6,5,6]}";

    check_told(kinds_source, "PUT", document,
               "PITUUS /nimi <= 3; RAJA /osat/0 >= -5; RAJA /osat/2 <= 5");
    check_told(kinds_source, "GET", document, "");
}

static void test_null_is_a_list_in_bodies(void **state)
{
    const char *document = "{\"id\":1,\"nimi\":\"a\",\"osat\":null}";

    check_told(kinds_source, "PUT", document, "");
    check_told(kinds_source, "GET", document, "G-02 /osat");
    check_told(kinds_source, "PUT", "{\"id\":null,\"nimi\":\"a\"}", "G-02 /id");
}

static void test_entity_rules_wait_for_right_fields(void **state)
{
    const char *source = "{\"properties\":{\"a\":{\"properties\":{\"b\":"
                         "{\"type\":\"string\"}}}},\"oneOf\":["
                         "{\"x-rule\":\"R-2\",\"required\":[\"x\"]},"
                         "{\"x-rule\":\"R-2\",\"required\":[\"y\"]}]}";

    check_told(source, "POST", "{\"a\":{\"b\":\"\"}}", "!R-2 ");
    check_told(source, "POST", "{\"x\":1,\"y\":1}", "!R-2 ");
    check_told(source, "POST", "{\"x\":1}", "");
    check_told(source, "POST", "{\"a\":{\"b\":1}}", "G-03 /a/b string");
}

static void test_texts_of_their_own(void **state)
{
    const char *source =
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/M\","
        "\"x-text-code\":\"OMA-1\"},\"b\":{\"$ref\":\"#/$defs/M\"},"
        "\"c\":{\"$ref\":\"#/$defs/P\"}},"
        "\"$defs\":{\"M\":{\"type\":\"number\",\"minimum\":0,"
        "\"x-storage\":{\"maximum\":9}},\"P\":{\"type\":\"string\","
        "\"pattern\":\"^x\",\"maxLength\":2,\"x-text-code\":\"OMA-2\"}}}";

    check_told(source, "POST", "{\"a\":-1,\"b\":-1,\"c\":\"y\"}",
               "OMA-1 /a >= 0; RAJA /b >= 0; OMA-2 /c ^x");
    check_told(source, "POST", "{\"a\":\"1\",\"c\":1}",
               "G-03 /a number; G-03 /c string");
    check_told(source, "POST", "{\"a\":10,\"c\":\"xyz\"}",
               "RAJA /a <= 9; PITUUS /c <= 2");
}

static void test_check_digits(void **state)
{
    const char *source =
        "{\"properties\":{\"o\":{\"x-checksum\":{\"algorithm\":{\"24\":"
        "\"ibm-1-3-7\"},\"rule\":\"OID-1\"}},\"y\":{\"x-checksum\":"
        "{\"algorithm\":\"mod-11\",\"rule\":\"YT-1\"}},"
        "\"s\":{\"x-checksum\":{\"algorithm\":\"luhn\",\"rule\":\"OID-1\"}},"
        "\"n\":{\"x-checksum\":null},\"t\":{\"x-rules\":[\"X\",\"G-07\"]}}}";

    check_told(source, "GET",
               "{\"o\":\"1.2.246.562.24.92000000018\",\"y\":\"9000001-1\","
               "\"s\":\"1.2.246.562.15.91000000017\",\"n\":\"1\","
               "\"t\":\"2024-02-29T10:00Z\"}",
               "");
    check_told(source, "POST",
               "{\"o\":\"1.2.246.562.24.92000000015\",\"y\":\"9000001-2\","
               "\"s\":\"1.2.246.562.15.91000000018\",\"n\":\"1\","
               "\"t\":\"2023-02-29T10:00Z\"}",
               "OID-1 /o; YT-1 /y; OID-1 /s; G-07 /t");
}

/* --- changes ------------------------------------------------------------- */

static const char *normalised(const char *source, const char *kind,
                              const char *text)
{
    ehoks_json_t *document = parse(text);

    ehoks_schema_normalise(compiled(source, kind), pool, document);
    return ehoks_json_write(pool, document, NULL);
}

static void test_normalise(void **state)
{
    const char *text = "{\"id\":3.0,\"nimi\":\" a\\u00a0\\t\",\"osat\":null,"
                       "\"muu\":\" x \",\"osat2\":null}";

    assert_string_equal(normalised(kinds_source, "PUT", text),
                        "{\"id\":3,\"nimi\":\"a\xC2\xA0\",\"osat\":[],"
                        "\"muu\":\" x \",\"osat2\":null}");
    /* Lists, nested; what does not fit stays. */
    assert_string_equal(
        normalised(kinds_source, "PUT",
                   "{\"id\":3.5,\"nimi\":1,\"osat\":[1.0,\"x\",2.5,null]}"),
        "{\"id\":3.5,\"nimi\":1,\"osat\":[1,\"x\",2.5,null]}");
    assert_string_equal(normalised(kinds_source, "PUT", "[1.0]"), "[1.0]");
}

static void test_complete(void **state)
{
    const char *source =
        "{\"properties\":{\"osat\":{\"type\":\"array\",\"x-null\":"
        "\"as-empty-list\",\"items\":{\"$ref\":\"#/$defs/Osa\"}},"
        "\"ei\":{\"type\":\"array\",\"x-null\":\"as-empty-list\","
        "\"x-methods\":{\"GET\":\"forbidden\"}},\"nimi\":true},"
        "\"$defs\":{\"Osa\":{\"properties\":{\"a\":{\"x-always\":true,"
        "\"properties\":{\"b\":{\"x-null\":\"as-empty-list\"}}}}}}}";
    ehoks_json_t *empty = parse("{}");
    ehoks_json_t *full = parse("{\"osat\":[{},{\"a\":{\"b\":[1]}}]}");

    ehoks_schema_complete(compiled(source, "GET"), pool, empty);
    assert_string_equal(ehoks_json_write(pool, empty, NULL), "{\"osat\":[]}");
    ehoks_schema_complete(compiled(source, "GET"), pool, full);
    assert_string_equal(ehoks_json_write(pool, full, NULL),
                        "{\"osat\":[{\"a\":{\"b\":[]}},{\"a\":{\"b\":[1]}}]}");
}

static void note_place(void *baton, const ehoks_schema_place_t *place)
{
    const char **notes = baton;

    *notes = apr_psprintf(pool, "%s%s%s:%s/%" APR_SIZE_T_FMT "<%s; ", *notes,
                          place->entity, place->has_module_id ? "*" : "",
                          place->key ? place->key : "", place->index,
                          place->parent ? place->parent->entity : "-");
    ehoks_json_set_string(pool, place->object, "nimi", "v");
}

static void test_visit(void **state)
{
    const char *source =
        "{\"$ref\":\"#/$defs/Kaikki\",\"$defs\":{\"Kaikki\":{\"properties\":"
        "{\"osat\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Osa\"}},"
        "\"yksi\":{\"description\":\"x\",\"$ref\":\"#/$defs/Osa\"},"
        "\"nimi\":true}},\"Osa\":{\"properties\":{\"module-id\":"
        "{\"x-methods\":{\"POST\":\"forbidden\"}},\"nimi\":true,"
        "\"osat\":{\"items\":{\"$ref\":\"#/$defs/Ala\"}}}},"
        "\"Ala\":{\"properties\":{\"nimi\":true}}}}";
    ehoks_json_t *document =
        parse("{\"nimi\":\"a\",\"osat\":[{\"osat\":[{},{}]},{},5],"
              "\"tuntematon\":{},\"yksi\":{}}");
    const char *notes = "";

    ehoks_schema_visit(compiled(source, "POST"), document, note_place, &notes);
    assert_string_equal(notes,
                        "Kaikki:/0<-; Osa*:osat/0<Kaikki; Ala:osat/0<Osa; "
                        "Ala:osat/1<Osa; Osa*:osat/1<Kaikki; "
                        "Osa*:yksi/0<Kaikki; ");
    assert_string_equal(
        ehoks_json_get_string(ehoks_json_get(document, "yksi"), "nimi"), "v");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuses_to_compile),
        cmocka_unit_test(test_refuses_circles_without_progress),
        cmocka_unit_test(test_recursion_with_progress_works),
        cmocka_unit_test(test_references_with_escapes),
        cmocka_unit_test(test_unknown_kind_and_root),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_all_problems_in_document_order),
        cmocka_unit_test(test_a_line_break_after_a_fitting_value),
        cmocka_unit_test(test_more_problems_than_are_kept),
        cmocka_unit_test(test_methods_choose_properties),
        cmocka_unit_test(test_excepted_kinds),
        cmocka_unit_test(test_annotations_mean_nothing_without_kind),
        cmocka_unit_test(test_storage_limits_bind_bodies),
        cmocka_unit_test(test_null_is_a_list_in_bodies),
        cmocka_unit_test(test_entity_rules_wait_for_right_fields),
        cmocka_unit_test(test_texts_of_their_own),
        cmocka_unit_test(test_check_digits),
        cmocka_unit_test(test_normalise),
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_visit),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
