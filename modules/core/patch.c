/* JSON Patch: the difference of two values, and applying it. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "patch.h"
#include "problems.h"

static void add_operation(apr_pool_t *pool, ehoks_json_t *patch,
                          const char *operation, const char *pointer,
                          const ehoks_json_t *value)
{
    ehoks_json_t *entry = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, entry, "op", operation);
    ehoks_json_set_string(pool, entry, "path", pointer);
    if (value)
        ehoks_json_set(entry, "value", ehoks_json_copy(pool, value));
    ehoks_json_append(patch, entry);
}

static void diff(apr_pool_t *pool, ehoks_json_t *patch, const char *pointer,
                 const ehoks_json_t *from, const ehoks_json_t *to);

static void diff_objects(apr_pool_t *pool, ehoks_json_t *patch,
                         const char *pointer, const ehoks_json_t *from,
                         const ehoks_json_t *to)
{
    void *i;

    for (i = ehoks_json_first(from); i; i = ehoks_json_next(from, i)) {
        const char *place = ehoks_pointer_key(pool, pointer, ehoks_json_key(i));
        const ehoks_json_t *new_value = ehoks_json_get(to, ehoks_json_key(i));

        if (new_value)
            diff(pool, patch, place, ehoks_json_value(i), new_value);
        else
            add_operation(pool, patch, "remove", place, NULL);
    }
    for (i = ehoks_json_first(to); i; i = ehoks_json_next(to, i)) {
        if (!ehoks_json_get(from, ehoks_json_key(i)))
            add_operation(pool, patch, "add",
                          ehoks_pointer_key(pool, pointer, ehoks_json_key(i)),
                          ehoks_json_value(i));
    }
}

/* Elements that are equal at both ends are left alone, so that one element
 * put in or taken out is one operation; what is between is compared place by
 * place. */
static void diff_arrays(apr_pool_t *pool, ehoks_json_t *patch,
                        const char *pointer, const ehoks_json_t *from,
                        const ehoks_json_t *to)
{
    apr_size_t from_end = ehoks_json_size(from);
    apr_size_t to_end = ehoks_json_size(to);
    apr_size_t i = 0;

    while (i < from_end && i < to_end
           && ehoks_json_equal(ehoks_json_at(from, i), ehoks_json_at(to, i)))
        i++;
    while (from_end > i && to_end > i
           && ehoks_json_equal(ehoks_json_at(from, from_end - 1),
                               ehoks_json_at(to, to_end - 1))) {
        from_end--;
        to_end--;
    }
    for (; i < from_end && i < to_end; i++)
        diff(pool, patch, ehoks_pointer_index(pool, pointer, i),
             ehoks_json_at(from, i), ehoks_json_at(to, i));
    while (from_end > i)
        add_operation(pool, patch, "remove",
                      ehoks_pointer_index(pool, pointer, --from_end), NULL);
    for (; i < to_end; i++)
        add_operation(pool, patch, "add", ehoks_pointer_index(pool, pointer, i),
                      ehoks_json_at(to, i));
}

static void diff(apr_pool_t *pool, ehoks_json_t *patch, const char *pointer,
                 const ehoks_json_t *from, const ehoks_json_t *to)
{
    ehoks_json_type_e type = ehoks_json_type(from);

    if (ehoks_json_equal(from, to))
        return;
    if (type == EHOKS_JSON_OBJECT && ehoks_json_type(to) == type)
        diff_objects(pool, patch, pointer, from, to);
    else if (type == EHOKS_JSON_ARRAY && ehoks_json_type(to) == type)
        diff_arrays(pool, patch, pointer, from, to);
    else
        add_operation(pool, patch, "replace", pointer, to);
}

ehoks_json_t *ehoks_patch_diff(apr_pool_t *pool, const ehoks_json_t *from,
                               const ehoks_json_t *to)
{
    ehoks_json_t *patch = ehoks_json_new_array(pool);

    diff(pool, patch, "", from, to);
    return patch;
}

/* --- applying ------------------------------------------------------------- */

/* The place of an array element that `token` names; `size` itself where
 * something may be added at the end. -1: no such place. */
