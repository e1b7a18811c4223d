/* Drafts of new plans for staff and providers' systems: earlier plans put to
 * use. Nothing is stored. */
#include <string.h>

#include <apr_strings.h>

#include "../core/date.h"
#include "../core/oid.h"
#include "../hoks/audit.h"
#include "../hoks/draft.h"
#include "../hoks/index.h"
#include "check.h"
#include "handlers.h"
#include "unit_names.h"

/* What a draft is for. */
typedef struct {
    const char *opiskeluoikeus_oid;
    const char *oppija_oid; /* NULL: not known */
    ehoks_json_t *study_right;
} purpose_t;

/* --- who may -------------------------------------------------------------- */

/* Asks Koski about the study right, and looks at the caller's rights in its
 * school; `refusal` is the error of a caller who has none. */
static const ehoks_err_t *open_study_right(ehoks_request_t *request,
                                           const char *refusal,
                                           purpose_t *purpose)
{
    const char *school = NULL;
    ehoks_json_t *organisation = NULL;
    const ehoks_err_t *err = ehoks_check_study_right(
        request, purpose->opiskeluoikeus_oid, &purpose->study_right);

    if (!err)
        school = ehoks_index_school(purpose->study_right);
    if (school)
        err = ehoks_organisaatio(
            &request->ctx,
            ehoks_check_registry(request, EHOKS_REGISTRY_ORGANISAATIO), school,
            &organisation);
    if (!err && !ehoks_check_may_read_in(request, organisation))
        err = ehoks_err_make(request->ctx.pool, refusal, NULL);
    return err;
}

/* CRE-3: the study right is the learner's. */
static const ehoks_err_t *check_learner(ehoks_request_t *request,
                                        const purpose_t *purpose)
{
    int is_theirs = 0;
    const ehoks_err_t *err = ehoks_koski_is_oppijan(
        &request->ctx, ehoks_check_registry(request, EHOKS_REGISTRY_KOSKI),
        purpose->oppija_oid, purpose->opiskeluoikeus_oid, &is_theirs);

    if (!err && !is_theirs)
        err = ehoks_err_make(request->ctx.pool, "CRE-3",
                             purpose->opiskeluoikeus_oid, purpose->oppija_oid,
                             NULL);
    return err;
}

/* --- the answer ----------------------------------------------------------- */

/* The members of `from` that are named. */
static ehoks_json_t *only(apr_pool_t *pool, const ehoks_json_t *from,
                          const char *const *names)
{
    ehoks_json_t *object = ehoks_json_new_object(pool);

    for (; *names; names++)
        ehoks_json_set(object, *names, ehoks_json_get(from, *names));
    return object;
}

/* What Koski tells of the study right and its qualification. */
static void add_study_right(apr_pool_t *pool, ehoks_json_t *meta,
                            const ehoks_json_t *study_right)
{
    static const char *const right_members[] = {"oid",
                                                "tyyppi",
                                                "oppilaitos",
                                                "koulutustoimija",
                                                "alkamispäivä",
                                                "arvioituPäättymispäivä",
                                                NULL};
    static const char *const qualification_members[] = {
        "tunniste", "perusteenDiaarinumero", NULL};
    const ehoks_json_t *first =
        ehoks_json_at(ehoks_json_get(study_right, "suoritukset"), 0);
    ehoks_json_t *right = only(pool, study_right, right_members);
    ehoks_json_t *qualification = only(
        pool, ehoks_json_get(first, "koulutusmoduuli"), qualification_members);
    const char *state = ehoks_index_state(study_right);

    if (state)
        ehoks_json_set_string(pool, right, "tila", state);
    ehoks_json_set(qualification, "osaamisala",
                   ehoks_json_get(first, "osaamisala"));
    ehoks_json_set(meta, "opiskeluoikeus", right);
    ehoks_json_set(meta, "tutkinto", qualification);
}

