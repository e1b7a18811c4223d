/* The module's own declarations, for files that know httpd: which module
 * their log lines belong to. */
#ifndef EHOKS_H
#define EHOKS_H

#include <httpd.h>
#include <http_config.h>
#include <http_log.h>

/* Everything else in the shared object is hidden. */
extern module __attribute__((visibility("default")))
AP_MODULE_DECLARE_DATA ehoks_module;

/* mod_ehoks.c, where the module record stands, has it already. */
#ifndef EHOKS_MODULE_RECORD
APLOG_USE_MODULE(ehoks);
#endif

#define EHOKS_VERSION "0.1.0"

#endif
