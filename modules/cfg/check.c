/* What configtest looks at: files are read and compiled, and everything that
 * is wrong is said in one sentence each, with what to do. */
#include <stdlib.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "../ehoks.h"
#include "setters.h"

/* Says what is wrong, once, and stops the start. The sentence comes in parts,
 * NULL at the end. */
static int complain(server_rec *server, apr_pool_t *pool, ...)
{
    const char *text = "";
    const char *part;
    va_list parts;

    va_start(parts, pool);
    while ((part = va_arg(parts, const char *)))
        text = apr_pstrcat(pool, text, part, NULL);
    va_end(parts);
    ap_log_error(APLOG_MARK, APLOG_STARTUP | APLOG_CRIT, 0, server,
                 "EH0001: %s", text);
    return HTTP_INTERNAL_SERVER_ERROR;
}

/* 1 when any directive of ours stands in this server or is inherited. */
static int is_used(const ehoks_settings_t *settings)
{
    return settings->schema_file || settings->error_file
           || settings->token_issuer
           || settings->registry_urls[EHOKS_REGISTRY_KOSKI];
}

/* Which schema of the model is made for which kind of document. */
static const struct {
    const char *root;
    const char *kind;
    apr_size_t offset;
} schemas[] = {
    {"HOKS", "POST", APR_OFFSETOF(ehoks_model_t, post)},
    {"HOKS", "PUT", APR_OFFSETOF(ehoks_model_t, put)},
    {"HOKS", "PATCH", APR_OFFSETOF(ehoks_model_t, patch)},
    {"HOKS", "GET", APR_OFFSETOF(ehoks_model_t, get)},
    {"HOKS", "VIPUNEN", APR_OFFSETOF(ehoks_model_t, statistics)},
    {"HOKS", "POST-virkailija", APR_OFFSETOF(ehoks_model_t, post_staff)},
    {"HOKS", "PUT-virkailija", APR_OFFSETOF(ehoks_model_t, put_staff)},
    {"HOKS", "PATCH-virkailija", APR_OFFSETOF(ehoks_model_t, patch_staff)},
    {"Kyselylinkki", "POST", APR_OFFSETOF(ehoks_model_t, kyselylinkki_post)},
    {"Kyselylinkki", "PATCH", APR_OFFSETOF(ehoks_model_t, kyselylinkki_patch)},
    {"Jakolinkki", "POST", APR_OFFSETOF(ehoks_model_t, jakolinkki)},
    {"Arvioijakutsu", "POST", APR_OFFSETOF(ehoks_model_t, arvioijakutsu)},
    {"Kalenteri", "POST", APR_OFFSETOF(ehoks_model_t, kalenteri)},
    {"KutsunAvaus", "POST", APR_OFFSETOF(ehoks_model_t, kutsun_avaus)},
    {"Jako", "POST", APR_OFFSETOF(ehoks_model_t, jako)},
    {"JakoMuutos", "POST", APR_OFFSETOF(ehoks_model_t, jako_muutos)},
    {"JakoAvaus", "POST", APR_OFFSETOF(ehoks_model_t, jako_avaus)},
};

static const char *compile_schemas(apr_pool_t *pool, const char *file,
                                   ehoks_model_t *model)
{
    const char *problem = NULL;
    const ehoks_json_t *source = ehoks_json_read_file(pool, file, &problem);
    apr_size_t i;

    for (i = 0; !problem && i < sizeof(schemas) / sizeof(schemas[0]); i++) {
        ehoks_schema_t *schema = NULL;

        problem = ehoks_schema_compile(&schema, pool, source, schemas[i].root,
                                       schemas[i].kind);
        *(const ehoks_schema_t **)((char *)model + schemas[i].offset) = schema;
    }
    return problem;
}

static const char *load_catalogue(apr_pool_t *pool, const char *file,
                                  ehoks_model_t *model)
{
    const char *problem = NULL;
    const ehoks_json_t *source = ehoks_json_read_file(pool, file, &problem);
    ehoks_catalogue_t *catalogue = NULL;

    if (source)
        problem = ehoks_catalogue_load(&catalogue, pool, source);
    model->catalogue = catalogue;
    return problem;
}

