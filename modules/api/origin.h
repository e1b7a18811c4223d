/* Requests that a page of another site makes a browser send: they carry the
 * login cookie of somebody who knows nothing of it. */
#ifndef EHOKS_API_ORIGIN_H
#define EHOKS_API_ORIGIN_H

#include <httpd.h>

/* 1 when the request would change something, is logged in by cookie, and the
 * browser says that it comes from another site: in Sec-Fetch-Site, which no
 * script can set, or for old browsers in Origin when that is not the host
 * that was asked. A request with neither comes from no browser of today; what
 * protects it is that Caller-Id and a JSON content type can't be sent from
 * another site. */
int ehoks_origin_is_foreign(const request_rec *r);

#endif
