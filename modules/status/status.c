/* Figures of the service. Answers are counted over all children in shared
 * memory; the figures of the database pool are those of the child that
 * answers, and say so. */
#include <apr_atomic.h>
#include <apr_shm.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <mod_status.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "../ehoks.h"
#include "status.h"

typedef struct {
    apr_uint32_t answers;
    apr_uint32_t client_errors;
    apr_uint32_t unavailable;
    apr_uint32_t faults;
} counters_t;

/* Set in post_config before children exist; the memory is shared. */
static counters_t *counters;

apr_status_t ehoks_status_start(apr_pool_t *pconf)
{
    apr_shm_t *memory;
    apr_status_t rv = apr_shm_create(&memory, sizeof(counters_t), NULL, pconf);

    if (rv == APR_SUCCESS) {
        counters = apr_shm_baseaddr_get(memory);
        memset(counters, 0, sizeof(*counters));
    }
    return rv;
}

void ehoks_status_count(int status)
{
    if (!counters)
        return;
    apr_atomic_inc32(&counters->answers);
    if (status == HTTP_SERVICE_UNAVAILABLE)
        apr_atomic_inc32(&counters->unavailable);
    else if (status >= HTTP_INTERNAL_SERVER_ERROR)
        apr_atomic_inc32(&counters->faults);
    else if (status >= HTTP_BAD_REQUEST)
        apr_atomic_inc32(&counters->client_errors);
}

const ehoks_err_t *ehoks_status_check_database(const ehoks_ctx_t *ctx)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_TERVEYS], NULL, &rows);

    if (!err && !ehoks_rows_text(rows, 0, 0))
        err = ehoks_err_make(ctx->pool, "E-TIETOKANTA", NULL);
    return err;
}

static const char *shared(const apr_uint32_t *counter, apr_pool_t *pool)
{
    return apr_psprintf(
        pool, "%u", counters ? apr_atomic_read32((apr_uint32_t *)counter) : 0);
}

/* --- the table ------------------------------------------------------------ */

typedef const char *figure_fn(apr_pool_t *pool);

static const char *version(apr_pool_t *pool)
{
    (void)pool;
    return EHOKS_VERSION;
}

static const char *answers(apr_pool_t *pool)
{
    return shared(&counters->answers, pool);
}

static const char *client_errors(apr_pool_t *pool)
{
    return shared(&counters->client_errors, pool);
}

static const char *unavailable(apr_pool_t *pool)
{
    return shared(&counters->unavailable, pool);
}

static const char *faults(apr_pool_t *pool)
{
    return shared(&counters->faults, pool);
}

static const char *db_in_use(apr_pool_t *pool)
{
    return apr_psprintf(pool, "%u", ehoks_db_figures().in_use);
}

static const char *db_waiting(apr_pool_t *pool)
{
    return apr_psprintf(pool, "%u", ehoks_db_figures().waiting);
}

static const char *db_refused(apr_pool_t *pool)
{
    return apr_psprintf(pool, "%u", ehoks_db_figures().refused);
}

static const char *db_lost(apr_pool_t *pool)
{
    return apr_psprintf(pool, "%u", ehoks_db_figures().lost);
}

static const struct {
    const char *key;   /* of JSON and of server-status?auto */
    const char *title; /* of the status page */
    figure_fn *figure;
} table[] = {
    {"EhoksVersion", "Version", version},
    {"EhoksAnswers", "Answers since start", answers},
    {"EhoksClientErrors", "Answers 4xx", client_errors},
    {"EhoksUnavailable", "Answers 503", unavailable},
    {"EhoksFaults", "Other answers 5xx", faults},
    {"EhoksDbInUse", "Database connections in use (this child)", db_in_use},
    {"EhoksDbWaiting", "Requests waiting for one (this child)", db_waiting},
    {"EhoksDbRefused", "Requests refused for want of one (this child)",
     db_refused},
    {"EhoksDbLost", "Lost connections opened again (this child)", db_lost},
};

#define ROWS (sizeof(table) / sizeof(table[0]))

ehoks_json_t *ehoks_status_json(apr_pool_t *pool)
{
    ehoks_json_t *object = ehoks_json_new_object(pool);
    apr_size_t i;

    for (i = 0; i < ROWS; i++)
        ehoks_json_set_string(pool, object, table[i].key,
                              table[i].figure(pool));
    return object;
}

int ehoks_status_show(request_rec *r, int flags)
{
    int is_short = flags & AP_STATUS_SHORT;
    apr_size_t i;

    if (!is_short)
        ap_rputs("<hr />\n<h2>mod_ehoks</h2>\n<dl>\n", r);
    for (i = 0; i < ROWS; i++)
        ap_rprintf(r, is_short ? "%s: %s\n" : "<dt>%s: %s</dt>\n",
                   is_short ? table[i].key : table[i].title,
                   ap_escape_html(r->pool, table[i].figure(r->pool)));
    if (!is_short)
        ap_rputs("</dl>\n", r);
    return OK;
}
