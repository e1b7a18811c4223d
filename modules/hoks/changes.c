/* What a change of a plan changed; see changes.h. */
#include "changes.h"

#include <string.h>

#include <apr_strings.h>

#include "../core/problems.h"

typedef struct {
    apr_pool_t *pool;
    ehoks_json_t *list;
} changes_t;

/* A value goes into the list as it is: nobody changes it afterwards. */
static void set_value(ehoks_json_t *change, const char *key,
                      const ehoks_json_t *value)
{
    if (value)
        ehoks_json_set(change, key, (ehoks_json_t *)value);
}

static void add(changes_t *changes, const char *path,
                const ehoks_json_t *before, const ehoks_json_t *after)
{
    ehoks_json_t *change = ehoks_json_new_object(changes->pool);

    ehoks_json_set_string(changes->pool, change, "path", path);
    set_value(change, "oldValue", before);
    set_value(change, "newValue", after);
    ehoks_json_append(changes->list, change);
}

static void compare(changes_t *changes, const char *path,
                    const ehoks_json_t *before, const ehoks_json_t *after);

static void compare_member(changes_t *changes, const char *path,
                           const char *key, const ehoks_json_t *before,
                           const ehoks_json_t *after)
{
    if (strcmp(key, "module-id") != 0)
        compare(changes, ehoks_pointer_key(changes->pool, path, key), before,
                after);
}

static void compare_objects(changes_t *changes, const char *path,
                            const ehoks_json_t *before,
                            const ehoks_json_t *after)
{
    void *i;

    for (i = ehoks_json_first(before); i; i = ehoks_json_next(before, i))
        compare_member(changes, path, ehoks_json_key(i), ehoks_json_value(i),
                       ehoks_json_get(after, ehoks_json_key(i)));
    for (i = ehoks_json_first(after); i; i = ehoks_json_next(after, i)) {
        if (!ehoks_json_get(before, ehoks_json_key(i)))
            compare_member(changes, path, ehoks_json_key(i), NULL,
                           ehoks_json_value(i));
    }
}

static void compare_lists(changes_t *changes, const char *path,
                          const ehoks_json_t *before, const ehoks_json_t *after)
{
    apr_size_t size = ehoks_json_size(before) > ehoks_json_size(after)
                          ? ehoks_json_size(before)
                          : ehoks_json_size(after);
    apr_size_t i;

    for (i = 0; i < size; i++)
        compare(changes,
                apr_psprintf(changes->pool, "%s/%" APR_SIZE_T_FMT, path, i),
                ehoks_json_at(before, i), ehoks_json_at(after, i));
}

static void compare(changes_t *changes, const char *path,
                    const ehoks_json_t *before, const ehoks_json_t *after)
{
    ehoks_json_type_e type = ehoks_json_type(before);

    if (type == EHOKS_JSON_OBJECT && ehoks_json_type(after) == type)
        compare_objects(changes, path, before, after);
    else if (type == EHOKS_JSON_ARRAY && ehoks_json_type(after) == type)
        compare_lists(changes, path, before, after);
    else if (!before || !after || !ehoks_json_equal(before, after))
        add(changes, path, before, after);
}

ehoks_json_t *ehoks_changes(apr_pool_t *pool, const ehoks_json_t *before,
                            const ehoks_json_t *after)
{
    changes_t changes;

    changes.pool = pool;
    changes.list = ehoks_json_new_array(pool);
    compare(&changes, "", before, after);
    return changes.list;
}
