/* OAuth 2 client credentials (RFC 6749, 4.4): tokens for calls to registries,
 * kept in the child. Two threads may get one at the same time; that does no
 * harm, and nobody waits for another's call.
 */
#include "token.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>
#include <apr_thread_mutex.h>

#include "http.h"

/* A token is not used in its last moments: it has to arrive. */
#define MARGIN apr_time_from_sec(30)
/* How long a token lives that does not say so. */
#define LIFETIME_S 300

static struct {
    apr_thread_mutex_t *mutex;
    struct {
        char *owner; /* whose token: address and client id */
        char *token;
        apr_time_t until;
    } of[EHOKS_REGISTRY_COUNT];
} tokens;

static void forget(int i)
{
    free(tokens.of[i].owner);
    free(tokens.of[i].token);
    tokens.of[i].owner = NULL;
    tokens.of[i].token = NULL;
}

static apr_status_t stop(void *unused)
{
    int i;

    (void)unused;
    for (i = 0; i < EHOKS_REGISTRY_COUNT; i++)
        forget(i);
    tokens.mutex = NULL;
    return APR_SUCCESS;
}

apr_status_t ehoks_token_start(apr_pool_t *child)
{
    apr_status_t status =
        apr_thread_mutex_create(&tokens.mutex, APR_THREAD_MUTEX_DEFAULT, child);

    if (!status)
        apr_pool_cleanup_register(child, NULL, stop, apr_pool_cleanup_null);
    return status;
}

static const char *owner_of(apr_pool_t *pool,
                            const ehoks_registry_settings_t *settings)
{
    return apr_pstrcat(pool, settings->token_url, " ", settings->client_id,
                       NULL);
}

/* The kept token as a copy, or NULL when it is another's or runs out. */
static const char *kept(apr_pool_t *pool, ehoks_registry_e registry,
                        const char *owner, apr_time_t now)
{
    const char *token = NULL;

    apr_thread_mutex_lock(tokens.mutex);
    if (tokens.of[registry].token && !strcmp(tokens.of[registry].owner, owner)
        && now + MARGIN < tokens.of[registry].until)
        token = apr_pstrdup(pool, tokens.of[registry].token);
    apr_thread_mutex_unlock(tokens.mutex);
    return token;
}

static void keep(ehoks_registry_e registry, const char *owner,
                 const char *token, apr_time_t until)
{
    apr_thread_mutex_lock(tokens.mutex);
    forget((int)registry);
    tokens.of[registry].owner = strdup(owner);
    tokens.of[registry].token = strdup(token);
    tokens.of[registry].until = until;
    if (!tokens.of[registry].owner || !tokens.of[registry].token)
        forget((int)registry);
    apr_thread_mutex_unlock(tokens.mutex);
}

/* A token goes into a header: only what RFC 6750 allows in one. */
static int is_token(const char *text)
{
    return text && *text
           && text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-._~+/=")]
                  == '\0';
}

const char *ehoks_registry_token(const ehoks_ctx_t *ctx,
                                 const ehoks_registry_settings_t *settings,
                                 ehoks_registry_e registry, int fresh,
                                 ehoks_registry_answer_t *answer)
{
    static const ehoks_registry_request_t request = {
        "", "grant_type=client_credentials",
        "application/x-www-form-urlencoded", NULL};
    ehoks_registry_settings_t place = *settings;
    const char *owner = owner_of(ctx->pool, settings);
    const char *token =
        fresh ? NULL : kept(ctx->pool, registry, owner, apr_time_now());
    apr_int64_t lifetime;

    if (token)
        return token;
    place.base_url = settings->token_url;
    place.user = settings->client_id;
    place.password = settings->client_secret;
    *answer = ehoks_registry_send(ctx, &place, &request);
    token = ehoks_json_get_string(answer->body, "access_token");
    if (answer->status != 200 || !is_token(token)) {
        *answer = ehoks_registry_no_answer(
            apr_psprintf(ctx->pool, "no token for it (%s)", answer->reason));
        return NULL;
    }
    lifetime = ehoks_json_integer(ehoks_json_get(answer->body, "expires_in"));
    if (lifetime <= 0 || lifetime > 86400)
        lifetime = LIFETIME_S;
    keep(registry, owner, token, apr_time_now() + apr_time_from_sec(lifetime));
    return token;
}
