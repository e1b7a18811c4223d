/* Checks that several handlers share: of a sent document (what Koski says of
 * its study right, the schema, the rules), and of what the caller may. */
#ifndef EHOKS_API_CHECK_H
#define EHOKS_API_CHECK_H

#include "../hoks/matrix.h"
#include "request.h"

/* CRE-1: asks Koski about study right `oid`. `*study_right` is never NULL on
 * success. Errors: E-KOSKI404, E-KOSKIDOWN, E-KOSKIERR. Gives the database
 * connection back first: nobody waits for a registry with one in hand. */
const ehoks_err_t *ehoks_check_study_right(ehoks_request_t *request,
                                           const char *oid,
                                           ehoks_json_t **study_right);

/* The same about the study right that `body` names, if that is an OID that
 * can be one; the check of the document tells of others, and `*study_right`
 * is NULL then. */
const ehoks_err_t *ehoks_check_study_right_of(ehoks_request_t *request,
                                              const ehoks_json_t *body,
                                              ehoks_json_t **study_right);

/* The learner's study rights as Koski tells them, for the rule of who is a
 * student: one who has left must not stay one until the index hears of it.
 * NULL while Koski can't be asked: the index's word has to do then. */
const ehoks_json_t *ehoks_check_rights_of(ehoks_request_t *request,
                                          const char *oppija_oid);

/* Normalises `body` in place and checks it against `schema` and the rules.
 * `study_right` NULL: the rules that need one pass. E-VALID with every
 * problem. */
const ehoks_err_t *ehoks_check_document(ehoks_request_t *request,
                                        const ehoks_schema_t *schema,
                                        const ehoks_json_t *study_right,
                                        ehoks_json_t *body);

/* Whether the client asks for a dry run (kuiva-ajo=true): everything is
 * checked, rights and duplicates too, and nothing is stored. */
const ehoks_err_t *ehoks_check_dry_run(const ehoks_request_t *request,
                                       int *dry_run);

/* The live plan of the path's first parameter, for a caller who holds `right`
 * in or above its school, and whose study right Koski knows. `*document` is
 * never NULL on success. Errors: as ehoks_hoks_read and
 * ehoks_check_study_right. */
const ehoks_err_t *ehoks_check_plan(ehoks_request_t *request,
                                    ehoks_right_e right,
                                    ehoks_json_t **document);

/* E-NOACCESS unless the caller holds `right` in the root organisation. */
const ehoks_err_t *ehoks_check_root_right(const ehoks_request_t *request,
                                          ehoks_right_e right);

/* E-403 unless the caller is a super user of any organisation (contract:
 * api.md 3.1). */
const ehoks_err_t *ehoks_check_super_user(const ehoks_request_t *request);

/* E-403 unless the caller may do `act` to any plan, as a super user. */
const ehoks_err_t *ehoks_check_as_super_user(const ehoks_request_t *request,
                                             ehoks_act_e act);

/* 1 when the caller may read plans of `school`, an organisation as
 * Organisaatiopalvelu tells it; 0 for NULL. */
int ehoks_check_may_read_in(const ehoks_request_t *request,
                            const ehoks_json_t *school);

/* The error `unknown` (E-ORG404 and its likes) when Organisaatiopalvelu does
 * not know school `oid`, `refusal` when the caller may not read there. Tells
 * the audit which school it was. */
const ehoks_err_t *ehoks_check_school(ehoks_request_t *request, const char *oid,
                                      const char *unknown, const char *refusal);

/* The settings of a registry in this server. */
const ehoks_registry_settings_t *ehoks_check_registry(
    const ehoks_request_t *request, ehoks_registry_e which);

#endif
