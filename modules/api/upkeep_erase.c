/* Erasing contact data, and the rounds of the periodic work; see upkeep.h. */
#include <apr_strings.h>

#include "../core/date.h"
#include "../hoks/audit_buffer.h"
#include "../hoks/session.h"
#include "../registry/mirror.h"
#include "upkeep.h"

/* Plans are looked at in batches; so many batches in one go. */
#define BATCH 100
#define BATCHES 20

/* The periodic work looks at a plan once a day, refreshes so many study rights
 * in a round, those that it last asked about so long ago, and drops copies
 * that nobody may use any more (24 days is the longest time). */
#define LOOK_AGAIN "1 day"
#define RIGHTS_OF_ROUND 200
#define AGE_OF_RIGHTS "30 days"
#define AGE_OF_COPIES "25 days"
#define NEW_PLANS "7 days"
#define AGE_OF_NEW "1 day"

/* The index may not know yet that a study right has ended: asks the mirror
 * where that alone is missing. */
static void find_end(const ehoks_ctx_t *ctx, const ehoks_settings_t *settings,
                     ehoks_erase_plan_t *plan)
{
    ehoks_copy_t copy;

    if (ehoks_erase_right_is_over(plan) || plan->unknown_since
        || ehoks_mirror_get(ctx, &settings->mirror, EHOKS_MIRROR_OPISKELUOIKEUS,
                            plan->opiskeluoikeus_oid, &copy))
        return;
    if (copy.text)
        plan->right_ended = ehoks_date_day(ehoks_json_get_string(
            ehoks_copy_json(ctx, &copy), "päättymispäivä"));
    else
        (void)ehoks_right_is_unknown(ctx, plan->opiskeluoikeus_oid);
}

static const ehoks_err_t *look_at(const ehoks_ctx_t *ctx,
                                  const ehoks_settings_t *settings,
                                  const ehoks_erase_t *what,
                                  ehoks_erase_plan_t *plan,
                                  ehoks_erased_t *erased)
{
    int oppija = what->oppija && plan->is_untouched
                 && ehoks_erase_plan_is_over(plan, what->output);

    if (oppija) {
        find_end(ctx, settings, plan);
        oppija = ehoks_erase_right_is_over(plan);
    }
    return ehoks_erase_run(ctx, what, plan, oppija, erased);
}

const ehoks_err_t *ehoks_upkeep_erase(const ehoks_ctx_t *ctx,
                                      const ehoks_settings_t *settings,
                                      ehoks_erase_t *what, int limit,
                                      ehoks_erased_t *erased, int *looked)
{
    apr_time_t begin = apr_time_now();
    const char *again = what->again;
    const ehoks_err_t *err = NULL;
    int batch;

    *looked = 0;
    for (batch = 0; batch < BATCHES && !err; batch++) {
        apr_array_header_t *plans;
        int i;

        if (!again)
            what->again =
                apr_psprintf(ctx->pool, "%" APR_TIME_T_FMT " microseconds",
                             apr_time_now() - begin);
        err = ehoks_erase_find(ctx, what, BATCH, &plans);
        for (i = 0; !err && i < plans->nelts; i++) {
            if (erased->jaksot->nelts >= limit
                || erased->hoksit->nelts >= limit)
                return NULL;
            err = look_at(ctx, settings, what,
                          &APR_ARRAY_IDX(plans, i, ehoks_erase_plan_t), erased);
            (*looked)++;
        }
        if (!err && plans->nelts < BATCH)
            break;
    }
    return err;
}

/* --- rounds ---------------------------------------------------------------------- */

static const ehoks_err_t *round_of_index(const ehoks_ctx_t *ctx,
                                         const ehoks_settings_t *settings,
                                         const char **result)
{
    apr_array_header_t *old;
    apr_array_header_t *fresh;
    int done;
    const ehoks_err_t *err = ehoks_rights_of_new_plans(
        ctx, NEW_PLANS, AGE_OF_NEW, RIGHTS_OF_ROUND, &fresh);

    if (!err)
        err =
            ehoks_rights_older_than(ctx, AGE_OF_RIGHTS, RIGHTS_OF_ROUND, &old);
    if (err)
        return err;
    done = ehoks_upkeep_rights(ctx, settings, fresh)
           + ehoks_upkeep_rights(ctx, settings, old);
    *result = apr_psprintf(ctx->pool, "%d of %d study rights refreshed", done,
                           fresh->nelts + old->nelts);
    return NULL;
}

