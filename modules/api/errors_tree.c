/* Builds the `errors` tree of the old service out of a flat list. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../core/text.h"
#include "errors_tree.h"

const char *ehoks_errors_leaf(apr_pool_t *pool, const ehoks_problem_t *problem,
                              const ehoks_catalogue_t *catalogue)
{
    const ehoks_catalogue_rule_t *rule =
        ehoks_catalogue_rule(catalogue, problem->code);

    if (!rule)
        return problem->code;
    return rule->leaf ? rule->leaf
                      : ehoks_text_fill(pool, rule->fi, problem->arguments,
                                        EHOKS_PROBLEM_ARGUMENTS);
}

/* A list of the tree: as long as the document's, null where all is well. */
static ehoks_json_t *empty_list(apr_pool_t *pool, const ehoks_json_t *document)
{
    ehoks_json_t *list = ehoks_json_new_array(pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(document); i++)
        ehoks_json_append(list, ehoks_json_new_null());
    return list;
}

/* Puts `leaf` at `pointer` below `node`, which mirrors `document`; makes the
 * nodes between and returns the node, which is new when it was NULL. What
 * stands there already stays. */
static ehoks_json_t *put_leaf(apr_pool_t *pool, ehoks_json_t *node,
                              const ehoks_json_t *document, const char *pointer,
                              const char *leaf)
{
    const ehoks_json_t *below;
    ehoks_json_t *child;
    const char *token;
    int in_list;

    if (*pointer == '\0')
        return node ? node : ehoks_json_new_string(pool, leaf);
    in_list = ehoks_json_type(document) == EHOKS_JSON_ARRAY;
    if (!node)
        node =
            in_list ? empty_list(pool, document) : ehoks_json_new_object(pool);
    token = ehoks_pointer_token(pool, &pointer);
    if (ehoks_json_type(node) == EHOKS_JSON_STRING)
        return node;
    if (in_list) {
        apr_size_t i = strtoul(token, NULL, 10);

        child = ehoks_json_at(node, i);
        if (ehoks_json_type(child) == EHOKS_JSON_NULL)
            child = NULL;
        below = ehoks_json_at(document, i);
        ehoks_json_set_element(node, i,
                               put_leaf(pool, child, below, pointer, leaf));
    }
    else {
        child = ehoks_json_get(node, token);
        below = ehoks_json_get(document, token);
        ehoks_json_set(node, token,
                       put_leaf(pool, child, below, pointer, leaf));
    }
    return node;
}

/* 1 when another entity rule with a lower id stands at the same object: the
 * old service told only the first, in the order of the ids. */
static int is_told_before(const ehoks_problems_t *problems,
                          const ehoks_problem_t *problem)
{
    int i;

    for (i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *other =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        if (other->kind == EHOKS_PROBLEM_ENTITY
            && strcmp(other->pointer, problem->pointer) == 0
            && strcmp(other->code, problem->code) < 0)
            return 1;
    }
    return 0;
}

/* 1 when some field problem stands below `pointer`. */
static int has_field_problem_below(const ehoks_problems_t *problems,
                                   const char *pointer)
{
    apr_size_t length = strlen(pointer);
    int i;

    for (i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        if (problem->kind == EHOKS_PROBLEM_FIELD
            && strncmp(problem->pointer, pointer, length) == 0
            && problem->pointer[length] == '/')
            return 1;
    }
    return 0;
}

ehoks_json_t *ehoks_errors_tree(apr_pool_t *pool, const ehoks_err_t *err,
                                const ehoks_catalogue_t *catalogue)
{
    const ehoks_problems_t *problems = err->problems;
    ehoks_json_t *tree = NULL;
    int i;

    for (i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        const char *leaf = ehoks_errors_leaf(pool, problem, catalogue);
        const char *pointer = problem->pointer;

        if (problem->parameter)
            pointer = ehoks_pointer_key(pool, "", problem->parameter);
        else if (problem->kind == EHOKS_PROBLEM_ENTITY
                 && (has_field_problem_below(problems, pointer)
                     || is_told_before(problems, problem)))
            continue;
        tree = put_leaf(pool, tree, err->document, pointer, leaf);
    }
    return tree ? tree : ehoks_json_new_object(pool);
}
