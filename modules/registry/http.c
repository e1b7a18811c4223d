/* One call to a registry over libcurl; see http.h.
 *
 * A call occupies its worker thread, so every call has a connection timeout
 * and a total timeout, and an answer has a size limit. Nothing is repeated
 * here: libcurl itself sends a request again on a new connection when a kept
 * one breaks before the first byte of the answer, which is right for us, as
 * all calls are questions, the POST to Koski too.
 */
#include "http.h"

#include <string.h>

#include <apr_atomic.h>
#include <apr_strings.h>

#include "handles.h"

/* The longest answers, all units of Koodisto or a whole qualification of
 * ePerusteet, may have more than 10 MB. */
#define ANSWER_BYTES_MAX (32 * 1024 * 1024)
#define ANSWER_NODES_MAX 1000000
#define CONNECT_TIMEOUT_MS 2000
#define TOTAL_TIMEOUT_MS 10000
#define CONNECTIONS_OF_HANDLE 4L
#define LOG_INTERVAL_S 5
/* So much of an answer that is not JSON is kept for who reads it. */
#define TEXT_BYTES_MAX 100

const char *const ehoks_registry_names[EHOKS_REGISTRY_COUNT] = {
    "koski", "onr", "organisaatio", "eperusteet", "koodisto", "lokalisointi"};

/* The answer's bytes while they arrive. */
typedef struct {
    apr_pool_t *pool;
    char *bytes;
    size_t length;
    size_t size;
    int too_long;
} received_t;

/* What one call needs until it is over. */
typedef struct {
    CURL *curl;
    struct curl_slist *headers;
    received_t received;
    CURLcode result;
} call_t;

static size_t receive(char *bytes, size_t one, size_t count, void *baton)
{
    received_t *received = baton;
    size_t length = one * count;

    if (received->length + length > ANSWER_BYTES_MAX) {
        received->too_long = 1;
        return 0;
    }
    if (received->length + length > received->size) {
        size_t size = received->size ? received->size : 16384;
        char *bigger;
        while (size < received->length + length) {
            size *= 2;
        }
        bigger = apr_palloc(received->pool, size);
        if (received->length) {
            memcpy(bigger, received->bytes, received->length);
        }
        received->bytes = bigger;
        received->size = size;
    }
    memcpy(received->bytes + received->length, bytes, length);
    received->length += length;
    return length;
}

/* Adds one header; libcurl copies the text. */
static void add_header(call_t *call, const char *text)
{
    struct curl_slist *longer = curl_slist_append(call->headers, text);

    if (longer) {
        call->headers = longer;
    }
}

/* Every call says who calls, and carries the pair that the registries' guard
 * against cross-site requests asks for (contract: api.md 2.2). */
static void set_headers(call_t *call, apr_pool_t *pool,
                        const ehoks_registry_settings_t *settings,
                        const ehoks_registry_request_t *request)
{
    const char *caller = settings->caller_id;

    add_header(call, "Accept: application/json");
    if (request->body) {
        add_header(call, apr_pstrcat(pool, "Content-Type: ",
                                     request->type ? request->type
                                                   : "application/json",
                                     NULL));
    }
    if (request->bearer) {
        add_header(call, apr_pstrcat(pool, "Authorization: Bearer ",
                                     request->bearer, NULL));
    }
    if (caller) {
        add_header(call, apr_pstrcat(pool, "Caller-Id: ", caller, NULL));
        add_header(call, apr_pstrcat(pool, "CSRF: ", caller, NULL));
        curl_easy_setopt(call->curl, CURLOPT_COOKIE,
                         apr_pstrcat(pool, "CSRF=", caller, NULL));
    }
    curl_easy_setopt(call->curl, CURLOPT_HTTPHEADER, call->headers);
}

/* A child that ends does not wait for the registries, unless a request that
 * it may still answer does. */
static int go_on(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c,
                 curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return ehoks_handles_stopping(ctx);
}

int ehoks_registry_connect_timeout(const ehoks_registry_settings_t *settings)
{
    return settings->connect_timeout_ms > 0 ? settings->connect_timeout_ms
                                            : CONNECT_TIMEOUT_MS;
}

int ehoks_registry_total_timeout(const ehoks_registry_settings_t *settings)
{
    return settings->total_timeout_ms > 0 ? settings->total_timeout_ms
                                          : TOTAL_TIMEOUT_MS;
}

static void set_limits(const ehoks_ctx_t *ctx, CURL *curl,
                       const ehoks_registry_settings_t *settings)
{
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)ehoks_registry_connect_timeout(settings));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                     (long)ehoks_registry_total_timeout(settings));
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, ctx);
    /* Timeouts without signals: this process has many threads. */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXCONNECTS, CONNECTIONS_OF_HANDLE);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    /* One call at a time on a connection: HTTP/2 would give nothing. */
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
}

