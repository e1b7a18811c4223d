/* Reading a request: who and where it comes from, and its JSON body. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <apr_buckets.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <util_filter.h>

#include "../db/db.h"
#include "../ehoks.h"
#include "../hoks/audit.h"
#include "request.h"

static void log_line(void *baton, ehoks_log_e level, apr_status_t status,
                     const char *line)
{
    static const int levels[] = {APLOG_ERR, APLOG_WARNING, APLOG_INFO,
                                 APLOG_DEBUG};
    request_rec *r = baton;

    ap_log_rerror(APLOG_MARK, levels[level], status, r, "%s", line);
}

/* A header as printable ASCII of bounded length: it is stored and logged. */
static const char *plain_text(apr_pool_t *pool, const char *header)
{
    return header ? apr_pstrndup(pool, ap_escape_logitem(pool, header), 256)
                  : NULL;
}

/* The id of mod_unique_id, which the logs can name too; without it one of our
 * own, because the audit tells requests apart by it. */
static const char *request_id(request_rec *r)
{
    const char *id = apr_table_get(r->subprocess_env, "UNIQUE_ID");

    if (!id)
        id = apr_table_get(r->subprocess_env, "REDIRECT_UNIQUE_ID");
    return id ? id
              : apr_psprintf(r->pool, "%" APR_PID_T_FMT "-%ld-%" APR_TIME_T_FMT,
                             getpid(), r->connection->id, r->request_time);
}

ehoks_request_t *ehoks_request_make(request_rec *r)
{
    ehoks_request_t *request = apr_pcalloc(r->pool, sizeof(*request));

    request->r = r;
    request->settings = ehoks_cfg_of(r->server);
    request->ctx.pool = r->pool;
    request->ctx.now = r->request_time;
    request->ctx.address = r->useragent_ip;
    request->ctx.user_agent =
        plain_text(r->pool, apr_table_get(r->headers_in, "User-Agent"));
    request->ctx.request_id = request_id(r);
    request->ctx.db = ehoks_db_session(
        r->pool, r->server, ehoks_cfg_database_wait(request->settings));
    request->ctx.audit = ehoks_audit_make(r->pool);
    request->ctx.log = log_line;
    request->ctx.log_baton = r;
    return request;
}

/* 1 when the media type of the header is application/json. */
static int is_json(const char *type)
{
    static const char json[] = "application/json";
    apr_size_t length = sizeof(json) - 1;

    if (!type || ap_cstr_casecmpn(type, json, length) != 0)
        return 0;
    type += length;
    while (apr_isspace(*type))
        type++;
    return *type == '\0' || *type == ';';
}

/* 1 when the header names a charset other than UTF-8. */
static int is_other_charset(const char *type)
{
    const char *charset = ap_strcasestr(type, "charset=");

    if (!charset)
        return 0;
    charset += strlen("charset=");
    if (*charset == '"')
        charset++;
    return ap_cstr_casecmpn(charset, "utf-8", 5) != 0;
}

static const ehoks_err_t *check_media_type(ehoks_request_t *request)
{
    const apr_table_t *headers = request->r->headers_in;
    const char *type = apr_table_get(headers, "Content-Type");
    const char *coding = apr_table_get(headers, "Content-Encoding");
    apr_pool_t *pool = request->ctx.pool;

    if (!is_json(type)) {
        ehoks_problems_t *problems = ehoks_problems_make(pool);
        ehoks_problem_t problem = {0};

        problem.pointer = "";
        problem.code = "SISALTOTYYPPI";
        ehoks_problems_add(problems, &problem);
        return ehoks_err_invalid(pool, "body-params", problems, NULL);
    }
    if (is_other_charset(type)
        || (coding && ap_cstr_casecmp(coding, "identity") != 0))
        return ehoks_err_make(pool, "E-415", NULL);
    return NULL;
}

/* Says what a failed read of the body means to the client. */
static const ehoks_err_t *read_failure(ehoks_request_t *request,
                                       apr_status_t rv)
{
    const char *code = "E-RUNKO-KESKEN";

    switch (ap_map_http_request_error(rv, HTTP_BAD_REQUEST)) {
    case HTTP_REQUEST_ENTITY_TOO_LARGE: code = "E-LIIAN-SUURI"; break;
    case HTTP_REQUEST_TIME_OUT: code = "E-RUNKO-HIDAS"; break;
    default: break;
    }
    return ehoks_err_make(request->ctx.pool, code, NULL);
}

/* Room for a body that is still being read. */
typedef struct {
    char *text;
    apr_size_t length;
    apr_size_t room;
    apr_size_t limit;
} body_t;

