/* What is wrong with a document or a parameter: a list that grows while
 * checks run and is rendered once (as `virheet` and as the old `errors` tree,
 * contract/README.md 9). Holds codes and arguments, never finished sentences:
 * the texts in three languages stand in conf/errors.json under the code.
 */
#ifndef EHOKS_CORE_PROBLEMS_H
#define EHOKS_CORE_PROBLEMS_H

#include <apr_pools.h>
#include <apr_tables.h>

/* More problems than this are counted, not kept: a hostile document must not
 * get an answer many times its own size. */
#define EHOKS_PROBLEMS_MAX 1000

#define EHOKS_PROBLEM_ARGUMENTS 2

typedef enum {
    EHOKS_PROBLEM_FIELD, /* stands at a value, a missing or an extra key */
    EHOKS_PROBLEM_ENTITY /* an object as a whole breaks a rule; the old tree
                             tells it only when all below it is right */
} ehoks_problem_kind_e;

typedef struct {
    ehoks_problem_kind_e kind;
    const char *pointer;   /* JSON Pointer; "" = the whole document */
    const char *parameter; /* header or parameter name, else NULL */
    const char *code;      /* rule id: a key of conf/errors.json */
    /* What stands in the text's {1} and {2}; NULL where not used. Comes from
     * the schema, never from the document: texts go into logs. */
    const char *arguments[EHOKS_PROBLEM_ARGUMENTS];
} ehoks_problem_t;

typedef struct {
    apr_pool_t *pool;
    apr_array_header_t *list; /* of ehoks_problem_t, in document order */
    apr_size_t total;         /* also those that were only counted */
} ehoks_problems_t;

/* An empty list; it and all it holds live in the pool. */
ehoks_problems_t *ehoks_problems_make(apr_pool_t *pool);

/* 1 when a further problem would only be counted: its pointer need not be
 * built then. */
int ehoks_problems_full(const ehoks_problems_t *problems);

/* Appends a copy of `problem`; the strings are kept, not copied, except the
 * pointer. */
void ehoks_problems_add(ehoks_problems_t *problems,
                        const ehoks_problem_t *problem);

/* JSON Pointer of `key` below `pointer`, escaped (RFC 6901). */
const char *ehoks_pointer_key(apr_pool_t *pool, const char *pointer,
                              const char *key);
const char *ehoks_pointer_index(apr_pool_t *pool, const char *pointer,
                                apr_size_t index);

/* The next token of a JSON Pointer, unescaped and in the pool; moves
 * `*pointer`, which must begin with a slash, behind it. */
const char *ehoks_pointer_token(apr_pool_t *pool, const char **pointer);

#endif
