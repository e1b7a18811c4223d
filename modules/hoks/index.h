/* The index: what is kept of the registries' word about a study right, its
 * learner and its school (contract: api.md 6.1). */
#ifndef EHOKS_HOKS_INDEX_H
#define EHOKS_HOKS_INDEX_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../core/json.h"

/* What the registries told, as their clients give it; none may be NULL. */
typedef struct {
    const char *oppija_oid;
    const ehoks_json_t *oppija;       /* ONR */
    const ehoks_json_t *study_right;  /* Koski */
    const ehoks_json_t *organisation; /* the school, Organisaatiopalvelu */
} ehoks_index_source_t;

/* What a new plan for the study right must know. */
typedef struct {
    int may_write;       /* the caller holds WRITE in or above the school */
    int exists;          /* a live plan is there */
    int archived;        /* a deleted plan is there */
    apr_int64_t next_id; /* the new plan's id; 0 where there will be none */
} ehoks_index_answer_t;

/* Writes the index rows (unless it is a dry run) and tells what a new plan
 * must know, in one round trip. Errors of the database. */
const ehoks_err_t *ehoks_index_write(const ehoks_ctx_t *ctx,
                                     const ehoks_index_source_t *source,
                                     int dry_run, ehoks_index_answer_t *answer);

/* The learner of a study right got another main OID: indexes that learner
 * (`oppija` as ONR tells) and gives the study right to them. */
const ehoks_err_t *ehoks_index_follow_learner(const ehoks_ctx_t *ctx,
                                              const char *study_right_oid,
                                              const ehoks_json_t *oppija);

/* How many study rights of an education provider are indexed. */
const ehoks_err_t *ehoks_index_count_rights(const ehoks_ctx_t *ctx,
                                            const char *provider_oid,
                                            apr_int64_t *count);

/* "Etunimet Sukunimi" of a learner as ONR tells them, in the pool. */
const char *ehoks_index_learner_name(apr_pool_t *pool,
                                     const ehoks_json_t *oppija);

/* The name of a learner of the index. Errors: E-404 for one who is not there;
 * the database's. */
const ehoks_err_t *ehoks_index_find_learner(const ehoks_ctx_t *ctx,
                                            const char *oid, const char **name);

/* The path of an organisation as Organisaatiopalvelu tells it, itself and all
 * above it, as PostgreSQL array text: what rights are looked up in (contract:
 * api.md 3.4). In the pool; NULL for one without OID. */
const char *ehoks_index_path(apr_pool_t *pool,
                             const ehoks_json_t *organisation);

/* OID of the school of a study right, or NULL when Koski tells none. */
const char *ehoks_index_school(const ehoks_json_t *study_right);

/* Code of the latest state of a study right ("lasna", "valmistunut", …), or
 * NULL. The latest is the one with the latest `alku`. */
const char *ehoks_index_state(const ehoks_json_t *study_right);

/* 1 when the state says that the study right has ended (rules.md CRE-6). */
int ehoks_index_has_ended(const ehoks_json_t *study_right);

#endif
