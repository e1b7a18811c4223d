/* Erasing contact data (e-mail addresses, telephone numbers) when it is not
 * needed any more: a workplace instructor's some time after the work period,
 * a learner's some time after the plan and the study right have ended.
 *
 * It leaves every version of the plan, too. The numbers of the versions stay,
 * and the history is written so that it fits together as before; each version
 * that lost something says when. When the newest version loses something,
 * that makes one more version, so that who holds the old one notices.
 *
 * Sources: domain 2.4; contract, api.md 1.10 and 6.2.
 */
#ifndef EHOKS_HOKS_ERASE_H
#define EHOKS_HOKS_ERASE_H

#include <apr_tables.h>

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"
#include "../schema/schema.h"

/* What is erased. */
typedef struct {
    const ehoks_schema_t *output; /* schema of the stored document (GET) */
    const char *ohjaaja;          /* period (PostgreSQL interval) after which an
                                     instructor's data goes; NULL: it stays */
    const char *oppija;           /* the same for a learner's */
    const char *again;            /* plans looked at within this interval are
                                     left alone ("0" looks at all) */
} ehoks_erase_t;

/* A plan that has to be looked at. */
typedef struct {
    apr_int64_t id;
    int version;
    ehoks_json_t *document;
    int has_history; /* older versions hold contact data that it lacks */
    const char *opiskeluoikeus_oid;
    int ohjaaja_before; /* periods that ended before this day (yyyymmdd) */
    int oppija_before;  /* the same for plans; 0: the data stays */
    int is_untouched;   /* for as long as a learner's data is kept */
    int right_ended;   /* day on which the study right ended as the index tells;
                           0: it goes on */
    int unknown_since; /* day since which Koski does not know the study right;
                           0: it does */
} ehoks_erase_plan_t;

/* What was erased so far. */
typedef struct {
    apr_array_header_t *jaksot; /* of const char *: numbers of work periods */
    apr_array_header_t *hoksit; /* of apr_int64_t: plans that lost the
                                   learner's data */
} ehoks_erased_t;

/* Up to `limit` plans, those first that were not looked at for the longest
 * time, as an array of ehoks_erase_plan_t. */
const ehoks_err_t *ehoks_erase_find(const ehoks_ctx_t *ctx,
                                    const ehoks_erase_t *what, int limit,
                                    apr_array_header_t **plans);

/* 1 when the plan itself is so old that the learner's data may go: it was
 * achieved before the day, or, where it does not say when, none of its work or
 * study periods reaches that day. Pure. */
int ehoks_erase_plan_is_over(const ehoks_erase_plan_t *plan,
                             const ehoks_schema_t *output);

/* 1 when the study right ended before the day, or Koski has not known it since
 * before that day. Pure. */
int ehoks_erase_right_is_over(const ehoks_erase_plan_t *plan);

/* Takes the contact data out of one version, `value`, which is changed in
 * place: of instructors of periods that ended before `plan->ohjaaja_before`
 * (as the newest version says, where it has the period; a period without last
 * day goes on), and of the learner when `oppija` is 1. Adds the module-ids of
 * periods that lost something to `periods` (a JSON array; NULL: not needed).
 * Returns 1 when anything was there to erase. Pure. */
int ehoks_erase_from(apr_pool_t *pool, const ehoks_erase_plan_t *plan,
                     const ehoks_schema_t *output, int oppija,
                     ehoks_json_t *value, ehoks_json_t *periods);

/* 1 when the version holds contact data of a learner or an instructor. Pure. */
int ehoks_erase_has_contacts(const ehoks_schema_t *output, ehoks_json_t *value);

/* Erases what is due from a plan, its history and everything made of them, or
 * notes that it was looked at. `oppija` 1: the learner's as well. Adds to
 * `erased`. A plan that somebody changed meanwhile is left for next time. */
const ehoks_err_t *ehoks_erase_run(const ehoks_ctx_t *ctx,
                                   const ehoks_erase_t *what,
                                   const ehoks_erase_plan_t *plan, int oppija,
                                   ehoks_erased_t *erased);

#endif
