/* What the old service had and this one does not: 410 with a sentence, after
 * the checks that such a route always had (contract: api.md 1.9;
 * contract/README.md 16). */
#include <httpd.h>

#include "check.h"
#include "handlers.h"

static const ehoks_err_t *gone(const ehoks_request_t *request, const char *code)
{
    return ehoks_err_make(request->ctx.pool, code, NULL);
}

/* The right that a method needs in the plan's school (contract: api.md 3.3). */
static ehoks_right_e right_of_method(const ehoks_request_t *request)
{
    switch (request->r->method_number) {
    case M_POST: return EHOKS_RIGHT_WRITE;
    case M_PATCH: return EHOKS_RIGHT_UPDATE;
    default: return EHOKS_RIGHT_READ;
    }
}

const ehoks_err_t *ehoks_api_gone_part(ehoks_request_t *request,
                                       ehoks_response_t *response)
{
    ehoks_json_t *document = NULL;
    const ehoks_err_t *err =
        ehoks_check_plan(request, right_of_method(request), &document);

    (void)response;
    return err ? err : gone(request, "E-GONE");
}

const ehoks_err_t *ehoks_api_gone_feedback(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    (void)response;
    return gone(request, "E-GONE-PALAUTE");
}

const ehoks_err_t *ehoks_api_gone_cas(ehoks_request_t *request,
                                      ehoks_response_t *response)
{
    (void)response;
    return gone(request, "E-GONE-CAS");
}

const ehoks_err_t *ehoks_api_gone(ehoks_request_t *request,
                                  ehoks_response_t *response)
{
    (void)response;
    return gone(request, "E-GONE");
}
