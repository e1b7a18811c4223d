/* How the service is doing: one table of figures with two renderings, a row
 * block of mod_status and GET /healthcheck. */
#ifndef EHOKS_STATUS_STATUS_H
#define EHOKS_STATUS_STATUS_H

#include <httpd.h>

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Prepares the counters that all children share; in post_config. */
apr_status_t ehoks_status_start(apr_pool_t *pconf);

/* Counts one answer by its HTTP status. Any thread, any child. */
void ehoks_status_count(int status);

/* Asks the database whether it is there and migrated. NULL, or
 * E-TIETOKANTA. */
const ehoks_err_t *ehoks_status_check_database(const ehoks_ctx_t *ctx);

/* The table as JSON object, for /healthcheck. */
ehoks_json_t *ehoks_status_json(apr_pool_t *pool);

/* Hook of mod_status (status_hook). */
int ehoks_status_show(request_rec *r, int flags);

#endif
