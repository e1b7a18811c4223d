/* The table of rights, and the one function that reads it. What no row
 * allows is forbidden. */
#include "matrix.h"

#define PALVELU EHOKS_KIND_PALVELU
#define VIRKAILIJA EHOKS_KIND_VIRKAILIJA
#define OPPIJA EHOKS_KIND_OPPIJA
#define TYOPAIKKA EHOKS_KIND_TYOPAIKKA
#define RIGHT EHOKS_GROUND_RIGHT

/* The laws. Who stores a plan answers for it as its controller, together with
 * OPH, which answers for the repository (1051/2020 5 §). */
#define STORING "884/2017 9 §"
#define CONTROLLER "1051/2020 5 §"

/* clang-format off */
const ehoks_matrix_row_t ehoks_matrix[] = {
    {EHOKS_ACT_READ, OPPIJA, EHOKS_GROUND_OWN, 0,
     "884/2017; GDPR 15", "api.md 1.14"},
    {EHOKS_ACT_READ, PALVELU, RIGHT, EHOKS_RIGHT_READ,
     CONTROLLER, "api.md 3.3"},
    {EHOKS_ACT_READ, VIRKAILIJA, RIGHT, EHOKS_RIGHT_READ,
     CONTROLLER, "api.md 3.3"},
    {EHOKS_ACT_READ, VIRKAILIJA, EHOKS_GROUND_STUDENT, 0,
     "531/2017 109 a § 1 mom.", "api.md 3.6"},

    {EHOKS_ACT_CREATE, PALVELU, RIGHT, EHOKS_RIGHT_WRITE,
     STORING, "api.md 3.3"},
    {EHOKS_ACT_CREATE, VIRKAILIJA, RIGHT, EHOKS_RIGHT_WRITE,
     STORING, "api.md 3.3"},

    {EHOKS_ACT_REPLACE, PALVELU, RIGHT, EHOKS_RIGHT_UPDATE,
     CONTROLLER, "api.md 3.3"},
    {EHOKS_ACT_REPLACE, VIRKAILIJA, RIGHT, EHOKS_RIGHT_WRITE,
     CONTROLLER, "api.md 3.3"},

    {EHOKS_ACT_PATCH, PALVELU, RIGHT, EHOKS_RIGHT_UPDATE,
     CONTROLLER, "api.md 3.3"},
    {EHOKS_ACT_PATCH, VIRKAILIJA, RIGHT, EHOKS_RIGHT_WRITE,
     CONTROLLER, "api.md 3.3"},

    /* as replacing */
    {EHOKS_ACT_RESTORE_VERSION, PALVELU, RIGHT, EHOKS_RIGHT_UPDATE,
     CONTROLLER, "api.md 3.3"},
    {EHOKS_ACT_RESTORE_VERSION, VIRKAILIJA, RIGHT, EHOKS_RIGHT_WRITE,
     CONTROLLER, "api.md 3.3"},

    {EHOKS_ACT_DELETE, VIRKAILIJA, RIGHT, EHOKS_RIGHT_HOKS_DELETE,
     CONTROLLER, "api.md 4.7"},
    {EHOKS_ACT_UNDELETE, VIRKAILIJA, EHOKS_GROUND_SUPER_USER, 0,
     CONTROLLER, "api.md 4.8"},
    {EHOKS_ACT_REMOVE, VIRKAILIJA, EHOKS_GROUND_SUPER_USER, 0,
     CONTROLLER, "api.md 4.8"},

    {EHOKS_ACT_INVITE, VIRKAILIJA, RIGHT, EHOKS_RIGHT_WRITE,
     "531/2017 109 a § 3 mom.", "README.md 2"},
    {EHOKS_ACT_READ_PERIOD, TYOPAIKKA, EHOKS_GROUND_INSTRUCTOR, 0,
     "531/2017 109 a § 2 mom.", "README.md 2"},
    {EHOKS_ACT_READ_DEMONSTRATION, TYOPAIKKA, EHOKS_GROUND_ASSESSOR, 0,
     "531/2017 109 a § 3 mom.", "README.md 2"},
};
/* clang-format on */

const int ehoks_matrix_rows = sizeof(ehoks_matrix) / sizeof(ehoks_matrix[0]);

ehoks_right_e ehoks_matrix_right(ehoks_act_e act, ehoks_kind_e kind)
{
    int i;

    for (i = 0; i < ehoks_matrix_rows; i++) {
        const ehoks_matrix_row_t *row = &ehoks_matrix[i];
        if (row->act == act && row->kind == kind
            && row->ground == EHOKS_GROUND_RIGHT)
            return row->right;
    }
    return 0;
}

static int is_given(const ehoks_matrix_row_t *row,
                    const ehoks_relation_t *relation)
{
    switch (row->ground) {
    case EHOKS_GROUND_RIGHT: return (relation->rights & row->right) != 0;
    case EHOKS_GROUND_OWN: return relation->is_own;
    case EHOKS_GROUND_STUDENT: return relation->is_student;
    case EHOKS_GROUND_SUPER_USER: return relation->is_super_user;
    case EHOKS_GROUND_INSTRUCTOR: return relation->is_instructor;
    case EHOKS_GROUND_ASSESSOR: return relation->is_assessor;
    }
    return 0;
}

int ehoks_matrix_allows(ehoks_act_e act, const ehoks_relation_t *relation)
{
    int i;

    for (i = 0; i < ehoks_matrix_rows; i++) {
        const ehoks_matrix_row_t *row = &ehoks_matrix[i];
        if (row->act == act && row->kind == relation->kind
            && is_given(row, relation))
            return 1;
    }
    return 0;
}
