/* Settings: the directives, their merge and their defaults. The checks of a
 * finished configuration are in check.c. */
#include <apr_strings.h>

#include "../ehoks.h"
#include "setters.h"

/* The audience that providers' systems ask their tokens for. */
#define DEFAULT_AUDIENCE "urn:ehoks:api"
#define DEFAULT_CALLER_ID "ehoks"
#define DEFAULT_REDIRECT_URI "/oidc/redirect"

const char *const ehoks_environment_names[EHOKS_ENVIRONMENT_COUNT] = {
    "eperusteet-peruste-url",
    "virkailija-login-url",
    "cas-oppija-login-url-fi",
    "cas-oppija-login-url-sv",
    "cas-oppija-logout-url-fi",
    "cas-oppija-logout-url-sv",
    "raamit-url",
    "tuki-osoite"};

void *ehoks_cfg_create(apr_pool_t *pool, server_rec *server)
{
    ehoks_settings_t *settings = apr_pcalloc(pool, sizeof(*settings));
    int i;

    (void)server;
    for (i = 0; i < EHOKS_MIRROR_COUNT; i++) {
        settings->fresh_ages[i] = EHOKS_UNSET;
        settings->usable_ages[i] = EHOKS_UNSET;
    }
    settings->study_right_stale = EHOKS_UNSET;
    settings->maintenance_interval = EHOKS_UNSET;
    settings->registry_connect_timeout = EHOKS_UNSET;
    settings->registry_total_timeout = EHOKS_UNSET;
    settings->database_wait = EHOKS_UNSET;
    settings->body_limit = EHOKS_UNSET;
    settings->json_depth = EHOKS_UNSET;
    settings->json_nodes = EHOKS_UNSET;
    settings->prevent_finished_updates = EHOKS_UNSET;
    settings->require_if_match = EHOKS_UNSET;
    settings->audit_buffer = EHOKS_UNSET;
    settings->audit_chain_interval = EHOKS_UNSET;
    return settings;
}

static const char *text_of(const char *base, const char *added)
{
    return added ? added : base;
}

static int number_of(int base, int added)
{
    return added != EHOKS_UNSET ? added : base;
}

#define MERGE_TEXT(member) merged->member = text_of(base->member, added->member)
#define MERGE_NUMBER(member)                                                   \
    merged->member = number_of(base->member, added->member)

void *ehoks_cfg_merge(apr_pool_t *pool, void *base_config, void *added_config)
{
    const ehoks_settings_t *base = base_config;
    const ehoks_settings_t *added = added_config;
    ehoks_settings_t *merged = apr_pcalloc(pool, sizeof(*merged));
    int i;

    MERGE_TEXT(schema_file);
    MERGE_TEXT(error_file);
    MERGE_TEXT(api_file);
    MERGE_TEXT(token_issuer);
    MERGE_TEXT(token_audience);
    MERGE_TEXT(caller_id);
    MERGE_TEXT(redirect_uri);
    for (i = 0; i < EHOKS_ENVIRONMENT_COUNT; i++)
        MERGE_TEXT(environment[i]);
    for (i = 0; i < EHOKS_CLAIM_COUNT; i++)
        MERGE_TEXT(claim_names[i]);
    for (i = 0; i < EHOKS_REGISTRY_COUNT; i++) {
        MERGE_TEXT(registry_urls[i]);
        MERGE_TEXT(registry_password_files[i]);
        MERGE_TEXT(registry_token_urls[i]);
        MERGE_TEXT(registry_token_files[i]);
    }
    for (i = 0; i < EHOKS_MIRROR_COUNT; i++) {
        MERGE_NUMBER(fresh_ages[i]);
        MERGE_NUMBER(usable_ages[i]);
    }
    MERGE_NUMBER(study_right_stale);
    MERGE_NUMBER(maintenance_interval);
    MERGE_TEXT(erase_oppija);
    MERGE_TEXT(erase_ohjaaja);
    MERGE_TEXT(workplace_access);
    MERGE_NUMBER(registry_connect_timeout);
    MERGE_NUMBER(registry_total_timeout);
    MERGE_NUMBER(database_wait);
    MERGE_NUMBER(body_limit);
    MERGE_NUMBER(json_depth);
    MERGE_NUMBER(json_nodes);
    MERGE_NUMBER(prevent_finished_updates);
    MERGE_NUMBER(require_if_match);
    MERGE_NUMBER(audit_buffer);
    MERGE_NUMBER(audit_chain_interval);
    return merged;
}

