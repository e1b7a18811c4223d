/* What the handlers of V/external and O/external share: copies of the mirror
 * as JSON, and answering with them. */
#ifndef EHOKS_API_EXTERNAL_H
#define EHOKS_API_EXTERNAL_H

#include "../registry/mirror.h"
#include "request.h"
#include "response.h"

/* The copy of `key` as a value that belongs to the request, without the nulls
 * that stood in it; NULL when the registry does not know it. Errors: as
 * ehoks_mirror_get. */
const ehoks_err_t *ehoks_external_read(ehoks_request_t *request,
                                       ehoks_mirror_e kind, const char *key,
                                       ehoks_json_t **value);

/* Several copies, without errors of their own: see ehoks_mirror_get_many. */
const ehoks_err_t *ehoks_external_read_many(ehoks_request_t *request,
                                            ehoks_mirror_e kind,
                                            const apr_array_header_t *keys,
                                            ehoks_copy_t **copies);

/* Answers with the value in the envelope, and an ETag that follows from it. */
void ehoks_external_answer(ehoks_request_t *request, ehoks_response_t *response,
                           const ehoks_json_t *value);

/* Takes every null out of a value that nobody else reads: today's apps treat a
 * null as a wrong type and show nothing at all. */
void ehoks_external_drop_nulls(apr_pool_t *pool, ehoks_json_t *value);

/* A copy of `text` ({fi, sv, en, …}) with nothing but those languages. Never
 * NULL. */
ehoks_json_t *ehoks_external_languages(apr_pool_t *pool,
                                       const ehoks_json_t *text);

/* {fi, sv, en} of a code as Koodisto tells it ([{kieli: "FI", nimi}] in its
 * metadata); empty for NULL. */
ehoks_json_t *ehoks_external_names_of_code(apr_pool_t *pool,
                                           const ehoks_json_t *code);

/* Error `code` without arguments. */
const ehoks_err_t *ehoks_external_error(const ehoks_request_t *request,
                                        const char *code);

#endif
