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
    int version; /* that was read; 0 when nothing of the plan was told */
    const char *oppija_oid;
    const char *opiskeluoikeus_oid;
    const char *ground; /* organisation whose role gives the right to this
                           one; NULL: that of the request */
} ehoks_audit_target_t;

typedef struct ehoks_audit_t {
    const char *operation;       /* of contract api.md 8.1 when it is not the
                              method's own; NULL: by the method */
    apr_array_header_t *targets; /* of ehoks_audit_target_t */
    ehoks_json_t *details;       /* more members of the target, or NULL */
    const char *ground;          /* organisation whose role gives the right */
    int is_written;              /* the change has written its row */
} ehoks_audit_t;

/* An empty collection in `pool`. */
ehoks_audit_t *ehoks_audit_make(apr_pool_t *pool);

/* Says that the request concerns a plan or a learner; one row each. The texts
 * are copied. All of these do nothing when the context collects no audit. */
void ehoks_audit_target(const ehoks_ctx_t *ctx,
                        const ehoks_audit_target_t *target);

/* The plan of the latest target was told to the caller, in this version: for
 * a use case that learns of a right only after it has found the plan. */
void ehoks_audit_told(const ehoks_ctx_t *ctx, int version);

/* The caller's right (ehoks_right_e bits) is one in the organisation whose
 * path is `path` (PostgreSQL array text; NULL says nothing). */
void ehoks_audit_ground(const ehoks_ctx_t *ctx, const char *path, int rights);

/* The organisation whose role gives the right, for a statement that writes its
 * own row: what ehoks_audit_ground found, or else the organisation of the
 * caller's only role. NULL when neither is. */
const char *ehoks_audit_ground_of(const ehoks_ctx_t *ctx);

/* Adds a member to the target of every row, such as oppilaitosOid. A NULL
 * value adds nothing. */
void ehoks_audit_detail(const ehoks_ctx_t *ctx, const char *name,
                        const char *value);

/* The same with any JSON value. */
void ehoks_audit_detail_value(const ehoks_ctx_t *ctx, const char *name,
                              ehoks_json_t *value);

/* Names a special operation (":system/clear-cache"), or "read" for a change
 * that changed nothing; a string constant. */
void ehoks_audit_operation(const ehoks_ctx_t *ctx, const char *operation);

/* The statement that changed something has written the row as well. */
void ehoks_audit_written(const ehoks_ctx_t *ctx);

#endif
