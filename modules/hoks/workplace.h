/* What people at workplaces see of plans: the responsible instructor the
 * periods in which they are named, an invited assessor the demonstrations
 * they assess, both with nothing but the unit around them (531/2017 109 a §
 * 2 and 3 mom.). */
#ifndef EHOKS_HOKS_WORKPLACE_H
#define EHOKS_HOKS_WORKPLACE_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

typedef enum {
    EHOKS_WORKPLACE_PERIODS,       /* by the caller's verified e-mail */
    EHOKS_WORKPLACE_DEMONSTRATIONS /* by the invitations the caller opened */
} ehoks_workplace_e;

typedef struct {
    ehoks_workplace_e kind;
    const char *access;    /* how long after the last day (interval) */
    const char *module_id; /* only this part; NULL: all */
    apr_int64_t rows;      /* at most so many */
    apr_int64_t offset;    /* rows to pass over first */
    int with_version;      /* 1: tell the plan's version and its time too */
} ehoks_workplace_t;

/* The parts that the caller may see now: those that go on or come, by first
 * day, then those that ended. `list` becomes an array of objects with
 * module-id, tila (kaynnissa, tuleva, paattynyt), nakyvissa-asti, oppija-nimi,
 * tutkinnon-osa, osa-alue (of a common unit) and osaamisen-hankkimistapa or
 * osaamisen-osoittaminen (and versio and muutettu, where asked for); `total` the number of all. Errors of the database.
 */
const ehoks_err_t *ehoks_workplace_read(const ehoks_ctx_t *ctx,
                                        const ehoks_workplace_t *asked,
                                        ehoks_json_t **list,
                                        apr_int64_t *total);

#endif
