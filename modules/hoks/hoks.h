/* Plans: the use cases. Each is one database round trip. */
#ifndef EHOKS_HOKS_HOKS_H
#define EHOKS_HOKS_HOKS_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "document.h"
#include "index.h"

/* A stored plan as it was read. */
typedef struct {
    apr_int64_t id;
    int version;      /* the ETag; not the document's field `versio` */
    const char *text; /* the document; NULL when the caller has this version */
    apr_size_t length;
    const char *school; /* where the statement tells it (staff.h), else NULL */
} ehoks_plan_t;

/* Reads a live plan that the caller may read as a provider's system. With
 * `known_version` (0: none) equal to the stored one the document is left out.
 * Errors: E-NOHOKS not there or deleted, E-INDEX its study right is not
 * indexed, E-NOACCESS no READ in or above its school; the database's. */
const ehoks_err_t *ehoks_hoks_read(const ehoks_ctx_t *ctx, const char *id,
                                   int known_version, ehoks_plan_t *plan);

/* The same with another right, and always the document. */
const ehoks_err_t *ehoks_hoks_read_for(const ehoks_ctx_t *ctx, const char *id,
                                       ehoks_right_e right, ehoks_plan_t *plan);

/* Name of a kind of caller as the audit writes it; NULL for none. */
const char *ehoks_hoks_kind_name(ehoks_kind_e kind);

/* The same by study right; E-NOHOKS-OPISKELUOIKEUS when there is none. */
const ehoks_err_t *ehoks_hoks_read_by_study_right(const ehoks_ctx_t *ctx,
                                                  const char *oid,
                                                  int known_version,
                                                  ehoks_plan_t *plan);

/* The id of a study right's live plan, 0 when it has none; whether the caller
 * may know it was checked before. */
const ehoks_err_t *ehoks_hoks_id_of_right(const ehoks_ctx_t *ctx,
                                          const char *oid, apr_int64_t *id);

/* All live plans of a learner from every provider, oldest first, as an array
 * of ehoks_plan_t (may be empty). The caller must be the learner. */
const ehoks_err_t *ehoks_hoks_of_learner(const ehoks_ctx_t *ctx,
                                         const char *oppija_oid,
                                         apr_array_header_t **plans);

/* Settings of a creation. */
typedef struct {
    const ehoks_schema_t *output; /* schema of the stored document (GET) */
    int prevent_finished;         /* refuse when the study right has ended */
    int dry_run;                  /* 1: everything but the storing */
    int is_manual;                /* the plan is written by hand */
    const char *no_right; /* error of a caller without the right to create */
} ehoks_create_settings_t;

/* Stores a new plan: index first, then rights, then the plan with its first
 * version, projections, change feed and audit, all or nothing (contract:
 * rules.md 6, steps 6 to 10). `body` has passed validation and is used up.
 * Errors: settings->no_right, CRE-6, CRE-7, CRE-8, the database's. */
const ehoks_err_t *ehoks_hoks_create(const ehoks_ctx_t *ctx,
                                     const ehoks_create_settings_t *settings,
                                     const ehoks_index_source_t *source,
                                     ehoks_json_t *body,
                                     ehoks_document_t **document);

#endif