/* 0 when the limit is passed. */
static int body_add(apr_pool_t *pool, body_t *body, const char *data,
                    apr_size_t length)
{
    if (length > body->limit - body->length)
        return 0;
    if (body->length + length > body->room) {
        char *bigger;

        while (body->length + length > body->room)
            body->room *= 2;
        bigger = apr_palloc(pool, body->room);
        memcpy(bigger, body->text, body->length);
        body->text = bigger;
    }
    memcpy(body->text + body->length, data, length);
    body->length += length;
    return 1;
}

/* Adds the data of one brigade; `*ended` becomes 1 at the end of the body. */
static const ehoks_err_t *add_brigade(ehoks_request_t *request, body_t *body,
                                      apr_bucket_brigade *brigade, int *ended)
{
    apr_bucket *b;

    for (b = APR_BRIGADE_FIRST(brigade); b != APR_BRIGADE_SENTINEL(brigade);
         b = APR_BUCKET_NEXT(b)) {
        const char *data;
        apr_size_t length;
        apr_status_t rv;

        if (APR_BUCKET_IS_EOS(b)) {
            *ended = 1;
            return NULL;
        }
        if (APR_BUCKET_IS_METADATA(b))
            continue;
        rv = apr_bucket_read(b, &data, &length, APR_BLOCK_READ);
        if (rv != APR_SUCCESS)
            return read_failure(request, rv);
        if (!body_add(request->ctx.pool, body, data, length))
            return ehoks_err_make(request->ctx.pool, "E-LIIAN-SUURI", NULL);
    }
    return NULL;
}

/* mod_reqtimeout does not watch over HTTP/2, and there each read may take as
 * long as Timeout says: who sends a byte now and then would keep a thread for
 * ever. So the whole body may not take longer than that. */
static const ehoks_err_t *read_body(ehoks_request_t *request, body_t *body)
{
    request_rec *r = request->r;
    apr_time_t deadline = apr_time_now() + r->server->timeout;
    apr_bucket_brigade *brigade =
        apr_brigade_create(r->pool, r->connection->bucket_alloc);
    const ehoks_err_t *err = NULL;
    int ended = 0;

    while (!ended && !err) {
        apr_status_t rv = APR_TIMEUP;

        if (apr_time_now() < deadline)
            rv = ap_get_brigade(r->input_filters, brigade, AP_MODE_READBYTES,
                                APR_BLOCK_READ, HUGE_STRING_LEN);
        err = rv == APR_SUCCESS ? add_brigade(request, body, brigade, &ended)
                                : read_failure(request, rv);
        apr_brigade_cleanup(brigade);
    }
    apr_brigade_destroy(brigade);
    return err;
}

/* The body's declared length: lets a body that is too big be refused before
 * any of it is read, and the right ones be read without moving. */
static apr_size_t declared_length(const request_rec *r)
{
    const char *text = apr_table_get(r->headers_in, "Content-Length");
    apr_int64_t length = text ? apr_strtoi64(text, NULL, 10) : 0;

    return length > 0 ? (apr_size_t)length : 0;
}

const ehoks_err_t *ehoks_request_body(ehoks_request_t *request,
                                      ehoks_json_t **json)
{
    ehoks_json_limits_t limits = ehoks_cfg_json_limits(request->settings);
    apr_pool_t *pool = request->ctx.pool;
    const ehoks_err_t *err = check_media_type(request);
    apr_size_t declared = declared_length(request->r);
    ehoks_json_error_t error;
    body_t body = {0};

    if (err)
        return err;
    body.limit = ehoks_cfg_body_limit(request->settings);
    if (declared > body.limit)
        return ehoks_err_make(pool, "E-LIIAN-SUURI", NULL);
    body.room = declared ? declared : HUGE_STRING_LEN;
    body.text = apr_palloc(pool, body.room);
    err = read_body(request, &body);
    if (err)
        return err;
    *json = ehoks_json_parse(pool, body.text, body.length, &limits, &error);
    if (*json)
        return NULL;
    return ehoks_err_make(pool, error.limit ? "E-LIIAN-MONTA" : "E-PARSE",
                          apr_itoa(pool, error.line),
                          apr_itoa(pool, error.column), error.reason, NULL);
}

int ehoks_request_matches(const ehoks_request_t *request, int version)
{
    const char *tags = apr_table_get(request->r->headers_in, "If-Match");
    apr_pool_t *pool = request->ctx.pool;

    return !tags || strcmp(tags, "*") == 0
           || ap_find_etag_strong(pool, tags,
                                  apr_psprintf(pool, "\"v%d\"", version));
}

int ehoks_request_known_version(const ehoks_request_t *request)
{
    const char *tag = apr_table_get(request->r->headers_in, "If-None-Match");
    char *end;
    long version;

    if (!tag)
        return 0;
    if (tag[0] != '"' || tag[1] != 'v' || !apr_isdigit(tag[2]))
        return 0;
    version = strtol(tag + 2, &end, 10);
    return strcmp(end, "\"") == 0 && version > 0 && version < APR_INT32_MAX
               ? (int)version
               : 0;
}
