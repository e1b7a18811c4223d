/* Deriving plain schemas from the annotated one: what each annotation becomes
 * (a small source with all of them), and the definitions for forms.
 */
#include "../../modules/core/json.h"
#include "../../modules/schema/derive.h"
#include "unit.h"

static const char source_text[] =
    "{'$schema': 's', '$id': 'https://a.invalid/b/c.json', 'x-methods-key': {},"
    " '$defs': {"
    "  'Unused': {'type': 'string'},"
    "  'Text': {'type': 'string', 'x-trim': true, 'title': 'Text',"
    "   'description': 'some text', 'x-label': {'fi': 'Teksti'}},"
    "  'HOKS': {'type': 'object', 'additionalProperties': false,"
    "   'required': ['stated'], 'x-rules': ['A-1'], 'properties': {"
    "    'eid': {'x-methods': {'POST': 'forbidden', 'PUT': 'optional',"
    "     'GET': 'required'}, '$ref': '#/$defs/Text'},"
    "    'stated': {'x-methods': {'POST': 'optional', 'PUT': 'optional',"
    "     'GET': 'optional', 'VIPUNEN': 'redacted'}, 'type': 'boolean'},"
    "    'name': {'description': 'its name', 'x-methods': {'POST': 'required',"
    "     'PUT': 'required', 'GET': 'optional', 'VIPUNEN': 'required'},"
    "     '$ref': '#/$defs/Text',"
    "     'x-types': {'VIPUNEN': {'const': 'hidden'}}},"
    "    'parts': {'type': 'array', 'items': {'$ref': '#/$defs/"
    "HankittavaYhteinenTutkinnonOsa'}, 'x-null': 'as-empty-list',"
    "     'x-methods': {'POST': 'optional', 'PUT': 'optional',"
    "      'GET': 'optional', 'VIPUNEN': 'optional'}},"
    "    'allOf': {'enum': [{'x-kept': 1}]}}},"
    "  'HankittavaYhteinenTutkinnonOsa': {'type': 'object', 'properties': {"
    "    'module-id': {'x-methods': {'PUT': 'optional', 'POST': 'forbidden'},"
    "     'type': 'string'}},"
    "   'oneOf': [{'x-rule': 'B-1', 'required': ['a']}],"
    "   'allOf': [{'x-except': ['POST-virkailija', 'PUT-virkailija'],"
    "    'if': {'properties': {'a': {'const': 1}}}}]}}}";

static ehoks_json_t *parse(const char *text)
{
    char *copy = apr_pstrdup(pool, text);
    ehoks_json_t *value;

    for (char *c = copy; *c; c++) {
        if (*c == '\'') {
            *c = '"';
        }
    }
    value = ehoks_json_parse(pool, copy, strlen(copy), NULL, NULL);
    assert_non_null(value);
    return value;
}

/* The derived definition `name` of a kind. */
static const char *derived(const char *kind, const char *name)
{
    ehoks_derive_t what = {"HOKS", kind, "Title", "x.json"};
    ehoks_json_t *schema = NULL;

    assert_null(ehoks_derive_schema(&schema, pool, parse(source_text), &what));
    return ehoks_json_write(pool, ehoks_json_path(schema, "$defs", name, NULL),
                            NULL);
}

static void expect(const char *got, const char *wanted)
{
    assert_string_equal(got, ehoks_json_write(pool, parse(wanted), NULL));
}

static void test_frame(void **state)
{
    ehoks_derive_t what = {"HOKS", "PUT", "Title", "x.json"};
    ehoks_json_t *schema = NULL;

    assert_null(ehoks_derive_schema(&schema, pool, parse(source_text), &what));
    ehoks_json_remove(ehoks_json_get(schema, "$defs"), "HOKS");
    ehoks_json_remove(ehoks_json_get(schema, "$defs"),
                      "HankittavaYhteinenTutkinnonOsa");
    expect(ehoks_json_write(pool, schema, NULL),
           "{'$schema': 's', '$id': 'https://a.invalid/b/x.json',"
           " 'title': 'Title', '$comment': 'Made by derive.mjs from"
           " hoks.schema.json. Do not edit.', '$ref': '#/$defs/HOKS',"
           " '$defs': {'Text': {'type': 'string', 'title': 'Text',"
           " 'description': 'some text'}}}");
}

