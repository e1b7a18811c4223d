/* The counters that all threads of all children add to, and the table that
 * shows them. */
#include <stdlib.h>

#include <http_protocol.h>
#include <http_core.h>

#include "../../modules/db/db.h"
#include "../../modules/status/status.h"
#include "child.h"

/* What the page of mod_status would call; no page is shown here. */
int ap_rwrite(const void *bytes, int count, request_rec *r)
{
    (void)bytes, (void)count, (void)r;
    abort();
}

int ap_rprintf(request_rec *r, const char *format, ...)
{
    (void)r, (void)format;
    abort();
}

char *ap_escape_html2(apr_pool_t *pool, const char *text, int to_ascii)
{
    (void)pool, (void)text, (void)to_ascii;
    abort();
}

static void begin(apr_pool_t *pool)
{
    child_start(0);
    CHECK(ehoks_status_start(pool) == APR_SUCCESS);
}

/* Statements go on meanwhile, so that the figures change. */
static void count_and_show(worker_t *worker)
{
    static const int answers[] = {200, 404, 500, 503};
    int i;

    for (i = 0; i < 100; i++)
        ehoks_status_count(answers[i % 4]);
    child_serve(worker, 10000);
    CHECK(!ehoks_status_check_database(&worker->ctx));
    CHECK(ehoks_db_figures().in_use <= CHILD_CONNECTIONS);
    CHECK(ehoks_json_size(ehoks_status_json(worker->pool)) > 5);
}

static int figure(const ehoks_json_t *table, const char *name)
{
    const char *text = ehoks_json_get_string(table, name);

    return text ? atoi(text) : -1;
}

static void end(apr_pool_t *pool)
{
    int counts = scene_threads() * scene_status.rounds * scene_factor() * 100;
    const ehoks_json_t *table = ehoks_status_json(pool);

    CHECK(figure(table, "EhoksAnswers") == counts);
    CHECK(figure(table, "EhoksClientErrors") == counts / 4);
    CHECK(figure(table, "EhoksUnavailable") == counts / 4);
    CHECK(figure(table, "EhoksFaults") == counts / 4);
    CHECK(figure(table, "EhoksDbInUse") == 0);
    child_end();
}

const scene_t scene_status = {"no answer is left out of the counters", 20,
                              begin, count_and_show, end};