static apr_int64_t element(const char *token, apr_size_t size, int may_be_end)
{
    char *end;
    apr_int64_t index;

    if (may_be_end && strcmp(token, "-") == 0)
        return (apr_int64_t)size;
    if (*token < '0' || *token > '9' || (token[0] == '0' && token[1]))
        return -1;
    index = apr_strtoi64(token, &end, 10);
    if (*end || index > (apr_int64_t)size
        || (!may_be_end && index == (apr_int64_t)size))
        return -1;
    return index;
}

static int apply_to_array(ehoks_json_t *array, const char *operation,
                          const char *token, ehoks_json_t *value)
{
    int adds = strcmp(operation, "add") == 0;
    apr_int64_t index = element(token, ehoks_json_size(array), adds);

    if (index < 0)
        return 0;
    if (adds)
        ehoks_json_insert(array, (apr_size_t)index, value);
    else if (strcmp(operation, "replace") == 0)
        ehoks_json_set_element(array, (apr_size_t)index, value);
    else
        ehoks_json_remove_element(array, (apr_size_t)index);
    return 1;
}

static int apply_to_object(ehoks_json_t *object, const char *operation,
                           const char *token, ehoks_json_t *value)
{
    if (strcmp(operation, "add") != 0 && !ehoks_json_get(object, token))
        return 0;
    if (strcmp(operation, "remove") == 0)
        ehoks_json_remove(object, token);
    else
        ehoks_json_set(object, token, value);
    return 1;
}

/* The container that holds the last token of `pointer`; `*token` becomes that
 * token. NULL when the way there is not in the value. */
static ehoks_json_t *container_of(apr_pool_t *pool, ehoks_json_t *value,
                                  const char *pointer, const char **token)
{
    while (value && *pointer == '/') {
        *token = ehoks_pointer_token(pool, &pointer);
        if (*pointer == '\0')
            return value;
        if (ehoks_json_type(value) == EHOKS_JSON_ARRAY) {
            apr_int64_t index = element(*token, ehoks_json_size(value), 0);
            value = index < 0 ? NULL : ehoks_json_at(value, (apr_size_t)index);
        }
        else {
            value = ehoks_json_get(value, *token);
        }
    }
    return NULL;
}

static int is_known(const char *operation)
{
    return operation
           && (strcmp(operation, "add") == 0 || strcmp(operation, "remove") == 0
               || strcmp(operation, "replace") == 0);
}

/* Applies one operation; the new value, or NULL when it does not fit. */
static ehoks_json_t *apply_one(apr_pool_t *pool, ehoks_json_t *value,
                               const ehoks_json_t *operation)
{
    const char *name = ehoks_json_get_string(operation, "op");
    const char *pointer = ehoks_json_get_string(operation, "path");
    const ehoks_json_t *given = ehoks_json_get(operation, "value");
    ehoks_json_t *new_value = given ? ehoks_json_copy(pool, given) : NULL;
    const char *token = NULL;
    ehoks_json_t *container;
    int fits;

    if (!is_known(name) || !pointer
        || (!new_value && strcmp(name, "remove") != 0))
        return NULL;
    if (*pointer == '\0')
        return strcmp(name, "remove") == 0 ? NULL : new_value;
    container = container_of(pool, value, pointer, &token);
    if (!container)
        return NULL;
    if (ehoks_json_type(container) == EHOKS_JSON_ARRAY)
        fits = apply_to_array(container, name, token, new_value);
    else
        fits = ehoks_json_type(container) == EHOKS_JSON_OBJECT
               && apply_to_object(container, name, token, new_value);
    return fits ? value : NULL;
}

ehoks_json_t *ehoks_patch_apply(apr_pool_t *pool, const ehoks_json_t *value,
                                const ehoks_json_t *patch)
{
    ehoks_json_t *result = ehoks_json_copy(pool, value);
    apr_size_t i;

    for (i = 0; result && i < ehoks_json_size(patch); i++)
        result = apply_one(pool, result, ehoks_json_at(patch, i));
    return result;
}