static const ehoks_err_t *answer(ehoks_request_t *request,
                                 ehoks_response_t *response,
                                 const purpose_t *purpose)
{
    const char *kind = ehoks_json_get_string(
        ehoks_json_get(purpose->study_right, "tyyppi"), "koodiarvo");
    apr_pool_t *pool = request->ctx.pool;
    apr_array_header_t *plans =
        apr_array_make(pool, 0, sizeof(ehoks_draft_plan_t));
    ehoks_json_t *names = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *body = ehoks_json_new_object(pool);
    ehoks_draft_source_t source = {0};
    ehoks_draft_t draft;
    const ehoks_err_t *err = NULL;

    ehoks_audit_target(&request->ctx,
                       &(ehoks_audit_target_t){
                           .oppija_oid = purpose->oppija_oid,
                           .opiskeluoikeus_oid = purpose->opiskeluoikeus_oid});
    if (purpose->oppija_oid)
        err = ehoks_draft_plans(
            &request->ctx, purpose->oppija_oid,
            ehoks_check_rights_of(request, purpose->oppija_oid), &plans);
    if (err)
        return err;
    source.opiskeluoikeus_oid = purpose->opiskeluoikeus_oid;
    source.oppija_oid = purpose->oppija_oid;
    source.takes_units = !kind || strcmp(kind, "tuva") != 0;
    source.today = ehoks_date_today(request->ctx.now);
    source.plans = plans;
    ehoks_draft_make(&draft, pool, &source);
    err = ehoks_unit_names(request, draft.units, draft.areas, names);
    if (err)
        return err;
    add_study_right(pool, meta, purpose->study_right);
    ehoks_json_set(meta, "puuttuvat", draft.missing);
    ehoks_json_set(meta, "lahteet", draft.sources);
    ehoks_json_set(meta, "nimet", names);
    ehoks_json_set(body, "meta", meta);
    ehoks_json_set(body, "data", draft.document);
    ehoks_response_plain(request, response, body);
    return NULL;
}

/* --- the routes ----------------------------------------------------------- */

/* The OID in query parameter `name`; NULL when it is not there. */
static const ehoks_err_t *read_oid(const ehoks_request_t *request,
                                   const char *name,
                                   int (*is_right)(const char *),
                                   const char **oid)
{
    const ehoks_err_t *err = ehoks_request_query(request, name, oid);

    if (!err && *oid && !is_right(*oid))
        err = ehoks_request_invalid(request, "query-params", "PARAMETRI-OID",
                                    name, NULL);
    return err;
}

static const ehoks_err_t *read_study_right(const ehoks_request_t *request,
                                           purpose_t *purpose)
{
    const ehoks_err_t *err =
        read_oid(request, "opiskeluoikeus", ehoks_oid_is_opiskeluoikeus,
                 &purpose->opiskeluoikeus_oid);

    if (!err && !purpose->opiskeluoikeus_oid)
        err =
            ehoks_request_invalid(request, "query-params", "PARAMETRI-PUUTTUU",
                                  "opiskeluoikeus", NULL);
    return err;
}

const ehoks_err_t *ehoks_api_draft_for_staff(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    purpose_t purpose = {NULL, request->parameters[0], NULL};
    const ehoks_err_t *err = read_study_right(request, &purpose);

    if (!err)
        err = open_study_right(request, "E-OPPIJA403", &purpose);
    if (!err)
        err = check_learner(request, &purpose);
    return err ? err : answer(request, response, &purpose);
}

const ehoks_err_t *ehoks_api_draft_for_system(ehoks_request_t *request,
                                              ehoks_response_t *response)
{
    purpose_t purpose = {NULL, NULL, NULL};
    const char *told = NULL;
    const ehoks_err_t *err = read_study_right(request, &purpose);

    if (!err)
        err = read_oid(request, "oppija", ehoks_oid_is_oppija, &told);
    if (!err)
        err = open_study_right(request, "E-NOACCESS", &purpose);
    if (!err && !told)
        err = ehoks_draft_learner(&request->ctx, purpose.opiskeluoikeus_oid,
                                  &purpose.oppija_oid);
    if (!err && told) {
        purpose.oppija_oid = told;
        err = check_learner(request, &purpose);
    }
    return err ? err : answer(request, response, &purpose);
}