static void set_target(call_t *call, apr_pool_t *pool,
                       const ehoks_registry_settings_t *settings,
                       const ehoks_registry_request_t *request)
{
    CURL *curl = call->curl;
    const char *body = request->body;

    curl_easy_setopt(
        curl, CURLOPT_URL,
        apr_pstrcat(pool, settings->base_url, request->path, NULL));
    /* A proxy from the environment is for the way out only. */
    if (ehoks_registry_is_loopback(settings->base_url)) {
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    }
    if (settings->user && !request->bearer) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD,
                         settings->password ? settings->password : "");
    }
    if (body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    }
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &call->received);
}

ehoks_registry_answer_t ehoks_registry_no_answer(const char *reason)
{
    ehoks_registry_answer_t answer = {0, 1, reason, NULL, ""};

    return answer;
}

/* What came of the call, in the memory of the request. */
static ehoks_registry_answer_t conclude(const ehoks_ctx_t *ctx,
                                        const call_t *call)
{
    const ehoks_json_limits_t limits = {64, ANSWER_NODES_MAX};
    ehoks_registry_answer_t answer = {0, 0, NULL, NULL, ""};
    long status = 0;

    curl_easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &status);
    if (call->received.too_long) {
        answer.status = (int)status;
        answer.reason = "the answer is too long";
        return answer;
    }
    if (call->result != CURLE_OK) {
        /* libcurl's words for the code; never the URL, which holds an OID. */
        return ehoks_registry_no_answer(curl_easy_strerror(call->result));
    }
    answer.status = (int)status;
    answer.down = status == 502 || status == 503 || status == 504;
    answer.reason = apr_psprintf(ctx->pool, "HTTP status %ld", status);
    if (call->received.length) {
        answer.body = ehoks_json_parse(ctx->pool, call->received.bytes,
                                       call->received.length, &limits, NULL);
        if (!answer.body) {
            answer.text = apr_pstrmemdup(ctx->pool, call->received.bytes,
                                         call->received.length < TEXT_BYTES_MAX
                                             ? call->received.length
                                             : TEXT_BYTES_MAX);
        }
    }
    if (status == 200 && !answer.body) {
        answer.reason = "the answer is not JSON";
    }
    return answer;
}

ehoks_registry_answer_t ehoks_registry_send(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    const ehoks_registry_request_t *request)
{
    ehoks_registry_answer_t answer;
    call_t call = {NULL, NULL, {NULL, NULL, 0, 0, 0}, CURLE_OK};
    apr_pool_t *scratch;

    if (!settings->base_url) {
        return ehoks_registry_no_answer("not configured");
    }
    call.curl = ehoks_handle_take();
    if (!call.curl) {
        return ehoks_registry_no_answer("out of memory");
    }
    apr_pool_create(&scratch, ctx->pool);
    call.received.pool = scratch;
    set_limits(ctx, call.curl, settings);
    set_headers(&call, scratch, settings, request);
    set_target(&call, scratch, settings, request);
    call.result = curl_easy_perform(call.curl);
    answer = conclude(ctx, &call);
    ehoks_handle_give_back(call.curl);
    curl_slist_free_all(call.headers);
    apr_pool_destroy(scratch);
    return answer;
}

ehoks_registry_answer_t ehoks_registry_call(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *settings,
    const char *path, const char *body)
{
    ehoks_registry_request_t request = {path, body, NULL, NULL};

    return ehoks_registry_send(ctx, settings, &request);
}

void ehoks_registry_log_failure(const ehoks_ctx_t *ctx,
                                ehoks_registry_e registry,
                                const ehoks_registry_answer_t *answer)
{
    static apr_uint32_t logged_at[EHOKS_REGISTRY_COUNT];
    static apr_uint32_t left_out[EHOKS_REGISTRY_COUNT];
    apr_uint32_t now = (apr_uint32_t)apr_time_sec(ctx->now);
    apr_uint32_t last = apr_atomic_read32(&logged_at[registry]);
    apr_uint32_t quiet;

    if (now - last < LOG_INTERVAL_S
        || apr_atomic_cas32(&logged_at[registry], now, last) != last) {
        apr_atomic_inc32(&left_out[registry]);
        return;
    }
    quiet = apr_atomic_xchg32(&left_out[registry], 0);
    ehoks_log(ctx, EHOKS_LOG_WARNING, APR_SUCCESS, "EH0200",
              "call to %s failed: %s%s", ehoks_registry_names[registry],
              answer->reason,
              quiet ? apr_psprintf(
                  ctx->pool, " (%u failures before it were not logged)", quiet)
                    : "");
}
