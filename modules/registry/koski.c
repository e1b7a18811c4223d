/* Study rights from Koski (contract: api.md 7.2). */
#include <string.h>

#include "kinds.h"

/* Keys with which Koski says that it does not know a study right, or that the
 * caller may not know of it. */
static const char *const unknown_keys[] = {
    "notFound", "notFound.opiskeluoikeuttaEiLöydy",
    "notFound.opiskeluoikeuttaEiLöydyTaiEiOikeuksia"};

#define MALFORMED_KEY "badRequest.queryParam"

static int is_unknown(const ehoks_registry_answer_t *answer)
{
    /* [{"key": …}] */
    const char *key =
        ehoks_json_get_string(ehoks_json_at(answer->body, 0), "key");
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

ehoks_verdict_e ehoks_koski_judge_one(apr_pool_t *pool, const char *oid,
                                      ehoks_registry_answer_t *answer,
                                      ehoks_json_t **value)
{
    const char *told;

    (void)pool;
    if (is_unknown(answer)) {
        return EHOKS_VERDICT_UNKNOWN;
    }
    told = ehoks_json_get_string(answer->body, "oid");
    if (answer->status == 200 && told && !strcmp(told, oid)) {
        *value = answer->body;
        return EHOKS_VERDICT_FOUND;
    }
    if (answer->status == 200 && answer->body) {
        answer->reason = "the answer is not the study right asked for";
    }
    return EHOKS_VERDICT_FAILED;
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

ehoks_verdict_e ehoks_koski_judge_list(apr_pool_t *pool, const char *oid,
                                       ehoks_registry_answer_t *answer,
                                       ehoks_json_t **value)
{
    (void)oid;
    if (answer->status != 200) {
        return EHOKS_VERDICT_FAILED;
    }
    *value = gather(pool, answer->body);
    if (*value) {
        return EHOKS_VERDICT_FOUND;
    }
    answer->reason = "the answer is not a list of study rights";
    return EHOKS_VERDICT_FAILED;
}
