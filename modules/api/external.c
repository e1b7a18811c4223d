/* Reads that browsers make of the national registries through us: codes,
 * organisations, texts (contract: api.md 1.5, 1.11, 1.13). The shapes are the
 * registries' own; nulls are left out, because the existing apps take one for
 * a wrong type and show nothing at all. eperusteet.c has the qualifications.
 */
#include <string.h>

#include <apr_sha1.h>
#include <apr_strings.h>
#include <http_protocol.h>

#include "../core/text.h"
#include "../ehoks.h"
#include "external.h"
#include "handlers.h"

/* Codes whose names one request may ask for. */
#define NAMES_MAX 500

#define CATEGORY "ehoks"

const ehoks_err_t *ehoks_external_error(const ehoks_request_t *request,
                                        const char *code)
{
    return ehoks_err_make(request->ctx.pool, code, NULL);
}

static const struct ehoks_mirror_settings_t *mirror(
    const ehoks_request_t *request)
{
    return request->settings->registries[EHOKS_REGISTRY_KOODISTO].mirror;
}

static void drop_nulls_of_array(apr_pool_t *pool, ehoks_json_t *array)
{
    apr_size_t i = ehoks_json_size(array);

    while (i-- > 0) {
        ehoks_json_t *element = ehoks_json_at(array, i);

        if (ehoks_json_type(element) == EHOKS_JSON_NULL)
            ehoks_json_remove_element(array, i);
        else
            ehoks_external_drop_nulls(pool, element);
    }
}

/* The keys are gathered first: an object may not change while it is walked. */
static void drop_nulls_of_object(apr_pool_t *pool, ehoks_json_t *object)
{
    apr_array_header_t *keys = apr_array_make(pool, 4, sizeof(const char *));
    void *i;
    int k;

    for (i = ehoks_json_first(object); i; i = ehoks_json_next(object, i)) {
        ehoks_json_t *value = ehoks_json_value(i);

        if (ehoks_json_type(value) == EHOKS_JSON_NULL)
            APR_ARRAY_PUSH(keys, const char *) =
                apr_pstrdup(pool, ehoks_json_key(i));
        else
            ehoks_external_drop_nulls(pool, value);
    }
    for (k = 0; k < keys->nelts; k++)
        ehoks_json_remove(object, APR_ARRAY_IDX(keys, k, const char *));
}

void ehoks_external_drop_nulls(apr_pool_t *pool, ehoks_json_t *value)
{
    if (ehoks_json_type(value) == EHOKS_JSON_ARRAY)
        drop_nulls_of_array(pool, value);
    else if (ehoks_json_type(value) == EHOKS_JSON_OBJECT)
        drop_nulls_of_object(pool, value);
}

ehoks_json_t *ehoks_external_languages(apr_pool_t *pool,
                                       const ehoks_json_t *text)
{
    static const char *const languages[] = {"fi", "sv", "en"};
    ehoks_json_t *object = ehoks_json_new_object(pool);
    apr_size_t i;

    for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        const char *name = ehoks_json_get_string(text, languages[i]);

        if (name)
            ehoks_json_set_string(pool, object, languages[i], name);
    }
    return object;
}

const ehoks_err_t *ehoks_external_read(ehoks_request_t *request,
                                       ehoks_mirror_e kind, const char *key,
                                       ehoks_json_t **value)
{
    ehoks_copy_t copy = {0};
    const ehoks_err_t *err =
        ehoks_mirror_get(&request->ctx, mirror(request), kind, key, &copy);

    *value = err ? NULL : ehoks_copy_json(&request->ctx, &copy);
    if (*value)
        ehoks_external_drop_nulls(request->ctx.pool, *value);
    return err;
}

const ehoks_err_t *ehoks_external_read_many(ehoks_request_t *request,
                                            ehoks_mirror_e kind,
                                            const apr_array_header_t *keys,
                                            ehoks_copy_t **copies)
{
    *copies = apr_pcalloc(request->ctx.pool,
                          sizeof(**copies) * (apr_size_t)(keys->nelts + 1));
    return ehoks_mirror_get_many(&request->ctx, mirror(request), kind,
                                 (const char *const *)keys->elts, keys->nelts,
                                 *copies);
}

/* ETag that two equal texts share, whoever made them. */
static const char *content_etag(apr_pool_t *pool, const char *text,
                                apr_size_t length)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    char *hexadecimal = apr_palloc(pool, 2 * sizeof(digest) + 1);
    apr_sha1_ctx_t sha1;

    apr_sha1_init(&sha1);
    apr_sha1_update_binary(&sha1, (const unsigned char *)text,
                           (unsigned int)length);
    apr_sha1_final(digest, &sha1);
    ap_bin2hex(digest, sizeof(digest), hexadecimal);
    return apr_pstrcat(pool, "\"", hexadecimal, "\"", NULL);
}

void ehoks_external_answer(ehoks_request_t *request, ehoks_response_t *response,
                           const ehoks_json_t *value)
{
    ehoks_response_data(request, response, value);
    response->etag =
        content_etag(request->ctx.pool, response->body, response->length);
}

