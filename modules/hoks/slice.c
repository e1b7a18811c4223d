/* The knife: walks the table of fields and the plan together, and makes a new
 * document of what both have. What the table does not name is never looked
 * at. */
#include <string.h>

#include "slice.h"

typedef struct {
    apr_pool_t *pool;
    const ehoks_slice_t *slice;
    int found; /* chosen parts met so far */
} cut_t;

/* Whether the object is one of the chosen parts. */
static int is_chosen(const cut_t *cut, const ehoks_json_t *object)
{
    const char *module_id = ehoks_json_get_string(object, "module-id");
    const apr_array_header_t *parts = cut->slice->parts;
    int i;

    for (i = 0; module_id && i < parts->nelts; i++) {
        if (!strcmp(module_id, APR_ARRAY_IDX(parts, i, const char *)))
            return 1;
    }
    return 0;
}

static int is_value(const ehoks_json_t *value)
{
    switch (ehoks_json_type(value)) {
    case EHOKS_JSON_BOOLEAN:
    case EHOKS_JSON_INTEGER:
    case EHOKS_JSON_REAL:
    case EHOKS_JSON_STRING: return 1;
    default: return 0;
    }
}

/* The value as it comes out, or NULL: what is neither a value nor a list of
 * values is not what the table meant. */
static ehoks_json_t *copy_value(const cut_t *cut, const ehoks_json_t *value)
{
    apr_size_t i;

    if (ehoks_json_type(value) != EHOKS_JSON_ARRAY)
        return is_value(value) ? ehoks_json_copy(cut->pool, value) : NULL;
    for (i = 0; i < ehoks_json_size(value); i++) {
        if (!is_value(ehoks_json_at(value, i)))
            return NULL;
    }
    return i ? ehoks_json_copy(cut->pool, value) : NULL;
}

static ehoks_json_t *cut_object(cut_t *cut, const ehoks_slice_field_t *fields,
                                const ehoks_json_t *object, int is_inside);

static ehoks_json_t *cut_list(cut_t *cut, const ehoks_slice_field_t *fields,
                              const ehoks_json_t *list, int is_inside)
{
    ehoks_json_t *result = ehoks_json_new_array(cut->pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        ehoks_json_t *element =
            cut_object(cut, fields, ehoks_json_at(list, i), is_inside);
        if (element)
            ehoks_json_append(result, element);
    }
    return ehoks_json_size(result) ? result : NULL;
}

/* What comes out of one member. The groups that a way down needs hold inside
 * of what was chosen; on the way to a chosen part the choice opens it. */
static ehoks_json_t *cut_member(cut_t *cut, const ehoks_slice_field_t *field,
                                const ehoks_json_t *value, int is_inside)
{
    int is_asked = (field->groups & cut->slice->groups) != 0;

    if (!value)
        return NULL;
    if (!field->members)
        return is_asked ? copy_value(cut, value) : NULL;
    if (is_inside && field->groups && !is_asked)
        return NULL;
    if (ehoks_json_type(value) == EHOKS_JSON_ARRAY)
        return cut_list(cut, field->members, value, is_inside);
    return cut_object(cut, field->members, value, is_inside);
}

/* What comes out of an object; NULL when it is nothing. `is_inside`: the
 * object is in what was chosen, else it may be on the way to it. */
static ehoks_json_t *cut_object(cut_t *cut, const ehoks_slice_field_t *fields,
                                const ehoks_json_t *object, int is_inside)
{
    ehoks_json_t *result = ehoks_json_new_object(cut->pool);
    int before = cut->found;

    if (!is_inside && is_chosen(cut, object)) {
        is_inside = 1;
        cut->found++;
    }
    for (; fields->key; fields++) {
        ehoks_json_t *value = cut_member(
            cut, fields, ehoks_json_get(object, fields->key), is_inside);
        if (value)
            ehoks_json_set(result, fields->key, value);
    }
    if (!is_inside && cut->found == before)
        return NULL;
    return ehoks_json_size(result) ? result : NULL;
}

ehoks_json_t *ehoks_slice_cut(apr_pool_t *pool, const ehoks_json_t *plan,
                              const ehoks_slice_t *slice)
{
    cut_t cut = {pool, slice, 0};
    ehoks_json_t *result =
        cut_object(&cut, ehoks_slice_plan_fields, plan, slice->parts == NULL);

    if (slice->parts && !cut.found)
        return NULL;
    return result ? result : ehoks_json_new_object(pool);
}

ehoks_json_t *ehoks_slice_part(apr_pool_t *pool, const ehoks_json_t *plan,
                               const char *module_id, unsigned groups)
{
    apr_array_header_t *parts = apr_array_make(pool, 1, sizeof(const char *));
    ehoks_slice_t slice = {parts, groups};

    APR_ARRAY_PUSH(parts, const char *) = module_id;
    return ehoks_slice_cut(pool, plan, &slice);
}

/* The first object of the list `key`, which is taken out of `parent`. */
static ehoks_json_t *take_first(ehoks_json_t *parent, const char *key)
{
    ehoks_json_t *first = ehoks_json_at(ehoks_json_get(parent, key), 0);

    if (first)
        ehoks_json_remove(parent, key);
    return first;
}

static ehoks_json_t *take_part(ehoks_json_t *parent)
{
    static const char *const lists[] = {"osaamisen-hankkimistavat",
                                        "osaamisen-osoittaminen",
                                        "tarkentavat-tiedot-naytto"};
    ehoks_json_t *part = NULL;
    apr_size_t i;

    for (i = 0; !part && i < sizeof(lists) / sizeof(lists[0]); i++)
        part = take_first(parent, lists[i]);
    return part;
}

int ehoks_slice_follow(ehoks_json_t *slice, ehoks_slice_path_t *path)
{
    void *i;

    memset(path, 0, sizeof(*path));
    for (i = ehoks_json_first(slice); i && !path->unit;
         i = ehoks_json_next(slice, i))
        path->unit = ehoks_json_at(ehoks_json_value(i), 0);
    path->part = take_part(path->unit);
    if (!path->part) {
        path->sub_area = take_first(path->unit, "osa-alueet");
        path->part = take_part(path->sub_area);
    }
    return path->part != NULL;
}
