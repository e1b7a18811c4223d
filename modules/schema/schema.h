/* The schema engine: compiles conf/hoks.schema.json (JSON Schema draft
 * 2020-12, the keywords that we need) once at start into a tree, and checks
 * documents against it as often as asked, finding every problem at once.
 *
 * One file describes all methods; `kind` chooses (contract/derive.mjs shows
 * how): POST PUT PATCH GET VIPUNEN POST-virkailija PUT-virkailija
 * PATCH-virkailija.
 */
#ifndef EHOKS_SCHEMA_SCHEMA_H
#define EHOKS_SCHEMA_SCHEMA_H

#include "../core/json.h"
#include "../core/problems.h"

/* A compiled schema; immutable, may be used by all threads at once. */
typedef struct ehoks_schema_t ehoks_schema_t;

/* Compiles `source` for `kind`. `root` names the definition to start from
 * ("HOKS"); NULL starts at the top of the file. `kind` NULL takes the source
 * as plain JSON Schema (annotations x-… have no effect then).
 * Everything lives in `pool`; `source` must live as long.
 * Returns NULL, or an English sentence that says what is wrong and where
 * (JSON Pointer into the source): an unknown keyword, a bad pattern, a $ref
 * to nowhere. */
const char *ehoks_schema_compile(ehoks_schema_t **schema, apr_pool_t *pool,
                                 const ehoks_json_t *source, const char *root,
                                 const char *kind);

/* Puts a document into the form that is checked and stored, in place: outer
 * whitespace of free texts is cut off (x-trim, rules.md G-04), null becomes
 * an empty list where x-null says so (G-02), whole reals become integers
 * where an integer is due (G-03). Leaves what does not fit as it is. */
void ehoks_schema_normalise(const ehoks_schema_t *schema, apr_pool_t *pool,
                            ehoks_json_t *document);

/* Appends every problem of `document` to `problems`. Use after
 * ehoks_schema_normalise. Codes: see conf/errors.json. */
void ehoks_schema_validate(const ehoks_schema_t *schema,
                           const ehoks_json_t *document,
                           ehoks_problems_t *problems);

/* Adds what output always has (rules.md OUT-1): an empty list for each
 * absent property marked x-null, an object for each marked x-always. */
void ehoks_schema_complete(const ehoks_schema_t *schema, apr_pool_t *pool,
                           ehoks_json_t *document);

/* Cuts a stored document down to what `schema` knows, in place: members that
 * it does not know go, values that it fixes with const are put in the place
 * of the real ones (OUT-4: kind VIPUNEN). */
void ehoks_schema_redact(const ehoks_schema_t *schema, apr_pool_t *pool,
                         ehoks_json_t *document);

/* One object met on a walk through a document. */
typedef struct ehoks_schema_place_t {
    const char *entity; /* definition name: "OsaamisenHankkimistapa"; "" none */
    const char *key;    /* member of the parent object that leads here; NULL
                            at the top */
    apr_size_t index;   /* place in that member's list, 0 when not a list */
    int has_module_id;  /* the schema gives this entity a `module-id` */
    ehoks_json_t *object;
    const struct ehoks_schema_place_t *parent; /* NULL at the top */
} ehoks_schema_place_t;

typedef void ehoks_schema_visit_fn(void *baton,
                                   const ehoks_schema_place_t *place);

/* Calls `visit` for every object of the document that the schema knows,
 * parents first, in document order. The callee may change the object's
 * scalar members. */
void ehoks_schema_visit(const ehoks_schema_t *schema, ehoks_json_t *document,
                        ehoks_schema_visit_fn *visit, void *baton);

/* JSON Pointer of a place, in the pool. */
const char *ehoks_schema_place_pointer(apr_pool_t *pool,
                                       const ehoks_schema_place_t *place);

#endif