/* Answers with one copy; `unknown` is the error when there is none. */
static const ehoks_err_t *answer_copy(ehoks_request_t *request,
                                      ehoks_response_t *response,
                                      ehoks_mirror_e kind, const char *key,
                                      const char *unknown)
{
    ehoks_json_t *value;
    const ehoks_err_t *err = ehoks_external_read(request, kind, key, &value);

    if (!err && !value)
        err = ehoks_external_error(request, unknown);
    if (!err)
        ehoks_external_answer(request, response, value);
    return err;
}

/* --- codes ---------------------------------------------------------------- */

const ehoks_err_t *ehoks_api_external_code(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    return answer_copy(request, response, EHOKS_MIRROR_KOODI,
                       request->parameters[0], "E-ROUTE");
}

const ehoks_err_t *ehoks_api_external_code_versions(ehoks_request_t *request,
                                                    ehoks_response_t *response)
{
    return answer_copy(request, response, EHOKS_MIRROR_KOODI_VERSIOT,
                       request->parameters[0], "E-ROUTE");
}

const ehoks_err_t *ehoks_api_external_code_version(ehoks_request_t *request,
                                                   ehoks_response_t *response)
{
    const char *key = apr_pstrcat(request->ctx.pool, request->parameters[0],
                                  "/", request->parameters[1], NULL);

    return answer_copy(request, response, EHOKS_MIRROR_KOODI_VERSIO, key,
                       "E-ROUTE");
}

const ehoks_err_t *ehoks_api_external_code_set(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    return answer_copy(request, response, EHOKS_MIRROR_KOODISTO,
                       request->parameters[0], "E-ROUTE");
}

ehoks_json_t *ehoks_external_names_of_code(apr_pool_t *pool,
                                           const ehoks_json_t *code)
{
    const ehoks_json_t *metadata = ehoks_json_get(code, "metadata");
    ehoks_json_t *text = ehoks_json_new_object(pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(metadata); i++) {
        const ehoks_json_t *one = ehoks_json_at(metadata, i);
        const char *language = ehoks_json_get_string(one, "kieli");
        const char *name = ehoks_json_get_string(one, "nimi");
        char *lower = apr_pstrdup(pool, language ? language : "");

        if (!name || !*name)
            continue;
        ap_str_tolower(lower);
        ehoks_json_set_string(pool, text, lower, name);
    }
    return ehoks_external_languages(pool, text);
}

/* The values without repetitions, in their order. */
static apr_array_header_t *distinct(apr_pool_t *pool,
                                    const apr_array_header_t *values)
{
    apr_array_header_t *list =
        apr_array_make(pool, values->nelts, sizeof(const char *));
    apr_hash_t *seen = apr_hash_make(pool);
    int i;

    for (i = 0; i < values->nelts; i++) {
        const char *value = APR_ARRAY_IDX(values, i, const char *);

        if (apr_hash_get(seen, value, APR_HASH_KEY_STRING))
            continue;
        apr_hash_set(seen, value, APR_HASH_KEY_STRING, value);
        APR_ARRAY_PUSH(list, const char *) = value;
    }
    return list;
}

/* The values of the repeatable, required parameter `name`, each once. */
static const ehoks_err_t *read_list(const ehoks_request_t *request,
                                    const char *name,
                                    apr_array_header_t **values)
{
    const ehoks_err_t *err = ehoks_request_query_all(request, name, values);

    if (!err && (*values)->nelts == 0)
        err = ehoks_request_invalid(request, "query-params",
                                    "PARAMETRI-PUUTTUU", name, NULL);
    if (!err)
        *values = distinct(request->ctx.pool, *values);
    return err;
}

/* 1 when the registry did not tell whether it knows the key. */
static int is_failure(const ehoks_copy_t *copy)
{
    return !copy->text && copy->fetched_at == 0;
}

/* Answers with {key: {fi, sv, en}} for the values of parameter `parameter`;
 * `names_of_value` finds the names in a copy, which may be NULL. */
static const ehoks_err_t *answer_names(
    ehoks_request_t *request, ehoks_response_t *response, ehoks_mirror_e kind,
    const char *parameter,
    ehoks_json_t *(*names_of_value)(apr_pool_t *, const ehoks_json_t *))
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *all = ehoks_json_new_object(pool);
    apr_array_header_t *keys;
    ehoks_copy_t *copies;
    int failures = 0;
    const ehoks_err_t *err = read_list(request, parameter, &keys);
    int i;

    if (!err && keys->nelts > NAMES_MAX)
        err = ehoks_request_invalid(request, "query-params", "PARAMETREJA",
                                    parameter, APR_STRINGIFY(NAMES_MAX));
    if (!err)
        err = ehoks_external_read_many(request, kind, keys, &copies);
    if (err)
        return err;
    for (i = 0; i < keys->nelts; i++) {
        ehoks_json_t *names =
            names_of_value(pool, ehoks_copy_json(&request->ctx, &copies[i]));

        failures += is_failure(&copies[i]);
        if (ehoks_json_size(names) > 0)
            ehoks_json_set(all, APR_ARRAY_IDX(keys, i, const char *), names);
    }
    /* Some names are better than none; none at all is no answer. */
    if (failures > 0 && ehoks_json_size(all) == 0)
        return ehoks_external_error(request, "E-LINKED");
    ehoks_external_answer(request, response, all);
    return NULL;
}

