/* Checks that several handlers share. */
#include <string.h>

#include <apr_strings.h>

#include "../core/date.h"
#include "../core/oid.h"
#include "../db/db.h"
#include "../hoks/audit.h"
#include "../hoks/hoks.h"
#include "../hoks/matrix.h"
#include "../schema/rules.h"
#include "check.h"

const ehoks_registry_settings_t *ehoks_check_registry(
    const ehoks_request_t *request, ehoks_registry_e which)
{
    return &request->settings->registries[which];
}

const ehoks_err_t *ehoks_check_study_right(ehoks_request_t *request,
                                           const char *oid,
                                           ehoks_json_t **study_right)
{
    const ehoks_err_t *err;

    ehoks_db_close(&request->ctx);
    err = ehoks_koski_opiskeluoikeus(
        &request->ctx, ehoks_check_registry(request, EHOKS_REGISTRY_KOSKI), oid,
        study_right);
    if (!err && !*study_right)
        err = ehoks_err_make(request->ctx.pool, "E-KOSKI404", oid, NULL);
    return err;
}

/* The learner and the study right that a new plan is to be for. */
static void note_body(const ehoks_request_t *request, const ehoks_json_t *body)
{
    const char *oppija = ehoks_json_get_string(body, "oppija-oid");
    const char *right = ehoks_json_get_string(body, "opiskeluoikeus-oid");
    ehoks_audit_target_t target = {0};

    target.oppija_oid = oppija && ehoks_oid_is_oppija(oppija) ? oppija : NULL;
    target.opiskeluoikeus_oid =
        right && ehoks_oid_is_opiskeluoikeus(right) ? right : NULL;
    if (target.oppija_oid || target.opiskeluoikeus_oid)
        ehoks_audit_target(&request->ctx, &target);
}

const ehoks_err_t *ehoks_check_study_right_of(ehoks_request_t *request,
                                              const ehoks_json_t *body,
                                              ehoks_json_t **study_right)
{
    const char *oid = ehoks_json_get_string(body, "opiskeluoikeus-oid");

    note_body(request, body);
    *study_right = NULL;
    return oid && ehoks_oid_is_opiskeluoikeus(oid)
               ? ehoks_check_study_right(request, oid, study_right)
               : NULL;
}

const ehoks_json_t *ehoks_check_rights_of(ehoks_request_t *request,
                                          const char *oppija_oid)
{
    ehoks_json_t *rights = NULL;

    ehoks_db_close(&request->ctx);
    return ehoks_koski_oppijan_opiskeluoikeudet(
               &request->ctx,
               ehoks_check_registry(request, EHOKS_REGISTRY_KOSKI), oppija_oid,
               &rights)
               ? NULL
               : rights;
}

const ehoks_err_t *ehoks_check_dry_run(const ehoks_request_t *request,
                                       int *dry_run)
{
    *dry_run = 0;
    return ehoks_request_query_flag(request, "kuiva-ajo", dry_run);
}

const ehoks_err_t *ehoks_check_document(ehoks_request_t *request,
                                        const ehoks_schema_t *schema,
                                        const ehoks_json_t *study_right,
                                        ehoks_json_t *body)
{
    ehoks_problems_t *problems = ehoks_problems_make(request->ctx.pool);
    ehoks_rules_facts_t facts;

    facts.study_right = study_right;
    facts.today = ehoks_date_today(request->ctx.now);
    ehoks_schema_normalise(schema, request->ctx.pool, body);
    ehoks_schema_validate(schema, body, problems);
    ehoks_rules_check(schema, &facts, body, problems);
    return problems->total ? ehoks_err_invalid(request->ctx.pool, "body-params",
                                               problems, body)
                           : NULL;
}

const ehoks_err_t *ehoks_check_plan(ehoks_request_t *request,
                                    ehoks_right_e right,
                                    ehoks_json_t **document)
{
    ehoks_json_t *study_right;
    ehoks_plan_t plan;
    const ehoks_err_t *err = ehoks_hoks_read_for(
        &request->ctx, request->parameters[0], right, &plan);

    if (err)
        return err;
    *document = ehoks_document_parse(&request->ctx, plan.text, plan.length);
    if (!*document)
        return ehoks_err_make(request->ctx.pool, "E-SISAINEN", NULL);
    return ehoks_check_study_right(
        request, ehoks_json_get_string(*document, "opiskeluoikeus-oid"),
        &study_right);
}

const ehoks_err_t *ehoks_check_root_right(const ehoks_request_t *request,
                                          ehoks_right_e right)
{
    ehoks_audit_ground(&request->ctx, "{" EHOKS_ROOT_ORGANISATION "}",
                       (int)right);
    return ehoks_principal_has_in(request->ctx.principal,
                                  EHOKS_ROOT_ORGANISATION, right)
               ? NULL
               : ehoks_err_make(request->ctx.pool, "E-NOACCESS", NULL);
}

const ehoks_err_t *ehoks_check_super_user(const ehoks_request_t *request)
{
    return ehoks_principal_has(request->ctx.principal, EHOKS_RIGHT_SUPER_USER)
               ? NULL
               : ehoks_err_make(request->ctx.pool, "E-403", NULL);
}

const ehoks_err_t *ehoks_check_as_super_user(const ehoks_request_t *request,
                                             ehoks_act_e act)
{
    ehoks_relation_t relation = {0};

    relation.kind = request->ctx.principal->kind;
    relation.is_super_user =
        ehoks_principal_has(request->ctx.principal, EHOKS_RIGHT_SUPER_USER);
    return ehoks_matrix_allows(act, &relation)
               ? NULL
               : ehoks_err_make(request->ctx.pool, "E-403", NULL);
}

int ehoks_check_may_read_in(const ehoks_request_t *request,
                            const ehoks_json_t *school)
{
    const char *path = ehoks_index_path(request->ctx.pool, school);
    ehoks_relation_t relation = {0};

    relation.kind = request->ctx.principal->kind;
    relation.rights = ehoks_principal_rights_in(request->ctx.principal, path);
    ehoks_audit_ground(&request->ctx, path, EHOKS_RIGHT_READ);
    return ehoks_matrix_allows(EHOKS_ACT_READ, &relation);
}

const ehoks_err_t *ehoks_check_school(ehoks_request_t *request, const char *oid,
                                      const char *unknown, const char *refusal)
{
    ehoks_json_t *school = NULL;
    const ehoks_err_t *err = ehoks_organisaatio(
        &request->ctx,
        ehoks_check_registry(request, EHOKS_REGISTRY_ORGANISAATIO), oid,
        &school);

    ehoks_audit_detail(&request->ctx, "oppilaitosOid", oid);
    if (!err && !school)
        err = ehoks_err_make(request->ctx.pool, unknown, oid, NULL);
    if (!err && !ehoks_check_may_read_in(request, school))
        err = ehoks_err_make(request->ctx.pool, refusal, NULL);
    return err;
}