static int compile(apr_pool_t *pool, server_rec *server,
                   const ehoks_settings_t *settings, ehoks_model_t *model)
{
    const char *problem = compile_schemas(pool, settings->schema_file, model);

    if (problem)
        return complain(server, pool, "EhoksSchemaFile ", settings->schema_file,
                        ": ", problem, NULL);
    problem = load_catalogue(pool, settings->error_file, model);
    if (problem)
        return complain(server, pool, "EhoksErrorFile ", settings->error_file,
                        ": ", problem, NULL);
    problem = ehoks_cfg_describe(pool, settings, model);
    return problem ? complain(server, pool, problem, NULL) : OK;
}

static int is_same_file(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "") == 0;
}

/* The model of these settings; taken from an earlier server that names the
 * same files where there is one. */
static int find_model(apr_pool_t *pool, server_rec *main_server,
                      server_rec *server, ehoks_settings_t *settings)
{
    ehoks_model_t *model;
    server_rec *other;
    int status;

    for (other = main_server; other != server; other = other->next) {
        const ehoks_settings_t *theirs = ehoks_cfg_of(other);
        if (theirs->model
            && is_same_file(theirs->schema_file, settings->schema_file)
            && is_same_file(theirs->error_file, settings->error_file)
            && is_same_file(theirs->api_file, settings->api_file)) {
            settings->model = theirs->model;
            return OK;
        }
    }
    model = apr_pcalloc(pool, sizeof(*model));
    status = compile(pool, server, settings, model);
    if (status == OK)
        settings->model = model;
    return status;
}

static int fill_registries(apr_pool_t *pool, server_rec *server,
                           ehoks_settings_t *settings)
{
    int i;

    for (i = 0; i < EHOKS_REGISTRY_COUNT; i++) {
        ehoks_registry_settings_t *registry = &settings->registries[i];
        const char *file = settings->registry_password_files[i];
        const char *token_file = settings->registry_token_files[i];
        const char *problem;

        if (!settings->registry_urls[i])
            return complain(server, pool, "EhoksRegistry ",
                            ehoks_registry_names[i],
                            " is missing: give its base URL", NULL);
        registry->base_url = settings->registry_urls[i];
        registry->caller_id = ehoks_cfg_caller_id(settings);
        registry->connect_timeout_ms = settings->registry_connect_timeout;
        registry->total_timeout_ms = settings->registry_total_timeout;
        problem = file ? ehoks_cfg_read_pair(pool, file, &registry->user,
                                             &registry->password)
                       : NULL;
        if (problem)
            return complain(server, pool, "EhoksRegistryPassword ", file, ": ",
                            problem, NULL);
        registry->token_url = settings->registry_token_urls[i];
        problem =
            registry->token_url
                ? ehoks_cfg_read_pair(pool, token_file, &registry->client_id,
                                      &registry->client_secret)
                : NULL;
        if (problem)
            return complain(server, pool, "EhoksRegistryToken ", token_file,
                            ": ", problem, NULL);
    }
    ehoks_cfg_fill_mirror(settings);
    return OK;
}

static void fill_principal(ehoks_settings_t *settings)
{
    int i;

    for (i = 0; i < EHOKS_CLAIM_COUNT; i++)
        settings->principal.claims[i] = settings->claim_names[i];
    settings->principal.issuer = settings->token_issuer;
    settings->principal.audience = ehoks_cfg_token_audience(settings);
}

static int check_server(apr_pool_t *pool, server_rec *main_server,
                        server_rec *server)
{
    ehoks_settings_t *settings = ehoks_cfg_of(server);
    int status;

    settings->model = NULL;
    if (!is_used(settings))
        return OK;
    if (!settings->schema_file || !settings->error_file)
        return complain(
            server, pool,
            settings->schema_file ? "EhoksErrorFile" : "EhoksSchemaFile",
            " is missing: name the file, which is installed with the module",
            NULL);
    if (!settings->token_issuer)
        return complain(
            server, pool,
            "EhoksTokenIssuer is missing: name the issuer whose bearer "
            "tokens are accepted",
            NULL);
    status = find_model(pool, main_server, server, settings);
    if (status == OK)
        status = fill_registries(pool, server, settings);
    fill_principal(settings);
    ehoks_cfg_read_cookie(pool, &settings->cookie);
    return status;
}

int ehoks_cfg_check(apr_pool_t *pconf, server_rec *main_server,
                    const char *missing)
{
    server_rec *server;
    int status = OK;

    for (server = main_server; server && status == OK; server = server->next) {
        status = check_server(pconf, main_server, server);
        if (status == OK && missing && ehoks_cfg_of(server)->model)
            status = complain(server, pconf, missing, NULL);
    }
    return status;
}
