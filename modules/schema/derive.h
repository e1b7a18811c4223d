/* Plain JSON Schemas out of the one source, conf/hoks.schema.json: for clients
 * and tools that know nothing of its annotations (contract/derive.mjs says
 * what each annotation becomes).
 */
#ifndef EHOKS_SCHEMA_DERIVE_H
#define EHOKS_SCHEMA_DERIVE_H

#include <apr_pools.h>

#include "../core/json.h"

/* What to derive. */
typedef struct {
    const char *root;  /* definition to begin from: "HOKS" */
    const char *kind;  /* as for ehoks_schema_compile: "PUT-virkailija" */
    const char *title; /* of the derived schema */
    const char *file;  /* last part of its $id: "put.schema.json" */
} ehoks_derive_t;

/* Makes the schema of `what` in `pool`; it shares values with `source`, which
 * must live as long. Returns NULL, or an English sentence that says what is
 * missing in the source. */
const char *ehoks_derive_schema(ehoks_json_t **schema, apr_pool_t *pool,
                                const ehoks_json_t *source,
                                const ehoks_derive_t *what);

/* The Swagger 2 document out of the same source: definitions HOKSLuonti and
 * HOKSKorvaus, from which the existing staff app makes its forms, and what
 * they refer to (ui.md 3). NULL or a sentence, as above. */
const char *ehoks_derive_swagger(ehoks_json_t **swagger, apr_pool_t *pool,
                                 const ehoks_json_t *source);

#endif
