/* What the parts of checking share: validate.c walks a document along the
 * nodes, value.c checks single values. Private to modules/schema.
 */
#ifndef EHOKS_SCHEMA_CHECK_H
#define EHOKS_SCHEMA_CHECK_H

#include "node.h"

/* Where the walk is: the way back to the top. Lives on the stack, and becomes
 * a JSON Pointer only when there is something to tell. */
typedef struct ehoks_place_t {
    const struct ehoks_place_t *parent; /* NULL at the top */
    const char *key;                    /* NULL: an item of a list */
    apr_size_t index;
} ehoks_place_t;

typedef struct {
    ehoks_problems_t *problems; /* NULL: only the outcome is asked */
    ehoks_pattern_run_t patterns;
} ehoks_run_t;

/* All checks answer 1 when everything is right. When problems are not
 * collected they stop at the first. */

/* Tells one problem; answers 0. `argument` may be NULL. */
int ehoks_tell(ehoks_run_t *run, const ehoks_place_t *place,
               ehoks_problem_kind_e kind, const char *code,
               const char *argument);

int ehoks_check_type(ehoks_run_t *run, const ehoks_node_t *node,
                     const ehoks_json_t *value, const ehoks_place_t *place);
int ehoks_check_values(ehoks_run_t *run, const ehoks_node_t *node,
                       const ehoks_json_t *value, const ehoks_place_t *place);
int ehoks_check_number(ehoks_run_t *run, const ehoks_node_t *node,
                       const ehoks_json_t *value, const ehoks_place_t *place);
int ehoks_check_text(ehoks_run_t *run, const ehoks_node_t *node,
                     const ehoks_json_t *value, const ehoks_place_t *place);
/* The number of items and that they differ; not the items themselves. */
int ehoks_check_count(ehoks_run_t *run, const ehoks_node_t *node,
                      const ehoks_json_t *value, const ehoks_place_t *place);

#endif