ehoks_settings_t *ehoks_cfg_of(const server_rec *server)
{
    return ap_get_module_config(server->module_config, &ehoks_module);
}

/* --- setters --------------------------------------------------------------
 * `cmd->info` is the offset of the member in ehoks_settings_t, or for the
 * numbers a row of `numbers`. */

static void *member(cmd_parms *cmd, apr_size_t offset)
{
    return (char *)ehoks_cfg_of(cmd->server) + offset;
}

static const char *set_text(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    *(const char **)member(cmd, (apr_size_t)cmd->info) = value;
    return NULL;
}

static const char *set_file(cmd_parms *cmd, void *unused, const char *value)
{
    const char *path = ap_server_root_relative(cmd->pool, value);

    if (!path)
        return apr_psprintf(cmd->pool, "%s: %s is not a path", cmd->cmd->name,
                            value);
    return set_text(cmd, unused, path);
}

static const char *set_flag(cmd_parms *cmd, void *unused, int on)
{
    (void)unused;
    *(int *)member(cmd, (apr_size_t)cmd->info) = on;
    return NULL;
}

/* A directive with a whole number and the range that makes sense for it. */
typedef struct {
    apr_size_t offset;
    int least;
    int most;
} number_t;

static const number_t database_wait = {
    APR_OFFSETOF(ehoks_settings_t, database_wait), 0, 60000};
static const number_t body_limit = {APR_OFFSETOF(ehoks_settings_t, body_limit),
                                    1024, 256 * 1024 * 1024};
static const number_t json_depth = {APR_OFFSETOF(ehoks_settings_t, json_depth),
                                    8, 512};
static const number_t json_nodes = {APR_OFFSETOF(ehoks_settings_t, json_nodes),
                                    1000, 10000000};

static const number_t audit_buffer = {
    APR_OFFSETOF(ehoks_settings_t, audit_buffer), 0, 1000000};

static const char *parse_number(cmd_parms *cmd, const char *value, int least,
                                int most, int *number)
{
    char *end;
    apr_int64_t parsed = apr_strtoi64(value, &end, 10);

    if (*value == '\0' || *end != '\0' || parsed < least || parsed > most)
        return apr_psprintf(cmd->pool,
                            "%s: %s is not a whole number from %d to %d",
                            cmd->cmd->name, value, least, most);
    *number = (int)parsed;
    return NULL;
}

static const char *set_number(cmd_parms *cmd, void *unused, const char *value)
{
    const number_t *range = cmd->info;

    (void)unused;
    return parse_number(cmd, value, range->least, range->most,
                        member(cmd, range->offset));
}

static const char *set_claim(cmd_parms *cmd, void *unused, const char *what,
                             const char *claim)
{
    ehoks_settings_t *settings = ehoks_cfg_of(cmd->server);
    int i;

    (void)unused;
    for (i = 0; i < EHOKS_CLAIM_COUNT; i++) {
        if (strcmp(ehoks_claim_names[i], what) == 0) {
            settings->claim_names[i] = claim;
            return NULL;
        }
    }
    return apr_psprintf(cmd->pool,
                        "%s: %s is none of oid, name, given_name, "
                        "family_name, email, email_verified, user_type, roles",
                        cmd->cmd->name, what);
}

static const char *set_environment(cmd_parms *cmd, void *unused,
                                   const char *name, const char *value)
{
    int i;

    (void)unused;
    for (i = 0; i < EHOKS_ENVIRONMENT_COUNT; i++) {
        if (strcmp(ehoks_environment_names[i], name) == 0) {
            ehoks_cfg_of(cmd->server)->environment[i] = value;
            return NULL;
        }
    }
    return apr_psprintf(
        cmd->pool,
        "%s: misc/environment does not tell %s; conf/ehoks.conf "
        "names what it tells",
        cmd->cmd->name, name);
}

int ehoks_cfg_registry_number(const char *name)
{
    int i;

    for (i = 0; i < EHOKS_REGISTRY_COUNT; i++) {
        if (strcmp(ehoks_registry_names[i], name) == 0)
            return i;
    }
    return -1;
}

const char *ehoks_cfg_unknown_registry(cmd_parms *cmd, const char *name)
{
    return apr_psprintf(cmd->pool,
                        "%s: %s is none of koski, onr, organisaatio, "
                        "eperusteet, koodisto, lokalisointi",
                        cmd->cmd->name, name);
}

