/* Scenes of the threaded driver: each is one kind of work that many threads do
 * at the same time on what they share, as the workers of a child of httpd do.
 */
#ifndef EHOKS_T_THREAD_SCENE_H
#define EHOKS_T_THREAD_SCENE_H

#include <apr_pools.h>

#include "../../modules/core/ctx.h"

/* One thread of a scene. */
typedef struct {
    apr_pool_t *pool; /* this thread's own; cleared after each round */
    ehoks_ctx_t ctx;  /* made anew for each round, without a database */
    int number;       /* from 0 */
    int round;        /* from 0 */
} worker_t;

typedef struct {
    const char *name;
    int rounds; /* of each thread; multiplied by ROUNDS of the environment */
    /* Before the threads begin and after they have ended; NULL: nothing. */
    void (*begin)(apr_pool_t *pool);
    void (*work)(worker_t *worker);
    void (*end)(apr_pool_t *pool);
} scene_t;

extern const scene_t scene_documents;
extern const scene_t scene_values;
extern const scene_t scene_catalogue;
extern const scene_t scene_status;
extern const scene_t scene_calls;
extern const scene_t scene_statements;
extern const scene_t scene_audit;
extern const scene_t scene_single_flight;
extern const scene_t scene_background;

/* How many threads a scene has, and the factor of its rounds. */
int scene_threads(void);
int scene_factor(void);

/* Waits until all threads of the scene are here. */
void scene_meet(void);

/* The scene fails where `truth` is 0. Any thread. */
void scene_check(int truth, const char *place, const char *what);

#define SCENE_STRING_OF(line) #line
#define SCENE_LINE(line) SCENE_STRING_OF(line)
#define CHECK(truth)                                                           \
    scene_check((truth) != 0, __FILE__ ":" SCENE_LINE(__LINE__), #truth)

#endif
