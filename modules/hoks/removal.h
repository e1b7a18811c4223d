/* Deleting a plan and undoing it. A deleted plan is out of everybody's sight
 * but stays as it was, with its history: deleting is a version, too, and so
 * is undoing it (contract: api.md 4.7, 4.8). Removing it for good is another
 * thing: nothing of it stays but that it was there. */
#ifndef EHOKS_HOKS_REMOVAL_H
#define EHOKS_HOKS_REMOVAL_H

#include "update.h"

/* What is told of a plan before it is removed for good. */
typedef struct {
    apr_int64_t id; /* 0: there is no such plan */
    int version;
    const char *oppija_oid;
    const char *opiskeluoikeus_oid;
    const char *deleted;             /* when, as UTC text; NULL: it is live */
    const char *name;                /* of the learner */
    const char *school;              /* OID */
    const char *school_names;        /* JSON by language; NULL: not known */
    const char *qualification_names; /* the same */
} ehoks_removable_t;

/* Deletes an opened plan. Errors: E-412 when somebody changed it meanwhile,
 * the database's. */
const ehoks_err_t *ehoks_removal_delete(const ehoks_ctx_t *ctx,
                                        const ehoks_stored_t *stored);

/* Brings a deleted plan back, for super users. `output` is the schema of the
 * stored document. Errors: E-NOHOKS-ID when no deleted plan has that id. */
const ehoks_err_t *ehoks_removal_undo(const ehoks_ctx_t *ctx,
                                      const ehoks_schema_t *output,
                                      const char *id);

/* Looks at a plan, deleted or not, for super users. Errors of the database. */
const ehoks_err_t *ehoks_removal_look(const ehoks_ctx_t *ctx, const char *id,
                                      ehoks_removable_t *plan);

/* Removes a plan for good, for super users: with its history, all that was
 * cut out of it, its shares and survey links, and its study right and learner
 * from the index where nothing else refers to them. The audit keeps who did
 * it and the hash of what was there; the change feed and the feed of
 * statistics tell that it is gone. Errors: E-412 when somebody changed it
 * since it was looked at. */
const ehoks_err_t *ehoks_removal_for_good(const ehoks_ctx_t *ctx,
                                          const ehoks_removable_t *plan);

#endif
