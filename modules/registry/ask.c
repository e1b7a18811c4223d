/* Calls on a bad day: a breaker for each registry of this child, one more try
 * when a connection broke, and a token.
 *
 * Every call here is a question, so all of them are safe to repeat. A call
 * that ran into its time limit is not repeated: the time is used up.
 */
#include "http.h"

#include <apr_thread_mutex.h>
#include <apr_time.h>

#include "breaker.h"

/* Before the second try. Long enough for a restarting process to listen. */
#define PAUSE_MS 100

static int milliseconds_since(apr_time_t begin)
{
    return (int)apr_time_as_msec(apr_time_now() - begin);
}

/* The call itself, with a token where one is needed. A refused token may have
 * been called back, so another is tried once. */
static ehoks_registry_answer_t call_with_token(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    ehoks_registry_e registry, ehoks_registry_request_t *request)
{
    ehoks_registry_answer_t answer;
    int fresh;

    if (!settings->token_url)
        return ehoks_registry_send(ctx, settings, request);
    for (fresh = 0; fresh < 2; fresh++) {
        request->bearer =
            ehoks_registry_token(ctx, settings, registry, fresh, &answer);
        if (!request->bearer)
            break;
        answer = ehoks_registry_send(ctx, settings, request);
        if (answer.status != 401)
            break;
    }
    return answer;
}

ehoks_registry_answer_t ehoks_registry_ask(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    ehoks_registry_e registry, const char *path, const char *body)
{
    ehoks_registry_request_t request = {path, body, NULL, NULL};
    ehoks_registry_settings_t rest = *settings;
    apr_time_t begin = apr_time_now();
    int limit = ehoks_registry_total_timeout(settings);
    ehoks_registry_answer_t answer;

    if (!ehoks_breaker_enter(registry, begin))
        return ehoks_registry_no_answer("not asked: it failed several times");
    answer = call_with_token(ctx, settings, registry, &request);
    if (answer.down && milliseconds_since(begin) + PAUSE_MS < limit / 2) {
        apr_sleep(apr_time_from_msec(PAUSE_MS));
        rest.total_timeout_ms = limit - milliseconds_since(begin);
        answer = call_with_token(ctx, &rest, registry, &request);
    }
    ehoks_breaker_leave(registry, apr_time_now(), !answer.down);
    return answer;
}