static void test_methods(void **state)
{
    expect(derived("POST", "HOKS"),
           "{'type': 'object', 'additionalProperties': false,"
           " 'required': ['stated', 'name'], 'properties': {"
           " 'stated': {'type': 'boolean'},"
           " 'name': {'description': 'its name', '$ref': '#/$defs/Text'},"
           " 'parts': {'type': ['array', 'null'], 'items': {'$ref': '#/$defs/"
           "HankittavaYhteinenTutkinnonOsa'}},"
           " 'allOf': {'enum': [{'x-kept': 1}]}}}");
    expect(derived("VIPUNEN", "HOKS"),
           "{'type': 'object', 'additionalProperties': false,"
           " 'required': ['stated', 'name'], 'properties': {"
           " 'eid': {'$ref': '#/$defs/Text'},"
           " 'name': {'description': 'its name', 'const': 'hidden'},"
           " 'parts': {'type': 'array', 'items': {'$ref': '#/$defs/"
           "HankittavaYhteinenTutkinnonOsa'}},"
           " 'allOf': {'enum': [{'x-kept': 1}]}}}");
}

static void test_exceptions(void **state)
{
    expect(derived("POST", "HankittavaYhteinenTutkinnonOsa"),
           "{'type': 'object', 'properties': {}, 'oneOf': [{'required':"
           " ['a']}], 'allOf': [{'if': {'properties': {'a': {'const':"
           " 1}}}}]}");
    expect(derived("POST-virkailija", "HankittavaYhteinenTutkinnonOsa"),
           "{'type': 'object', 'properties': {}, 'oneOf': [{'required':"
           " ['a']}]}");
}

static void test_missing_definition(void **state)
{
    ehoks_derive_t what = {"HOKS", "PUT", "Title", "x.json"};
    ehoks_json_t *schema = NULL;

    assert_string_equal(
        ehoks_derive_schema(
            &schema, pool,
            parse("{'$defs': {'HOKS': {'$ref': '#/$defs/Nowhere'}}}"), &what),
        "it has no definition Nowhere");
    assert_null(schema);
}

static void test_swagger(void **state)
{
    ehoks_json_t *swagger = NULL;
    const ehoks_json_t *definitions;

    assert_null(ehoks_derive_swagger(&swagger, pool, parse(source_text)));
    assert_string_equal(ehoks_json_get_string(swagger, "swagger"), "2.0");
    definitions = ehoks_json_get(swagger, "definitions");
    assert_int_equal(ehoks_json_size(definitions), 3);
    expect(ehoks_json_write(pool, ehoks_json_get(definitions, "HOKSKorvaus"),
                            NULL),
           "{'type': 'object', 'additionalProperties': false,"
           " 'required': ['stated', 'name'], 'properties': {"
           " 'stated': {'type': 'boolean'},"
           " 'name': {'description': 'its name', 'type': 'string'},"
           " 'parts': {'type': 'array', 'items': {'$ref':"
           " '#/definitions/HankittavaYTO'}},"
           " 'allOf': {'enum': [{'x-kept': 1}]}}}");
    expect(ehoks_json_write(pool, ehoks_json_get(definitions, "HankittavaYTO"),
                            NULL),
           "{'type': 'object', 'properties': {}, 'x-oneOf': [{'required':"
           " ['a']}]}");
    assert_non_null(ehoks_json_get(definitions, "HOKSLuonti"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_missing_definition),
        cmocka_unit_test(test_swagger),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
