/* One request's way: login, route, kind of caller, parameters, handler,
 * answer; in the order of errors that the contract fixes (README 1). */
#ifndef EHOKS_API_DISPATCH_H
#define EHOKS_API_DISPATCH_H

#include <httpd.h>

/* The httpd handler "ehoks". */
int ehoks_api_dispatch(request_rec *r);

#endif