static const ehoks_err_t *round_of_erasing(const ehoks_ctx_t *ctx,
                                           const ehoks_settings_t *settings,
                                           const char **result)
{
    ehoks_erase_t what = {settings->model->get,
                          ehoks_cfg_erase_ohjaaja(settings),
                          ehoks_cfg_erase_oppija(settings), LOOK_AGAIN};
    ehoks_erased_t erased;
    int looked = 0;
    const ehoks_err_t *err = NULL;

    erased.jaksot = apr_array_make(ctx->pool, 16, sizeof(const char *));
    erased.hoksit = apr_array_make(ctx->pool, 16, sizeof(apr_int64_t));
    if (what.ohjaaja || what.oppija)
        err = ehoks_upkeep_erase(ctx, settings, &what, APR_INT32_MAX, &erased,
                                 &looked);
    *result = apr_psprintf(ctx->pool,
                           "contact data of %d work periods and %d learners "
                           "erased, %d plans looked at",
                           erased.jaksot->nelts, erased.hoksit->nelts, looked);
    return err;
}

static const ehoks_err_t *round_of_copies(const ehoks_ctx_t *ctx,
                                          const ehoks_settings_t *settings,
                                          const char **result)
{
    (void)settings;
    *result = "old copies dropped";
    return ehoks_maintenance_drop_copies(ctx, AGE_OF_COPIES);
}

static const ehoks_err_t *round_of_sessions(const ehoks_ctx_t *ctx,
                                            const ehoks_settings_t *settings,
                                            const char **result)
{
    (void)settings;
    *result = "sessions that are over forgotten";
    return ehoks_session_forget(ctx);
}

static const ehoks_err_t *round_of_chaining(const ehoks_ctx_t *ctx,
                                            const ehoks_settings_t *settings,
                                            const char **result)
{
    (void)settings;
    return ehoks_audit_chain(ctx, result);
}

/* The tasks, by the names that stand in the table yllapito. */
static const struct {
    const char *name;
    const ehoks_err_t *(*run)(const ehoks_ctx_t *ctx,
                              const ehoks_settings_t *settings,
                              const char **result);
    int (*interval)(const ehoks_settings_t *settings); /* seconds; 0: off */
} tasks[] = {{"indeksi", round_of_index, ehoks_cfg_maintenance_interval},
             {"yhteystiedot", round_of_erasing, ehoks_cfg_maintenance_interval},
             {"kopiot", round_of_copies, ehoks_cfg_maintenance_interval},
             {"istunnot", round_of_sessions, ehoks_cfg_maintenance_interval},
             {"auditketju", round_of_chaining, ehoks_cfg_audit_chain_interval}};

void ehoks_upkeep_round(const ehoks_ctx_t *ctx,
                        const ehoks_settings_t *settings)
{
    apr_size_t i;

    for (i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++) {
        int interval = tasks[i].interval(settings);
        const char *result = "";
        const ehoks_err_t *err = NULL;
        int mine = 0;

        if (interval)
            err = ehoks_task_claim(ctx, tasks[i].name, interval, &mine);
        if (err || !mine)
            continue;
        err = tasks[i].run(ctx, settings, &result);
        if (err)
            result = apr_pstrcat(ctx->pool, "failed: ", err->code, NULL);
        /* Nothing was there to be done, as on most minutes of a night. */
        if (!result)
            continue;
        ehoks_task_finish(ctx, tasks[i].name, result);
        ehoks_log(ctx, err ? EHOKS_LOG_WARNING : EHOKS_LOG_INFO, APR_SUCCESS,
                  "EH0302", "periodic work, %s: %s", tasks[i].name, result);
    }
}
