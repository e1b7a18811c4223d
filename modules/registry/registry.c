/* What writes ask the registries: through the mirror where there is one. */
#include <string.h>

#include <apr_strings.h>

#include "kinds.h"

/* The value of `key`, or NULL when it is not known. */
static const ehoks_err_t *ask(const ehoks_ctx_t *ctx,
                              const ehoks_registry_settings_t *settings,
                              ehoks_mirror_e kind, const char *key,
                              ehoks_json_t **value)
{
    const ehoks_kind_row_t *row = &ehoks_kinds[kind];
    ehoks_failure_t failure;
    ehoks_copy_t copy;
    const ehoks_err_t *err;

    *value = NULL;
    if (!ehoks_kind_has_key(row, key))
        return NULL;
    if (!settings->mirror)
        return ehoks_kind_ask(ctx, settings, row, key, 0, value, &failure)
                       == EHOKS_VERDICT_FAILED
                   ? ehoks_kind_error(ctx, row, key, &failure)
                   : NULL;
    err = ehoks_mirror_get_for_write(ctx, settings->mirror, kind, key, &copy);
    if (!err)
        *value = ehoks_copy_json(ctx, &copy);
    return err;
}

const ehoks_err_t *ehoks_koski_opiskeluoikeus(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oid, ehoks_json_t **study_right)
{
    return ask(ctx, koski, EHOKS_MIRROR_OPISKELUOIKEUS, oid, study_right);
}

const ehoks_err_t *ehoks_koski_oppijan_opiskeluoikeudet(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oppija_oid, ehoks_json_t **study_rights)
{
    const ehoks_err_t *err = ask(ctx, koski, EHOKS_MIRROR_OPISKELUOIKEUDET,
                                 oppija_oid, study_rights);

    if (!err && !*study_rights)
        *study_rights = ehoks_json_new_array(ctx->pool);
    return err;
}

/* 1 when the list of study rights holds `oid`. */
static int holds(const ehoks_json_t *rights, const char *oid)
{
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(rights); i++) {
        if (!strcmp(ehoks_json_get_string(ehoks_json_at(rights, i), "oid"),
                    oid))
            return 1;
    }
    return 0;
}

const ehoks_err_t *ehoks_koski_is_oppijan(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oppija_oid, const char *oid, int *is_theirs)
{
    ehoks_json_t *rights;
    ehoks_copy_t copy;
    const ehoks_err_t *err =
        ehoks_koski_oppijan_opiskeluoikeudet(ctx, koski, oppija_oid, &rights);

    *is_theirs = !err && holds(rights, oid);
    if (err || *is_theirs || !koski->mirror)
        return err;
    err = ehoks_mirror_get_fresh(ctx, koski->mirror,
                                 EHOKS_MIRROR_OPISKELUOIKEUDET, oppija_oid, 0,
                                 &copy);
    *is_theirs = !err && holds(ehoks_copy_json(ctx, &copy), oid);
    return err;
}

const ehoks_err_t *ehoks_onr_oppija(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **oppija)
{
    return ask(ctx, onr, EHOKS_MIRROR_OPPIJA, oid, oppija);
}

const ehoks_err_t *ehoks_organisaatio(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *organisaatio,
    const char *oid, ehoks_json_t **organisation)
{
    return ask(ctx, organisaatio, EHOKS_MIRROR_ORGANISAATIO, oid, organisation);
}

/* [{oidHenkilo: …}] as a list of texts; NULL when it is something else. */
static ehoks_json_t *oids_of(apr_pool_t *pool, const ehoks_json_t *people)
{
    ehoks_json_t *oids = ehoks_json_new_array(pool);
    apr_size_t i;

    if (ehoks_json_type(people) != EHOKS_JSON_ARRAY)
        return NULL;
    for (i = 0; i < ehoks_json_size(people); i++) {
        const char *oid =
            ehoks_json_get_string(ehoks_json_at(people, i), "oidHenkilo");
        if (!oid)
            return NULL;
        ehoks_json_append(oids, ehoks_json_new_string(pool, oid));
    }
    return oids;
}

const ehoks_err_t *ehoks_onr_slaves(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **slaves)
{
    const ehoks_kind_row_t *kind = &ehoks_kinds[EHOKS_MIRROR_OPPIJA];
    ehoks_registry_answer_t answer;

    *slaves = ehoks_json_new_array(ctx->pool);
    if (!ehoks_kind_has_key(kind, oid))
        return NULL;
    answer = ehoks_registry_ask(
        ctx, onr, EHOKS_REGISTRY_ONR,
        apr_pstrcat(ctx->pool, kind->before, oid, "/slaves", NULL), NULL);
    if (answer.status == 404)
        return NULL;
    if (answer.status == 200)
        *slaves = oids_of(ctx->pool, answer.body);
    if (answer.status == 200 && *slaves)
        return NULL;
    ehoks_registry_log_failure(ctx, EHOKS_REGISTRY_ONR, &answer);
    return ehoks_err_make(ctx->pool, "E-LINKED",
                          ehoks_registry_names[EHOKS_REGISTRY_ONR], NULL);
}

const ehoks_err_t *ehoks_onr_master(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **oppija)
{
    return ask(ctx, onr, EHOKS_MIRROR_OPPIJA_MASTER, oid, oppija);
}
