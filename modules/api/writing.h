/* Creating and changing plans: the way that providers' systems (VB/hoks) and
 * provider staff (V/oppijat) share. What differs is told in ehoks_writing_t.
 */
#ifndef EHOKS_API_WRITING_H
#define EHOKS_API_WRITING_H

#include "../hoks/update.h"
#include "request.h"
#include "response.h"

typedef struct {
    const ehoks_schema_t *schema; /* of the body */
    const char *no_right;         /* error of a caller without the right */
    int is_manual; /* staff write by hand: the plan says so, and periods get
                      the identifier that a system would have given them
                      (contract: rules.md 1) */
} ehoks_writing_t;

/* An update by PUT (EHOKS_ACT_REPLACE), PATCH (EHOKS_ACT_PATCH) or an older
 * version (EHOKS_ACT_RESTORE_VERSION), with the names that history and audit
 * have for it. */
ehoks_update_t ehoks_writing_update(ehoks_act_e act);

/* Creates a plan out of the request's body and answers (contract: api.md
 * 4.3). */
const ehoks_err_t *ehoks_writing_create(ehoks_request_t *request,
                                        ehoks_response_t *response,
                                        const ehoks_writing_t *writing);

/* After the plan was opened: dry run, If-Match (412, 428). All of this comes
 * before the body is read (contract: rules.md 7). */
const ehoks_err_t *ehoks_writing_check_version(ehoks_request_t *request,
                                               const ehoks_stored_t *stored,
                                               ehoks_update_t *update);

/* Changes an opened plan by the request's body and answers (contract: api.md
 * 4.4). */
const ehoks_err_t *ehoks_writing_change(ehoks_request_t *request,
                                        ehoks_response_t *response,
                                        const ehoks_writing_t *writing,
                                        ehoks_stored_t *stored,
                                        ehoks_update_t *update);

/* Makes version `number` of an opened plan its newest one again, and answers.
 */
const ehoks_err_t *ehoks_writing_restore(ehoks_request_t *request,
                                         ehoks_response_t *response,
                                         ehoks_stored_t *stored,
                                         const ehoks_update_t *update,
                                         const char *number);

/* 204 with the ETag of `version`. */
const ehoks_err_t *ehoks_writing_answer(ehoks_request_t *request,
                                        ehoks_response_t *response,
                                        int version);

#endif
