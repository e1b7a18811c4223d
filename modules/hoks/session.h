/* What is kept of browser sessions: those that were ended, the schools that a
 * member of staff acts for, and a learner's settings of the pages. */
#ifndef EHOKS_HOKS_SESSION_H
#define EHOKS_HOKS_SESSION_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Whether the session was ended by its owner; `hash` is SHA-256 of its cookie
 * in hexadecimal (contract/README.md 14). One look-up by primary key. */
const ehoks_err_t *ehoks_session_has_ended(const ehoks_ctx_t *ctx,
                                           const char *hash, int *ended);

/* Ends the session for everybody who comes with its cookie; `lifetime_s` is
 * after how many seconds it would have ended by itself. */
const ehoks_err_t *ehoks_session_end(const ehoks_ctx_t *ctx, const char *hash,
                                     int lifetime_s);

/* Forgets ended sessions that would have ended by themselves. */
const ehoks_err_t *ehoks_session_forget(const ehoks_ctx_t *ctx);

/* The roles of the caller as the existing app reads them (contract: api.md
 * 1.3): a list of {oid, privileges, roles, child-organisations}, one for each
 * role. */
const ehoks_err_t *ehoks_session_privileges(const ehoks_ctx_t *ctx,
                                            ehoks_json_t **list);

/* The caller's settings as JSON text; "{}" when there are none. */
const ehoks_err_t *ehoks_session_settings(const ehoks_ctx_t *ctx,
                                          const char **text);

/* Keeps the caller's settings. */
const ehoks_err_t *ehoks_session_keep_settings(const ehoks_ctx_t *ctx,
                                               const char *text);

#endif
