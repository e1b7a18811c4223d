/* Walks a document along the compiled schema and tells everything that is
 * wrong, in the order of the document. Rules about an object as a whole
 * (x-rule) are looked at only when everything in the object is right: a rule
 * that compares two days says nothing sensible about days that are none.
 */
#include <apr_strings.h>

#include "check.h"
#include "schema.h"

static int check(ehoks_run_t *run, const ehoks_node_t *node,
                 const ehoks_json_t *value, const ehoks_place_t *place);

/* --- telling ------------------------------------------------------------- */

static const char *pointer_of(apr_pool_t *pool, const ehoks_place_t *place)
{
    if (!place->parent) {
        return "";
    }
    const char *pointer = pointer_of(pool, place->parent);
    return place->key ? ehoks_pointer_key(pool, pointer, place->key)
                      : ehoks_pointer_index(pool, pointer, place->index);
}

int ehoks_tell(ehoks_run_t *run, const ehoks_place_t *place,
               ehoks_problem_kind_e kind, const char *code,
               const char *argument)
{
    if (run->problems) {
        ehoks_problem_t problem = {.kind = kind, .code = code};
        problem.arguments[0] = argument;
        problem.pointer = ehoks_problems_full(run->problems)
                              ? ""
                              : pointer_of(run->problems->pool, place);
        ehoks_problems_add(run->problems, &problem);
    }
    return 0;
}

static int tell_field(ehoks_run_t *run, const ehoks_place_t *place,
                      const char *code)
{
    return ehoks_tell(run, place, EHOKS_PROBLEM_FIELD, code, NULL);
}

/* Whether the value is right, telling nothing. */
static int holds(ehoks_run_t *run, const ehoks_node_t *node,
                 const ehoks_json_t *value, const ehoks_place_t *place)
{
    ehoks_problems_t *problems = run->problems;

    run->problems = NULL;
    int is_right = check(run, node, value, place);
    run->problems = problems;
    return is_right;
}

/* --- objects and lists --------------------------------------------------- */

/* The keys that are required and not there. */
static int check_missing(ehoks_run_t *run, const ehoks_node_t *node,
                         const ehoks_json_t *object, const ehoks_place_t *place)
{
    int is_right = 1;

    for (int i = 0; i < node->members->list->nelts; i++) {
        const ehoks_member_t *member =
            &APR_ARRAY_IDX(node->members->list, i, ehoks_member_t);
        if (member->is_required && !ehoks_json_get(object, member->key)) {
            ehoks_place_t missing = {place, member->key, 0};
            is_right = tell_field(run, &missing, "PAKOLLINEN");
        }
    }
    return is_right;
}

static int check_object(ehoks_run_t *run, const ehoks_node_t *node,
                        const ehoks_json_t *object, const ehoks_place_t *place)
{
    int is_right = 1;
    unsigned required = 0; /* how many of them were met */

    for (void *i = ehoks_json_first(object); i;
         i = ehoks_json_next(object, i)) {
        const char *key = ehoks_json_key(i);
        ehoks_place_t here = {place, key, 0};
        const ehoks_member_t *member =
            ehoks_members_find(node->members, key, ehoks_json_key_length(i));
        const ehoks_node_t *of_value =
            member && member->node ? member->node : node->additional;
        required += member && member->is_required;
        if (of_value && of_value->is_false && of_value == node->additional) {
            is_right = tell_field(run, &here, "G-01");
        }
        else if (of_value) {
            is_right &= check(run, of_value, ehoks_json_value(i), &here);
        }
        if (!is_right && !run->problems) {
            return 0;
        }
    }
    if (required < node->members->required) {
        is_right &= check_missing(run, node, object, place);
    }
    return is_right;
}

static int check_array(ehoks_run_t *run, const ehoks_node_t *node,
                       const ehoks_json_t *array, const ehoks_place_t *place)
{
    apr_size_t count = ehoks_json_size(array);
    apr_size_t prefix = node->prefix ? node->prefix->count : 0;
    int is_right = ehoks_check_count(run, node, array, place);

    for (apr_size_t i = 0; i < count; i++) {
        const ehoks_node_t *item =
            i < prefix ? node->prefix->at[i] : node->items;
        ehoks_place_t here = {place, NULL, i};
        if (item) {
            is_right &= check(run, item, ehoks_json_at(array, i), &here);
        }
        if (!is_right && !run->problems) {
            return 0;
        }
    }
    return is_right;
}

/* --- combined conditions ------------------------------------------------- */

static apr_size_t count_holding(ehoks_run_t *run, const ehoks_nodes_t *nodes,
                                const ehoks_json_t *value,
                                const ehoks_place_t *place)
{
    apr_size_t count = 0;

    for (apr_size_t i = 0; i < nodes->count; i++) {
        count += (apr_size_t)holds(run, nodes->at[i], value, place);
    }
    return count;
}

