/* The handlers of the route table: thin; parse, call a use case, answer.
 * Each returns NULL and fills the response, or an error for the dispatcher. */
#ifndef EHOKS_API_HANDLERS_H
#define EHOKS_API_HANDLERS_H

#include "request.h"
#include "response.h"

/* GET …/healthcheck (contract: api.md 1.2): {} when the service can work,
 * E-TIETOKANTA when its database does not answer. */
const ehoks_err_t *ehoks_api_healthcheck(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET /healthcheck: the same for operators, with figures of this child. */
const ehoks_err_t *ehoks_api_status(ehoks_request_t *request,
                                    ehoks_response_t *response);

/* GET …/doc/…: a document with which the API describes itself. */
const ehoks_err_t *ehoks_api_description(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET …/doc/oikeudet.json: the table of rights and the roles. */
const ehoks_err_t *ehoks_api_rights(ehoks_request_t *request,
                                    ehoks_response_t *response);

/* GET VB/virheet: the catalogue of errors and rules. */
const ehoks_err_t *ehoks_api_errors(ehoks_request_t *request,
                                    ehoks_response_t *response);

/* POST VB/hoks (contract: api.md 1.9, 4.3). */
const ehoks_err_t *ehoks_api_hoks_create(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET VB/hoks/:hoks-id (contract: api.md 1.9). */
const ehoks_err_t *ehoks_api_hoks_read(ehoks_request_t *request,
                                       ehoks_response_t *response);

/* GET VB/hoks/opiskeluoikeus/:opiskeluoikeus-oid: without part lists. */
const ehoks_err_t *ehoks_api_hoks_read_by_study_right(
    ehoks_request_t *request, ehoks_response_t *response);

/* PUT VB/hoks/:hoks-id (contract: api.md 4.4-4.6): 204 and the
 * ETag of what is stored then. */
const ehoks_err_t *ehoks_api_hoks_replace(ehoks_request_t *request,
                                          ehoks_response_t *response);
/* As above, for PATCH. */
const ehoks_err_t *ehoks_api_hoks_patch(ehoks_request_t *request,
                                        ehoks_response_t *response);

/* GET VB/hoks/osaamisen-hankkimistapa/:oht-id: a work period by its
 * module-id, for a caller with READ in the root organisation. */
const ehoks_err_t *ehoks_api_hoks_period(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET VB/hoks/:hoks-id/hankintakoulutukset: OIDs of the learner's study rights
 * that are part of the plan's, as a bare array. */
const ehoks_err_t *ehoks_api_hoks_acquired_trainings(
    ehoks_request_t *request, ehoks_response_t *response);

/* POST VB/hoks/:hoks-id/kyselylinkki and PATCH VB/hoks/kyselylinkki: a
 * feedback link and its sending, stored as told (204); for a caller with the
 * right in the root organisation. */
const ehoks_err_t *ehoks_api_kyselylinkki_create(ehoks_request_t *request,
                                                 ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_kyselylinkki_update(ehoks_request_t *request,
                                                 ehoks_response_t *response);

/* Routes of single parts of a plan: E-GONE, after the checks of the plan. */
const ehoks_err_t *ehoks_api_gone_part(ehoks_request_t *request,
                                       ehoks_response_t *response);

/* Routes of feedback (E-GONE-PALAUTE). */
const ehoks_err_t *ehoks_api_gone_feedback(ehoks_request_t *request,
                                           ehoks_response_t *response);
/* Routes that the old service had given up itself (E-GONE). */
const ehoks_err_t *ehoks_api_gone(ehoks_request_t *request,
                                  ehoks_response_t *response);
/* Routes of CAS (E-GONE-CAS). */
const ehoks_err_t *ehoks_api_gone_cas(ehoks_request_t *request,
                                      ehoks_response_t *response);

/* GET VB/hoks/paged: the feed for statistics (contract: api.md 4.9). */
const ehoks_err_t *ehoks_api_hoks_paged(ehoks_request_t *request,
                                        ehoks_response_t *response);

/* GET V/oppijat/:oid/pohja?opiskeluoikeus=… and GET VB/hoks/pohja?
 * opiskeluoikeus=…(&oppija=…): a draft of a new plan for the study right, with
 * the learner's achieved and recognised units of other plans proposed as
 * earlier acquired (data), and where they come from (meta). Nothing is
 * stored. Without `oppija` the index tells whose study right it is. */
const ehoks_err_t *ehoks_api_draft_for_staff(ehoks_request_t *request,
                                             ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_draft_for_system(ehoks_request_t *request,
                                              ehoks_response_t *response);

/* POST VB/validointi: checks as POST VB/hoks would, stores nothing. */
const ehoks_err_t *ehoks_api_validate(ehoks_request_t *request,
                                      ehoks_response_t *response);

/* GET VB/hoks/:hoks-id/versiot, V/hoksit/:hoks-id/versiot: all versions, who
 * made them, when and how. */
const ehoks_err_t *ehoks_api_hoks_versions(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* GET VB/hoks/:hoks-id/versiot/:n, V/hoksit/…: the plan as it was, …/:a..:b
 * what changed between two versions (JSON Patch). */
const ehoks_err_t *ehoks_api_hoks_version(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* POST VB/hoks/:hoks-id/versiot/:n/palautus: version n as the newest one. */
const ehoks_err_t *ehoks_api_hoks_restore(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* POST V/hoksit/:hoks-id/versiot/:n/palautus: the same for provider staff. */
const ehoks_err_t *ehoks_api_staff_restore(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* GET O/session (contract: api.md 1.12). */
const ehoks_err_t *ehoks_api_oppija_session(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET O/session/user-info (contract: api.md 1.12). */
const ehoks_err_t *ehoks_api_oppija_user_info(ehoks_request_t *request,
                                              ehoks_response_t *response);

/* GET O/oppijat/:oid/hoks: own plans of every provider, without `id`. */
const ehoks_err_t *ehoks_api_oppija_plans(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* GET O/oppijat/:oid/opiskeluoikeudet: own study rights as Koski tells. */
const ehoks_err_t *ehoks_api_oppija_study_rights(ehoks_request_t *request,
                                                 ehoks_response_t *response);

/* GET …/misc/environment (contract: api.md 7.9): addresses for the apps. */
const ehoks_err_t *ehoks_api_environment(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET …/external/koodisto/:koodi-uri (contract: api.md 1.5): a code, latest
 * version; the same for all routes of V/external, O/external and OB/external
 * below: from the mirror, without nulls, with an ETag. */
const ehoks_err_t *ehoks_api_external_code(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* GET …/external/koodisto/:koodi-uri/versiot: all versions of a code. */
const ehoks_err_t *ehoks_api_external_code_versions(ehoks_request_t *request,
                                                    ehoks_response_t *response);

/* GET OB/external/koodistokoodi/:uri/:versio: one version of a code. */
const ehoks_err_t *ehoks_api_external_code_version(ehoks_request_t *request,
                                                   ehoks_response_t *response);

/* GET …/external/koodisto/:koodisto/koodi: all codes of a code set. */
const ehoks_err_t *ehoks_api_external_code_set(ehoks_request_t *request,
                                               ehoks_response_t *response);

/* GET …/external/koodit?uri=…&uri=…: names of up to 500 codes of any set as
 * {uri: {fi, sv, en}}. Unknown codes, and while Koodisto does not answer those
 * without a copy, are left out. Errors: E-LINKED when that leaves none. */
const ehoks_err_t *ehoks_api_external_names(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET …/external/organisaatio/:oid: an organisation. */
const ehoks_err_t *ehoks_api_external_organisation(ehoks_request_t *request,
                                                   ehoks_response_t *response);

/* GET …/external/organisaatiot?oid=…&oid=…: names of up to 500 organisations
 * as {oid: {fi, sv, en}}, as for codes. */
const ehoks_err_t *ehoks_api_external_organisation_names(
    ehoks_request_t *request, ehoks_response_t *response);

/* GET V/external/organisaatio/find?oids=…&oids=…: those that are known. */
const ehoks_err_t *ehoks_api_external_organisations(ehoks_request_t *request,
                                                    ehoks_response_t *response);

/* GET …/lokalisointi?category=ehoks: texts of the apps in fi and sv. */
const ehoks_err_t *ehoks_api_external_texts(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET OB/external/koski/oppija: the learner and the study rights. */
const ehoks_err_t *ehoks_api_external_learner(ehoks_request_t *request,
                                              ehoks_response_t *response);

/* GET …/external/eperusteet/:koodi-uri: the unit with that code, as a list of
 * one with its criteria in grades (7.4); an unknown one gives an empty list. */
const ehoks_err_t *ehoks_api_eperusteet_unit(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* GET …/external/eperusteet/koulutuksenOsa/:koodi-uri: a part of training as
 * a list of one; null when the qualification lacks it. */
const ehoks_err_t *ehoks_api_eperusteet_part(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* GET …/external/eperusteet/tutkinnot?diaarinumero=…: a qualification. */
const ehoks_err_t *ehoks_api_eperusteet_qualification(
    ehoks_request_t *request, ehoks_response_t *response);

/* GET …/external/eperusteet/tutkinnot/:id/suoritustavat/reformi/rakenne: how
 * a qualification is made up. */
const ehoks_err_t *ehoks_api_eperusteet_reformi(ehoks_request_t *request,
                                                ehoks_response_t *response);

/* GET …/external/eperusteet/tutkinnot/:id/suoritustavat/ops/tutkinnonosat: the
 * same for one of the time before the reform. */
const ehoks_err_t *ehoks_api_eperusteet_ops(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET OB/external/eperusteet/?nimi=…: qualifications by name, for anybody. */
const ehoks_err_t *ehoks_api_eperusteet_search(ehoks_request_t *request,
                                               ehoks_response_t *response);

/* GET V/system-info/cache, memory, oppijaindex, hoksit: figures for super
 * users (contract: api.md 1.6). */
const ehoks_err_t *ehoks_api_system_cache(ehoks_request_t *request,
                                          ehoks_response_t *response);
const ehoks_err_t *ehoks_api_system_memory(ehoks_request_t *request,
                                           ehoks_response_t *response);
const ehoks_err_t *ehoks_api_system_index(ehoks_request_t *request,
                                          ehoks_response_t *response);
const ehoks_err_t *ehoks_api_system_plans(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* POST V/index: refreshes what the index lacks or has for too long. */
const ehoks_err_t *ehoks_api_index_all(ehoks_request_t *request,
                                       ehoks_response_t *response);

/* DELETE V/cache: forgets all copies of the registries. */
const ehoks_err_t *ehoks_api_cache_clear(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* PUT V/oppija/update: asks ONR again for the name of a learner. */
const ehoks_err_t *ehoks_api_learner_update(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* POST V/onrmodify: a learner changed in ONR, merged OIDs are followed. */
const ehoks_err_t *ehoks_api_learner_changed(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* PUT V/opiskeluoikeus/update: asks Koski again about a study right. */
const ehoks_err_t *ehoks_api_right_update(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* PUT V/opiskeluoikeudet/update: the same for all of an education provider. */
const ehoks_err_t *ehoks_api_rights_update(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* POST VB/heratepalvelu/onrmodify: as V/onrmodify, for OPH's systems. */
const ehoks_err_t *ehoks_api_service_learner_changed(
    ehoks_request_t *request, ehoks_response_t *response);

/* POST VB/heratepalvelu/opiskeluoikeus-update: asks Koski about the study
 * rights of new plans; answers at once and goes on in the background. */
const ehoks_err_t *ehoks_api_service_rights_update(ehoks_request_t *request,
                                                   ehoks_response_t *response);

/* DELETE VB/heratepalvelu/tyopaikkaohjaajan-yhteystiedot: erases contact data
 * of instructors of old work periods (contract: api.md 1.10, 6.2). */
const ehoks_err_t *ehoks_api_erase_instructors(ehoks_request_t *request,
                                               ehoks_response_t *response);

/* DELETE VB/heratepalvelu/opiskelijan-yhteystiedot: the same of learners whose
 * plans and study rights ended. */
const ehoks_err_t *ehoks_api_erase_learners(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET V/oppijat/:oppija-oid: a learner of one's schools (api.md 1.8). */
const ehoks_err_t *ehoks_api_staff_learner(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* GET V/oppijat/:oppija-oid/with-oo: the same with one study right. */
const ehoks_err_t *ehoks_api_staff_learner_with_right(
    ehoks_request_t *request, ehoks_response_t *response);

/* GET V/oppijat/:oppija-oid/opiskeluoikeudet: all study rights of the learner
 * as Koski tells them. */
const ehoks_err_t *ehoks_api_staff_study_rights(ehoks_request_t *request,
                                                ehoks_response_t *response);

/* GET V/oppijat/:oppija-oid/hoksit: the plans that the caller may see,
 * without parts. */
const ehoks_err_t *ehoks_api_staff_plans(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET V/oppijat/:oppija-oid/hoksit/:hoks-id: one of them, whole. */
const ehoks_err_t *ehoks_api_staff_plan(ehoks_request_t *request,
                                        ehoks_response_t *response);

/* GET V/oppijat/:oppija-oid/hoksit/:hoks-id/opiskelijapalaute: survey links
 * that were sent, without the links themselves (contract: api.md 6.5). */
const ehoks_err_t *ehoks_api_staff_survey_links(ehoks_request_t *request,
                                                ehoks_response_t *response);

/* POST V/oppijat/:oppija-oid/hoksit: a plan written by hand. */
const ehoks_err_t *ehoks_api_staff_create(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* PUT V/oppijat/:oppija-oid/hoksit/:hoks-id. */
const ehoks_err_t *ehoks_api_staff_replace(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* PATCH V/oppijat/:oppija-oid/hoksit/:hoks-id. */
const ehoks_err_t *ehoks_api_staff_patch(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* PATCH V/oppijat/:oppija-oid/hoksit/:hoks-id/shallow-delete. */
const ehoks_err_t *ehoks_api_staff_delete(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* PATCH V/hoks/:hoks-id/undo-shallow-delete, for super users. */
const ehoks_err_t *ehoks_api_staff_undelete(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* POST O/jaot/jakolinkit (contract: api.md 1.15): a link of the old kind to a
 * part of an own plan. */
const ehoks_err_t *ehoks_api_share_link_create(ehoks_request_t *request,
                                               ehoks_response_t *response);

/* GET O/jaot/jakolinkit/:uuid: what it shows, for any learner who knows it. */
const ehoks_err_t *ehoks_api_share_link_read(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* DELETE O/jaot/jakolinkit/:uuid, by its owner. */
const ehoks_err_t *ehoks_api_share_link_delete(ehoks_request_t *request,
                                               ehoks_response_t *response);

/* GET O/jaot/moduulit/:module-uuid: the links of a part of an own plan. */
const ehoks_err_t *ehoks_api_share_link_list(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* GET …/buildversion.txt (contract: api.md 1.1): which release this is. */
const ehoks_err_t *ehoks_api_version(ehoks_request_t *request,
                                     ehoks_response_t *response);

/* DELETE V/session, O/session: ends the browser's session for everybody who
 * has its cookie, and has the browser drop it (contract/README.md 14). */
const ehoks_err_t *ehoks_api_session_end(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* OPTIONS O/session: the methods that are there. */
const ehoks_err_t *ehoks_api_session_options(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* GET V/session (contract: api.md 1.3): who is logged in, the roles, and the
 * schools below them that have plans. */
const ehoks_err_t *ehoks_api_staff_session(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* GET and PUT O/session/settings: what the pages remember for a learner; any
 * JSON object of at most 32 KB. */
const ehoks_err_t *ehoks_api_settings_read(ehoks_request_t *request,
                                           ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_settings_write(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET O/oppijat/:oid: the own name as the index has it. */
const ehoks_err_t *ehoks_api_oppija_learner(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET O/oppijat/:oid/kyselylinkit: the own links to feedback surveys. */
const ehoks_err_t *ehoks_api_oppija_links(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* GET V/oppijat: the search of learners (contract: api.md 6.3). */
const ehoks_err_t *ehoks_api_staff_search(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* GET V/oppijat/:oppija-oid/hoksit/oppilaitos/:oppilaitos-oid: the learner's
 * plans of one school, without parts. */
const ehoks_err_t *ehoks_api_staff_plans_of_school(ehoks_request_t *request,
                                                   ehoks_response_t *response);

/* GET V/hoks/:hoks-id: whose plan it is, for super users. */
const ehoks_err_t *ehoks_api_system_plan(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET V/opiskeluoikeus/:opiskeluoikeus-oid: the plan of a study right, for
 * super users. */
const ehoks_err_t *ehoks_api_system_plan_of_right(ehoks_request_t *request,
                                                  ehoks_response_t *response);

/* GET V/opiskeluoikeudet/:koulutustoimija-oid/deletion-info: how many study
 * rights of the provider are indexed, for super users. */
const ehoks_err_t *ehoks_api_system_rights_count(ehoks_request_t *request,
                                                 ehoks_response_t *response);

/* GET V/hoks/:hoks-id/deletion-info: what to look at before a plan, deleted
 * or not, is removed for good; for super users. */
const ehoks_err_t *ehoks_api_system_deletion_info(ehoks_request_t *request,
                                                  ehoks_response_t *response);

/* DELETE V/hoks/:hoks-id: removes a plan for good, for super users. */
const ehoks_err_t *ehoks_api_system_remove_plan(ehoks_request_t *request,
                                                ehoks_response_t *response);

/* GET V/tep-jakso-raportti: work periods that end between two days, in the
 * school of query parameter `oppilaitos` for who may read there, in all
 * schools for super users (contract: api.md 6.4). */
const ehoks_err_t *ehoks_api_report_periods(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* GET V/missing-oo-hoksit/:oppilaitos-oid: plans of a school whose study right
 * Koski does not know any more, for who may read there. */
const ehoks_err_t *ehoks_api_report_orphans(ehoks_request_t *request,
                                            ehoks_response_t *response);

/* POST O/jaot/v2: a share of own plans; its secret is told here, once. */
const ehoks_err_t *ehoks_api_share_create(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* POST O/jaot/v2/esikatselu: what the receiver of such a share would see. */
const ehoks_err_t *ehoks_api_share_preview(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* GET O/jaot/v2: own shares. */
const ehoks_err_t *ehoks_api_share_list(ehoks_request_t *request,
                                        ehoks_response_t *response);

/* GET O/jaot/v2/:jako-id: one of them, and who has opened it. */
const ehoks_err_t *ehoks_api_share_read(ehoks_request_t *request,
                                        ehoks_response_t *response);

/* GET O/jaot/v2/:jako-id/esikatselu: what its receiver sees now. */
const ehoks_err_t *ehoks_api_share_look(ehoks_request_t *request,
                                        ehoks_response_t *response);

/* PATCH O/jaot/v2/:jako-id: another last day. */
const ehoks_err_t *ehoks_api_share_change(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* DELETE O/jaot/v2/:jako-id: revokes it. */
const ehoks_err_t *ehoks_api_share_revoke(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* POST /ehoks-jako/api/v1/avaa: what a share shows, for whoever holds its
 * secret; no login is needed unless the share asks for one. */
const ehoks_err_t *ehoks_api_share_open(ehoks_request_t *request,
                                        ehoks_response_t *response);

/* GET O/omat-tiedot/katselut: who has looked at the caller's data, when and for
 * what (`maara`, `jalkeen`; `omat=true` tells own looks too). */
const ehoks_err_t *ehoks_api_own_views(ehoks_request_t *request,
                                       ehoks_response_t *response);

/* GET O/omat-tiedot/muutokset: what changed in the caller's plans since the
 * visit before this one, or since `alkaen`. */
const ehoks_err_t *ehoks_api_own_changes(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* GET O/omat-tiedot: everything that is held of the caller. */
const ehoks_err_t *ehoks_api_own_data(ehoks_request_t *request,
                                      ehoks_response_t *response);

#endif
