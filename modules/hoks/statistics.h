/* The feed for statistics (Vipunen): plans of everybody page by page, without
 * names and contact data (contract: rules.md OUT-3, OUT-4; api.md 4.9). */
#ifndef EHOKS_HOKS_STATISTICS_H
#define EHOKS_HOKS_STATISTICS_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"
#include "../schema/schema.h"

typedef struct {
    apr_int64_t from_id;              /* plans with greater ids */
    int amount;                       /* at most so many, 1 to 1000 */
    const char *updated_after;        /* UTC text; NULL: whenever */
    const ehoks_schema_t *output;     /* GET: what a plan must fit */
    const ehoks_schema_t *statistics; /* VIPUNEN: what goes out */
} ehoks_statistics_t;

/* One page as JSON text {"last-id", "failed-ids", "result"}, in the pool.
 * Deleted plans are told with `poistettu` and without parts; a plan that
 * breaks the schema or a rule stands in failed-ids. Errors of the database. */
const ehoks_err_t *ehoks_statistics_page(const ehoks_ctx_t *ctx,
                                         const ehoks_statistics_t *asked,
                                         const char **text, apr_size_t *length);

#endif