static int check_if(ehoks_run_t *run, const ehoks_node_t *node,
                    const ehoks_json_t *value, const ehoks_place_t *place)
{
    const ehoks_node_t *next = holds(run, node->if_this, value, place)
                                   ? node->then_that
                                   : node->else_that;

    return !next || check(run, next, value, place);
}

/* Conditions that are not rules of the entity. */
static int check_combined(ehoks_run_t *run, const ehoks_node_t *node,
                          const ehoks_json_t *value, const ehoks_place_t *place)
{
    int is_right = 1;

    for (apr_size_t i = 0; node->all_of && i < node->all_of->count; i++) {
        if (!node->all_of->at[i]->rule) {
            is_right &= check(run, node->all_of->at[i], value, place);
        }
    }
    if (node->any_of && !node->any_of->rule
        && count_holding(run, node->any_of, value, place) == 0) {
        is_right = tell_field(run, place, "EHTO");
    }
    if (node->one_of && !node->one_of->rule
        && count_holding(run, node->one_of, value, place) != 1) {
        is_right = tell_field(run, place, "EHTO");
    }
    if (node->not_this && holds(run, node->not_this, value, place)) {
        is_right = tell_field(run, place, "EHTO");
    }
    if (node->if_this) {
        is_right &= check_if(run, node, value, place);
    }
    return is_right;
}

static int tell_rule(ehoks_run_t *run, const ehoks_place_t *place,
                     const char *rule)
{
    return ehoks_tell(run, place, EHOKS_PROBLEM_ENTITY, rule, NULL);
}

/* Conditions that state a rule of the entity (x-rule): told once by the code
 * of the rule, never by what exactly does not fit. */
static int check_rules(ehoks_run_t *run, const ehoks_node_t *node,
                       const ehoks_json_t *value, const ehoks_place_t *place)
{
    int is_right = 1;

    for (apr_size_t i = 0; node->all_of && i < node->all_of->count; i++) {
        const ehoks_node_t *rule = node->all_of->at[i];
        if (rule->rule && !holds(run, rule, value, place)) {
            is_right = tell_rule(run, place, rule->rule);
        }
    }
    if (node->any_of && node->any_of->rule
        && count_holding(run, node->any_of, value, place) == 0) {
        is_right = tell_rule(run, place, node->any_of->rule);
    }
    if (node->one_of && node->one_of->rule
        && count_holding(run, node->one_of, value, place) != 1) {
        is_right = tell_rule(run, place, node->one_of->rule);
    }
    return is_right;
}

/* --- the walk ------------------------------------------------------------ */

/* Checks that belong to the type that the value has. */
static int check_by_type(ehoks_run_t *run, const ehoks_node_t *node,
                         const ehoks_json_t *value, const ehoks_place_t *place)
{
    switch (ehoks_json_type(value)) {
    case EHOKS_JSON_STRING:
        return !(node->has & EHOKS_HAS_STRING)
               || ehoks_check_text(run, node, value, place);
    case EHOKS_JSON_INTEGER:
    case EHOKS_JSON_REAL:
        return !(node->has & EHOKS_HAS_NUMBER)
               || ehoks_check_number(run, node, value, place);
    case EHOKS_JSON_ARRAY:
        return !(node->has & EHOKS_HAS_ARRAY)
               || check_array(run, node, value, place);
    case EHOKS_JSON_OBJECT:
        return !(node->has & EHOKS_HAS_OBJECT)
               || check_object(run, node, value, place);
    default: return 1;
    }
}

static int check(ehoks_run_t *run, const ehoks_node_t *node,
                 const ehoks_json_t *value, const ehoks_place_t *place)
{
    if (node->is_false) {
        return tell_field(run, place, "EHTO");
    }
    if (node->types && !ehoks_check_type(run, node, value, place)) {
        return 0; /* the rest would only say the same */
    }
    int is_right = node->has ? check_by_type(run, node, value, place) : 1;
    if (node->ref) {
        is_right &= check(run, node->ref, value, place);
    }
    if (node->has & EHOKS_HAS_VALUES) {
        is_right &= ehoks_check_values(run, node, value, place);
    }
    if (node->has & EHOKS_HAS_COMBINED) {
        is_right &= check_combined(run, node, value, place);
        is_right = is_right && check_rules(run, node, value, place);
    }
    return is_right;
}

void ehoks_schema_validate(const ehoks_schema_t *schema,
                           const ehoks_json_t *document,
                           ehoks_problems_t *problems)
{
    ehoks_run_t run = {.problems = problems};
    ehoks_place_t top = {NULL, NULL, 0};

    check(&run, schema->root, document, &top);
    ehoks_pattern_run_release(&run.patterns);
}
