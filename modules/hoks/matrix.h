/* Who may do what to which HOKS: one pure table and one function. Every
 * decision about a plan is asked here; the same table is what the service
 * tells about access rights. Sources: 531/2017 109 a §, 884/2017, contract:
 * api.md 3. */
#ifndef EHOKS_HOKS_MATRIX_H
#define EHOKS_HOKS_MATRIX_H

#include "../core/ctx.h"

typedef enum {
    EHOKS_ACT_READ, /* the plan, and its history */
    EHOKS_ACT_CREATE,
    EHOKS_ACT_REPLACE, /* PUT */
    EHOKS_ACT_PATCH,
    EHOKS_ACT_RESTORE_VERSION, /* an older version as the newest */
    EHOKS_ACT_DELETE,          /* out of sight; can be undone */
    EHOKS_ACT_UNDELETE,
    EHOKS_ACT_REMOVE,            /* for good */
    EHOKS_ACT_INVITE,            /* an assessor from working life */
    EHOKS_ACT_READ_PERIOD,       /* one workplace period and its unit */
    EHOKS_ACT_READ_DEMONSTRATION /* one demonstration and its unit */
} ehoks_act_e;

/* What the caller is to the plan. */
typedef struct {
    ehoks_kind_e kind;
    int rights;     /* ehoks_right_e bits in the plan's school */
    int is_own;     /* the caller is the plan's learner */
    int is_student; /* the learner has an active study right with a plan in a
                       school where the caller may read (109 a § 1 mom.) */
    int is_super_user;
    int is_instructor; /* the caller's verified e-mail is that of the period's
                          responsible instructor, and the time is open */
    int is_assessor;   /* the caller opened an invitation to the
                          demonstration that still holds */
} ehoks_relation_t;

/* On what ground a row of the table allows. */
typedef enum {
    EHOKS_GROUND_RIGHT,      /* the row's right in the plan's school */
    EHOKS_GROUND_OWN,        /* one's own plan */
    EHOKS_GROUND_STUDENT,    /* the plan of one's own student */
    EHOKS_GROUND_SUPER_USER, /* operation of the repository (OPH) */
    EHOKS_GROUND_INSTRUCTOR, /* one's own learner's period at the workplace */
    EHOKS_GROUND_ASSESSOR    /* the demonstration that one assesses */
} ehoks_ground_e;

typedef struct {
    ehoks_act_e act;
    ehoks_kind_e kind;
    ehoks_ground_e ground;
    ehoks_right_e right;  /* of EHOKS_GROUND_RIGHT */
    const char *law;      /* what the row rests on */
    const char *contract; /* where clients are told so */
} ehoks_matrix_row_t;

/* The table and its length, for showing it. */
extern const ehoks_matrix_row_t ehoks_matrix[];
extern const int ehoks_matrix_rows;

/* The right in the plan's school by which a caller of `kind` may do `act`; 0
 * when no right there is enough. For statements that decide in the database,
 * where the plan's school is. */
ehoks_right_e ehoks_matrix_right(ehoks_act_e act, ehoks_kind_e kind);

/* 1 when the table allows `act` to a caller who stands so to the plan. */
int ehoks_matrix_allows(ehoks_act_e act, const ehoks_relation_t *relation);

#endif