static const char *set_registry(cmd_parms *cmd, void *unused, const char *name,
                                const char *url)
{
    int i = ehoks_cfg_registry_number(name);
    const char *problem;

    (void)unused;
    if (i < 0)
        return ehoks_cfg_unknown_registry(cmd, name);
    problem = ehoks_registry_check_url(cmd->pool, url);
    if (problem)
        return apr_pstrcat(cmd->pool, cmd->cmd->name, " ", name, ": ", problem,
                           NULL);
    ehoks_cfg_of(cmd->server)->registry_urls[i] = url;
    return NULL;
}

static const char *set_registry_password(cmd_parms *cmd, void *unused,
                                         const char *name, const char *file)
{
    int i = ehoks_cfg_registry_number(name);

    (void)unused;
    if (i < 0)
        return ehoks_cfg_unknown_registry(cmd, name);
    ehoks_cfg_of(cmd->server)->registry_password_files[i] =
        ap_server_root_relative(cmd->pool, file);
    return NULL;
}

static const char *set_registry_timeout(cmd_parms *cmd, void *unused,
                                        const char *connect, const char *total)
{
    ehoks_settings_t *settings = ehoks_cfg_of(cmd->server);
    const char *problem = parse_number(cmd, connect, 50, 60000,
                                       &settings->registry_connect_timeout);

    (void)unused;
    if (!problem)
        problem = parse_number(cmd, total, 100, 120000,
                               &settings->registry_total_timeout);
    if (!problem
        && settings->registry_total_timeout
               < settings->registry_connect_timeout)
        problem = apr_psprintf(cmd->pool,
                               "%s: the time for the whole call is shorter "
                               "than the time for connecting",
                               cmd->cmd->name);
    return problem;
}

#define OFFSET(member) ((void *)APR_OFFSETOF(ehoks_settings_t, member))

const command_rec ehoks_cfg_commands[] = {
    AP_INIT_TAKE1("EhoksSchemaFile", set_file, OFFSET(schema_file), RSRC_CONF,
                  "the file with the schema of the HOKS document"),
    AP_INIT_TAKE1("EhoksErrorFile", set_file, OFFSET(error_file), RSRC_CONF,
                  "the file with the catalogue of errors and rules"),
    AP_INIT_TAKE1("EhoksApiFile", set_file, OFFSET(api_file), RSRC_CONF,
                  "the file that describes the API (OpenAPI 3.1)"),
    AP_INIT_TAKE1("EhoksTokenIssuer", set_text, OFFSET(token_issuer), RSRC_CONF,
                  "iss that a bearer token must have"),
    AP_INIT_TAKE1("EhoksTokenAudience", set_text, OFFSET(token_audience),
                  RSRC_CONF, "aud that a bearer token must hold"),
    AP_INIT_TAKE2("EhoksClaim", set_claim, NULL, RSRC_CONF,
                  "what the login tells, and the name of the claim for it"),
    AP_INIT_TAKE2("EhoksRegistry", set_registry, NULL, RSRC_CONF,
                  "name of a national registry and its base URL"),
    AP_INIT_TAKE2("EhoksRegistryPassword", set_registry_password, NULL,
                  RSRC_CONF,
                  "name of a registry and the file with user:password for it"),
    AP_INIT_TAKE3("EhoksRegistryToken", ehoks_cfg_set_token, NULL, RSRC_CONF,
                  "name of a registry, where tokens for it come from, and the "
                  "file with client_id:client_secret"),
    AP_INIT_TAKE23("EhoksRegistryFresh", ehoks_cfg_set_fresh, NULL, RSRC_CONF,
                   "what the mirror holds, how long a copy is fresh, and how "
                   "long it may be used"),
    AP_INIT_TAKE12("EhoksStudyRight", ehoks_cfg_set_study_right, NULL,
                   RSRC_CONF,
                   "strict, or stale-ok and how old a study right's copy may "
                   "be for a write"),
    AP_INIT_TAKE1("EhoksMaintenance", ehoks_cfg_set_maintenance, NULL,
                  RSRC_CONF,
                  "On, Off or how long between rounds of the periodic work"),
    AP_INIT_TAKE2("EhoksEraseContacts", ehoks_cfg_set_erasing, NULL, RSRC_CONF,
                  "whose contact data (oppija, ohjaaja), and after how long "
                  "it is erased"),
    AP_INIT_TAKE1("EhoksWorkplaceAccess", ehoks_cfg_set_workplace_access, NULL,
                  RSRC_CONF,
                  "how long after its last day workplace people see a period "
                  "or demonstration"),
    AP_INIT_TAKE2("EhoksRegistryTimeout", set_registry_timeout, NULL, RSRC_CONF,
                  "milliseconds for connecting and for a whole registry call"),
    AP_INIT_TAKE1("EhoksCallerId", set_text, OFFSET(caller_id), RSRC_CONF,
                  "Caller-Id of our own calls to the registries"),
    AP_INIT_TAKE2("EhoksEnvironment", set_environment, NULL, RSRC_CONF,
                  "what misc/environment tells the browser apps: name, value"),
    AP_INIT_TAKE1("EhoksRedirectURI", set_text, OFFSET(redirect_uri), RSRC_CONF,
                  "the path or address of OIDCRedirectURI"),
    AP_INIT_TAKE1("EhoksDatabaseWait", set_number, (void *)&database_wait,
                  RSRC_CONF,
                  "milliseconds that a request waits for a connection"),
    AP_INIT_TAKE1("EhoksBodyLimit", set_number, (void *)&body_limit, RSRC_CONF,
                  "bytes that a request body may have"),
    AP_INIT_TAKE1("EhoksJsonDepth", set_number, (void *)&json_depth, RSRC_CONF,
                  "how deep a JSON body may be nested"),
    AP_INIT_TAKE1("EhoksJsonNodes", set_number, (void *)&json_nodes, RSRC_CONF,
                  "how many values a JSON body may have"),
    AP_INIT_FLAG("EhoksPreventFinishedUpdates", set_flag,
                 OFFSET(prevent_finished_updates), RSRC_CONF,
                 "On refuses plans of study rights that have ended"),
    AP_INIT_FLAG("EhoksRequireIfMatch", set_flag, OFFSET(require_if_match),
                 RSRC_CONF,
                 "On refuses changes that do not say which version they "
                 "change"),
    AP_INIT_TAKE1("EhoksAuditBuffer", set_number, (void *)&audit_buffer,
                  RSRC_CONF,
                  "how many audit rows of reads may wait in a child"),
    AP_INIT_TAKE1("EhoksAuditChain", ehoks_cfg_set_audit_chain, NULL, RSRC_CONF,
                  "On, Off or how long between links of the chain over the "
                  "audit"),
    {NULL}};

