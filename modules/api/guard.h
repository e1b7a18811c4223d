/* What stands before httpd's own handling of a request. */
#ifndef EHOKS_API_GUARD_H
#define EHOKS_API_GUARD_H

#include <httpd.h>

/* A post_read_request hook: 400 for a path that leads out of the tree or has a
 * broken escape, wherever it begins: it may go on with one of ours. httpd would
 * refuse it as well, but would write path and query into the error log, and
 * both name people. Notes the method for the access log ("ehoks-method"),
 * unless it is a word of the client's own. */
int ehoks_api_guard(request_rec *r);

#endif
