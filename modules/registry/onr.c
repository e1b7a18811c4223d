/* Learners from Oppijanumerorekisteri (contract: api.md 7.3). */
#include "kinds.h"

/* What is used of a learner; the rest of what ONR tells (the personal identity
 * code, addresses) is not ours to keep. */
static const char *const used[] = {"oidHenkilo",  "etunimet",
                                   "kutsumanimi", "sukunimi",
                                   "duplicate",   "yhteystiedotRyhma"};

ehoks_verdict_e ehoks_onr_judge(apr_pool_t *pool, const char *oid,
                                ehoks_registry_answer_t *answer,
                                ehoks_json_t **value)
{
    (void)oid;
    if (answer->status == 404) {
        return EHOKS_VERDICT_UNKNOWN;
    }
    /* The OID may be another: a learner with several has one that counts. */
    if (answer->status == 200
        && ehoks_json_get_string(answer->body, "oidHenkilo")) {
        *value = ehoks_json_new_object(pool);
        for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
            ehoks_json_set(*value, used[i],
                           ehoks_json_get(answer->body, used[i]));
        }
        return EHOKS_VERDICT_FOUND;
    }
    if (answer->status == 200 && answer->body) {
        answer->reason = "the answer is not a learner";
    }
    return EHOKS_VERDICT_FAILED;
}
