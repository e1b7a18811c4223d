/* The clock of the periodic work; see rounds.h. It asks the database often
 * whether a round is due, so that restarts do not put rounds off for ever; the
 * database lets one server of the cluster do each. */
#include "rounds.h"

#include <apr_optional.h>
#include <mod_watchdog.h>

#include "../db/db.h"
#include "../ehoks.h"
#include "upkeep.h"

#define WATCHDOG "_ehoks_maintenance_"
/* How often it is asked whether a round is due. */
#define ASK_S 60

static void log_line(void *baton, ehoks_log_e level, apr_status_t status,
                     const char *line)
{
    static const int levels[] = {APLOG_ERR, APLOG_WARNING, APLOG_INFO,
                                 APLOG_DEBUG};

    ap_log_error(APLOG_MARK, levels[level], status, (server_rec *)baton, "%s",
                 line);
}

static apr_status_t on_tick(int state, void *data, apr_pool_t *pool)
{
    server_rec *server = data;
    const ehoks_settings_t *settings = ehoks_cfg_of(server);
    ehoks_ctx_t ctx = {0};

    if (state != AP_WATCHDOG_STATE_RUNNING)
        return APR_SUCCESS;
    apr_pool_create(&ctx.pool, pool);
    ctx.now = apr_time_now();
    ctx.db =
        ehoks_db_session(ctx.pool, server, ehoks_cfg_database_wait(settings));
    ctx.log = log_line;
    ctx.log_baton = server;
    ehoks_upkeep_round(&ctx, settings);
    apr_pool_destroy(ctx.pool);
    return APR_SUCCESS;
}

/* How often the server asks whether a round is due; 0: it has no periodic
 * work. */
static int seconds_between(const ehoks_settings_t *settings)
{
    int intervals[2] = {ehoks_cfg_maintenance_interval(settings),
                        ehoks_cfg_audit_chain_interval(settings)};
    int seconds = 0;
    int i;

    for (i = 0; settings->model && i < 2; i++) {
        if (intervals[i] > 0 && (!seconds || intervals[i] < seconds))
            seconds = intervals[i];
    }
    return seconds > ASK_S ? ASK_S : seconds;
}

/* The first server with ehoks and periodic work; NULL: none. */
static server_rec *find_server(server_rec *server)
{
    while (server && !seconds_between(ehoks_cfg_of(server)))
        server = server->next;
    return server;
}

apr_status_t ehoks_rounds_start(apr_pool_t *pconf, server_rec *main_server)
{
    APR_OPTIONAL_FN_TYPE(ap_watchdog_get_instance) *get_instance =
        APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_get_instance);
    APR_OPTIONAL_FN_TYPE(ap_watchdog_register_callback) *register_callback =
        APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_register_callback);
    server_rec *server = find_server(main_server);
    ap_watchdog_t *watchdog;
    apr_status_t rv;

    if (!server)
        return APR_SUCCESS;
    if (!get_instance || !register_callback) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, server,
                     "EH0303: no periodic work: mod_watchdog is not loaded; "
                     "load it, or write EhoksMaintenance Off and "
                     "EhoksAuditChain Off");
        return APR_SUCCESS;
    }
    rv = get_instance(&watchdog, WATCHDOG, 0, 1, pconf);
    if (rv == APR_SUCCESS)
        rv = register_callback(
            watchdog, apr_time_from_sec(seconds_between(ehoks_cfg_of(server))),
            server, on_tick);
    return rv;
}
