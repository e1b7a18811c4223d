/* Gathering the codes of a share and naming them out of the mirror. */
#include <string.h>

#include <apr_hash.h>
#include <apr_lib.h>

#include "../core/oid.h"
#include "external.h"
#include "share_names.h"
#include "unit_names.h"

/* What was found, each once. */
typedef struct {
    apr_pool_t *pool;
    apr_hash_t *seen;
    apr_array_header_t *units;
    apr_array_header_t *codes;
    apr_array_header_t *organisations;
} found_t;

/* 1 for what can be the address of a code, "tutkinnonosat_100001": what a
 * document calls a code is asked of a registry. */
static int is_code(const char *text)
{
    const char *line = strchr(text, '_');

    if (!line || line == text || !line[1])
        return 0;
    for (; *text; text++) {
        if (!apr_isalnum(*text) && *text != '_' && *text != '.' && *text != '-')
            return 0;
    }
    return 1;
}

static int ends_with(const char *text, const char *end)
{
    apr_size_t length = strlen(text);
    apr_size_t of_end = strlen(end);

    return length >= of_end && strcmp(text + length - of_end, end) == 0;
}

/* The list that a value belongs to, or NULL. */
static apr_array_header_t *list_of(const found_t *found, const char *key,
                                   const char *text)
{
    if (!key)
        return NULL;
    if (ends_with(key, "koodi-uri") && is_code(text))
        return strcmp(key, "tutkinnon-osa-koodi-uri") == 0 ? found->units
                                                           : found->codes;
    return ends_with(key, "oid") && ehoks_oid_is_organisaatio(text)
               ? found->organisations
               : NULL;
}

static void gather(const found_t *found, const char *key,
                   const ehoks_json_t *value)
{
    const char *text = ehoks_json_string(value, NULL);
    apr_array_header_t *list = text ? list_of(found, key, text) : NULL;
    apr_size_t i;
    void *member;

    if (list && !apr_hash_get(found->seen, text, APR_HASH_KEY_STRING)) {
        apr_hash_set(found->seen, text, APR_HASH_KEY_STRING, text);
        APR_ARRAY_PUSH(list, const char *) = text;
    }
    if (ehoks_json_type(value) == EHOKS_JSON_ARRAY) {
        for (i = 0; i < ehoks_json_size(value); i++)
            gather(found, key, ehoks_json_at(value, i));
    }
    else if (ehoks_json_type(value) == EHOKS_JSON_OBJECT) {
        for (member = ehoks_json_first(value); member;
             member = ehoks_json_next(value, member))
            gather(found, ehoks_json_key(member), ehoks_json_value(member));
    }
}

static const ehoks_err_t *name_organisations(ehoks_request_t *request,
                                             const apr_array_header_t *oids,
                                             ehoks_json_t *names)
{
    ehoks_copy_t *copies;
    const ehoks_err_t *err = ehoks_external_read_many(
        request, EHOKS_MIRROR_ORGANISAATIO, oids, &copies);
    int i;

    for (i = 0; !err && i < oids->nelts; i++) {
        const ehoks_json_t *name =
            ehoks_json_get(ehoks_copy_json(&request->ctx, &copies[i]), "nimi");

        if (ehoks_json_size(name) > 0)
            ehoks_json_set(names, APR_ARRAY_IDX(oids, i, const char *),
                           ehoks_external_languages(request->ctx.pool, name));
    }
    return err;
}

const ehoks_err_t *ehoks_share_names(ehoks_request_t *request,
                                     const ehoks_json_t *view,
                                     ehoks_json_t **names)
{
    apr_pool_t *pool = request->ctx.pool;
    found_t found = {pool, apr_hash_make(pool),
                     apr_array_make(pool, 16, sizeof(const char *)),
                     apr_array_make(pool, 16, sizeof(const char *)),
                     apr_array_make(pool, 8, sizeof(const char *))};
    const ehoks_err_t *err;

    *names = ehoks_json_new_object(pool);
    gather(&found, NULL, view);
    err = ehoks_unit_names(request, found.units, found.codes, *names);
    return err ? err : name_organisations(request, found.organisations, *names);
}
