/* The layers below the web under many threads at once, for ThreadSanitizer
 * (`make tsan`), which sees what is used without a lock:
 *
 *   threads DATABASE     a connection string of a database that is migrated
 *
 * Says in TAP how each scene went. Environment: THREADS=8 of each scene,
 * ROUNDS=1 times as many rounds. Run by t/thread/threads.t. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pthread.h>

#include <apr_atomic.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "../../modules/core/json.h"
#include "child.h"
#include "scene.h"

#define THREADS_MAX 64

static const scene_t *const scenes[] = {
    &scene_documents, &scene_values,        &scene_catalogue,
    &scene_status,    &scene_calls,         &scene_statements,
    &scene_audit,     &scene_single_flight, &scene_background,
};

#define SCENES ((int)(sizeof(scenes) / sizeof(scenes[0])))

static const scene_t *playing;
static pthread_barrier_t meeting;
static apr_uint32_t failures; /* of the scene that plays */

static int from_environment(const char *name, int otherwise)
{
    const char *text = getenv(name);
    int number = text ? atoi(text) : 0;

    return number > 0 ? number : otherwise;
}

int scene_threads(void)
{
    int threads = from_environment("THREADS", 8);

    return threads < THREADS_MAX ? threads : THREADS_MAX;
}

int scene_factor(void)
{
    return from_environment("ROUNDS", 1);
}

void scene_meet(void)
{
    pthread_barrier_wait(&meeting);
}

/* The first few are told; a broken thing fails in every round. */
void scene_check(int truth, const char *place, const char *what)
{
    if (!truth && apr_atomic_inc32(&failures) < 10)
        printf("# %s: %s\n", place, what);
}

static apr_pool_t *separate_pool(void)
{
    apr_allocator_t *allocator;
    apr_pool_t *pool;

    apr_allocator_create(&allocator);
    apr_pool_create_ex(&pool, NULL, NULL, allocator);
    apr_allocator_owner_set(allocator, pool);
    return pool;
}

static void *APR_THREAD_FUNC play(apr_thread_t *thread, void *data)
{
    worker_t worker = {0};
    int rounds = playing->rounds * scene_factor();

    (void)thread;
    worker.number = (int)(intptr_t)data;
    worker.pool = separate_pool();
    scene_meet();
    for (worker.round = 0; worker.round < rounds; worker.round++) {
        memset(&worker.ctx, 0, sizeof(worker.ctx));
        worker.ctx.pool = worker.pool;
        worker.ctx.now = apr_time_now();
        playing->work(&worker);
        apr_pool_clear(worker.pool);
    }
    apr_pool_destroy(worker.pool);
    return NULL;
}

static int perform(const scene_t *scene)
{
    apr_thread_t *threads[THREADS_MAX];
    int count = scene_threads();
    apr_time_t begin = apr_time_now();
    apr_status_t result;
    apr_pool_t *pool;
    int i;

    apr_pool_create(&pool, NULL);
    apr_atomic_set32(&failures, 0);
    pthread_barrier_init(&meeting, NULL, (unsigned)count);
    playing = scene;
    if (scene->begin)
        scene->begin(pool);
    for (i = 0; i < count; i++) {
        if (apr_thread_create(&threads[i], NULL, play, (void *)(intptr_t)i,
                              pool)
            != APR_SUCCESS)
            abort(); /* the others would wait for it for ever */
    }
    for (i = 0; i < count; i++)
        apr_thread_join(&result, threads[i]);
    if (scene->end)
        scene->end(pool);
    pthread_barrier_destroy(&meeting);
    apr_pool_destroy(pool);
    printf("# %s: %.1f s\n", scene->name,
           (double)(apr_time_now() - begin) / APR_USEC_PER_SEC);
    return apr_atomic_read32(&failures) == 0;
}

int main(int count, char **arguments)
{
    int failed = 0;
    int i;

    if (count != 2) {
        fprintf(stderr, "usage: threads DATABASE\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    apr_initialize();
    ehoks_json_start();
    child_use_database(arguments[1]);
    printf("1..%d\n", SCENES);
    for (i = 0; i < SCENES; i++) {
        int fine = perform(scenes[i]);

        printf("%sok %d - %s\n", fine ? "" : "not ", i + 1, scenes[i]->name);
        failed += !fine;
    }
    apr_terminate();
    return failed ? 1 : 0;
}
