/* Turns the source of a schema into nodes: walks every schema object in it
 * and follows its references. A keyword that nobody knows is an error: a
 * check that silently does nothing is worse than none.
 */
#include <string.h>

#include <apr_strings.h>

#include "compiler.h"
#include "schema.h"

static const char *key_pointer(ehoks_compiler_t *compiler, const char *pointer,
                               const char *key)
{
    return ehoks_pointer_key(compiler->pool, pointer, key);
}

/* --- references and names ------------------------------------------------ */

static const char *read_ref(ehoks_compiler_t *compiler, ehoks_node_t *node,
                            const ehoks_json_t *value, const char *pointer)
{
    const char *reference = ehoks_json_string(value, NULL);
    const char *problem = NULL;

    if (!reference) {
        return ehoks_bad_keyword(compiler, pointer, "a text");
    }
    const ehoks_json_t *target = ehoks_resolve(compiler, reference, &problem);
    if (!target) {
        return apr_psprintf(compiler->pool, "$ref \"%s\" at %s %s", reference,
                            pointer, problem);
    }
    return ehoks_compile_node(compiler, &node->ref, target, reference + 1);
}

static const char *read_defs(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    const ehoks_node_t *made;

    if (ehoks_json_type(value) != EHOKS_JSON_OBJECT) {
        return ehoks_bad_keyword(compiler, pointer, "an object of schemas");
    }
    for (void *i = ehoks_json_first(value); i; i = ehoks_json_next(value, i)) {
        const char *problem = ehoks_compile_node(
            compiler, &made, ehoks_json_value(i),
            key_pointer(compiler, pointer, ehoks_json_key(i)));
        if (problem) {
            return problem;
        }
    }
    return NULL;
}

/* A schema below the top with an address of its own would change what the
 * references inside it mean. */
static const char *read_id(ehoks_compiler_t *compiler, ehoks_node_t *node,
                           const ehoks_json_t *value, const char *pointer)
{
    return *node->pointer == '\0'
               ? NULL
               : apr_psprintf(compiler->pool,
                              "unsupported $id below the top, at %s", pointer);
}

static const char *read_dialect(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                const ehoks_json_t *value, const char *pointer)
{
    const char *dialect = ehoks_json_string(value, NULL);

    return dialect
                   && strcmp(dialect, "https://json-schema.org/draft/2020-12/"
                                      "schema")
                          == 0
               ? NULL
               : ehoks_bad_keyword(compiler, pointer,
                                   "the address of draft 2020-12");
}

static const char *read_nothing(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                const ehoks_json_t *value, const char *pointer)
{
    return NULL;
}

/* --- the walk ------------------------------------------------------------ */

static ehoks_keyword_fn *keyword_of_naming(const char *name)
{
    static const struct {
        const char *name;
        ehoks_keyword_fn *read;
    } keywords[] = {
        {"$ref", read_ref},
        {"$defs", read_defs},
        {"$id", read_id},
        {"$schema", read_dialect},
        {"$comment", read_nothing},
        {"title", read_nothing},
        {"description", read_nothing},
        {"default", read_nothing},
        {"examples", read_nothing},
        {"deprecated", read_nothing},
        {"readOnly", read_nothing},
        {"writeOnly", read_nothing},
    };

    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
        if (strcmp(name, keywords[i].name) == 0) {
            return keywords[i].read;
        }
    }
    return NULL;
}

static const char *read_keyword(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                const char *name, const ehoks_json_t *value)
{
    ehoks_keyword_fn *read = keyword_of_naming(name);
    if (!read) {
        read = ehoks_keyword_of_structure(name);
    }
    if (!read) {
        read = ehoks_keyword_of_value(name, compiler->kind != NULL);
    }
    if (!read && strncmp(name, "x-", 2) == 0) {
        return NULL;
    }
    if (!read) {
        return apr_psprintf(compiler->pool, "unsupported keyword \"%s\" at %s",
                            name, *node->pointer ? node->pointer : "the top");
    }
    return read(compiler, node, value,
                key_pointer(compiler, node->pointer, name));
}

