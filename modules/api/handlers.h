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

/* GET VB/hoks/:hoks-id/versiot: all versions, who made them, when and how. */
const ehoks_err_t *ehoks_api_hoks_versions(ehoks_request_t *request,
                                           ehoks_response_t *response);

/* GET VB/hoks/:hoks-id/versiot/:n the plan as it was, …/:a..:b what changed
 * between two versions (JSON Patch). */
const ehoks_err_t *ehoks_api_hoks_version(ehoks_request_t *request,
                                          ehoks_response_t *response);

/* POST VB/hoks/:hoks-id/versiot/:n/palautus: version n as the newest one. */
const ehoks_err_t *ehoks_api_hoks_restore(ehoks_request_t *request,
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

#endif
