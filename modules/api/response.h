/* What a handler answers; sent once, by the dispatcher. */
#ifndef EHOKS_API_RESPONSE_H
#define EHOKS_API_RESPONSE_H

#include <httpd.h>

#include "../core/json.h"
#include "request.h"

typedef struct {
    int status;         /* 200 unless the handler says otherwise */
    const char *before; /* JSON text before and after the body, or NULL */
    const char *body;   /* JSON text; NULL: an answer without body */
    apr_size_t length;  /* of the body */
    const char *after;
    const char *etag;         /* with its quotes; NULL: none */
    const char *location;     /* NULL: none */
    const char *content_type; /* NULL: JSON */
    const char *file_name;    /* a browser saves the body so; NULL: shows it */
} ehoks_response_t;

/* {"meta":{},"data":<text>} where text is JSON that goes out unparsed; it
 * must live as long as the request's pool. */
void ehoks_response_data_text(ehoks_response_t *response, const char *text,
                              apr_size_t length);

/* {"meta":{},"data":<value>} */
void ehoks_response_data(ehoks_request_t *request, ehoks_response_t *response,
                         const ehoks_json_t *value);

/* The value as it is, without envelope. */
void ehoks_response_plain(ehoks_request_t *request, ehoks_response_t *response,
                          const ehoks_json_t *value);

/* ETag of a version of a plan: "v7". */
const char *ehoks_response_etag(apr_pool_t *pool, int version);

/* Headers that every answer of the API carries, errors included. */
void ehoks_response_common_headers(request_rec *r);

/* Sends the answer; honours If-None-Match and If-Match by its ETag. Returns
 * what the httpd handler must return. */
int ehoks_response_send(ehoks_request_t *request,
                        const ehoks_response_t *response);

#endif
