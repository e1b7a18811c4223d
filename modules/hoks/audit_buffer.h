/* From the requests' rows to the audit. Rows of reads and refusals wait in the
 * child for at most half a second and go to the database together, so that
 * hardly a request waits for them; rows of changes are written at once.
 *
 * What can be lost: rows of the last second when the child is killed outright
 * (kill -9) or crashes; and rows of the last moments when PostgreSQL's machine
 * dies, because their commit does not wait for the disk. While the database is
 * away rows wait for it; once the buffer is full a row that can't be written
 * is refused, and the caller of ehoks_audit_keep decides.
 */
#ifndef EHOKS_HOKS_AUDIT_BUFFER_H
#define EHOKS_HOKS_AUDIT_BUFFER_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Starts the writer of this child; `limit` rows may wait at most (0: each row
 * is written at once). It writes what is left when the child ends. Before
 * threads exist. */
apr_status_t ehoks_audit_buffer_start(apr_pool_t *child, int limit,
                                      ehoks_log_fn *log, void *baton);

/* Keeps the rows of one request (JSON list of objects, columns as in
 * EHOKS_SQL_KIRJAA_RIVIT): in the buffer, or in the database when `at_once`
 * is 1 or the buffer is full. Errors: the database's; then nothing is kept. */
const ehoks_err_t *ehoks_audit_keep(const ehoks_ctx_t *ctx,
                                    const ehoks_json_t *rows, int at_once);

/* Makes the next link of the chain over the audit (once in the cluster, in the
 * periodic work). `*result` says which, with the hash: whoever keeps that line
 * elsewhere can tell later that the chain is still the same. */
const ehoks_err_t *ehoks_audit_chain(const ehoks_ctx_t *ctx,
                                     const char **result);

#endif
