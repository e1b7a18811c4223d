/* Learners from Oppijanumerorekisteri (contract: api.md 7.3). */
#include <apr_strings.h>

#include "http.h"

#define HENKILO "/oppijanumerorekisteri-service/henkilo/"

static const ehoks_err_t *ask(const ehoks_ctx_t *ctx,
                              const ehoks_registry_settings_t *onr,
                              const char *oid, const char *path,
                              ehoks_json_t **oppija)
{
    ehoks_registry_answer_t answer;

    *oppija = NULL;
    if (!path) {
        return NULL;
    }
    answer = ehoks_registry_call(ctx, onr, path, NULL);
    if (answer.status == 404) {
        return NULL;
    }
    /* The OID may be another: a learner with several has one that counts. */
    if (answer.status == 200
        && ehoks_json_get_string(answer.body, "oidHenkilo")) {
        *oppija = answer.body;
        return NULL;
    }
    if (answer.status == 200 && answer.body) {
        answer.reason = "the answer is not a learner";
    }
    ehoks_registry_log_failure(ctx, EHOKS_REGISTRY_ONR, &answer);
    return ehoks_err_make(ctx->pool, "E-ONRERR", oid, NULL);
}

const ehoks_err_t *ehoks_onr_oppija(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **oppija)
{
    return ask(ctx, onr, oid, ehoks_registry_path(ctx->pool, HENKILO, oid),
               oppija);
}

const ehoks_err_t *ehoks_onr_master(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **master)
{
    const char *path = ehoks_registry_path(ctx->pool, HENKILO, oid);

    return ask(ctx, onr, oid,
               path ? apr_pstrcat(ctx->pool, path, "/master", NULL) : NULL,
               master);
}
