/* Names of units and sub-areas out of the mirror, each registry asked once for
 * all of them. */
#include <string.h>

#include <apr_strings.h>

#include "external.h"
#include "unit_names.h"

/* Key of the qualification that a search found first, or NULL. */
static const char *first_id(apr_pool_t *pool, const ehoks_json_t *answer)
{
    const ehoks_json_t *id =
        ehoks_json_get(ehoks_json_at(ehoks_json_get(answer, "data"), 0), "id");

    return ehoks_json_is_whole(id)
               ? apr_psprintf(pool, "%" APR_INT64_T_FMT, ehoks_json_integer(id))
               : NULL;
}

static void add_once(apr_array_header_t *list, const char *key)
{
    int i;

    for (i = 0; key && i < list->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(list, i, const char *), key) == 0)
            return;
    }
    if (key)
        APR_ARRAY_PUSH(list, const char *) = key;
}

static int is_listed(const apr_array_header_t *list, const char *key)
{
    int i;

    for (i = 0; key && i < list->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(list, i, const char *), key) == 0)
            return 1;
    }
    return 0;
}

/* The names of those of `units` that a qualification has. */
static void add_units_of(apr_pool_t *pool, const ehoks_json_t *qualification,
                         const apr_array_header_t *units, ehoks_json_t *names)
{
    const ehoks_json_t *list = ehoks_json_get(qualification, "tutkinnonOsat");
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        const ehoks_json_t *unit = ehoks_json_at(list, i);
        const char *code = ehoks_json_get_string(unit, "koodiUri");

        if (is_listed(units, code) && !ehoks_json_get(names, code))
            ehoks_json_set(
                names, code,
                ehoks_external_languages(pool, ehoks_json_get(unit, "nimi")));
    }
}

static const ehoks_err_t *add_from_eperusteet(ehoks_request_t *request,
                                              const apr_array_header_t *units,
                                              ehoks_json_t *names)
{
    apr_pool_t *pool = request->ctx.pool;
    apr_array_header_t *ids = apr_array_make(pool, 4, sizeof(const char *));
    ehoks_copy_t *copies;
    const ehoks_err_t *err = ehoks_external_read_many(
        request, EHOKS_MIRROR_PERUSTEET_KOODI, units, &copies);
    int i;

    for (i = 0; !err && i < units->nelts; i++)
        add_once(ids,
                 first_id(pool, ehoks_copy_json(&request->ctx, &copies[i])));
    if (!err)
        err = ehoks_external_read_many(request, EHOKS_MIRROR_PERUSTE, ids,
                                       &copies);
    for (i = 0; !err && i < ids->nelts; i++)
        add_units_of(pool, ehoks_copy_json(&request->ctx, &copies[i]), units,
                     names);
    return err;
}

const ehoks_err_t *ehoks_unit_names(ehoks_request_t *request,
                                    const apr_array_header_t *units,
                                    const apr_array_header_t *codes,
                                    ehoks_json_t *names)
{
    apr_pool_t *pool = request->ctx.pool;
    apr_array_header_t *nameless = apr_array_copy(pool, codes);
    ehoks_copy_t *copies;
    const ehoks_err_t *err = add_from_eperusteet(request, units, names);
    int i;

    for (i = 0; i < units->nelts; i++) {
        const char *code = APR_ARRAY_IDX(units, i, const char *);

        if (!ehoks_json_get(names, code))
            APR_ARRAY_PUSH(nameless, const char *) = code;
    }
    if (!err)
        err = ehoks_external_read_many(request, EHOKS_MIRROR_KOODI, nameless,
                                       &copies);
    for (i = 0; !err && i < nameless->nelts; i++) {
        ehoks_json_t *found = ehoks_external_names_of_code(
            pool, ehoks_copy_json(&request->ctx, &copies[i]));

        if (ehoks_json_size(found) > 0)
            ehoks_json_set(names, APR_ARRAY_IDX(nameless, i, const char *),
                           found);
    }
    return err;
}
