/* The clock of the periodic work: mod_watchdog, in one child at a time. */
#ifndef EHOKS_API_ROUNDS_H
#define EHOKS_API_ROUNDS_H

#include <httpd.h>

/* Asks mod_watchdog to call us, for the first server that has ehoks set up and
 * has not turned the periodic work off. In post_config. Without mod_watchdog
 * there is none, which is logged. APR_SUCCESS, or what mod_watchdog says. */
apr_status_t ehoks_rounds_start(apr_pool_t *pconf, server_rec *main_server);

#endif
