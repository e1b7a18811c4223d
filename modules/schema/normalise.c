/* Changes that the schema asks for, in place: bringing a body into the form
 * that is checked and stored, and adding what output always has.
 */
#include <string.h>

#include <apr_strings.h>

#include "../core/text.h"

#include "node.h"
#include "schema.h"

/* A change of one value, asked of every node that speaks of it. Returns the
 * value that takes its place, or the value itself. */
typedef ehoks_json_t *change_fn(const ehoks_node_t *node, apr_pool_t *pool,
                                ehoks_json_t *value);

static ehoks_json_t *change_all(change_fn *change, const ehoks_node_t *node,
                                apr_pool_t *pool, ehoks_json_t *value);

static void change_members(change_fn *change, const ehoks_node_t *node,
                           apr_pool_t *pool, ehoks_json_t *object)
{
    for (void *i = ehoks_json_first(object); i;
         i = ehoks_json_next(object, i)) {
        const ehoks_member_t *member = ehoks_members_find(
            node->members, ehoks_json_key(i), ehoks_json_key_length(i));
        ehoks_json_t *value = ehoks_json_value(i);
        if (!member || !member->node) {
            continue;
        }
        ehoks_json_t *changed = change_all(change, member->node, pool, value);
        if (changed != value) {
            ehoks_json_replace_at(i, object, changed);
        }
    }
}

static void change_items(change_fn *change, const ehoks_node_t *node,
                         apr_pool_t *pool, ehoks_json_t *array)
{
    for (apr_size_t i = 0; i < ehoks_json_size(array); i++) {
        ehoks_json_t *value = ehoks_json_at(array, i);
        ehoks_json_t *changed = change_all(change, node->items, pool, value);
        if (changed != value) {
            ehoks_json_set_element(array, i, changed);
        }
    }
}

/* The value itself first, then what is in it: a change may add to it. */
static ehoks_json_t *change_all(change_fn *change, const ehoks_node_t *node,
                                apr_pool_t *pool, ehoks_json_t *value)
{
    value = change(node, pool, value);
    ehoks_json_type_e type = ehoks_json_type(value);
    if (node->members && type == EHOKS_JSON_OBJECT) {
        change_members(change, node, pool, value);
    }
    if (node->items && type == EHOKS_JSON_ARRAY) {
        change_items(change, node, pool, value);
    }
    if (node->ref) {
        value = change_all(change, node->ref, pool, value);
    }
    for (apr_size_t i = 0; node->all_of && i < node->all_of->count; i++) {
        value = change_all(change, node->all_of->at[i], pool, value);
    }
    return value;
}

static ehoks_json_t *normalised(const ehoks_node_t *node, apr_pool_t *pool,
                                ehoks_json_t *value)
{
    switch (ehoks_json_type(value)) {
    case EHOKS_JSON_NULL:
        return node->null_is_list ? ehoks_json_new_array(pool) : value;
    case EHOKS_JSON_REAL:
        return node->reals_are_whole && ehoks_json_is_whole(value)
                   ? ehoks_json_new_integer(pool, ehoks_json_integer(value))
                   : value;
    case EHOKS_JSON_STRING:
        if (node->is_trimmed) {
            const char *text = ehoks_json_string(value, NULL);
            const char *trimmed = ehoks_text_trim(pool, text);
            return trimmed == text ? value
                                   : ehoks_json_new_string(pool, trimmed);
        }
        return value;
    default: return value;
    }
}

void ehoks_schema_normalise(const ehoks_schema_t *schema, apr_pool_t *pool,
                            ehoks_json_t *document)
{
    change_all(normalised, schema->root, pool, document);
}

static ehoks_json_t *completed(const ehoks_node_t *node, apr_pool_t *pool,
                               ehoks_json_t *value)
{
    if (!node->members || ehoks_json_type(value) != EHOKS_JSON_OBJECT) {
        return value;
    }
    for (int i = 0; i < node->members->list->nelts; i++) {
        const ehoks_member_t *member =
            &APR_ARRAY_IDX(node->members->list, i, ehoks_member_t);
        if (ehoks_json_get(value, member->key)) {
            continue;
        }
        if (member->is_list_always) {
            ehoks_json_set(value, member->key, ehoks_json_new_array(pool));
        }
        else if (member->is_object_always) {
            ehoks_json_set(value, member->key, ehoks_json_new_object(pool));
        }
    }
    return value;
}

void ehoks_schema_complete(const ehoks_schema_t *schema, apr_pool_t *pool,
                           ehoks_json_t *document)
{
    change_all(completed, schema->root, pool, document);
}

/* What the schema does not know goes, what it fixes takes the fixed value. */
static ehoks_json_t *redacted(const ehoks_node_t *node, apr_pool_t *pool,
                              ehoks_json_t *value)
{
    if (node->constant) {
        return ehoks_json_copy(pool, node->constant);
    }
    if (!node->members || ehoks_json_type(value) != EHOKS_JSON_OBJECT) {
        return value;
    }
    void *next;
    for (void *i = ehoks_json_first(value); i; i = next) {
        const char *key = apr_pstrdup(pool, ehoks_json_key(i));
        apr_size_t length = ehoks_json_key_length(i);
        next = ehoks_json_next(value, i);
        if (!ehoks_members_find(node->members, key, length)) {
            ehoks_json_remove(value, key);
        }
    }
    return value;
}

void ehoks_schema_redact(const ehoks_schema_t *schema, apr_pool_t *pool,
                         ehoks_json_t *document)
{
    change_all(redacted, schema->root, pool, document);
}
