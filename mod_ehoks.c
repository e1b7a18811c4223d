/* mod_ehoks: the national repository of HOKS, the personal competence
 * development plans of vocational students, as a module of Apache httpd.
 *
 * This file is the table of contents: read the last lines first. A request
 * enters at ehoks_api_dispatch (modules/api/dispatch.c).
 */
#define EHOKS_MODULE_RECORD
#include "modules/ehoks.h"

#include <ap_mpm.h>
#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <mpm_common.h>
#include <mod_status.h>

#include "modules/api/audit.h"
#include "modules/api/dispatch.h"
#include "modules/api/guard.h"
#include "modules/api/rounds.h"
#include "modules/auth/authz.h"
#include "modules/cfg/cfg.h"
#include "modules/core/json.h"
#include "modules/db/db.h"
#include "modules/registry/mirror.h"
#include "modules/registry/registry.h"
#include "modules/status/status.h"

/* Before httpd says that its configuration is right. */
static int check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                        server_rec *server)
{
    const char *missing = ehoks_db_find_pool();

    (void)plog;
    (void)ptemp;
    if (!missing)
        missing = ehoks_cfg_check_pool(pconf);
    if (!missing)
        missing = ehoks_cfg_check_session();
    return ehoks_cfg_check(pconf, server, missing);
}

/* Runs twice at the first start; only the second time is for real. No
 * database and no network here: the parent is root, and children would share
 * its sockets. */
static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                       server_rec *server)
{
    apr_status_t rv;

    (void)plog;
    (void)ptemp;
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG)
        return OK;
    ehoks_json_start();
    rv = ehoks_status_start(pconf);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, server,
                     "EH0003: no shared memory for the status page");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    rv = ehoks_rounds_start(pconf, server);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, server,
                     "EH0304: the periodic work can't be set up");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    return OK;
}

/* At most half of a child's threads may wait for the database, so that the
 * other half goes on serving pages while it is slow. */
static unsigned waiters(void)
{
    int threads = 0;

    ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    return threads > 1 ? (unsigned)threads / 2 : 1;
}

/* Lines of work that belongs to no request. */
static void log_line(void *baton, ehoks_log_e level, apr_status_t status,
                     const char *line)
{
    static const int levels[] = {APLOG_ERR, APLOG_WARNING, APLOG_INFO,
                                 APLOG_DEBUG};

    ap_log_error(APLOG_MARK, levels[level], status, (server_rec *)baton, "%s",
                 line);
}

static void child_init(apr_pool_t *child, server_rec *server)
{
    apr_status_t rv =
        ehoks_db_start(child, ehoks_cfg_database_connections(), waiters());

    if (rv == APR_SUCCESS)
        rv = ehoks_registry_start(child);
    if (rv == APR_SUCCESS)
        rv = ehoks_mirror_start(child, 2 * waiters(), log_line, server);
    if (rv == APR_SUCCESS)
        rv = ehoks_api_audit_start(child, server, log_line);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_CRIT, rv, server,
                     "EH0004: the child can't be set up");
        exit(APEXIT_CHILDSICK);
    }
}

/* Before the threads of mod_watchdog are waited for: one of them may be at
 * work for us. */
static void child_stopping(apr_pool_t *child, int graceful)
{
    (void)child;
    ehoks_registry_stop(!graceful);
}

static void register_hooks(apr_pool_t *pool)
{
    /* mod_watchdog starts its threads, which need the database, when a child
     * begins; mod_dbd may wait for the database before it is ready. */
    static const char *const databases[] = {"mod_dbd.c", NULL};
    static const char *const clocks[] = {"mod_watchdog.c", NULL};

    ehoks_authz_register(pool, ehoks_cfg_principal);
    ap_hook_check_config(check_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(child_init, databases, clocks, APR_HOOK_MIDDLE);
    ap_hook_child_stopping(child_stopping, NULL, NULL, APR_HOOK_REALLY_FIRST);
    ap_hook_post_read_request(ehoks_api_guard, NULL, NULL, APR_HOOK_FIRST);
    /* After httpd's own, which refuses TRACE there. */
    ap_hook_map_to_storage(ehoks_api_map, NULL, NULL, APR_HOOK_LAST);
    ap_hook_handler(ehoks_api_dispatch, NULL, NULL, APR_HOOK_MIDDLE);
    APR_OPTIONAL_HOOK(ap, status_hook, ehoks_status_show, NULL, NULL,
                      APR_HOOK_MIDDLE);
}

AP_DECLARE_MODULE(ehoks) = {
    STANDARD20_MODULE_STUFF,
    NULL, /* no settings of directories: they would merge in every request */
    NULL,
    ehoks_cfg_create,
    ehoks_cfg_merge,
    ehoks_cfg_commands,
    register_hooks,
    AP_MODULE_FLAG_NONE};
