/* The last steps of compiling, over all nodes at once: following references,
 * handing texts down, finding circles, and shortening ways.
 */
#include <stdlib.h>
#include <string.h>

#include <apr_escape.h>
#include <apr_strings.h>

#include "compiler.h"

/* --- where a reference leads --------------------------------------------- */

/* Undoes the escapes of one part of a JSON Pointer, in place. */
static void unescape_tilde(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        if (at[0] == '~' && (at[1] == '0' || at[1] == '1')) {
            *to++ = at[1] == '0' ? '~' : '/';
            at++;
        }
        else {
            *to++ = *at;
        }
    }
    *to = '\0';
}

static const ehoks_json_t *step(const ehoks_json_t *value, const char *part)
{
    if (ehoks_json_type(value) == EHOKS_JSON_ARRAY) {
        return part[strspn(part, "0123456789")] == '\0' && *part
                   ? ehoks_json_at(value, strtoul(part, NULL, 10))
                   : NULL;
    }
    return ehoks_json_get(value, part);
}

const ehoks_json_t *ehoks_resolve(ehoks_compiler_t *compiler,
                                  const char *reference, const char **problem)
{
    const ehoks_json_t *value = compiler->source;

    if (reference[0] != '#') {
        *problem = "leads out of the document, which is not supported";
        return NULL;
    }
    char *pointer = apr_pstrdup(compiler->pool, reference + 1);
    /* A "%" that escapes nothing stays as it is. */
    (void)apr_unescape_url(pointer, pointer, APR_ESCAPE_STRING, NULL, NULL, 0,
                           NULL);
    if (*pointer != '\0' && *pointer != '/') {
        *problem = "names an anchor, which is not supported";
        return NULL;
    }
    while (value && *pointer == '/') {
        char *part = pointer + 1;
        char *end = part + strcspn(part, "/");
        pointer = *end ? end : NULL;
        char *word =
            apr_pstrmemdup(compiler->pool, part, (apr_size_t)(end - part));
        unescape_tilde(word);
        value = step(value, word);
        if (!pointer) {
            break;
        }
    }
    if (!value) {
        *problem = "leads to nowhere";
    }
    return value;
}

/* --- circles ------------------------------------------------------------- */

typedef enum { VISIT_UNDER_WAY = 1, VISIT_DONE } visit_e;

typedef struct {
    apr_pool_t *pool;
    apr_hash_t *visits; /* node → visit_e */
} circles_t;

static const ehoks_node_t *find_circle(circles_t *circles,
                                       const ehoks_node_t *node);

static const ehoks_node_t *circle_in_list(circles_t *circles,
                                          const ehoks_nodes_t *nodes)
{
    const ehoks_node_t *found = NULL;

    for (apr_size_t i = 0; nodes && i < nodes->count && !found; i++) {
        found = find_circle(circles, nodes->at[i]);
    }
    return found;
}

/* A node that, while the same value is checked, comes to itself again. */
static const ehoks_node_t *find_circle(circles_t *circles,
                                       const ehoks_node_t *node)
{
    static const visit_e under_way = VISIT_UNDER_WAY;
    static const visit_e done = VISIT_DONE;

    if (!node) {
        return NULL;
    }
    const visit_e *visit = apr_hash_get(circles->visits, &node, sizeof(node));
    if (visit) {
        return *visit == VISIT_UNDER_WAY ? node : NULL;
    }
    const void *key = apr_pmemdup(circles->pool, &node, sizeof(node));
    apr_hash_set(circles->visits, key, sizeof(node), &under_way);
    const ehoks_node_t *next[] = {node->ref, node->not_this, node->if_this,
                                  node->then_that, node->else_that};
    const ehoks_nodes_t *lists[] = {node->all_of, node->any_of, node->one_of};
    const ehoks_node_t *found = NULL;
    for (size_t i = 0; i < sizeof(next) / sizeof(next[0]) && !found; i++) {
        found = find_circle(circles, next[i]);
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]) && !found; i++) {
        found = circle_in_list(circles, lists[i]);
    }
    apr_hash_set(circles->visits, key, sizeof(node), &done);
    return found;
}

/* --- texts and short cuts ------------------------------------------------ */

/* The node, its references included, with another x-text-code. */
static const ehoks_node_t *with_text_code(apr_pool_t *pool,
                                          const ehoks_node_t *node,
                                          const char *text_code)
{
    ehoks_node_t *copy = apr_pmemdup(pool, node, sizeof(*node));

    copy->text_code = text_code;
    if (copy->ref) {
        copy->ref = with_text_code(pool, copy->ref, text_code);
    }
    return copy;
}

/* What a node that does nothing but refer stands for. */
static const ehoks_node_t *short_cut(const ehoks_node_t *node)
{
    while (node && node->ref && !node->has && !node->types && !node->is_false
           && !node->rule && !node->is_trimmed && !node->null_is_list) {
        node = node->ref;
    }
    return node;
}

static void shorten(ehoks_node_t *node)
{
    node->items = short_cut(node->items);
    node->ref = short_cut(node->ref);
    for (int i = 0; node->members && i < node->members->list->nelts; i++) {
        ehoks_member_t *member =
            &APR_ARRAY_IDX(node->members->list, i, ehoks_member_t);
        member->node = short_cut(member->node);
    }
}

const char *ehoks_link_nodes(ehoks_compiler_t *compiler)
{
    circles_t circles = {compiler->pool, apr_hash_make(compiler->pool)};

    for (int i = 0; i < compiler->list->nelts; i++) {
        const ehoks_node_t *circle = find_circle(
            &circles, APR_ARRAY_IDX(compiler->list, i, ehoks_node_t *));
        if (circle) {
            return apr_psprintf(compiler->pool,
                                "the schema at %s refers to itself",
                                *circle->pointer ? circle->pointer : "the top");
        }
    }
    for (int i = 0; i < compiler->list->nelts; i++) {
        ehoks_node_t *node = APR_ARRAY_IDX(compiler->list, i, ehoks_node_t *);
        if (node->text_code && node->ref) {
            node->ref =
                with_text_code(compiler->pool, node->ref, node->text_code);
        }
    }
    for (int i = 0; i < compiler->list->nelts; i++) {
        shorten(APR_ARRAY_IDX(compiler->list, i, ehoks_node_t *));
    }
    return NULL;
}
