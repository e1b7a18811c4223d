/* A child without httpd; see child.h. */
#include "child.h"

#include <stdio.h>
#include <stdlib.h>

#include <apr_dbd.h>
#include <apr_hooks.h>
#include <apr_optional.h>
#include <apr_reslist.h>
#include <apr_strings.h>
#include <mod_dbd.h>

#include "../../modules/db/db.h"
#include "../../modules/hoks/audit_buffer.h"
#define CONNECTIONS_MAX 128
#include "../unit/registry_server.h"

/* --- the pool of connections ------------------------------------------------
 * As in mod_dbd: a list of resources that is filled on demand. */

static const char *database;
static const apr_dbd_driver_t *driver;
static apr_reslist_t *connections; /* of the child that runs */

static apr_status_t connect_one(void **resource, void *unused, apr_pool_t *pool)
{
    ap_dbd_t *connection;
    apr_pool_t *own;

    (void)unused;
    apr_pool_create(&own, pool);
    connection = apr_pcalloc(own, sizeof(*connection));
    connection->pool = own;
    connection->driver = driver;
    *resource = connection;
    return apr_dbd_open_ex(driver, own, database, &connection->handle, NULL);
}

static apr_status_t disconnect(void *resource, void *unused, apr_pool_t *pool)
{
    ap_dbd_t *connection = resource;

    (void)unused;
    (void)pool;
    apr_dbd_close(driver, connection->handle);
    apr_pool_destroy(connection->pool);
    return APR_SUCCESS;
}

DBD_DECLARE_NONSTD(ap_dbd_t *) ap_dbd_open(apr_pool_t *pool, server_rec *unused)
{
    void *connection = NULL;

    (void)pool;
    (void)unused;
    return apr_reslist_acquire(connections, &connection) == APR_SUCCESS
               ? connection
               : NULL;
}

DBD_DECLARE_NONSTD(void) ap_dbd_close(server_rec *unused, ap_dbd_t *connection)
{
    (void)unused;
    apr_reslist_release(connections, connection);
}

void child_use_database(const char *connection)
{
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    database = connection;
    if (apr_dbd_init(pool) != APR_SUCCESS
        || apr_dbd_get_driver(pool, "pgsql", &driver) != APR_SUCCESS)
        abort();
    apr_hook_global_pool = pool;
    APR_REGISTER_OPTIONAL_FN(ap_dbd_open);
    APR_REGISTER_OPTIONAL_FN(ap_dbd_close);
    if (ehoks_db_find_pool())
        abort();
}

/* --- the child --------------------------------------------------------------- */

static apr_pool_t *child;

static void log_line(void *unused, ehoks_log_e level, apr_status_t status,
                     const char *line)
{
    (void)unused;
    (void)status;
    scene_check(level != EHOKS_LOG_ERROR, "log", line);
}

void child_start(int audit_rows)
{
    unsigned threads = (unsigned)scene_threads();

    apr_pool_create(&child, NULL);
    CHECK(apr_reslist_create(&connections, 0, 1, CHILD_CONNECTIONS,
                             apr_time_from_msec(50), connect_one, disconnect,
                             NULL, child)
          == APR_SUCCESS);
    /* Each connection has a pool below the child's, which must not go first. */
    apr_reslist_cleanup_order_set(connections, APR_RESLIST_CLEANUP_FIRST);
    CHECK(ehoks_db_start(child, CHILD_CONNECTIONS, threads / 2) == APR_SUCCESS);
    CHECK(ehoks_registry_start(child) == APR_SUCCESS);
    CHECK(ehoks_mirror_start(child, threads, log_line, NULL) == APR_SUCCESS);
    CHECK(ehoks_audit_buffer_start(child, audit_rows, log_line, NULL)
          == APR_SUCCESS);
}

void child_end(void)
{
    ehoks_registry_stop(0);
    apr_pool_destroy(child);
}

void child_serve(worker_t *worker, int wait_ms)
{
    worker->ctx.db = ehoks_db_session(worker->pool, NULL, wait_ms);
    worker->ctx.log = log_line;
}

/* --- the registries ----------------------------------------------------------- */

static ehoks_registry_settings_t registries[EHOKS_REGISTRY_COUNT];
static struct ehoks_mirror_settings_t mirror = {.registries = registries};
static char url[64];
static char token_url[80];

void child_registries_start(int fresh_s)
{
    int i;

    if (!server_start())
        abort();
    snprintf(url, sizeof(url), "http://127.0.0.1:%d", server.port);
    snprintf(token_url, sizeof(token_url), "%s/token", url);
    for (i = 0; i < EHOKS_REGISTRY_COUNT; i++) {
        registries[i].base_url = url;
        registries[i].token_url = token_url;
        registries[i].client_id = "ehoks";
        registries[i].client_secret = "salainen";
        registries[i].mirror = &mirror;
    }
    for (i = 0; i < EHOKS_MIRROR_COUNT; i++)
        mirror.ages[i] = (ehoks_mirror_ages_t){fresh_s, 3600, 0};
    server_forget();
}

void child_registries_end(void)
{
    server_stop();
}

int child_registries_asked(void)
{
    int count = server_count(&server.requests);

    server_forget();
    return count;
}

const char *child_registries_latest(apr_pool_t *pool)
{
    return server_last_request(pool);
}

const struct ehoks_mirror_settings_t *child_mirror(void)
{
    return &mirror;
}

const ehoks_registry_settings_t *child_registry(ehoks_registry_e registry)
{
    return &registries[registry];
}

void child_forget_copies(worker_t *worker)
{
    CHECK(ehoks_mirror_clear(&worker->ctx) == NULL);
    ehoks_db_close(&worker->ctx);
}
