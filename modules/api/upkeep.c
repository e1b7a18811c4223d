/* Keeping the index in step with the registries; see upkeep.h. */
#include <string.h>

#include <apr_strings.h>

#include "../db/db.h"
#include "../hoks/index.h"
#include "../registry/mirror.h"
#include "upkeep.h"

/* So many study rights are asked about in one go. */
#define RIGHTS_MAX 1000
/* After so many failures in a row the registry is left alone. */
#define FAILURES_MAX 5

/* A study right of the index is asked about again after this time at the
 * latest (contract: api.md 4.3, step 3), one of a new plan sooner. */
#define AGE_OF_RIGHTS "180 days"
#define NEW_PLANS "7 days"
#define AGE_OF_NEW "1 hour"

static const ehoks_err_t *copy_of(const ehoks_ctx_t *ctx,
                                  const ehoks_settings_t *settings,
                                  ehoks_mirror_e kind, const char *key,
                                  ehoks_json_t **value)
{
    ehoks_copy_t copy;
    const ehoks_err_t *err =
        ehoks_mirror_get(ctx, &settings->mirror, kind, key, &copy);

    *value = err ? NULL : ehoks_copy_json(ctx, &copy);
    return err;
}

/* The learner and the school of a study right, from the mirror. */
static const ehoks_err_t *fill_source(const ehoks_ctx_t *ctx,
                                      const ehoks_settings_t *settings,
                                      ehoks_index_source_t *source)
{
    const char *school = ehoks_index_school(source->study_right);
    ehoks_json_t *oppija;
    ehoks_json_t *organisation = NULL;
    const ehoks_err_t *err = copy_of(ctx, settings, EHOKS_MIRROR_OPPIJA,
                                     source->oppija_oid, &oppija);

    if (!err && !oppija)
        err = ehoks_err_make(ctx->pool, "E-ONR404", source->oppija_oid, NULL);
    if (!err && school)
        err = copy_of(ctx, settings, EHOKS_MIRROR_ORGANISAATIO, school,
                      &organisation);
    if (!err && !organisation)
        err = ehoks_err_make(ctx->pool, "E-ORG404", school ? school : "null",
                             NULL);
    source->oppija = oppija;
    source->organisation = organisation;
    return err;
}

const ehoks_err_t *ehoks_upkeep_right(const ehoks_ctx_t *ctx,
                                      const ehoks_settings_t *settings,
                                      const ehoks_indexed_right_t *right,
                                      int max_age_s)
{
    ehoks_index_source_t source = {0};
    ehoks_index_answer_t answer;
    ehoks_copy_t copy;
    const ehoks_err_t *err = ehoks_mirror_get_fresh(
        ctx, &settings->mirror, EHOKS_MIRROR_OPISKELUOIKEUS, right->oid,
        max_age_s, &copy);

    if (err)
        return err;
    source.study_right = ehoks_copy_json(ctx, &copy);
    if (!source.study_right)
        return ehoks_right_is_unknown(ctx, right->oid);
    source.oppija_oid = right->oppija_oid;
    err = fill_source(ctx, settings, &source);
    return err ? err : ehoks_index_write(ctx, &source, 0, &answer);
}

/* Each in memory of its own: there may be many. */
static int refresh_one(const ehoks_ctx_t *ctx, const ehoks_settings_t *settings,
                       const ehoks_indexed_right_t *right)
{
    ehoks_ctx_t row = *ctx;
    const ehoks_err_t *err;
    int done;

    apr_pool_create(&row.pool, ctx->pool);
    row.now = apr_time_now();
    row.principal = NULL;
    err = ehoks_upkeep_right(&row, settings, right, 60);
    done = !err;
    if (err)
        /* Which one would name a student; the oldest in the index tell. */
        ehoks_log(&row, EHOKS_LOG_INFO, APR_SUCCESS, "EH0301",
                  "a study right is not refreshed: %s", err->code);
    apr_pool_destroy(row.pool);
    return done;
}

int ehoks_upkeep_rights(const ehoks_ctx_t *ctx,
                        const ehoks_settings_t *settings,
                        const apr_array_header_t *rights)
{
    int failures = 0;
    int done = 0;
    int i;

    for (i = 0; i < rights->nelts && failures < FAILURES_MAX; i++) {
        if (refresh_one(ctx, settings,
                        &APR_ARRAY_IDX(rights, i, ehoks_indexed_right_t))) {
            done++;
            failures = 0;
        }
        else {
            failures++;
        }
    }
    return done;
}

const ehoks_err_t *ehoks_upkeep_index(const ehoks_ctx_t *ctx,
                                      const ehoks_settings_t *settings)
{
    apr_array_header_t *old;
    apr_array_header_t *nameless;
    const ehoks_err_t *err =
        ehoks_rights_older_than(ctx, AGE_OF_RIGHTS, RIGHTS_MAX, &old);

    if (!err)
        err = ehoks_rights_without_name(ctx, RIGHTS_MAX, &nameless);
    if (err)
        return err;
    (void)ehoks_upkeep_rights(ctx, settings, old);
    (void)ehoks_upkeep_rights(ctx, settings, nameless);
    return NULL;
}

const ehoks_err_t *ehoks_upkeep_new_plans(const ehoks_ctx_t *ctx,
                                          const ehoks_settings_t *settings)
{
    apr_array_header_t *rights;
    const ehoks_err_t *err =
        ehoks_rights_of_new_plans(ctx, NEW_PLANS, "0", RIGHTS_MAX, &rights);

    if (!err)
        (void)ehoks_upkeep_rights(ctx, settings, rights);
    return err;
}

/* --- learners ------------------------------------------------------------------ */

static const ehoks_err_t *merge_slaves(const ehoks_ctx_t *ctx,
                                       const ehoks_settings_t *settings,
                                       const char *oid,
                                       const ehoks_json_t *oppija)
{
    ehoks_json_t *slaves;
    ehoks_json_t *master = ehoks_json_copy(ctx->pool, oppija);
    const ehoks_err_t *err = ehoks_onr_slaves(
        ctx, &settings->registries[EHOKS_REGISTRY_ONR], oid, &slaves);
    apr_size_t i;

    ehoks_json_set_string(ctx->pool, master, "oidHenkilo", oid);
    for (i = 0; !err && i < ehoks_json_size(slaves); i++) {
        const char *from = ehoks_json_string(ehoks_json_at(slaves, i), NULL);

        if (strcmp(from, oid) != 0)
            err = ehoks_learner_merge(ctx, settings->model->get, from, master);
    }
    return err;
}

const ehoks_err_t *ehoks_upkeep_learner(const ehoks_ctx_t *ctx,
                                        const ehoks_settings_t *settings,
                                        const char *oid)
{
    ehoks_copy_t copy;
    ehoks_json_t *oppija;
    int has_plan;
    int is_indexed;
    const ehoks_err_t *err = ehoks_mirror_get_fresh(
        ctx, &settings->mirror, EHOKS_MIRROR_OPPIJA, oid, 0, &copy);

    if (err)
        return err;
    oppija = ehoks_copy_json(ctx, &copy);
    if (!oppija)
        return ehoks_err_make(ctx->pool, "E-ONR404", oid, NULL);
    err = ehoks_learner_update(ctx, oid, oppija, &has_plan, &is_indexed);
    /* A duplicate says nothing of its own; its master's news come by
     * themselves. */
    if (err || ehoks_json_is_true(ehoks_json_get(oppija, "duplicate")))
        return err;
    return merge_slaves(ctx, settings, oid, oppija);
}
