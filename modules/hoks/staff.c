/* Plans as provider staff see them. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "staff.h"

/* Columns of the statement that reads all plans of a learner. */
enum {
    COL_ID,
    COL_VERSIO,
    COL_ASIAKIRJA,
    COL_OPPILAITOS,
    COL_POLKU,
    COL_VOIMASSA,
    COL_OPISKELUOIKEUS
};

static const ehoks_err_t *insufficient(const ehoks_ctx_t *ctx)
{
    return ehoks_err_make(ctx->pool, "E-INSUFF", NULL);
}

const ehoks_err_t *ehoks_staff_learner(const ehoks_ctx_t *ctx, const char *oid,
                                       ehoks_learner_t *learner)
{
    const char *values[2];
    ehoks_rows_t *rows;
    const ehoks_err_t *err;

    values[0] = oid;
    values[1] = ehoks_principal_organisations(ctx->pool, ctx->principal,
                                              EHOKS_RIGHT_READ);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_KATSOTTAVA_OPPIJA], values,
                       &rows);
    if (err)
        return err;
    if (ehoks_rows_count(rows) == 0)
        return ehoks_err_make(ctx->pool, "E-OPPIJA403", NULL);
    ehoks_audit_ground(ctx, ehoks_rows_text(rows, 0, 3), EHOKS_RIGHT_READ);
    learner->oid = oid;
    learner->name = ehoks_rows_text(rows, 0, 0);
    learner->study_right = ehoks_rows_text(rows, 0, 1);
    learner->plan = ehoks_rows_integer(rows, 0, 2);
    return NULL;
}

const ehoks_err_t *ehoks_staff_learner_of(const ehoks_ctx_t *ctx,
                                          const char *id,
                                          ehoks_learner_t *learner)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_HOKSIN_OPPIJA], &id, &rows);

    if (err)
        return err;
    if (ehoks_rows_count(rows) == 0)
        return insufficient(ctx);
    err = ehoks_staff_learner(ctx, ehoks_rows_text(rows, 0, 0), learner);
    return err && strcmp(err->code, "E-OPPIJA403") == 0 ? insufficient(ctx)
                                                        : err;
}

/* What the caller is to the plan of a row, apart from the other plans. */
static ehoks_relation_t relation_of(const ehoks_ctx_t *ctx,
                                    const ehoks_rows_t *rows, int row)
{
    ehoks_relation_t relation = {0};

    relation.kind = ctx->principal->kind;
    relation.rights = ehoks_principal_rights_in(
        ctx->principal, ehoks_rows_text(rows, row, COL_POLKU));
    return relation;
}

/* Is the study right of a row's plan active? One that Koski does not know any
 * more is not. */
static int is_active(const ehoks_rows_t *rows, int row,
                     const ehoks_json_t *rights)
{
    const char *oid = ehoks_rows_text(rows, row, COL_OPISKELUOIKEUS);
    apr_size_t i;

    if (!rights)
        return ehoks_rows_boolean(rows, row, COL_VOIMASSA);
    for (i = 0; i < ehoks_json_size(rights); i++) {
        const ehoks_json_t *right = ehoks_json_at(rights, i);
        const char *theirs = ehoks_json_get_string(right, "oid");

        if (theirs && oid && strcmp(theirs, oid) == 0)
            return !ehoks_index_has_ended(right);
    }
    return 0;
}

/* The learner is the caller's student: a plan of the caller's own school has
 * a study right that is still active. */
static int is_student(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows,
                      const ehoks_json_t *rights, const char *school)
{
    int row;

    for (row = 0; row < ehoks_rows_count(rows); row++) {
        ehoks_relation_t relation = relation_of(ctx, rows, row);
        const char *theirs = ehoks_rows_text(rows, row, COL_OPPILAITOS);

        if (is_active(rows, row, rights)
            && ehoks_matrix_allows(EHOKS_ACT_READ, &relation)
            && (!school || (theirs && strcmp(school, theirs) == 0)))
            return 1;
    }
    return 0;
}

/* A plan of the caller's own school goes by the right there, another one by
 * what let the caller see the learner. */
