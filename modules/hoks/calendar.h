/* Private calendar feeds: the periods and demonstrations of a learner, or of
 * the learners of somebody at a workplace. Calendar programs can't log in, so
 * whoever has the address of a feed may read it: it holds a secret, of which
 * only the hash is kept, and its owner can make it void. */
#ifndef EHOKS_HOKS_CALENDAR_H
#define EHOKS_HOKS_CALENDAR_H

#include <apr_tables.h>

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* The caller's feed. */
typedef struct {
    const char *created;  /* UTC; NULL: there is none */
    const char *language; /* fi, sv or en */
    const char *last_day; /* NULL: it has none */
    const char *secret;   /* told by ehoks_calendar_make only, else NULL */
} ehoks_calendar_t;

/* Reads, makes (anew) and revokes the caller's feed. Errors of the database. */
const ehoks_err_t *ehoks_calendar_read(const ehoks_ctx_t *ctx,
                                       ehoks_calendar_t *calendar);
/* As above; `language` must be one of the three. */
const ehoks_err_t *ehoks_calendar_make(const ehoks_ctx_t *ctx,
                                       const char *language,
                                       ehoks_calendar_t *calendar);
/* As above; one that is not there is no error. */
const ehoks_err_t *ehoks_calendar_revoke(const ehoks_ctx_t *ctx);

/* Finds whose feed a secret opens: `owner` becomes somebody in whose name it
 * can be read, in the pool. Errors: E-404 for a secret that opens none. */
const ehoks_err_t *ehoks_calendar_open(const ehoks_ctx_t *ctx,
                                       const char *secret,
                                       const ehoks_principal_t **owner,
                                       const char **language);

/* One entry of a feed: what the slice of the plan lets out, and of which
 * version of the plan it is. */
typedef struct {
    int is_demonstration;         /* else a way of acquiring */
    const char *learner;          /* name; NULL in the learner's own feed */
    apr_int64_t version;          /* of the plan; grows with every change */
    const char *changed;          /* UTC time of that version */
    const ehoks_json_t *unit;     /* slice.h */
    const ehoks_json_t *sub_area; /* NULL: none */
    const ehoks_json_t *part;
} ehoks_calendar_entry_t;

/* The entries of the feed of ctx->principal, as an array of
 * ehoks_calendar_entry_t. `access` as in workplace.h. Errors of the database.
 */
const ehoks_err_t *ehoks_calendar_entries(const ehoks_ctx_t *ctx,
                                          const char *access,
                                          apr_array_header_t **entries);

#endif
