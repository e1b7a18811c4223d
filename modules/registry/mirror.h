/* The mirror: what the national registries told, kept in PostgreSQL with its
 * age, so that hardly any request waits for a registry and none needs one
 * that is down while a copy is good enough.
 *
 * A copy younger than its kind's fresh time is served as it is. One older
 * than that, but younger than its usable time, is served as it is too, while
 * one thread of the whole cluster asks the registry again in the background.
 * Without a usable copy the request waits: one asks, all others wait for what
 * that one is told, at most as long as a call may last. Nobody holds a
 * database connection meanwhile.
 *
 * What a registry does not know is remembered only as long as the kind says:
 * for study rights, learners and organisations not at all beyond the requests
 * that waited for the answer, because providers make them and go on at once.
 */
#ifndef EHOKS_REGISTRY_MIRROR_H
#define EHOKS_REGISTRY_MIRROR_H

#include "registry.h"

/* What is mirrored, each with the form of its key. */
typedef enum {
    EHOKS_MIRROR_OPISKELUOIKEUS,   /* Koski: a study right; its OID */
    EHOKS_MIRROR_OPISKELUOIKEUDET, /* Koski: list of a learner's study rights;
                                      the learner's OID */
    EHOKS_MIRROR_OPPIJA,           /* ONR: a learner; OID */
    EHOKS_MIRROR_OPPIJA_MASTER,    /* ONR: who the OID belongs to now; OID */
    EHOKS_MIRROR_ORGANISAATIO,     /* an organisation; OID */
    EHOKS_MIRROR_KOODI,            /* Koodisto: a code, latest; its URI
                                      ("tutkinnonosat_105752") */
    EHOKS_MIRROR_KOODI_VERSIO,     /* …, one version; "<uri>/<version>" */
    EHOKS_MIRROR_KOODI_VERSIOT,    /* …, list of its versions; URI */
    EHOKS_MIRROR_KOODISTO,         /* all codes of a code set; its name */
    EHOKS_MIRROR_PERUSTEET_KOODI,  /* ePerusteet: {data: […]} found by a code;
                                      the code's URI */
    EHOKS_MIRROR_PERUSTEET_NIMI,   /* …, by name; any text */
    EHOKS_MIRROR_PERUSTEET_DIAARI, /* …, by number ("OPH-2653-2017") */
    EHOKS_MIRROR_PERUSTE,          /* one qualification; its id */
    EHOKS_MIRROR_PERUSTEEN_OSAT,   /* its parts of training; its id */
    EHOKS_MIRROR_LOKALISOINTI,     /* texts of a category; its name */
    EHOKS_MIRROR_COUNT
} ehoks_mirror_e;

/* How old copies of one kind may be, in seconds. */
typedef struct {
    int fresh_s;   /* younger: served without asking */
    int usable_s;  /* younger: served, and refreshed in the background */
    int unknown_s; /* as fresh_s, for "the registry does not know it" */
} ehoks_mirror_ages_t;

/* Filled by modules/cfg, read-only afterwards; lives as long as the
 * configuration, because work in the background goes on using it. */
struct ehoks_mirror_settings_t {
    const ehoks_registry_settings_t *registries; /* EHOKS_REGISTRY_COUNT */
    ehoks_mirror_ages_t ages[EHOKS_MIRROR_COUNT];
    /* What a write accepts of the study right kinds: copies of this age when
     * Koski can't be asked. 0: strict, only fresh ones. */
    int study_right_stale_s;
};

/* A copy as it was found. Everything lives in the request's pool. */
typedef struct {
    const char *text; /* JSON as the registry told it (a learner's study rights
                         as one list); NULL: the registry does not know it */
    apr_size_t length;
    apr_time_t fetched_at; /* when the registry told it */
    int is_stale;          /* 1: older than its fresh time */
} ehoks_copy_t;

/* Name of a kind in directives, tables and logs ("opiskeluoikeus"). */
const char *ehoks_mirror_name(ehoks_mirror_e kind);

/* Place of the kind with that name, or -1. */
int ehoks_mirror_find(const char *name);

/* The ages of a kind where no directive says otherwise. */
ehoks_mirror_ages_t ehoks_mirror_default_ages(ehoks_mirror_e kind);

/* The copy of `key`, for readers: stale ones are served. What cannot be a
 * key of its kind is not known. Errors: what the kind's registry gives (503,
 * with Retry-After: E-KOSKIDOWN, E-KOSKIERR, E-ONRERR, E-LINKED), and the
 * database's. Gives the database connection back when it asks a registry. */
const ehoks_err_t *ehoks_mirror_get(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *key, ehoks_copy_t *copy);

/* The same for a write that rests on the copy: of study rights only what
 * EhoksStudyRight allows (strict or stale-ok); the registry is asked again
 * before "not known" is believed. */
const ehoks_err_t *ehoks_mirror_get_for_write(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *key, ehoks_copy_t *copy);

/* The same with a copy not older than `max_age_s`; 0: the registry must have
 * been asked since this request began. */
const ehoks_err_t *ehoks_mirror_get_fresh(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *key, int max_age_s, ehoks_copy_t *copy);

/* Copies of `count` keys of one kind, for readers: one round trip for all that
 * the mirror has; the others are asked for side by side. A key whose registry
 * fails leaves its copy with text NULL and fetched_at 0; only the database's
 * errors are errors. */
const ehoks_err_t *ehoks_mirror_get_many(
    const ehoks_ctx_t *ctx, const struct ehoks_mirror_settings_t *settings,
    ehoks_mirror_e kind, const char *const *keys, int count,
    ehoks_copy_t *copies);

/* The copy parsed; NULL when it is not known. */
ehoks_json_t *ehoks_copy_json(const ehoks_ctx_t *ctx, const ehoks_copy_t *copy);

/* How many copies there are, and forgetting all of them (contract: api.md
 * 1.6, V/system-info/cache and DELETE V/cache). Errors of the database. */
const ehoks_err_t *ehoks_mirror_size(const ehoks_ctx_t *ctx, apr_int64_t *size);
const ehoks_err_t *ehoks_mirror_clear(const ehoks_ctx_t *ctx);

/* Work that a request leaves behind: gets a context of its own, with another
 * pool, another database session and nobody logged in. */
typedef void ehoks_background_fn(const ehoks_ctx_t *ctx, const void *baton);

/* Has one of the child's few threads for such work do it, after the request
 * or beside it; `baton` must live as long as the configuration. 0 when there is
 * none: the caller may do it itself. */
int ehoks_background_run(const ehoks_ctx_t *ctx, ehoks_background_fn *work,
                         const void *baton);

/* Tells the child's work in the background to come to an end, and with
 * `at_once` the calls of its requests too. When the child stops, before its
 * threads are waited for. */
void ehoks_registry_stop(int at_once);

/* Once per child, before threads and after ehoks_registry_start: prepares the
 * few threads that refresh stale copies. `threads` is how many requests the
 * child serves at a time. `log` and `baton` are for lines of work that
 * belongs to no request. */
apr_status_t ehoks_mirror_start(apr_pool_t *child, unsigned threads,
                                ehoks_log_fn *log, void *baton);

#endif
