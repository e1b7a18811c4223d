/* Calls to registries, the mirror that asks once for everybody, and work in
 * the background that goes on until the child ends. */
#include <string.h>

#include <apr_atomic.h>
#include <apr_strings.h>

#include "../../modules/db/db.h"
#include "../../modules/registry/kinds.h"
#include "child.h"

#define STUDY_RIGHT "1.1"
#define PATH "/koski/api/opiskeluoikeus/"

static void begin(apr_pool_t *pool)
{
    (void)pool;
    child_registries_start(60);
    child_start(0);
}

static void end(apr_pool_t *pool)
{
    (void)pool;
    child_end();
    child_registries_end();
}

/* --- calls --------------------------------------------------------------------- */

/* One registry answers, another fails until nobody asks it any more. Handles,
 * the token and the breakers are everybody's. */
static void call(worker_t *worker)
{
    ehoks_registry_answer_t answer;

    child_serve(worker, 10000);
    answer =
        ehoks_registry_ask(&worker->ctx, child_registry(EHOKS_REGISTRY_KOSKI),
                           EHOKS_REGISTRY_KOSKI, PATH STUDY_RIGHT, NULL);
    CHECK(answer.status == 200 && answer.body);
    if (worker->round % 5)
        return;
    answer =
        ehoks_registry_ask(&worker->ctx, child_registry(EHOKS_REGISTRY_ONR),
                           EHOKS_REGISTRY_ONR, PATH "3.2", NULL);
    CHECK(answer.down);
    ehoks_registry_log_failure(&worker->ctx, EHOKS_REGISTRY_ONR, &answer);
}

/* The token was asked for in the first moments. */
static void end_calls(apr_pool_t *pool)
{
    CHECK(strstr(child_registries_latest(pool), "Bearer abc.def"));
    end(pool);
}

const scene_t scene_calls = {"calls share handles, tokens and breakers", 20,
                             begin, call, end_calls};

/* --- asking once ----------------------------------------------------------------- */

/* All want the same copy, which is not there. The token is another request,
 * the first time. */
static void want_the_same(worker_t *worker)
{
    ehoks_copy_t copy = {0};

    child_serve(worker, 10000);
    if (worker->number == 0) {
        child_forget_copies(worker);
        (void)child_registries_asked();
    }
    scene_meet();
    worker->ctx.now = apr_time_now();
    CHECK(!ehoks_mirror_get(&worker->ctx, child_mirror(),
                            EHOKS_MIRROR_OPISKELUOIKEUS, STUDY_RIGHT, &copy));
    CHECK(copy.text && strstr(copy.text, STUDY_RIGHT));
    ehoks_db_close(&worker->ctx);
    scene_meet();
    if (worker->number == 0)
        CHECK(child_registries_asked() == (worker->round == 0 ? 2 : 1));
    scene_meet();
}

const scene_t scene_single_flight = {"one asks for all who want the same", 5,
                                     begin, want_the_same, end};

/* --- the background --------------------------------------------------------------- */

static apr_uint32_t done;

static void refresh_on(const ehoks_ctx_t *ctx, const void *settings)
{
    static const char *const keys[] = {"1.1", "1.2", "4.1"};
    ehoks_copy_t copies[3];
    int i;

    for (i = 0; i < 20; i++)
        (void)ehoks_mirror_get_many(ctx, settings, EHOKS_MIRROR_OPISKELUOIKEUS,
                                    keys, 3, copies);
    apr_atomic_inc32(&done);
}

/* All have stale copies refreshed and leave work behind that does the same;
 * then the child ends, in the middle of it. */
static void leave_work(worker_t *worker)
{
    ehoks_copy_t copy;
    int i;

    if (worker->number == 0)
        child_start(0);
    scene_meet();
    child_serve(worker, 10000);
    for (i = 0; i < 3; i++) {
        (void)ehoks_background_run(&worker->ctx, refresh_on, child_mirror());
        (void)ehoks_mirror_get(&worker->ctx, child_mirror(),
                               EHOKS_MIRROR_OPISKELUOIKEUS, STUDY_RIGHT, &copy);
    }
    ehoks_db_close(&worker->ctx);
    scene_meet();
    if (worker->number == 0) {
        apr_sleep(apr_time_from_msec(worker->round * 10));
        child_end();
    }
    scene_meet();
}

static void begin_servers(apr_pool_t *pool)
{
    (void)pool;
    apr_atomic_set32(&done, 0);
    child_registries_start(0); /* stale at once */
}

static void end_servers(apr_pool_t *pool)
{
    (void)pool;
    CHECK(apr_atomic_read32(&done) > 0);
    child_registries_end();
}

const scene_t scene_background = {"children end while the background works", 3,
                                  begin_servers, leave_work, end_servers};