const ehoks_err_t *ehoks_api_external_names(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    return answer_names(request, response, EHOKS_MIRROR_KOODI, "uri",
                        ehoks_external_names_of_code);
}

/* --- organisations -------------------------------------------------------- */

const ehoks_err_t *ehoks_api_external_organisation(ehoks_request_t *request,
                                                   ehoks_response_t *response)
{
    return answer_copy(request, response, EHOKS_MIRROR_ORGANISAATIO,
                       request->parameters[0], "E-404");
}

static ehoks_json_t *names_of_organisation(apr_pool_t *pool,
                                           const ehoks_json_t *organisation)
{
    return ehoks_external_languages(pool, ehoks_json_get(organisation, "nimi"));
}

const ehoks_err_t *ehoks_api_external_organisation_names(
    ehoks_request_t *request, ehoks_response_t *response)
{
    return answer_names(request, response, EHOKS_MIRROR_ORGANISAATIO, "oid",
                        names_of_organisation);
}

/* Who misses in the answer is not on the staff's list of schools, so that a
 * part of an answer is worse than an error. */
const ehoks_err_t *ehoks_api_external_organisations(ehoks_request_t *request,
                                                    ehoks_response_t *response)
{
    ehoks_json_t *list = ehoks_json_new_array(request->ctx.pool);
    apr_array_header_t *oids;
    ehoks_copy_t *copies;
    const ehoks_err_t *err = read_list(request, "oids", &oids);
    int i;

    if (!err)
        err = ehoks_external_read_many(request, EHOKS_MIRROR_ORGANISAATIO, oids,
                                       &copies);
    if (err)
        return err;
    for (i = 0; i < oids->nelts; i++) {
        ehoks_json_t *one = ehoks_copy_json(&request->ctx, &copies[i]);

        if (is_failure(&copies[i]))
            return ehoks_external_error(request, "E-LINKED");
        if (!one)
            continue;
        ehoks_external_drop_nulls(request->ctx.pool, one);
        ehoks_json_append(list, one);
    }
    ehoks_external_answer(request, response, list);
    return NULL;
}

/* --- texts ---------------------------------------------------------------- */

/* 1 for a text that the existing apps can take: they know two languages, and
 * one entry of a third empties their whole list. */
static int is_app_text(const ehoks_json_t *entry)
{
    const char *locale = ehoks_json_get_string(entry, "locale");

    return locale && (strcmp(locale, "fi") == 0 || strcmp(locale, "sv") == 0)
           && ehoks_json_get_string(entry, "key")
           && ehoks_json_get_string(entry, "value");
}

const ehoks_err_t *ehoks_api_external_texts(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    ehoks_json_t *list = ehoks_json_new_array(request->ctx.pool);
    ehoks_json_t *all = NULL;
    const char *category;
    const ehoks_err_t *err =
        ehoks_request_query(request, "category", &category);
    apr_size_t i;

    if (!err)
        err = ehoks_external_read(request, EHOKS_MIRROR_LOKALISOINTI,
                                  category ? category : CATEGORY, &all);
    if (err)
        return err;
    for (i = 0; i < ehoks_json_size(all); i++) {
        ehoks_json_t *entry = ehoks_json_at(all, i);

        if (is_app_text(entry))
            ehoks_json_append(list, entry);
    }
    ehoks_external_answer(request, response, list);
    return NULL;
}

/* --- the learner in Koski ------------------------------------------------- */

/* Koski's view of a learner, put together from what the mirror has: never the
 * personal identity code. */
const ehoks_err_t *ehoks_api_external_learner(ehoks_request_t *request,
                                              ehoks_response_t *response)
{
    static const char *const members[] = {"etunimet", "kutsumanimi",
                                          "sukunimi"};
    const char *oid = request->ctx.principal->oid;
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *learner = ehoks_json_new_object(pool);
    ehoks_json_t *answer = ehoks_json_new_object(pool);
    ehoks_json_t *person = NULL;
    ehoks_json_t *rights = NULL;
    const ehoks_err_t *err =
        ehoks_external_read(request, EHOKS_MIRROR_OPPIJA, oid, &person);
    apr_size_t i;

    if (!err)
        err = ehoks_external_read(request, EHOKS_MIRROR_OPISKELUOIKEUDET, oid,
                                  &rights);
    if (err)
        return err;
    ehoks_json_set_string(pool, learner, "oid", oid);
    for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        ehoks_json_set(learner, members[i], ehoks_json_get(person, members[i]));
    ehoks_json_set(answer, "henkilö", learner);
    ehoks_json_set(answer, "opiskeluoikeudet",
                   rights ? rights : ehoks_json_new_array(pool));
    ehoks_external_answer(request, response, answer);
    return NULL;
}