static void note_plan(const ehoks_ctx_t *ctx, const char *oppija_oid,
                      const ehoks_rows_t *rows, int row)
{
    ehoks_audit_target_t target = {0};

    target.hoks_id = ehoks_rows_integer(rows, row, COL_ID);
    target.version = (int)ehoks_rows_integer(rows, row, COL_VERSIO);
    target.oppija_oid = oppija_oid;
    target.opiskeluoikeus_oid = ehoks_rows_text(rows, row, COL_OPISKELUOIKEUS);
    target.ground = ehoks_principal_ground(
        ctx->principal, ehoks_rows_text(rows, row, COL_POLKU),
        EHOKS_RIGHT_READ);
    ehoks_audit_target(ctx, &target);
}

static void add_plan(apr_array_header_t *plans, const ehoks_rows_t *rows,
                     int row)
{
    ehoks_plan_t *plan = apr_array_push(plans);

    plan->id = ehoks_rows_integer(rows, row, COL_ID);
    plan->version = (int)ehoks_rows_integer(rows, row, COL_VERSIO);
    plan->text = ehoks_rows_bytes(rows, row, COL_ASIAKIRJA, &plan->length);
    plan->school = ehoks_rows_text(rows, row, COL_OPPILAITOS);
}

/* The plans that the caller may see: all, or only plan `only` (0: all). */
static const ehoks_err_t *list_plans(const ehoks_ctx_t *ctx,
                                     const char *oppija_oid,
                                     const ehoks_json_t *rights,
                                     const char *school, apr_int64_t only,
                                     apr_array_header_t **plans)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_OPPIJAN_NAKYMA], &oppija_oid, &rows);
    int student;
    int row;

    if (err)
        return err;
    *plans =
        apr_array_make(ctx->pool, ehoks_rows_count(rows), sizeof(ehoks_plan_t));
    student = is_student(ctx, rows, rights, school);
    for (row = 0; row < ehoks_rows_count(rows); row++) {
        ehoks_relation_t relation = relation_of(ctx, rows, row);
        const char *theirs = ehoks_rows_text(rows, row, COL_OPPILAITOS);

        if (school && (!theirs || strcmp(school, theirs) != 0))
            relation.rights = 0;
        relation.is_student = student;
        if ((only && only != ehoks_rows_integer(rows, row, COL_ID))
            || !ehoks_matrix_allows(EHOKS_ACT_READ, &relation))
            continue;
        add_plan(*plans, rows, row);
        note_plan(ctx, oppija_oid, rows, row);
    }
    return NULL;
}

const ehoks_err_t *ehoks_staff_plans(const ehoks_ctx_t *ctx,
                                     const char *oppija_oid,
                                     const ehoks_json_t *rights,
                                     const char *school,
                                     apr_array_header_t **plans)
{
    return list_plans(ctx, oppija_oid, rights, school, 0, plans);
}

const ehoks_err_t *ehoks_staff_plan(const ehoks_ctx_t *ctx,
                                    const char *oppija_oid,
                                    const ehoks_json_t *rights, const char *id,
                                    ehoks_plan_t *plan)
{
    apr_array_header_t *plans = NULL;
    const ehoks_err_t *err = list_plans(ctx, oppija_oid, rights, NULL,
                                        apr_strtoi64(id, NULL, 10), &plans);

    if (err)
        return err;
    if (plans->nelts == 0)
        return insufficient(ctx);
    *plan = APR_ARRAY_IDX(plans, 0, ehoks_plan_t);
    return NULL;
}

/* Errors that would tell more than that the caller may not. */
static int tells_too_much(const ehoks_err_t *err)
{
    return strcmp(err->code, "E-NOHOKS") == 0
           || strcmp(err->code, "E-NOACCESS") == 0
           || strcmp(err->code, "E-INDEX") == 0;
}

const ehoks_err_t *ehoks_staff_open(const ehoks_ctx_t *ctx,
                                    const char *oppija_oid, const char *id,
                                    ehoks_act_e act, ehoks_stored_t *stored)
{
    const ehoks_err_t *err = ehoks_update_open(ctx, id, act, stored);

    if (err)
        return tells_too_much(err) ? insufficient(ctx) : err;
    return stored->oppija_oid && strcmp(stored->oppija_oid, oppija_oid) == 0
               ? NULL
               : insufficient(ctx);
}
