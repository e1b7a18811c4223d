/* Organisations from Organisaatiopalvelu (contract: api.md 7.4). */
#include <string.h>

#include "kinds.h"

ehoks_verdict_e ehoks_organisaatio_judge(apr_pool_t *pool, const char *oid,
                                         ehoks_registry_answer_t *answer,
                                         ehoks_json_t **value)
{
    const char *told = ehoks_json_get_string(answer->body, "oid");

    (void)pool;
    if (answer->status == 404) {
        return EHOKS_VERDICT_UNKNOWN;
    }
    /* Rights follow from this answer: it must be about the one asked for. */
    if (answer->status == 200 && told && !strcmp(told, oid)) {
        *value = answer->body;
        return EHOKS_VERDICT_FOUND;
    }
    if (answer->status == 200 && answer->body) {
        answer->reason = "the answer is not the organisation asked for";
    }
    return EHOKS_VERDICT_FAILED;
}
