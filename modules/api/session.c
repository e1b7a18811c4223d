/* Sessions of browsers: who is logged in, logging out, settings of the pages
 * (contract: api.md 1.3, 1.12; README.md 2, 14). */
#include <apr_strings.h>
#include <http_protocol.h>

#include "../auth/cookie.h"
#include "../hoks/session.h"
#include "handlers.h"

/* Settings are a few choices; nobody keeps documents in them. */
#define SETTINGS_MOST 32768

const ehoks_err_t *ehoks_api_staff_session(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    const ehoks_principal_t *who = request->ctx.principal;
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *session = ehoks_json_new_object(pool);
    ehoks_json_t *privileges = NULL;
    const ehoks_err_t *err =
        ehoks_session_privileges(&request->ctx, &privileges);

    if (err)
        return err;
    ehoks_json_set_string(pool, session, "oidHenkilo", who->oid);
    ehoks_json_set(session, "isSuperuser",
                   ehoks_json_new_boolean(
                       ehoks_principal_has(who, EHOKS_RIGHT_SUPER_USER)));
    ehoks_json_set(session, "organisation-privileges", privileges);
    ehoks_response_data(request, response, session);
    return NULL;
}

/* A session that is not there has ended already. A token has no session: it
 * ends by itself. */
const ehoks_err_t *ehoks_api_session_end(ehoks_request_t *request,
                                         ehoks_response_t *response)
{
    const ehoks_cookie_settings_t *cookie = &request->settings->cookie;
    const char *hash = NULL;

    (void)response;
    if (request->ctx.principal && ehoks_cookie_is_login(request->r))
        hash = ehoks_cookie_hash(request->r, cookie);
    ehoks_cookie_expire(request->r, cookie);
    return hash ? ehoks_session_end(&request->ctx, hash, cookie->lifetime_s)
                : NULL;
}

const ehoks_err_t *ehoks_api_session_options(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    (void)response;
    apr_table_setn(request->r->headers_out, "Allow", "OPTIONS, GET, DELETE");
    return NULL;
}

const ehoks_err_t *ehoks_api_settings_read(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    const char *text;
    const ehoks_err_t *err = ehoks_session_settings(&request->ctx, &text);

    if (!err)
        ehoks_response_data_text(response, text, strlen(text));
    return err;
}

/* Refuses settings that are not an object, or too many. */
static const ehoks_err_t *check_settings(ehoks_request_t *request,
                                         const ehoks_json_t *settings,
                                         apr_size_t length)
{
    ehoks_problems_t *problems = ehoks_problems_make(request->ctx.pool);
    ehoks_problem_t problem = {0};

    problem.pointer = "";
    if (ehoks_json_type(settings) != EHOKS_JSON_OBJECT) {
        problem.code = "G-03";
        problem.arguments[0] = "object";
    }
    else if (length > SETTINGS_MOST) {
        problem.code = "PITUUS";
        problem.arguments[0] =
            apr_psprintf(request->ctx.pool, "<= %d", SETTINGS_MOST);
    }
    else {
        return NULL;
    }
    ehoks_problems_add(problems, &problem);
    return ehoks_err_invalid(request->ctx.pool, "body-params", problems,
                             settings);
}

const ehoks_err_t *ehoks_api_settings_write(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    ehoks_json_t *settings = NULL;
    apr_size_t length = 0;
    const char *text;
    const ehoks_err_t *err = ehoks_request_body(request, &settings);

    if (err)
        return err;
    text = ehoks_json_write(request->ctx.pool, settings, &length);
    err = check_settings(request, settings, length);
    if (!err)
        err = ehoks_session_keep_settings(&request->ctx, text);
    response->status = HTTP_CREATED;
    return err;
}
