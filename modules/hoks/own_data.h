/* What the service holds of a learner, for that learner alone: who has looked,
 * what has changed, and everything at once (GDPR 15; tiedonhallintalaki 17 §).
 * The caller of these is the learner. Organisations are told by their OIDs:
 * their names are the registry's. */
#ifndef EHOKS_HOKS_OWN_DATA_H
#define EHOKS_HOKS_OWN_DATA_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* Which looks are asked for. */
typedef struct {
    const char *after; /* id of the look after which to go on; NULL: newest */
    int amount;
    int own; /* 1: the learner's own looks as well */
} ehoks_own_views_t;

/* Looks at the caller's data, the newest first: {aika, kuka: {laji?, rooli,
 * jarjestelma?, organisaatio?}, mita, suunnitelma?}. Never who in person.
 * `*next` becomes the id with which to go on, or NULL at the end. */
const ehoks_err_t *ehoks_own_views(const ehoks_ctx_t *ctx,
                                   const ehoks_own_views_t *asked,
                                   ehoks_json_t **views, const char **next);

/* Notes that the caller looks at the changes. `*since` becomes the time of the
 * visit before, or NULL when this is the first. */
const ehoks_err_t *ehoks_own_visit(const ehoks_ctx_t *ctx, const char **since);

/* What changed in the caller's plans after `since`, the newest first, `amount`
 * at most: {aika, kuka, mita, suunnitelma, muutokset: [{kohta, paikka, vanha?,
 * uusi?}]}. `schema` is conf/hoks.schema.json, which names the places. */
const ehoks_err_t *ehoks_own_changes(const ehoks_ctx_t *ctx, const char *since,
                                     int amount, const ehoks_json_t *schema,
                                     ehoks_json_t **changes);

/* Study rights as Koski last told them: [{haettu, opiskeluoikeus}]. */
const ehoks_err_t *ehoks_own_study_rights(const ehoks_ctx_t *ctx,
                                          ehoks_json_t **rights);

/* Links of the old kind to parts of the caller's plans. */
const ehoks_err_t *ehoks_own_links(const ehoks_ctx_t *ctx,
                                   ehoks_json_t **links);

#endif
