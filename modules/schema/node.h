/* The compiled form of a schema. Private to modules/schema.
 *
 * A node is one schema object of the source; the tree of nodes may have
 * cycles, since a $ref is a pointer. Nodes are written while compiling and
 * only read afterwards.
 */
#ifndef EHOKS_SCHEMA_NODE_H
#define EHOKS_SCHEMA_NODE_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "../core/json.h"
#include "../core/oid.h"
#include "../core/problems.h"

typedef struct ehoks_node_t ehoks_node_t;

/* JSON types as bits; a whole number has EHOKS_TYPE_INTEGER and
 * EHOKS_TYPE_NUMBER. */
typedef enum {
    EHOKS_TYPE_NULL = 1,
    EHOKS_TYPE_BOOLEAN = 2,
    EHOKS_TYPE_INTEGER = 4,
    EHOKS_TYPE_NUMBER = 8,
    EHOKS_TYPE_STRING = 16,
    EHOKS_TYPE_ARRAY = 32,
    EHOKS_TYPE_OBJECT = 64
} ehoks_node_type_e;

/* --- patterns (pattern.c) ------------------------------------------------ */

typedef struct ehoks_pattern_t ehoks_pattern_t;

/* What matching needs besides the pattern; one per validation, because
 * patterns are shared by threads. Zero-initialise; end with _release. */
typedef struct {
    void *data;
} ehoks_pattern_run_t;

/* Compiles an ECMA 262 regular expression for texts in UTF-8; NULL, or why it
 * cannot be compiled. Lives in the pool. */
const char *ehoks_pattern_compile(ehoks_pattern_t **pattern, apr_pool_t *pool,
                                  const char *text);
int ehoks_pattern_matches(const ehoks_pattern_t *pattern,
                          ehoks_pattern_run_t *run, const char *text,
                          apr_size_t length);
void ehoks_pattern_run_release(ehoks_pattern_run_t *run);

/* --- members of objects (members.c) -------------------------------------- */

typedef struct {
    const char *key;
    apr_size_t length;
    const ehoks_node_t *node; /* NULL: only required, not described */
    int is_required;
    int is_list_always;   /* x-null: output has at least an empty list */
    int is_object_always; /* x-always: output has at least an object */
} ehoks_member_t;

/* Members by key: a table with open addressing, at most half full. */
typedef struct {
    apr_array_header_t *list; /* of ehoks_member_t, in order of the source */
    unsigned *slots;          /* index into `list` plus 1; 0 = free */
    unsigned mask;            /* slots − 1 */
    unsigned required;        /* how many of `list` are required */
} ehoks_members_t;

ehoks_members_t *ehoks_members_make(apr_pool_t *pool);
/* The member of `key`, added when it is not there. The pointer is good until
 * the next call. */
ehoks_member_t *ehoks_members_add(ehoks_members_t *members, const char *key);
/* Builds the table; nothing may be added afterwards. */
void ehoks_members_seal(ehoks_members_t *members, apr_pool_t *pool);
const ehoks_member_t *ehoks_members_find(const ehoks_members_t *members,
                                         const char *key, apr_size_t length);

/* --- nodes --------------------------------------------------------------- */

typedef enum {
    EHOKS_LIMIT_MINIMUM,
    EHOKS_LIMIT_MAXIMUM,
    EHOKS_LIMIT_ABOVE, /* exclusiveMinimum */
    EHOKS_LIMIT_BELOW  /* exclusiveMaximum */
} ehoks_limit_e;

typedef struct {
    ehoks_limit_e kind;
    const ehoks_json_t *bound;
    const char *text; /* argument of the problem: ">= 0" */
    int is_storage;   /* x-storage: x-text-code does not speak of it */
} ehoks_limit_t;

/* How many: characters of a text or items of a list. */
typedef struct {
    apr_size_t minimum;
    apr_size_t maximum;
    const char *minimum_text;
    const char *maximum_text; /* NULL: no maximum */
} ehoks_size_t;

typedef enum {
    EHOKS_FORMAT_NONE,
    EHOKS_FORMAT_DATE,
    EHOKS_FORMAT_DATE_TIME,
    EHOKS_FORMAT_UUID
} ehoks_format_e;

/* Which groups of keywords a node has: lets the walk skip the others. */
typedef enum {
    EHOKS_HAS_VALUES = 1,   /* enum, const */
    EHOKS_HAS_NUMBER = 2,   /* limits */
    EHOKS_HAS_STRING = 4,   /* length, pattern, format, check digit */
    EHOKS_HAS_ARRAY = 8,    /* items and their number */
    EHOKS_HAS_OBJECT = 16,  /* members */
    EHOKS_HAS_COMBINED = 32 /* allOf anyOf oneOf not if */
} ehoks_has_e;

/* A list of schemas. */
typedef struct {
    apr_size_t count;
    const ehoks_node_t **at;
    const char *rule; /* x-rule that its schemas state together, or NULL */
} ehoks_nodes_t;

struct ehoks_node_t {
    const char *pointer; /* of the source, for compile errors */
    const char *entity;  /* name of the definition, "" for none */
    int has;             /* ehoks_has_e bits */
    int is_false;        /* the schema `false` */
    int types;           /* ehoks_node_type_e bits; 0 = any */
    const char *type_text;
    const ehoks_node_t *ref;

    const ehoks_json_t *const *values; /* enum */
    apr_size_t value_count;
    const char *value_text; /* NULL: no enum */
    const ehoks_json_t *constant;
    const char *constant_text;

    apr_array_header_t *limits; /* of ehoks_limit_t; NULL: none */

    ehoks_size_t characters;
    ehoks_pattern_t *pattern;
    const char *pattern_text;
    ehoks_format_e format;
    ehoks_checksum_e checksum;
    const char *checksum_code; /* rule that a wrong check digit breaks */
    int is_instant;            /* rule G-07 */
    const char *text_code;     /* x-text-code, or NULL */

    const ehoks_nodes_t *prefix; /* prefixItems */
    const ehoks_node_t *items;
    ehoks_size_t count;
    int is_unique;

    ehoks_members_t *members;
    const ehoks_node_t *additional; /* NULL: anything */
    int has_module_id;

    const ehoks_nodes_t *all_of; /* NULL: none */
    const ehoks_nodes_t *any_of;
    const ehoks_nodes_t *one_of;
    const ehoks_node_t *not_this;
    const ehoks_node_t *if_this;
    const ehoks_node_t *then_that;
    const ehoks_node_t *else_that;
    const char *rule; /* x-rule: failing breaks a rule of the entity */

    int is_trimmed;      /* x-trim */
    int null_is_list;    /* x-null, in a body */
    int reals_are_whole; /* the only type is integer */
};

struct ehoks_schema_t {
    const ehoks_node_t *root;
};

#endif
