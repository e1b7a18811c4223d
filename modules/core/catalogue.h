/* The error catalogue, conf/errors.json, loaded at start: what each code
 * means, its status and its texts in Finnish, Swedish and English. Read-only
 * afterwards.
 */
#ifndef EHOKS_CORE_CATALOGUE_H
#define EHOKS_CORE_CATALOGUE_H

#include <apr_hash.h>
#include <apr_pools.h>

#include "json.h"

/* An answer that is not a success (member "errors" of the file). */
typedef struct {
    const char *code;
    int status;
    const char *type;   /* "about:blank" unless the old service names one */
    const char *member; /* old member that holds the text: "error", "reason",
                           "message" or "info"; NULL: none */
    const char *text;   /* the old text, with {1} …; may be "" */
    int retry_after;    /* seconds; 0: the header is not sent */
    const char *fi;     /* what it means, with {1} … */
    const char *sv;
    const char *en;
    const ehoks_json_t *entry; /* as the file has it: cure, source, example */
} ehoks_catalogue_error_t;

/* A rule of the document or of a parameter (member "rules"). */
typedef struct {
    const char *code;
    const char *leaf; /* leaf of the old `errors` tree; NULL: the fi text */
    const char *fi;
    const char *sv;
    const char *en;
    const ehoks_json_t *entry; /* as for errors */
} ehoks_catalogue_rule_t;

typedef struct {
    apr_hash_t *errors;         /* code → ehoks_catalogue_error_t */
    apr_hash_t *rules;          /* code → ehoks_catalogue_rule_t */
    const ehoks_json_t *source; /* the file, for its order */
} ehoks_catalogue_t;

/* Builds the catalogue from the file's value. Everything lives in `pool`;
 * `source` must live as long. Returns NULL, or a sentence that names the
 * entry that is wrong. */
const char *ehoks_catalogue_load(ehoks_catalogue_t **catalogue,
                                 apr_pool_t *pool, const ehoks_json_t *source);

/* The entry of `code`; an unknown code gives the entry of E-SISAINEN, which
 * every catalogue has. Never NULL. */
const ehoks_catalogue_error_t *ehoks_catalogue_error(
    const ehoks_catalogue_t *catalogue, const char *code);

/* The entry of `code`, or NULL. */
const ehoks_catalogue_rule_t *ehoks_catalogue_rule(
    const ehoks_catalogue_t *catalogue, const char *code);

#endif
