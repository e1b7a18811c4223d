/* An httpd module that does nothing but answer: what any handler costs at
 * least. It reads the body away and sends as many bytes as the last part of
 * the path says ("/bench-null/8300"). */
#include <stdlib.h>
#include <string.h>

#include <httpd.h>
#include <http_config.h>
#include <http_protocol.h>

#define MOST 65536

static char filler[MOST];

static int answer(request_rec *r)
{
    const char *slash = strrchr(r->uri, '/');
    long bytes = slash ? strtol(slash + 1, NULL, 10) : 0;

    if (!r->handler || strcmp(r->handler, "bench-null") != 0)
        return DECLINED;
    if (ap_discard_request_body(r) != OK)
        return HTTP_BAD_REQUEST;
    ap_set_content_type(r, "application/json; charset=utf-8");
    if (bytes > 0 && bytes <= MOST) {
        ap_set_content_length(r, bytes);
        ap_rwrite(filler, (int)bytes, r);
    }
    return OK;
}

static void register_hooks(apr_pool_t *pool)
{
    (void)pool;
    memset(filler, ' ', sizeof(filler));
    ap_hook_handler(answer, NULL, NULL, APR_HOOK_MIDDLE);
}

extern module AP_MODULE_DECLARE_DATA bench_null_module
    __attribute__((visibility("default")));
module AP_MODULE_DECLARE_DATA bench_null_module = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks};
