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
    /* Days as the database writes them; NULL: not in the document. */
    const char *ensikertainen_hyvaksyminen;
    const char *osaamisen_saavuttamisen_pvm;
    ehoks_json_t *value;         /* as GET answers it */
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

/* Gives every way of acquiring that lacks its `yksiloiva-tunniste` a random
 * one, as staff who write by hand are spared it (contract: rules.md 1).
 * `schema` is that of the body, which need not be valid. */
void ehoks_document_identify_periods(const ehoks_ctx_t *ctx,
                                     const ehoks_schema_t *schema,
                                     ehoks_json_t *body);

/* How an update uses the body (contract: rules.md 10). */
typedef enum {
    EHOKS_DOCUMENT_REPLACE, /* PUT, S-01: what the body lacks is emptied */
    EHOKS_DOCUMENT_REPLACE_BY_HAND, /* PUT by staff: and periods that lack
                                       their identifier keep the one that
                                       they had, or get a random one */
    EHOKS_DOCUMENT_MERGE            /* PATCH, S-02: what the body lacks stays */
} ehoks_document_update_e;

/* Makes the next document of a stored one. `stored` and `body` may be used
 * again by another call: both are copied. Identity that the body carries
 * (eid, manuaalisyotto, module-ids) must be the stored one: else a problem at
 * its place (MUUTTUMATON, MODUULI) and the document is of no use. */
ehoks_document_t *ehoks_document_update(const ehoks_ctx_t *ctx,
                                        const ehoks_schema_t *schema,
                                        ehoks_document_update_e how,
                                        ehoks_json_t *stored,
                                        const ehoks_json_t *body,
                                        ehoks_problems_t *problems);

/* Makes a document out of a value that was stored before (a version of the
 * same plan), as it is. */
ehoks_document_t *ehoks_document_of(const ehoks_ctx_t *ctx,
                                    const ehoks_schema_t *schema,
                                    ehoks_json_t *value);

/* Reads a stored document. The limits for what clients send do not hold for
 * it. NULL when the text is not JSON, which only damage can bring about. */
ehoks_json_t *ehoks_document_parse(const ehoks_ctx_t *ctx, const char *text,
                                   apr_size_t length);

/* A stored document without its part lists, as GET …/hoks/opiskeluoikeus/
 * answers (contract: api.md 1.9). Changes `document` and returns it. */
ehoks_json_t *ehoks_document_top_level(ehoks_json_t *document);

#endif
