/* Keywords that hold other schemas: members of objects, items of lists, and
 * combined conditions. Here the kind of request decides which properties
 * there are (x-methods), what they may be (x-types), and which conditions are
 * left out (x-except).
 */
#include <string.h>

#include <apr_strings.h>

#include "compiler.h"

/* --- lists and combined conditions --------------------------------------- */

/* Whether `kind` stands in the schema's x-except. */
static int is_excepted(const ehoks_compiler_t *compiler,
                       const ehoks_json_t *schema)
{
    const ehoks_json_t *kinds = ehoks_json_get(schema, "x-except");

    for (apr_size_t i = 0; compiler->kind && i < ehoks_json_size(kinds); i++) {
        const char *kind = ehoks_json_string(ehoks_json_at(kinds, i), NULL);
        if (kind && strcmp(kind, compiler->kind) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A list of schemas, less those that the kind is excepted from; NULL when
 * none is left. */
static const char *compile_list(ehoks_compiler_t *compiler,
                                const ehoks_nodes_t **made,
                                const ehoks_json_t *source, const char *pointer)
{
    apr_size_t count = ehoks_json_size(source);

    if (ehoks_json_type(source) != EHOKS_JSON_ARRAY || count == 0) {
        return ehoks_bad_keyword(compiler, pointer, "a list of schemas");
    }
    ehoks_nodes_t *nodes = apr_pcalloc(compiler->pool, sizeof(*nodes));
    nodes->at = apr_palloc(compiler->pool, count * sizeof(*nodes->at));
    for (apr_size_t i = 0; i < count; i++) {
        const ehoks_json_t *schema = ehoks_json_at(source, i);
        if (is_excepted(compiler, schema)) {
            continue;
        }
        const char *problem =
            ehoks_compile_node(compiler, &nodes->at[nodes->count], schema,
                               ehoks_pointer_index(compiler->pool, pointer, i));
        if (problem) {
            return problem;
        }
        if (!nodes->rule) {
            nodes->rule = nodes->at[nodes->count]->rule;
        }
        nodes->count++;
    }
    *made = nodes->count ? nodes : NULL;
    return NULL;
}

static const char *read_all_of(ehoks_compiler_t *compiler, ehoks_node_t *node,
                               const ehoks_json_t *value, const char *pointer)
{
    node->has |= EHOKS_HAS_COMBINED;
    return compile_list(compiler, &node->all_of, value, pointer);
}

static const char *read_any_of(ehoks_compiler_t *compiler, ehoks_node_t *node,
                               const ehoks_json_t *value, const char *pointer)
{
    node->has |= EHOKS_HAS_COMBINED;
    return compile_list(compiler, &node->any_of, value, pointer);
}

static const char *read_one_of(ehoks_compiler_t *compiler, ehoks_node_t *node,
                               const ehoks_json_t *value, const char *pointer)
{
    node->has |= EHOKS_HAS_COMBINED;
    return compile_list(compiler, &node->one_of, value, pointer);
}

static const char *read_not(ehoks_compiler_t *compiler, ehoks_node_t *node,
                            const ehoks_json_t *value, const char *pointer)
{
    node->has |= EHOKS_HAS_COMBINED;
    return ehoks_compile_node(compiler, &node->not_this, value, pointer);
}

static const char *read_if(ehoks_compiler_t *compiler, ehoks_node_t *node,
                           const ehoks_json_t *value, const char *pointer)
{
    node->has |= EHOKS_HAS_COMBINED;
    return ehoks_compile_node(compiler, &node->if_this, value, pointer);
}

static const char *read_then(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    return ehoks_compile_node(compiler, &node->then_that, value, pointer);
}

static const char *read_else(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    return ehoks_compile_node(compiler, &node->else_that, value, pointer);
}

static const char *read_items(ehoks_compiler_t *compiler, ehoks_node_t *node,
                              const ehoks_json_t *value, const char *pointer)
{
    node->has |= EHOKS_HAS_ARRAY;
    return ehoks_compile_node(compiler, &node->items, value, pointer);
}

static const char *read_prefix(ehoks_compiler_t *compiler, ehoks_node_t *node,
                               const ehoks_json_t *value, const char *pointer)
{
    node->has |= EHOKS_HAS_ARRAY;
    return compile_list(compiler, &node->prefix, value, pointer);
}

/* --- members of objects -------------------------------------------------- */

static ehoks_members_t *members_of(ehoks_compiler_t *compiler,
                                   ehoks_node_t *node)
{
    if (!node->members) {
        node->members = ehoks_members_make(compiler->pool);
        node->has |= EHOKS_HAS_OBJECT;
    }
    return node->members;
}

static const char *read_additional(ehoks_compiler_t *compiler,
                                   ehoks_node_t *node,
                                   const ehoks_json_t *value,
                                   const char *pointer)
{
    members_of(compiler, node);
    return ehoks_compile_node(compiler, &node->additional, value, pointer);
}

static const char *read_required(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                 const ehoks_json_t *value, const char *pointer)
{
    ehoks_members_t *members = members_of(compiler, node);

    if (ehoks_json_type(value) != EHOKS_JSON_ARRAY) {
        return ehoks_bad_keyword(compiler, pointer, "a list of keys");
    }
    for (apr_size_t i = 0; i < ehoks_json_size(value); i++) {
        const char *key = ehoks_json_string(ehoks_json_at(value, i), NULL);
        if (!key) {
            return ehoks_bad_keyword(compiler, pointer, "a list of keys");
        }
        ehoks_members_add(members, key)->is_required = 1;
    }
    return NULL;
}

typedef enum {
    ACCESS_OPTIONAL,
    ACCESS_REQUIRED,
    ACCESS_NONE, /* forbidden or redacted: as if the schema had no such key */
    ACCESS_UNKNOWN
} access_e;

static access_e access_of(const ehoks_compiler_t *compiler,
                          const ehoks_json_t *schema)
{
    const ehoks_json_t *methods = ehoks_json_get(schema, "x-methods");
    if (!compiler->kind || !methods) {
        return ACCESS_OPTIONAL;
    }
    const char *access = ehoks_json_get_string(methods, compiler->method);
    if (!access) {
        return ehoks_json_get(methods, compiler->method) ? ACCESS_UNKNOWN
                                                         : ACCESS_OPTIONAL;
    }
    if (strcmp(access, "forbidden") == 0 || strcmp(access, "redacted") == 0) {
        return ACCESS_NONE;
    }
    if (strcmp(access, "required") == 0) {
        return ACCESS_REQUIRED;
    }
    return strcmp(access, "optional") == 0 ? ACCESS_OPTIONAL : ACCESS_UNKNOWN;
}

static const char *read_property(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                 const char *key, const ehoks_json_t *schema,
                                 const char *pointer)
{
    access_e access = access_of(compiler, schema);
    const ehoks_node_t *made = NULL;

    if (access == ACCESS_NONE) {
        return NULL;
    }
    if (access == ACCESS_UNKNOWN) {
        return apr_psprintf(compiler->pool,
                            "x-methods of %s says nothing known of %s", pointer,
                            compiler->method);
    }
    const ehoks_json_t *own =
        compiler->kind
            ? ehoks_json_path(schema, "x-types", compiler->method, NULL)
            : NULL;
    const char *problem =
        own ? ehoks_compile_node(compiler, &made, own,
                                 apr_pstrcat(compiler->pool, pointer,
                                             "/x-types/", compiler->method,
                                             NULL))
            : ehoks_compile_node(compiler, &made, schema, pointer);
    if (problem) {
        return problem;
    }
    ehoks_member_t *member = ehoks_members_add(node->members, key);
    member->node = made;
    member->is_required |= access == ACCESS_REQUIRED;
    member->is_list_always =
        compiler->kind && ehoks_json_get(schema, "x-null") != NULL;
    member->is_object_always =
        compiler->kind
        && ehoks_json_is_true(ehoks_json_get(schema, "x-always"));
    return NULL;
}

static const char *read_properties(ehoks_compiler_t *compiler,
                                   ehoks_node_t *node,
                                   const ehoks_json_t *value,
                                   const char *pointer)
{
    const char *problem = NULL;

    if (ehoks_json_type(value) != EHOKS_JSON_OBJECT) {
        return ehoks_bad_keyword(compiler, pointer, "an object of schemas");
    }
    members_of(compiler, node);
    for (void *i = ehoks_json_first(value); i && !problem;
         i = ehoks_json_next(value, i)) {
        const char *key = ehoks_json_key(i);
        node->has_module_id |= strcmp(key, "module-id") == 0;
        problem =
            read_property(compiler, node, key, ehoks_json_value(i),
                          ehoks_pointer_key(compiler->pool, pointer, key));
    }
    return problem;
}

/* --- the table ----------------------------------------------------------- */

ehoks_keyword_fn *ehoks_keyword_of_structure(const char *name)
{
    static const struct {
        const char *name;
        ehoks_keyword_fn *read;
    } keywords[] = {
        {"properties", read_properties},
        {"required", read_required},
        {"additionalProperties", read_additional},
        {"items", read_items},
        {"prefixItems", read_prefix},
        {"allOf", read_all_of},
        {"anyOf", read_any_of},
        {"oneOf", read_one_of},
        {"not", read_not},
        {"if", read_if},
        {"then", read_then},
        {"else", read_else},
    };

    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
        if (strcmp(name, keywords[i].name) == 0) {
            return keywords[i].read;
        }
    }
    return NULL;
}
