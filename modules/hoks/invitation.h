/* Invitations of assessors from working life: staff make a link for one
 * demonstration, and the first who opens it is the one who sees it (531/2017
 * 109 a § 3 mom.; the plan holds no address of an assessor). */
#ifndef EHOKS_HOKS_INVITATION_H
#define EHOKS_HOKS_INVITATION_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* What is asked for and what came of it. */
typedef struct {
    apr_int64_t hoks_id;   /* a plan in whose school the caller may invite */
    const char *module_id; /* the demonstration */
    const char *last_day;  /* of the invitation; NULL: as long as it is open */
    const char *access;    /* how long after its last day (interval) */
    const char *uuid;      /* filled: by which staff name the invitation */
    const char *secret;    /* filled: what opens it; told this once */
} ehoks_invitation_t;

/* Makes an invitation. `refused` becomes NULL, or the rule by which there is
 * none: NAYTTO when the plan has no such demonstration, NAYTTO-PAATTYNYT when
 * its time is over. Errors of the database. */
const ehoks_err_t *ehoks_invitation_create(const ehoks_ctx_t *ctx,
                                           ehoks_invitation_t *invitation,
                                           const char **refused);

/* The invitations of a plan, the newest first: an array of objects with uuid,
 * module-id, tila (avoin, kaytetty, paattynyt, peruttu), luotu,
 * voimassaolo-loppu, nakyvissa-asti, kaytetty, kayttaja-nimi; what is not
 * known is left out. */
const ehoks_err_t *ehoks_invitation_list(const ehoks_ctx_t *ctx,
                                         apr_int64_t hoks_id,
                                         const char *access,
                                         ehoks_json_t **list);

/* Revokes one. Errors: E-INSUFF when there is none in a school where the
 * caller may invite. */
const ehoks_err_t *ehoks_invitation_revoke(const ehoks_ctx_t *ctx,
                                           const char *uuid);

/* Opens one for the caller, who may do so again. `module_id` becomes the
 * demonstration. Errors: E-404 for a secret that opens nothing, whatever the
 * reason. */
const ehoks_err_t *ehoks_invitation_open(const ehoks_ctx_t *ctx,
                                         const char *secret, const char *access,
                                         const char **module_id);

#endif
