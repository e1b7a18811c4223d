/* The walk that shows every object of a document to a visitor, together with
 * what the schema calls it.
 */
#include "node.h"
#include "schema.h"

typedef struct {
    ehoks_schema_visit_fn *visit;
    void *baton;
} tour_t;

static void tour_value(const tour_t *tour, const ehoks_node_t *node,
                       ehoks_json_t *value, ehoks_schema_place_t *place);

/* Only such values have objects in them; most members are none, and need not
 * be looked up. */
static int has_parts(const ehoks_json_t *value)
{
    ehoks_json_type_e type = ehoks_json_type(value);

    return type == EHOKS_JSON_OBJECT || type == EHOKS_JSON_ARRAY;
}

static void tour_object(const tour_t *tour, const ehoks_node_t *node,
                        ehoks_json_t *object, ehoks_schema_place_t *place)
{
    place->entity = node->entity;
    place->has_module_id = node->has_module_id;
    place->object = object;
    tour->visit(tour->baton, place);
    for (void *i = ehoks_json_first(object); i;
         i = ehoks_json_next(object, i)) {
        ehoks_json_t *value = ehoks_json_value(i);
        if (!has_parts(value)) {
            continue;
        }
        const char *key = ehoks_json_key(i);
        const ehoks_member_t *member =
            ehoks_members_find(node->members, key, ehoks_json_key_length(i));
        if (member && member->node) {
            ehoks_schema_place_t below = {.key = key, .parent = place};
            tour_value(tour, member->node, value, &below);
        }
    }
}

static void tour_value(const tour_t *tour, const ehoks_node_t *node,
                       ehoks_json_t *value, ehoks_schema_place_t *place)
{
    ehoks_json_type_e type = ehoks_json_type(value);

    if (type == EHOKS_JSON_OBJECT) {
        while (node && !node->members) {
            node = node->ref;
        }
        if (node) {
            tour_object(tour, node, value, place);
        }
    }
    else if (type == EHOKS_JSON_ARRAY) {
        while (node && !node->items) {
            node = node->ref;
        }
        for (apr_size_t i = 0; node && i < ehoks_json_size(value); i++) {
            place->index = i;
            tour_value(tour, node->items, ehoks_json_at(value, i), place);
        }
    }
}

void ehoks_schema_visit(const ehoks_schema_t *schema, ehoks_json_t *document,
                        ehoks_schema_visit_fn *visit, void *baton)
{
    tour_t tour = {visit, baton};
    ehoks_schema_place_t top = {.entity = ""};

    tour_value(&tour, schema->root, document, &top);
}

const char *ehoks_schema_place_pointer(apr_pool_t *pool,
                                       const ehoks_schema_place_t *place)
{
    const char *pointer;

    if (!place->parent)
        return "";
    pointer = ehoks_pointer_key(
        pool, ehoks_schema_place_pointer(pool, place->parent), place->key);
    return ehoks_json_type(ehoks_json_get(place->parent->object, place->key))
                   == EHOKS_JSON_ARRAY
               ? ehoks_pointer_index(pool, pointer, place->index)
               : pointer;
}
