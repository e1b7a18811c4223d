/* What the parts of the schema compiler share: compile.c walks the source,
 * structure.c reads the keywords that hold schemas, keywords.c those about one
 * value, link.c finishes the whole. Private to modules/schema.
 */
#ifndef EHOKS_SCHEMA_COMPILER_H
#define EHOKS_SCHEMA_COMPILER_H

#include <apr_hash.h>

#include "node.h"

typedef struct {
    apr_pool_t *pool;
    const ehoks_json_t *source;
    const char *kind;         /* NULL: a plain JSON Schema */
    const char *method;       /* `kind` without "-virkailija" */
    int is_body;              /* a method whose documents clients send */
    apr_hash_t *nodes;        /* address of a source value → ehoks_node_t */
    apr_array_header_t *list; /* all of them, in order of making */
} ehoks_compiler_t;

/* Reads one keyword into a node. `pointer` names the keyword's value.
 * Returns NULL or a sentence. */
typedef const char *ehoks_keyword_fn(ehoks_compiler_t *compiler,
                                     ehoks_node_t *node,
                                     const ehoks_json_t *value,
                                     const char *pointer);

/* Keywords that hold schemas: members, items, combined conditions. NULL when
 * `name` is none of them. */
ehoks_keyword_fn *ehoks_keyword_of_structure(const char *name);

/* Keywords about one value: type, enum, limits, patterns, and, for a kind,
 * x-checksum and the like. NULL when `name` is none of them. */
ehoks_keyword_fn *ehoks_keyword_of_value(const char *name, int has_kind);

/* Makes the node of a source value, or finds it when it is made already or
 * just being made: that is how a schema may refer to itself. `pointer` says
 * where the source stands. NULL or a sentence. */
const char *ehoks_compile_node(ehoks_compiler_t *compiler,
                               const ehoks_node_t **made,
                               const ehoks_json_t *source, const char *pointer);

/* The sentence for a keyword whose value is not as it must be. */
const char *ehoks_bad_keyword(ehoks_compiler_t *compiler, const char *pointer,
                              const char *wanted);

/* Finishes the nodes: those that only refer are bypassed, x-text-code is
 * handed to what its node refers to, and a schema that refers to itself
 * without descending into the document is refused. NULL or a sentence. */
const char *ehoks_link_nodes(ehoks_compiler_t *compiler);

/* The value that `reference` ("#", "#/…") means, or NULL and a sentence. */
const ehoks_json_t *ehoks_resolve(ehoks_compiler_t *compiler,
                                  const char *reference, const char **problem);

#endif
