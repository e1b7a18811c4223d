/* From the body of a request to the document that is stored: what the service
 * itself puts in (id, eid, module-ids), what output always has, and what must
 * be found without the id. */
#ifndef EHOKS_HOKS_DOCUMENT_H
#define EHOKS_HOKS_DOCUMENT_H

#include "../core/ctx.h"
#include "../core/json.h"
#include "../schema/schema.h"

/* A plan ready to be stored. Everything lives in the request's pool. */
typedef struct {
    apr_int64_t id;
    const char *eid;        /* random UUID, given at creation */
    const char *oppija_oid; /* from the document; never NULL */
    const char *opiskeluoikeus_oid;
    const char *ensikertainen_hyvaksyminen;  /* NULL: not in the document */
    const char *osaamisen_saavuttamisen_pvm; /* NULL: not in the document */
    ehoks_json_t *value;                     /* as GET answers it */
    const char *tyopaikkajaksot; /* JSON list for the table tyopaikkajakso */
    const char *naytot;          /* JSON list for the table naytto */
} ehoks_document_t;

/* Makes the document of a new plan out of a body that passed validation.
 * `schema` is the schema of output (GET). The body's values are moved into
 * the document and changed; do not use the body afterwards.
 * Sources: contract, rules.md OUT-1 (what output always has), S-03 (numbers
 * `id` of parts are accepted and dropped), G-07 (form of times). */
ehoks_document_t *ehoks_document_create(const ehoks_ctx_t *ctx,
                                        const ehoks_schema_t *schema,
                                        apr_int64_t id, ehoks_json_t *body);

/* Reads a stored document. The limits for what clients send do not hold for
 * it. NULL when the text is not JSON, which only damage can bring about. */
ehoks_json_t *ehoks_document_parse(const ehoks_ctx_t *ctx, const char *text,
                                   apr_size_t length);

/* A stored document without its part lists, as GET …/hoks/opiskeluoikeus/
 * answers (contract: api.md 1.9). Changes `document` and returns it. */
ehoks_json_t *ehoks_document_top_level(ehoks_json_t *document);

#endif
