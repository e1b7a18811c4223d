/* The Swagger 2 document: definitions that the existing staff app makes its
 * forms from. It knows neither JSON Schema's newer keywords nor references to
 * plain values, and labels its fields by their descriptions. */
#include <string.h>

#include <apr_strings.h>

#include "derive.h"

#define REFERENCE "#/$defs/"

/* What the service gives to a plan and its parts: no field of a form. */
static const char *const not_in_forms[] = {"eid", "manuaalisyotto", "module-id",
                                           NULL};

/* Names under which the app knows definitions, where they differ. */
static const char *const names[][2] = {
    {"HankittavaYhteinenTutkinnonOsa", "HankittavaYTO"}};

/* Keywords that Swagger 2 lacks are told as extensions. */
static const char *const extensions[][2] = {
    {"allOf", "x-allOf"}, {"anyOf", "x-anyOf"}, {"oneOf", "x-oneOf"}};

typedef struct {
    apr_pool_t *pool;
    const ehoks_json_t *definitions; /* of the derived schema */
} swagger_t;

static ehoks_json_t *convert(const swagger_t *swagger,
                             const ehoks_json_t *node);

static int is_not_in_forms(const char *name)
{
    int i;

    for (i = 0; not_in_forms[i]; i++) {
        if (strcmp(name, not_in_forms[i]) == 0)
            return 1;
    }
    return 0;
}

static const char *name_in_app(const char *name)
{
    apr_size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i][0]) == 0)
            return names[i][1];
    }
    return name;
}

static const char *key_in_swagger(const char *key)
{
    apr_size_t i;

    for (i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
        if (strcmp(key, extensions[i][0]) == 0)
            return extensions[i][1];
    }
    return key;
}

static int is_object(const ehoks_json_t *definition)
{
    const char *type = ehoks_json_get_string(definition, "type");

    return type && strcmp(type, "object") == 0;
}

/* Objects stay references; a plain value is put where it is referred to, and
 * what stands there already is kept. */
static void put_reference(const swagger_t *swagger, ehoks_json_t *target,
                          const char *reference)
{
    const char *name = reference + sizeof(REFERENCE) - 1;
    const ehoks_json_t *definition = ehoks_json_get(swagger->definitions, name);
    ehoks_json_t *converted;
    void *i;

    if (is_object(definition)) {
        ehoks_json_set_string(swagger->pool, target, "$ref",
                              apr_pstrcat(swagger->pool, "#/definitions/",
                                          name_in_app(name), NULL));
        return;
    }
    converted = convert(swagger, definition);
    for (i = ehoks_json_first(converted); i; i = ehoks_json_next(converted, i))
        if (!ehoks_json_get(target, ehoks_json_key(i))
            && strcmp(ehoks_json_key(i), "title") != 0)
            ehoks_json_set(target, ehoks_json_key(i), ehoks_json_value(i));
}

static ehoks_json_t *convert_properties(const swagger_t *swagger,
                                        const ehoks_json_t *source)
{
    ehoks_json_t *properties = ehoks_json_new_object(swagger->pool);
    void *i;

    for (i = ehoks_json_first(source); i; i = ehoks_json_next(source, i)) {
        if (!is_not_in_forms(ehoks_json_key(i)))
            ehoks_json_set(properties, ehoks_json_key(i),
                           convert(swagger, ehoks_json_value(i)));
    }
    return properties;
}

static ehoks_json_t *convert_list(const swagger_t *swagger,
                                  const ehoks_json_t *list)
{
    ehoks_json_t *converted = ehoks_json_new_array(swagger->pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++)
        ehoks_json_append(converted, convert(swagger, ehoks_json_at(list, i)));
    return converted;
}

/* One keyword. `type` has one value in Swagger 2: the first, which is never
 * null. */
static void convert_keyword(const swagger_t *swagger, ehoks_json_t *target,
                            const char *key, ehoks_json_t *value)
{
    ehoks_json_type_e type = ehoks_json_type(value);

    if (strcmp(key, "$ref") == 0)
        put_reference(swagger, target, ehoks_json_string(value, NULL));
    else if (strcmp(key, "properties") == 0)
        ehoks_json_set(target, key, convert_properties(swagger, value));
    else if (strcmp(key, "type") == 0 && type == EHOKS_JSON_ARRAY)
        ehoks_json_set(target, key, ehoks_json_at(value, 0));
    else if (type == EHOKS_JSON_OBJECT)
        ehoks_json_set(target, key, convert(swagger, value));
    else if (strcmp(key, key_in_swagger(key)) != 0)
        ehoks_json_set(target, key_in_swagger(key),
                       convert_list(swagger, value));
    else
        ehoks_json_set(target, key, value);
}

static ehoks_json_t *convert(const swagger_t *swagger, const ehoks_json_t *node)
{
    ehoks_json_t *target;
    void *i;

    target = ehoks_json_new_object(swagger->pool);
    for (i = ehoks_json_first(node); i; i = ehoks_json_next(node, i)) {
        /* Last, because what stands beside a reference goes before it. */
        if (strcmp(ehoks_json_key(i), "$ref") != 0)
            convert_keyword(swagger, target, ehoks_json_key(i),
                            ehoks_json_value(i));
    }
    if (ehoks_json_get(node, "$ref"))
        convert_keyword(swagger, target, "$ref", ehoks_json_get(node, "$ref"));
    return target;
}

/* Puts the definitions of one kind of request into `definitions`: its root
 * under the name `root`, and the objects that it refers to. They are the same
 * for both kinds once the fields above are left out. */
static const char *add_kind(ehoks_json_t *definitions, apr_pool_t *pool,
                            const ehoks_json_t *source, const char *kind,
                            const char *root)
{
    const ehoks_derive_t what = {"HOKS", kind, root, "swagger.json"};
    ehoks_json_t *schema = NULL;
    const char *problem = ehoks_derive_schema(&schema, pool, source, &what);
    swagger_t swagger;
    void *i;

    if (problem)
        return problem;
    swagger.pool = pool;
    swagger.definitions = ehoks_json_get(schema, "$defs");
    for (i = ehoks_json_first(swagger.definitions); i;
         i = ehoks_json_next(swagger.definitions, i)) {
        const char *name = ehoks_json_key(i);

        if (is_object(ehoks_json_value(i)))
            ehoks_json_set(definitions,
                           strcmp(name, "HOKS") == 0 ? root : name_in_app(name),
                           convert(&swagger, ehoks_json_value(i)));
    }
    return NULL;
}

const char *ehoks_derive_swagger(ehoks_json_t **swagger, apr_pool_t *pool,
                                 const ehoks_json_t *source)
{
    ehoks_json_t *definitions = ehoks_json_new_object(pool);
    ehoks_json_t *info = ehoks_json_new_object(pool);
    const char *problem =
        add_kind(definitions, pool, source, "POST-virkailija", "HOKSLuonti");

    if (!problem)
        problem = add_kind(definitions, pool, source, "PUT-virkailija",
                           "HOKSKorvaus");
    *swagger = ehoks_json_new_object(pool);
    ehoks_json_set_string(pool, info, "title", "eHOKS");
    ehoks_json_set_string(pool, info, "version", "1");
    ehoks_json_set_string(pool, info, "description",
                          "Definitions of the HOKS document for forms. The "
                          "API is described in openapi.json.");
    ehoks_json_set_string(pool, *swagger, "swagger", "2.0");
    ehoks_json_set(*swagger, "info", info);
    ehoks_json_set(*swagger, "paths", ehoks_json_new_object(pool));
    ehoks_json_set(*swagger, "definitions", definitions);
    return problem;
}
