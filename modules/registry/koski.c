/* Study rights from Koski (contract: api.md 7.2). */
#include <string.h>

#include <apr_strings.h>

#include "http.h"

#define OPISKELUOIKEUS "/koski/api/opiskeluoikeus/"
#define SURE_OIDS "/koski/api/sure/oids"

/* Keys with which Koski says that it does not know a study right, or that the
 * caller may not know of it. */
static const char *const unknown_keys[] = {
    "notFound", "notFound.opiskeluoikeuttaEiLöydy",
    "notFound.opiskeluoikeuttaEiLöydyTaiEiOikeuksia"};

#define MALFORMED_KEY "badRequest.queryParam"

/* Koski's error code from [{"key": …}], or NULL. */
static const char *error_key(const ehoks_registry_answer_t *answer)
{
    return ehoks_json_get_string(ehoks_json_at(answer->body, 0), "key");
}

static int is_unknown(const ehoks_registry_answer_t *answer)
{
    const char *key = error_key(answer);
    const size_t count = sizeof unknown_keys / sizeof *unknown_keys;

    if (!key) {
        return 0;
    }
    if (answer->status == 400) {
        return !strncmp(key, MALFORMED_KEY, strlen(MALFORMED_KEY));
    }
    for (size_t i = 0; answer->status == 404 && i < count; i++) {
        if (!strcmp(key, unknown_keys[i])) {
            return 1;
        }
    }
    return 0;
}

static const ehoks_err_t *koski_down(const ehoks_ctx_t *ctx,
                                     const ehoks_registry_answer_t *answer)
{
    ehoks_registry_log_failure(ctx, EHOKS_REGISTRY_KOSKI, answer);
    return ehoks_err_make(ctx->pool, "E-KOSKIDOWN", answer->reason, NULL);
}

static const ehoks_err_t *koski_error(const ehoks_ctx_t *ctx, const char *oid,
                                      const ehoks_registry_answer_t *answer)
{
    const char *key = error_key(answer);

    ehoks_registry_log_failure(ctx, EHOKS_REGISTRY_KOSKI, answer);
    return ehoks_err_make(ctx->pool, "E-KOSKIERR", oid,
                          apr_itoa(ctx->pool, answer->status),
                          key ? key : "null", NULL);
}

const ehoks_err_t *ehoks_koski_opiskeluoikeus(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oid, ehoks_json_t **study_right)
{
    const char *path = ehoks_registry_path(ctx->pool, OPISKELUOIKEUS, oid);
    ehoks_registry_answer_t answer;
    const char *told;

    *study_right = NULL;
    if (!path) {
        return NULL;
    }
    answer = ehoks_registry_call(ctx, koski, path, NULL);
    if (answer.down) {
        return koski_down(ctx, &answer);
    }
    if (is_unknown(&answer)) {
        return NULL;
    }
    told = ehoks_json_get_string(answer.body, "oid");
    if (answer.status == 200 && told && !strcmp(told, oid)) {
        *study_right = answer.body;
        return NULL;
    }
    if (answer.status == 200 && answer.body) {
        answer.reason = "the answer is not the study right asked for";
    }
    return koski_error(ctx, oid, &answer);
}

/* All study rights of [{henkilö, opiskeluoikeudet: […]}]; NULL when the
 * answer has another shape. */
static ehoks_json_t *gather(apr_pool_t *pool, const ehoks_json_t *people)
{
    ehoks_json_t *all = ehoks_json_new_array(pool);

    if (ehoks_json_type(people) != EHOKS_JSON_ARRAY) {
        return NULL;
    }
    for (apr_size_t i = 0; i < ehoks_json_size(people); i++) {
        const ehoks_json_t *list =
            ehoks_json_get(ehoks_json_at(people, i), "opiskeluoikeudet");
        if (ehoks_json_type(list) != EHOKS_JSON_ARRAY) {
            return NULL;
        }
        for (apr_size_t k = 0; k < ehoks_json_size(list); k++) {
            if (!ehoks_json_get_string(ehoks_json_at(list, k), "oid")) {
                return NULL;
            }
            ehoks_json_append(all, ehoks_json_at(list, k));
        }
    }
    return all;
}

const ehoks_err_t *ehoks_koski_oppijan_opiskeluoikeudet(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oppija_oid, ehoks_json_t **study_rights)
{
    ehoks_registry_answer_t answer;
    ehoks_json_t *asked = ehoks_json_new_array(ctx->pool);

    *study_rights = NULL;
    if (!ehoks_registry_path(ctx->pool, "", oppija_oid)) {
        *study_rights = ehoks_json_new_array(ctx->pool);
        return NULL;
    }
    ehoks_json_append(asked, ehoks_json_new_string(ctx->pool, oppija_oid));
    answer = ehoks_registry_call(ctx, koski, SURE_OIDS,
                                 ehoks_json_write(ctx->pool, asked, NULL));
    if (answer.down) {
        return koski_down(ctx, &answer);
    }
    if (answer.status == 200) {
        *study_rights = gather(ctx->pool, answer.body);
        if (!*study_rights) {
            answer.reason = "the answer is not a list of study rights";
        }
    }
    return *study_rights
               ? NULL
               : ehoks_registry_failure(ctx, EHOKS_REGISTRY_KOSKI, &answer);
}
