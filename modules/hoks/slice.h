/* Cuts a plan down to what a reader is entitled to: the one mechanism behind
 * what workplace people and the receivers of shares see (531/2017 109 a §
 * 2-4 mom.).
 *
 * A slice is two choices: which parts of the plan, and which groups of their
 * fields. It is closed by default: only fields that the table in
 * slice_fields.c names come out, so that a field that is added to the schema
 * stays inside until someone decides who may see it. Numbers `id` of parts
 * and of the plan are in no group.
 */
#ifndef EHOKS_HOKS_SLICE_H
#define EHOKS_HOKS_SLICE_H

#include <apr_tables.h>

#include "../core/json.h"

/* Groups of fields; combined with |. */
typedef enum {
    /* eid, the learner's and the study rights' OIDs */
    EHOKS_SLICE_IDENTITY = 1 << 0,
    /* days of the plan, and whether competence has to be acquired */
    EHOKS_SLICE_DATES = 1 << 1,
    /* the learner's e-mail and phone */
    EHOKS_SLICE_CONTACT = 1 << 2,
    /* urasuunnitelma */
    EHOKS_SLICE_CAREER = 1 << 3,
    /* which unit, sub-area or TUVA part it is, what it aims at, who arranges
     * it */
    EHOKS_SLICE_UNIT = 1 << 4,
    /* teaching outside the workplace: its amount, other environments */
    EHOKS_SLICE_TEACHING = 1 << 5,
    /* ways of acquiring: time, kind, workplace and tasks */
    EHOKS_SLICE_PERIOD = 1 << 6,
    /* name of the responsible workplace instructor */
    EHOKS_SLICE_INSTRUCTOR = 1 << 7,
    /* e-mail and phone of the instructor: held for feedback only (1705/2009)
     */
    EHOKS_SLICE_INSTRUCTOR_CONTACT = 1 << 8,
    /* people who represent the schools in a way of acquiring */
    EHOKS_SLICE_REPRESENTATIVES = 1 << 9,
    /* demonstrations: time, place, content */
    EHOKS_SLICE_DEMONSTRATION = 1 << 10,
    /* who assesses */
    EHOKS_SLICE_ASSESSORS = 1 << 11,
    /* deviations from the requirements, individual criteria */
    EHOKS_SLICE_DEVIATIONS = 1 << 12,
    /* learning support, studies that support the ability to study, the mark
     * that there is something to take into account */
    EHOKS_SLICE_SUPPORT = 1 << 13,
    /* units that were acquired before, and how that was verified */
    EHOKS_SLICE_PRIOR_LEARNING = 1 << 14,
    /* what only systems use: yksiloiva-tunniste, versio, manuaalisyotto */
    EHOKS_SLICE_TECHNICAL = 1 << 15
} ehoks_slice_group_e;

#define EHOKS_SLICE_GROUPS 16

/* One field that may come out, or a way down to such fields. */
typedef struct ehoks_slice_field_t {
    const char *key;
    /* A field: the groups of which one is enough to let it out. A way down:
     * the groups of which one is needed to go there, 0 for none. */
    unsigned groups;
    /* NULL: a field, that is a value or a list of values. Else an object or
     * a list of objects with these fields; ends with key NULL. */
    const struct ehoks_slice_field_t *members;
} ehoks_slice_field_t;

/* Every field of the plan that can come out. */
extern const ehoks_slice_field_t ehoks_slice_plan_fields[];

typedef struct {
    /* module-ids (const char *) of the chosen parts; NULL: the whole plan. Of
     * an object on the way to a chosen part only its own values come out,
     * nothing of other parts. */
    const apr_array_header_t *parts;
    unsigned groups;
} ehoks_slice_t;

/* A new document, in the pool, with what `slice` lets out of `plan`; objects
 * and lists of which nothing comes out are left out. NULL when none of the
 * chosen parts is in the plan, an empty object when the groups let out
 * nothing. `plan` stays as it is. */
ehoks_json_t *ehoks_slice_cut(apr_pool_t *pool, const ehoks_json_t *plan,
                              const ehoks_slice_t *slice);

/* ehoks_slice_cut for one part. */
ehoks_json_t *ehoks_slice_part(apr_pool_t *pool, const ehoks_json_t *plan,
                               const char *module_id, unsigned groups);

/* The way to the one part of a slice. Members are NULL where there is none. */
typedef struct {
    ehoks_json_t *unit;     /* without what leads on */
    ehoks_json_t *sub_area; /* of a common unit; without what leads on */
    ehoks_json_t *part;     /* way of acquiring or demonstration */
} ehoks_slice_path_t;

/* Takes a slice of one period or demonstration apart; `slice` is used up. 0
 * when there is no such part in it. */
int ehoks_slice_follow(ehoks_json_t *slice, ehoks_slice_path_t *path);

#endif