/* --- getters with the defaults ------------------------------------------- */

static int or_default(int value, int otherwise)
{
    return value != EHOKS_UNSET ? value : otherwise;
}

int ehoks_cfg_database_wait(const ehoks_settings_t *settings)
{
    return or_default(settings->database_wait, 2000);
}

apr_size_t ehoks_cfg_body_limit(const ehoks_settings_t *settings)
{
    return (apr_size_t)or_default(settings->body_limit, 1024 * 1024);
}

ehoks_json_limits_t ehoks_cfg_json_limits(const ehoks_settings_t *settings)
{
    ehoks_json_limits_t limits;

    limits.depth = (unsigned)or_default(settings->json_depth, 32);
    limits.nodes = (apr_size_t)or_default(settings->json_nodes, 50000);
    return limits;
}

int ehoks_cfg_prevent_finished_updates(const ehoks_settings_t *settings)
{
    return or_default(settings->prevent_finished_updates, 0);
}

int ehoks_cfg_require_if_match(const ehoks_settings_t *settings)
{
    return or_default(settings->require_if_match, 0);
}

int ehoks_cfg_audit_buffer(const ehoks_settings_t *settings)
{
    return or_default(settings->audit_buffer, 2000);
}

const ehoks_principal_settings_t *ehoks_cfg_principal(const server_rec *server)
{
    return &ehoks_cfg_of(server)->principal;
}

const char *ehoks_cfg_token_audience(const ehoks_settings_t *settings)
{
    return settings->token_audience ? settings->token_audience
                                    : DEFAULT_AUDIENCE;
}

const char *ehoks_cfg_caller_id(const ehoks_settings_t *settings)
{
    return settings->caller_id ? settings->caller_id : DEFAULT_CALLER_ID;
}

const char *ehoks_cfg_environment(const ehoks_settings_t *settings,
                                  ehoks_environment_e which)
{
    return settings->environment[which];
}

const char *ehoks_cfg_redirect_uri(const ehoks_settings_t *settings)
{
    return settings->redirect_uri ? settings->redirect_uri
                                  : DEFAULT_REDIRECT_URI;
}
