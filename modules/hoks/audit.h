/* What a request did to whom, collected while it is handled. The use case that
 * finds a plan or a learner says so here; the dispatcher turns what was said
 * into rows of the audit when the answer is known (contract: api.md 8).
 * Changes write their row themselves, in their own transaction. */
#ifndef EHOKS_HOKS_AUDIT_H
#define EHOKS_HOKS_AUDIT_H

#include "../core/ctx.h"
#include "../core/json.h"

/* What one row of the audit is about. Members that are not known are 0 or
 * NULL. */
typedef struct {
    apr_int64_t hoks_id;
    int version;
    const char *oppija_oid;
    const char *opiskeluoikeus_oid;
} ehoks_audit_target_t;

typedef struct ehoks_audit_t {
    const char *operation;       /* of contract api.md 8.1 when it is not the
                              method's own; NULL: by the method */
    apr_array_header_t *targets; /* of ehoks_audit_target_t */
    ehoks_json_t *details;       /* more members of the target, or NULL */
    int is_written;              /* the change has written its row */
} ehoks_audit_t;

/* An empty collection in `pool`. */
ehoks_audit_t *ehoks_audit_make(apr_pool_t *pool);

/* Says that the request concerns a plan or a learner; one row each. The texts
 * are copied. All of these do nothing when the context collects no audit. */
void ehoks_audit_target(const ehoks_ctx_t *ctx,
                        const ehoks_audit_target_t *target);

/* Adds a member to the target of every row, such as oppilaitosOid. */
void ehoks_audit_detail(const ehoks_ctx_t *ctx, const char *name,
                        const char *value);

/* Names a special operation (":system/clear-cache"); a string constant. */
void ehoks_audit_operation(const ehoks_ctx_t *ctx, const char *operation);

/* The statement that changed something has written the row as well. */
void ehoks_audit_written(const ehoks_ctx_t *ctx);

#endif
