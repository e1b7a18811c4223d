/* One request's way: login, route, kind of caller, parameters, handler,
 * answer; in the order of errors that the contract fixes (README 1). */
#ifndef EHOKS_API_DISPATCH_H
#define EHOKS_API_DISPATCH_H

#include <httpd.h>

/* Hook map_to_storage: what the handler "ehoks" answers lies in no file, so
 * httpd need not look for one, folder by folder. <Directory> and <Files>
 * therefore say nothing about it, <Location> does. */
int ehoks_api_map(request_rec *r);

/* The httpd handler "ehoks". */
int ehoks_api_dispatch(request_rec *r);

#endif
