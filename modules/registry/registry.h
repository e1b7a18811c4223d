/* The national registries as this service needs them: study rights (Koski),
 * learners (Oppijanumerorekisteri, ONR), organisations (Organisaatiopalvelu),
 * qualifications (ePerusteet), codes (Koodisto), texts (Lokalisointi). Calls,
 * fields and failures: contract, api.md 7.2-7.4.
 *
 * mirror.h is the way to all of them; the functions here are what writes ask,
 * and they go through the mirror too.
 *
 * A registry that does not answer in time, or answers what it should not, is
 * an error value (E-KOSKIDOWN, E-KOSKIERR, E-ONRERR, E-LINKED); what it does
 * not know is success with NULL.
 */
#ifndef EHOKS_REGISTRY_REGISTRY_H
#define EHOKS_REGISTRY_REGISTRY_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

typedef enum {
    EHOKS_REGISTRY_KOSKI,
    EHOKS_REGISTRY_ONR,
    EHOKS_REGISTRY_ORGANISAATIO,
    EHOKS_REGISTRY_EPERUSTEET,
    EHOKS_REGISTRY_KOODISTO,
    EHOKS_REGISTRY_LOKALISOINTI,
    EHOKS_REGISTRY_COUNT
} ehoks_registry_e;

/* Names as directives and messages use them: "koski", "onr", … */
extern const char *const ehoks_registry_names[EHOKS_REGISTRY_COUNT];

typedef struct ehoks_mirror_settings_t ehoks_mirror_settings_t; /* mirror.h */

/* Settings of one registry; filled by modules/cfg, read-only afterwards. */
typedef struct {
    const char *base_url; /* what stands before the paths of api.md 7.2-7.4,
                              for instance "https://virkailija.example.fi";
                              without slash at the end; NULL: not configured */
    const char *user;     /* HTTP Basic; NULL: no credentials */
    const char *password;
    const char *caller_id;  /* header Caller-Id of our calls */
    int connect_timeout_ms; /* 0 or less: 2 s */
    int total_timeout_ms;   /* 0 or less: 10 s */
    /* OAuth 2 client credentials, instead of HTTP Basic: where tokens come
     * from, with whose id and secret; NULL: no tokens. */
    const char *token_url;
    const char *client_id;
    const char *client_secret;
    /* The mirror that this registry's copies stand in; NULL: every call of the
     * functions below goes to the registry. */
    const struct ehoks_mirror_settings_t *mirror;
} ehoks_registry_settings_t;

/* NULL when `url` may be a base_url, else a sentence for the operator that
 * says why not. Personal data must not travel unencrypted: plain http is for
 * loopback addresses only. */
const char *ehoks_registry_check_url(apr_pool_t *pool, const char *url);

/* Once per child, before threads and before any call: prepares libcurl. The
 * pool's cleanup undoes it. Returns APR_SUCCESS or an error that stops the
 * child. */
apr_status_t ehoks_registry_start(apr_pool_t *pool);

/* Study right `oid` as Koski tells it, or NULL in `*study_right` when Koski
 * does not know it (that includes its 400 for a malformed OID). */
const ehoks_err_t *ehoks_koski_opiskeluoikeus(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oid, ehoks_json_t **study_right);

/* All study rights of a learner: a JSON array (empty: none known). */
const ehoks_err_t *ehoks_koski_oppijan_opiskeluoikeudet(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oppija_oid, ehoks_json_t **study_rights);

/* `*is_theirs` 1 when study right `oid` is among those of learner
 * `oppija_oid`. "Not theirs" is never said on the word of an old copy. */
const ehoks_err_t *ehoks_koski_is_oppijan(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *koski,
    const char *oppija_oid, const char *oid, int *is_theirs);

/* Learner `oid` as ONR tells it, or NULL when ONR does not know it. */
const ehoks_err_t *ehoks_onr_oppija(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **oppija);

/* The learner whose main OID stands for `oid` now, or NULL when ONR does not
 * know `oid`. */
const ehoks_err_t *ehoks_onr_master(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **master);

/* The OIDs that were merged into learner `oid`, as a JSON array of texts.
 * Always asked of ONR itself. Error: E-LINKED. */
const ehoks_err_t *ehoks_onr_slaves(const ehoks_ctx_t *ctx,
                                    const ehoks_registry_settings_t *onr,
                                    const char *oid, ehoks_json_t **slaves);

/* Organisation `oid`, or NULL when it is not known. */
const ehoks_err_t *ehoks_organisaatio(
    const ehoks_ctx_t *ctx, const ehoks_registry_settings_t *organisaatio,
    const char *oid, ehoks_json_t **organisation);

#endif
