/* What a request carries below the web layers instead of httpd's request:
 * where to allocate, who asks, what time it is, how to log, which database.
 * Unit tests fill one by hand.
 */
#ifndef EHOKS_CORE_CTX_H
#define EHOKS_CORE_CTX_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <apr_time.h>

/* Kinds of callers by claim `user_type` (contract/README.md 2). */
typedef enum {
    EHOKS_KIND_NONE = 0, /* not logged in, or a kind that we do not know */
    EHOKS_KIND_OPPIJA = 1,
    EHOKS_KIND_VIRKAILIJA = 2,
    EHOKS_KIND_PALVELU = 4,
    EHOKS_KIND_TYOPAIKKA = 8
} ehoks_kind_e;

/* Privileges of a role in one organisation (contract: api.md 3.2). */
typedef enum {
    EHOKS_RIGHT_READ = 1,
    EHOKS_RIGHT_WRITE = 2,
    EHOKS_RIGHT_UPDATE = 4,
    EHOKS_RIGHT_DELETE = 8,
    EHOKS_RIGHT_HOKS_DELETE = 16,
    EHOKS_RIGHT_SUPER_USER = 32
} ehoks_right_e;

typedef struct {
    const char *organisation; /* OID; the rights reach all below it */
    const char *name;         /* "CRUD", "READ", "OPHPAAKAYTTAJA", … */
    int rights;               /* ehoks_right_e bits; 0 for an unknown name */
} ehoks_role_t;

/* Who asks. Made once per request from the verified claims; read-only. */
typedef struct {
    ehoks_kind_e kind;
    const char *oid;                 /* never NULL */
    const char *name;                /* full name or client name; may be NULL */
    const char *given_name;          /* may be NULL */
    const char *family_name;         /* may be NULL */
    const char *email;               /* only when verified, else NULL */
    const apr_array_header_t *roles; /* of ehoks_role_t; may be empty */
} ehoks_principal_t;

/* 1 when any role in any organisation has all of `rights`. */
int ehoks_principal_has(const ehoks_principal_t *principal, int rights);

/* The root of all organisations: a right there is a right everywhere. */
#define EHOKS_ROOT_ORGANISATION "1.2.246.562.10.00000000001"

/* 1 when a role in exactly `organisation` has all of `rights`; 0 for a NULL
 * principal. */
int ehoks_principal_has_in(const ehoks_principal_t *principal,
                           const char *organisation, int rights);

/* The rights (ehoks_right_e bits) that the principal's roles give in the
 * organisation whose path is `path`: itself and all above it, as PostgreSQL
 * array text ("{oid,oid}"). 0 for a NULL principal or path. */
int ehoks_principal_rights_in(const ehoks_principal_t *principal,
                              const char *path);

/* The organisation of the first role that gives one of `rights` in the
 * organisation whose path is `path` (as above): the ground on which the
 * principal may. NULL: none does. */
const char *ehoks_principal_ground(const ehoks_principal_t *principal,
                                   const char *path, int rights);

/* Organisations in which the principal holds `right`, as a PostgreSQL array
 * text ("{oid,oid}", "{}" for none or a NULL principal). */
const char *ehoks_principal_organisations(apr_pool_t *pool,
                                          const ehoks_principal_t *principal,
                                          ehoks_right_e right);

typedef enum {
    EHOKS_LOG_ERROR,   /* the operator must act */
    EHOKS_LOG_WARNING, /* the operator should know */
    EHOKS_LOG_INFO,    /* a client's mistake, a heal */
    EHOKS_LOG_DEBUG
} ehoks_log_e;

struct ehoks_ctx_t;
typedef void ehoks_log_fn(void *baton, ehoks_log_e level, apr_status_t status,
                          const char *line);

typedef struct ehoks_ctx_t {
    apr_pool_t *pool; /* lives as long as the request */
    apr_time_t now;   /* one clock reading for the whole request */
    const ehoks_principal_t *principal; /* NULL: nobody is logged in */
    const char *address;                /* of the client, for the audit */
    const char *user_agent;             /* may be NULL */
    const char *request_id; /* of mod_unique_id, or our own; NULL: no request */
    struct ehoks_db_t *db;  /* modules/db/db.h; NULL: no database */
    struct ehoks_audit_t *audit; /* modules/hoks/audit.h; NULL: none */
    ehoks_log_fn *log;
    void *log_baton;
} ehoks_ctx_t;

/* Logs one line that begins with a log id of its own ("EH0042", unique per
 * call site). Never pass names, identity codes, tokens or document content. */
void ehoks_log(const ehoks_ctx_t *ctx, ehoks_log_e level, apr_status_t status,
               const char *id, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
