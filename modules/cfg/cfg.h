/* Configuration: directives, defaults, merge and the checks that configtest
 * makes. conf/ehoks.conf is the manual of the directives.
 *
 * Settings belong to a server (main or virtual host); a virtual host inherits
 * what it does not set itself.
 */
#ifndef EHOKS_CFG_CFG_H
#define EHOKS_CFG_CFG_H

#include <httpd.h>
#include <http_config.h>

#include "../auth/claims.h"
#include "../auth/cookie.h"
#include "../core/catalogue.h"
#include "../registry/mirror.h"
#include "../registry/registry.h"
#include "../schema/schema.h"

/* A document with which the API describes itself. */
typedef struct {
    const char *text; /* JSON */
    apr_size_t length;
    const char *etag; /* with its quotes; follows from the text */
} ehoks_description_t;

/* What is made out of the files at start; shared by servers that name the
 * same files. */
typedef struct {
    const ehoks_catalogue_t *catalogue;
    const ehoks_schema_t *post;       /* HOKSLuonti: body of POST */
    const ehoks_schema_t *put;        /* HOKSKorvaus: body of PUT */
    const ehoks_schema_t *patch;      /* HOKSPaivitys: body of PATCH */
    const ehoks_schema_t *get;        /* HOKS: the document as it is stored */
    const ehoks_schema_t *post_staff; /* the same bodies from staff */
    const ehoks_schema_t *put_staff;
    const ehoks_schema_t *patch_staff;
    const ehoks_schema_t *statistics; /* HOKSVipunen: what statistics get */
    /* Bodies of the routes of feedback links. */
    const ehoks_schema_t *kyselylinkki_post;
    const ehoks_schema_t *kyselylinkki_patch;
    /* Bodies of the routes of shares. */
    const ehoks_schema_t *jakolinkki;
    /* Bodies of making and opening the invitation of an assessor. */
    const ehoks_schema_t *arvioijakutsu;
    const ehoks_schema_t *kutsun_avaus;
    const ehoks_schema_t *jako;
    const ehoks_schema_t *jako_muutos;
    const ehoks_schema_t *jako_avaus;
    const ehoks_schema_t *kalenteri; /* body of making a calendar feed */
    /* Address below doc/ → ehoks_description_t. */
    apr_hash_t *descriptions;
} ehoks_model_t;

/* What the answer of misc/environment tells the browser apps (contract: api.md
 * 7.9; the last one is for our own pages). */
typedef enum {
    EHOKS_ENVIRONMENT_EPERUSTEET,
    EHOKS_ENVIRONMENT_VIRKAILIJA_LOGIN,
    EHOKS_ENVIRONMENT_OPPIJA_LOGIN_FI,
    EHOKS_ENVIRONMENT_OPPIJA_LOGIN_SV,
    EHOKS_ENVIRONMENT_OPPIJA_LOGOUT_FI,
    EHOKS_ENVIRONMENT_OPPIJA_LOGOUT_SV,
    EHOKS_ENVIRONMENT_RAAMIT,
    EHOKS_ENVIRONMENT_SUPPORT,
    EHOKS_ENVIRONMENT_COUNT
} ehoks_environment_e;

/* Their names in the answer and in the directive EhoksEnvironment. */
extern const char *const ehoks_environment_names[EHOKS_ENVIRONMENT_COUNT];

/* Settings of one server as written; use the getters below to read them.
 * EHOKS_UNSET and NULL mean "not set here". */
#define EHOKS_UNSET (-1)

