/* Loaded before APR, it makes each piece of a pool a block of its own, which is
 * freed when its pool is cleared or destroyed. Else memcheck and
 * AddressSanitizer see only the large blocks that APR cuts the pieces from, and
 * nobody notices who reads past the end of one, or one whose pool is gone.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

#include <apr_pools.h>
#include <apr_strings.h>

#define BUCKETS 65536

typedef struct block_t {
    struct block_t *next;
    max_align_t piece[];
} block_t;

/* A pool that has pieces. */
typedef struct owner_t {
    struct owner_t *next; /* in its bucket */
    apr_pool_t *pool;
    block_t *blocks;
} owner_t;

static owner_t *owners[BUCKETS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* APR asks for memory itself when a cleanup is registered: that is its own. */
static __thread int registering;

/* Where the pool's owner is linked, or would be. Under the lock. */
static owner_t **place_of(const apr_pool_t *pool)
{
    owner_t **place = &owners[((size_t)pool >> 4) % BUCKETS];

    while (*place && (*place)->pool != pool)
        place = &(*place)->next;
    return place;
}

static apr_status_t free_pieces(void *pool)
{
    owner_t **place;
    owner_t *owner;
    block_t *block;

    pthread_mutex_lock(&lock);
    place = place_of(pool);
    owner = *place;
    if (owner)
        *place = owner->next;
    pthread_mutex_unlock(&lock);
    while (owner && (block = owner->blocks)) {
        owner->blocks = block->next;
        free(block);
    }
    free(owner);
    return APR_SUCCESS;
}

/* Registered with the first piece: cleanups run backwards, so this one runs
 * when all that use the pieces are done. */
static void add_owner(owner_t **place, apr_pool_t *pool)
{
    owner_t *owner = calloc(1, sizeof(*owner));

    if (!owner)
        abort();
    owner->pool = pool;
    *place = owner;
    registering = 1;
    apr_pool_cleanup_register(pool, pool, free_pieces, apr_pool_cleanup_null);
    registering = 0;
}

static void *apr_itself(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);

    if (!function)
        abort();
    return function;
}

void *apr_palloc(apr_pool_t *pool, apr_size_t size)
{
    owner_t **place;
    block_t *block;

    if (registering) {
        void *(*palloc)(apr_pool_t *, apr_size_t) = apr_itself("apr_palloc");

        return palloc(pool, size);
    }
    block = malloc(sizeof(*block) + size);
    if (!block)
        abort();
    pthread_mutex_lock(&lock);
    place = place_of(pool);
    if (!*place)
        add_owner(place, pool);
    block->next = (*place)->blocks;
    (*place)->blocks = block;
    pthread_mutex_unlock(&lock);
    return block->piece;
}

/* APR writes the text where it expects the next piece: it is copied. */
char *apr_pvsprintf(apr_pool_t *pool, const char *format, va_list values)
{
    char *(*print)(apr_pool_t *, const char *, va_list) =
        apr_itself("apr_pvsprintf");

    return apr_pstrdup(pool, print(pool, format, values));
}

char *apr_psprintf(apr_pool_t *pool, const char *format, ...)
{
    char *text;
    va_list values;

    va_start(values, format);
    text = apr_pvsprintf(pool, format, values);
    va_end(values);
    return text;
}
