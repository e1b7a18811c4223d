/* What is asked of which registry, and how its answers are read: one row for
 * each kind of thing. For this folder only.
 */
#ifndef EHOKS_REGISTRY_KINDS_H
#define EHOKS_REGISTRY_KINDS_H

#include "http.h"
#include "mirror.h"

typedef enum {
    EHOKS_VERDICT_FOUND,
    EHOKS_VERDICT_UNKNOWN, /* the registry does not know the key */
    EHOKS_VERDICT_FAILED
} ehoks_verdict_e;

/* How a call failed; also what the mirror remembers of it. */
typedef struct {
    int down;           /* 1: out of reach for now */
    int status;         /* HTTP status; 0: none */
    const char *key;    /* Koski's error code; NULL: none */
    const char *reason; /* English, for logs; never personal data */
} ehoks_failure_t;

/* Reads an answer about `key`: the value worth keeping goes into `*value`.
 * May put a better reason into the answer of a failure. */
typedef ehoks_verdict_e ehoks_judge_fn(apr_pool_t *pool, const char *key,
                                       ehoks_registry_answer_t *answer,
                                       ehoks_json_t **value);

/* What a key of a kind may look like. */
typedef enum {
    EHOKS_KEY_OID,
    EHOKS_KEY_CODE,         /* letters, digits, "_", "-", "." */
    EHOKS_KEY_CODE_VERSION, /* a code, a slash, a number */
    EHOKS_KEY_NUMBER,
    EHOKS_KEY_TEXT /* anything that is UTF-8 */
} ehoks_key_e;

typedef struct {
    const char *name;
    ehoks_registry_e registry;
    ehoks_key_e key;
    const char *before; /* the path: before the key, and after it */
    const char *after;  /* NULL: the key is the body, as a list of one */
    ehoks_judge_fn *judge;
    const char *down;    /* code of the error when the registry is down */
    const char *refused; /* …when it answers what it should not */
    ehoks_mirror_ages_t ages;
} ehoks_kind_row_t;

extern const ehoks_kind_row_t ehoks_kinds[EHOKS_MIRROR_COUNT];

/* Judges of the registries' own files. */
ehoks_judge_fn ehoks_koski_judge_one;
ehoks_judge_fn ehoks_koski_judge_list;
ehoks_judge_fn ehoks_onr_judge;
ehoks_judge_fn ehoks_organisaatio_judge;

/* 1 when `key` can be a key of the kind. */
int ehoks_kind_has_key(const ehoks_kind_row_t *kind, const char *key);

/* Asks the registry itself, once. `*value` is NULL unless it was found;
 * `*failure` is filled when the call failed, which is logged. `carefully`:
 * over the breaker, with one more try; else one plain call. */
ehoks_verdict_e ehoks_kind_ask(const ehoks_ctx_t *ctx,
                               const ehoks_registry_settings_t *settings,
                               const ehoks_kind_row_t *kind, const char *key,
                               int carefully, ehoks_json_t **value,
                               ehoks_failure_t *failure);

/* The error that a failure is to the caller. */
const ehoks_err_t *ehoks_kind_error(const ehoks_ctx_t *ctx,
                                    const ehoks_kind_row_t *kind,
                                    const char *key,
                                    const ehoks_failure_t *failure);

/* A failure as one line of text, and back. */
const char *ehoks_failure_write(apr_pool_t *pool,
                                const ehoks_failure_t *failure);
ehoks_failure_t ehoks_failure_read(apr_pool_t *pool, const char *text);

#endif
