/* Rows of the audit and places in a plan in words, for the learner whose they
 * are: Finnish, Swedish and English. */
#ifndef EHOKS_HOKS_OWN_WORDS_H
#define EHOKS_HOKS_OWN_WORDS_H

#include "../core/json.h"

/* {fi, sv, en}: what kind of caller looked or wrote. `kind` as the audit
 * writes it, or "ITSE" for the learner; NULL is somebody who was not logged
 * in. */
ehoks_json_t *ehoks_own_role(apr_pool_t *pool, const char *kind);

/* {fi, sv, en}: what was looked at, by the operation and the route of the
 * audit; `route` may be NULL. */
ehoks_json_t *ehoks_own_purpose(apr_pool_t *pool, const char *operation,
                                const char *route);

/* {fi, sv, en}: what was done to a plan, by the operation of the audit. */
ehoks_json_t *ehoks_own_deed(apr_pool_t *pool, const char *operation);

/* The labels of the steps of a JSON Pointer into a plan, outermost first: a
 * list of {fi, sv, en}, and of numbers (from 1) where a step is an index.
 * `schema` is conf/hoks.schema.json. Steps that it does not know are left
 * out. */
ehoks_json_t *ehoks_own_place(apr_pool_t *pool, const ehoks_json_t *schema,
                              const char *pointer);

#endif
