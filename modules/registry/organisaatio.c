/* Organisations from Organisaatiopalvelu (contract: api.md 7.4). */
#include <string.h>

#include "http.h"

#define ORGANISAATIO "/organisaatio-service/api/"

const ehoks_err_t *ehoks_organisaatio(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *organisaatio,
    const char *oid, ehoks_json_t **organisation)
{
    const char *path = ehoks_registry_path(ctx->pool, ORGANISAATIO, oid);
    ehoks_registry_answer_t answer;
    const char *told;

    *organisation = NULL;
    if (!path) {
        return NULL;
    }
    answer = ehoks_registry_call(ctx, organisaatio, path, NULL);
    if (answer.status == 404) {
        return NULL;
    }
    /* Rights follow from this answer: it must be about the one asked for. */
    told = ehoks_json_get_string(answer.body, "oid");
    if (answer.status == 200 && told && !strcmp(told, oid)) {
        *organisation = answer.body;
        return NULL;
    }
    if (answer.status == 200 && answer.body) {
        answer.reason = "the answer is not the organisation asked for";
    }
    return ehoks_registry_failure(ctx, EHOKS_REGISTRY_ORGANISAATIO, &answer);
}
