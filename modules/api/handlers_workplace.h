/* Handlers of the route table that concern people at workplaces, and calendar
 * feeds; see handlers.h. */
#ifndef EHOKS_API_HANDLERS_WORKPLACE_H
#define EHOKS_API_HANDLERS_WORKPLACE_H

#include "request.h"
#include "response.h"

/* GET W/session: who is logged in; `sahkoposti` only when it is verified. */
const ehoks_err_t *ehoks_api_workplace_session(ehoks_request_t *request,
                                               ehoks_response_t *response);

/* GET W/jaksot, W/naytot: the periods in which the caller is the responsible
 * instructor, the demonstrations that the caller assesses, each with the
 * learner's name and the unit and nothing else (531/2017 109 a §);
 * …/:module-id one of them, E-404 when it is not there or not the caller's. */
const ehoks_err_t *ehoks_api_workplace_periods(ehoks_request_t *request,
                                               ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_workplace_period(ehoks_request_t *request,
                                              ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_workplace_demonstrations(
    ehoks_request_t *request, ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_workplace_demonstration(
    ehoks_request_t *request, ehoks_response_t *response);

/* POST V/oppijat/:oppija-oid/hoksit/:hoks-id/arvioijakutsut: a link by which
 * an assessor from working life comes to see one demonstration; the secret in
 * it is told this once. GET tells of all that were made for the plan. */
const ehoks_err_t *ehoks_api_invitation_create(ehoks_request_t *request,
                                               ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_invitations(ehoks_request_t *request,
                                         ehoks_response_t *response);

/* DELETE V/arvioijakutsut/:uuid: revokes one, also one that was opened. */
const ehoks_err_t *ehoks_api_invitation_revoke(ehoks_request_t *request,
                                               ehoks_response_t *response);

/* POST W/kutsut/avaa: binds an invitation to the first caller who has its
 * secret; E-404, the same, for anybody after and for a guessed one. */
const ehoks_err_t *ehoks_api_invitation_open(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* O/kalenteri and W/kalenteri: GET the state of one's calendar feed, POST makes
 * its address anew and tells it this once, DELETE makes it void. */
const ehoks_err_t *ehoks_api_calendar_state(ehoks_request_t *request,
                                            ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_calendar_make(ehoks_request_t *request,
                                           ehoks_response_t *response);
/* As above. */
const ehoks_err_t *ehoks_api_calendar_revoke(ehoks_request_t *request,
                                             ehoks_response_t *response);

/* GET /ehoks-kalenteri/:tunnus: the feed itself, as iCalendar (RFC 5545), for
 * whoever has the address; E-404 for any other. */
const ehoks_err_t *ehoks_api_calendar_feed(ehoks_request_t *request,
                                           ehoks_response_t *response);

#endif
