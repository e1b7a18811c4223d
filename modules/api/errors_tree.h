/* The `errors` tree of the old service: the document's shape with a text at
 * each wrong place (contract: rules.md 2). */
#ifndef EHOKS_API_ERRORS_TREE_H
#define EHOKS_API_ERRORS_TREE_H

#include "../core/catalogue.h"
#include "../core/err.h"
#include "../core/json.h"

/* Builds the tree of `err` (an E-VALID). An error of the whole document is a
 * text, not a tree. Entity rules are told only where everything below is
 * right, and one for each object. */
ehoks_json_t *ehoks_errors_tree(apr_pool_t *pool, const ehoks_err_t *err,
                                const ehoks_catalogue_t *catalogue);

/* The leaf text of one problem: the old service's word, or the Finnish text. */
const char *ehoks_errors_leaf(apr_pool_t *pool, const ehoks_problem_t *problem,
                              const ehoks_catalogue_t *catalogue);

#endif