/* The name of a definition, "" for a schema that stands elsewhere. */
static const char *entity_of(const char *pointer)
{
    static const char definitions[] = "/$defs/";
    apr_size_t length = sizeof(definitions) - 1;

    if (strncmp(pointer, definitions, length) != 0
        || strchr(pointer + length, '/')) {
        return "";
    }
    return pointer + length;
}

static ehoks_node_t *new_node(ehoks_compiler_t *compiler,
                              const ehoks_json_t *source, const char *pointer)
{
    ehoks_node_t *node = apr_pcalloc(compiler->pool, sizeof(*node));
    const ehoks_json_t **address = apr_palloc(compiler->pool, sizeof(source));

    *address = source;
    apr_hash_set(compiler->nodes, address, sizeof(source), node);
    *(ehoks_node_t **)apr_array_push(compiler->list) = node;
    node->pointer = pointer;
    node->entity = entity_of(pointer);
    return node;
}

const char *ehoks_compile_node(ehoks_compiler_t *compiler,
                               const ehoks_node_t **made,
                               const ehoks_json_t *source, const char *pointer)
{
    ehoks_json_type_e type = ehoks_json_type(source);
    const char *problem = NULL;

    *made = apr_hash_get(compiler->nodes, &source, sizeof(source));
    if (*made) {
        return NULL;
    }
    if (type != EHOKS_JSON_OBJECT && type != EHOKS_JSON_BOOLEAN) {
        return ehoks_bad_keyword(compiler, pointer, "a schema");
    }
    ehoks_node_t *node = new_node(compiler, source, pointer);
    *made = node;
    node->is_false = type == EHOKS_JSON_BOOLEAN && !ehoks_json_is_true(source);
    for (void *i = ehoks_json_first(source); i && !problem;
         i = ehoks_json_next(source, i)) {
        problem = read_keyword(compiler, node, ehoks_json_key(i),
                               ehoks_json_value(i));
    }
    if (node->null_is_list && node->types) {
        node->types |= EHOKS_TYPE_NULL;
    }
    if (node->members) {
        ehoks_members_seal(node->members, compiler->pool);
    }
    return problem;
}

/* Splits "PUT-virkailija" into what the compiler asks for. */
static const char *choose_kind(ehoks_compiler_t *compiler, const char *kind)
{
    static const struct {
        const char *method;
        int is_body;
    } methods[] = {
        {"POST", 1}, {"PUT", 1}, {"PATCH", 1}, {"GET", 0}, {"VIPUNEN", 0},
    };

    if (!kind) {
        return NULL;
    }
    compiler->kind = kind;
    compiler->method = apr_pstrmemdup(compiler->pool, kind, strcspn(kind, "-"));
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (strcmp(methods[i].method, compiler->method) == 0) {
            compiler->is_body = methods[i].is_body;
            return NULL;
        }
    }
    return apr_psprintf(compiler->pool, "unknown kind of request \"%s\"", kind);
}

const char *ehoks_schema_compile(ehoks_schema_t **schema, apr_pool_t *pool,
                                 const ehoks_json_t *source, const char *root,
                                 const char *kind)
{
    ehoks_compiler_t compiler = {.pool = pool, .source = source};
    const ehoks_node_t *top = NULL;

    compiler.nodes = apr_hash_make(pool);
    compiler.list = apr_array_make(pool, 64, sizeof(ehoks_node_t *));
    const char *problem = choose_kind(&compiler, kind);
    if (!problem) {
        problem = ehoks_compile_node(&compiler, &top, source, "");
    }
    if (!problem) {
        problem = ehoks_link_nodes(&compiler);
    }
    if (problem) {
        return problem;
    }
    if (root) {
        const ehoks_json_t *start =
            ehoks_json_path(source, "$defs", root, NULL);
        top = apr_hash_get(compiler.nodes, &start, sizeof(start));
        if (!top) {
            return apr_psprintf(pool, "no definition \"%s\"", root);
        }
    }
    *schema = apr_palloc(pool, sizeof(**schema));
    (*schema)->root = top;
    return NULL;
}