typedef struct {
    const char *schema_file;
    const char *error_file;
    const char *api_file; /* NULL: there is no openapi.json */
    const char *token_issuer;
    const char *token_audience;
    const char *claim_names[EHOKS_CLAIM_COUNT];
    const char *registry_urls[EHOKS_REGISTRY_COUNT];
    const char *registry_password_files[EHOKS_REGISTRY_COUNT];
    const char *registry_token_urls[EHOKS_REGISTRY_COUNT];
    const char *registry_token_files[EHOKS_REGISTRY_COUNT];
    int fresh_ages[EHOKS_MIRROR_COUNT];  /* seconds */
    int usable_ages[EHOKS_MIRROR_COUNT]; /* seconds */
    int study_right_stale;               /* seconds; 0: strict */
    int maintenance_interval;            /* seconds; 0: off */
    const char *erase_oppija;            /* interval; "": never */
    const char *erase_ohjaaja;           /* interval; "": never */
    const char *workplace_access;        /* interval */
    const char *caller_id;
    const char *environment[EHOKS_ENVIRONMENT_COUNT];
    const char *redirect_uri;
    int registry_connect_timeout;
    int registry_total_timeout;
    int database_wait;
    int body_limit;
    int json_depth;
    int json_nodes;
    int prevent_finished_updates;
    int require_if_match;
    int audit_buffer;
    int audit_chain_interval; /* seconds; 0: off */
    /* Made by ehoks_cfg_check, not by directives. */
    const ehoks_model_t *model; /* NULL: this server has no ehoks set up */
    ehoks_registry_settings_t registries[EHOKS_REGISTRY_COUNT];
    ehoks_mirror_settings_t mirror;
    ehoks_principal_settings_t principal;
    ehoks_cookie_settings_t cookie;
} ehoks_settings_t;

/* The command table of the module record. */
extern const command_rec ehoks_cfg_commands[];

/* The hook that makes a server's settings with nothing set. */
void *ehoks_cfg_create(apr_pool_t *pool, server_rec *server);
/* The hook that merges a virtual host's settings with the main server's. */
void *ehoks_cfg_merge(apr_pool_t *pool, void *base, void *added);

/* The settings of a server, never NULL. */
ehoks_settings_t *ehoks_cfg_of(const server_rec *server);

/* Reads and compiles the files and explains everything that is wrong; for the
 * hook check_config. `missing` is NULL, or a sentence about something that a
 * server with ehoks needs and that is not there. Returns OK or an HTTP error
 * status. */
int ehoks_cfg_check(apr_pool_t *pconf, server_rec *main_server,
                    const char *missing);

/* NULL, or a sentence about what mod_dbd was told wrong: another driver than
 * PostgreSQL's, no database, sizes of the pool that do not fit. */
const char *ehoks_cfg_check_pool(apr_pool_t *pool);

/* NULL, or a sentence about sessions that mod_auth_openidc keeps so that they
 * can't be ended. */
const char *ehoks_cfg_check_session(void);

/* How many connections a child's database pool may hold: the smallest DBDMax
 * of the configuration, or mod_dbd's default. */
unsigned ehoks_cfg_database_connections(void);

/* Settings with their defaults. */
int ehoks_cfg_database_wait(const ehoks_settings_t *settings);
apr_size_t ehoks_cfg_body_limit(const ehoks_settings_t *settings);
ehoks_json_limits_t ehoks_cfg_json_limits(const ehoks_settings_t *settings);
int ehoks_cfg_prevent_finished_updates(const ehoks_settings_t *settings);
int ehoks_cfg_require_if_match(const ehoks_settings_t *settings);
/* Seconds between rounds of the periodic work; 0: none. */
int ehoks_cfg_maintenance_interval(const ehoks_settings_t *settings);
/* How many audit rows may wait in a child. */
int ehoks_cfg_audit_buffer(const ehoks_settings_t *settings);
/* Seconds between links of the chain over the audit; 0: none are made. */
int ehoks_cfg_audit_chain_interval(const ehoks_settings_t *settings);
/* After how long contact data is erased (a PostgreSQL interval): a learner's
 * after the study right, an instructor's after the workplace period. NULL:
 * never. */
const char *ehoks_cfg_erase_oppija(const ehoks_settings_t *settings);
const char *ehoks_cfg_erase_ohjaaja(const ehoks_settings_t *settings);
/* How long after its last day workplace people see a period or demonstration
 * (a PostgreSQL interval). */
const char *ehoks_cfg_workplace_access(const ehoks_settings_t *settings);
const char *ehoks_cfg_token_audience(const ehoks_settings_t *settings);
const char *ehoks_cfg_caller_id(const ehoks_settings_t *settings);
/* What EhoksEnvironment says; NULL: nothing. */
const char *ehoks_cfg_environment(const ehoks_settings_t *settings,
                                  ehoks_environment_e which);
/* The path or address of OIDCRedirectURI. */
const char *ehoks_cfg_redirect_uri(const ehoks_settings_t *settings);
const ehoks_principal_settings_t *ehoks_cfg_principal(const server_rec *s);

#endif
