/* The documents with which the API describes itself: made once at start, out
 * of the schema and the file of the API, and sent as they are. */
#include <apr_strings.h>

#include "../core/text.h"
#include "../schema/derive.h"
#include "setters.h"

/* The schema of each kind of request and answer, by the address below doc/. */
static const struct {
    const char *name;
    ehoks_derive_t what;
} derived[] = {
    {"schema/post.schema.json",
     {"HOKS", "POST", "HOKSLuonti", "post.schema.json"}},
    {"schema/put.schema.json",
     {"HOKS", "PUT", "HOKSKorvaus", "put.schema.json"}},
    {"schema/patch.schema.json",
     {"HOKS", "PATCH", "HOKSPaivitys", "patch.schema.json"}},
    {"schema/get.schema.json", {"HOKS", "GET", "HOKS", "get.schema.json"}},
    {"schema/vipunen.schema.json",
     {"VipunenVastaus", "VIPUNEN", "HOKSVipunen, paged",
      "vipunen.schema.json"}},
    {"schema/post-virkailija.schema.json",
     {"HOKS", "POST-virkailija", "HOKSLuonti-virkailija",
      "post-virkailija.schema.json"}},
    {"schema/put-virkailija.schema.json",
     {"HOKS", "PUT-virkailija", "HOKSKorvaus-virkailija",
      "put-virkailija.schema.json"}},
    {"schema/kyselylinkki-post.schema.json",
     {"Kyselylinkki", "POST", "Kyselylinkki", "kyselylinkki-post.schema.json"}},
    {"schema/kyselylinkki-patch.schema.json",
     {"Kyselylinkki", "PATCH", "Kyselylinkki, sending",
      "kyselylinkki-patch.schema.json"}},
    {"schema/jakolinkki.schema.json",
     {"Jakolinkki", "POST", "Jakolinkki", "jakolinkki.schema.json"}},
    {"schema/jako.schema.json", {"Jako", "POST", "Jako", "jako.schema.json"}},
    {"schema/jako-muutos.schema.json",
     {"JakoMuutos", "POST", "JakoMuutos", "jako-muutos.schema.json"}},
    {"schema/jako-avaus.schema.json",
     {"JakoAvaus", "POST", "JakoAvaus", "jako-avaus.schema.json"}},
};

static void add(apr_pool_t *pool, apr_hash_t *documents, const char *name,
                const ehoks_json_t *value)
{
    ehoks_description_t *document = apr_palloc(pool, sizeof(*document));

    document->text = ehoks_json_write(pool, value, &document->length);
    document->etag = apr_pstrcat(
        pool, "\"", ehoks_text_digest(pool, document->text, document->length),
        "\"", NULL);
    apr_hash_set(documents, name, APR_HASH_KEY_STRING, document);
}

/* What is made out of the schema. NULL or a sentence. */
static const char *add_schemas(apr_pool_t *pool, apr_pool_t *temporary,
                               apr_hash_t *documents,
                               const ehoks_json_t *source)
{
    ehoks_json_t *value = NULL;
    const char *problem = ehoks_derive_swagger(&value, temporary, source);
    apr_size_t i;

    if (problem)
        return problem;
    add(pool, documents, "hoks.schema.json", source);
    add(pool, documents, "swagger.json", value);
    for (i = 0; i < sizeof(derived) / sizeof(derived[0]); i++) {
        problem =
            ehoks_derive_schema(&value, temporary, source, &derived[i].what);
        if (problem)
            return problem;
        add(pool, documents, derived[i].name, value);
    }
    return NULL;
}

static const char *add_api(apr_pool_t *pool, apr_pool_t *temporary,
                           apr_hash_t *documents, const char *file)
{
    const char *problem = NULL;
    const ehoks_json_t *value = ehoks_json_read_file(temporary, file, &problem);

    if (problem)
        return apr_pstrcat(pool, "EhoksApiFile ", file, ": ", problem, NULL);
    if (!ehoks_json_get_string(value, "openapi"))
        return apr_pstrcat(pool, "EhoksApiFile ", file,
                           ": it has no member \"openapi\"", NULL);
    add(pool, documents, "openapi.json", value);
    return NULL;
}

const char *ehoks_cfg_describe(apr_pool_t *pool,
                               const ehoks_settings_t *settings,
                               ehoks_model_t *model)
{
    apr_hash_t *documents = apr_hash_make(pool);
    const ehoks_json_t *source;
    const char *problem = NULL;
    apr_pool_t *temporary;

    apr_pool_create(&temporary, pool);
    source = ehoks_json_read_file(temporary, settings->schema_file, &problem);
    if (!problem)
        problem = add_schemas(pool, temporary, documents, source);
    if (problem)
        problem = apr_pstrcat(pool, "EhoksSchemaFile ", settings->schema_file,
                              ": ", problem, NULL);
    else if (settings->api_file)
        problem = add_api(pool, temporary, documents, settings->api_file);
    apr_pool_destroy(temporary);
    model->descriptions = documents;
    return problem;
}
