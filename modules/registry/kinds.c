/* The table of what is asked, the keys, and what a failure becomes. */
#include "kinds.h"

#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../core/text.h"

#define MINUTES(n) ((n)*60)
#define HOURS(n) ((n)*3600)
#define DAYS(n) ((n)*86400)

#define KEY_BYTES_MAX 256

/* How codes, requirements and texts age: they change seldom, and an old name
 * is better than none. */
#define AGES_OF_WORDS                                                          \
    {                                                                          \
        DAYS(1), DAYS(24), MINUTES(5)                                          \
    }

/* Koodisto says "no such code" in words, with one status or another. */
static ehoks_verdict_e judge_koodisto(apr_pool_t *pool, const char *key,
                                      ehoks_registry_answer_t *answer,
                                      ehoks_json_t **value)
{
    (void)pool;
    (void)key;
    if (answer->status == 404
        || !strncmp(answer->text, "error.codeelement.not.found", 27)
        || !strncmp(answer->text, "error.codes.not.found", 21))
        return EHOKS_VERDICT_UNKNOWN;
    *value = answer->status == 200 ? answer->body : NULL;
    return *value ? EHOKS_VERDICT_FOUND : EHOKS_VERDICT_FAILED;
}

/* Whatever JSON the registry answers. */
static ehoks_verdict_e judge_any(apr_pool_t *pool, const char *key,
                                 ehoks_registry_answer_t *answer,
                                 ehoks_json_t **value)
{
    (void)pool;
    (void)key;
    if (answer->status == 404)
        return EHOKS_VERDICT_UNKNOWN;
    *value = answer->status == 200 ? answer->body : NULL;
    return *value ? EHOKS_VERDICT_FOUND : EHOKS_VERDICT_FAILED;
}

/* A search of ePerusteet: {data: […]}. */
static ehoks_verdict_e judge_found(apr_pool_t *pool, const char *key,
                                   ehoks_registry_answer_t *answer,
                                   ehoks_json_t **value)
{
    if (answer->status == 200 && answer->body
        && ehoks_json_type(ehoks_json_get(answer->body, "data"))
               != EHOKS_JSON_ARRAY) {
        answer->reason = "the answer is not a list of requirements";
        return EHOKS_VERDICT_FAILED;
    }
    return judge_any(pool, key, answer, value);
}

#define PERUSTEET "/eperusteet-service/api/external/perusteet?poistuneet=true&"
#define PERUSTE "/eperusteet-service/api/external/peruste/"
#define KOODISTO "/koodisto-service/rest/"
#define HENKILO "/oppijanumerorekisteri-service/henkilo/"

/* clang-format off */
const ehoks_kind_row_t ehoks_kinds[EHOKS_MIRROR_COUNT] = {
    {"opiskeluoikeus", EHOKS_REGISTRY_KOSKI, EHOKS_KEY_OID,
     "/koski/api/opiskeluoikeus/", "", ehoks_koski_judge_one,
     "E-KOSKIDOWN", "E-KOSKIERR", {MINUTES(1), DAYS(7), 0}},
    {"opiskeluoikeudet", EHOKS_REGISTRY_KOSKI, EHOKS_KEY_OID,
     "/koski/api/sure/oids", NULL, ehoks_koski_judge_list,
     "E-KOSKIDOWN", "E-LINKED", {MINUTES(1), DAYS(7), 0}},
    {"oppija", EHOKS_REGISTRY_ONR, EHOKS_KEY_OID,
     HENKILO, "", ehoks_onr_judge,
     "E-ONRERR", "E-ONRERR", {DAYS(1), DAYS(24), 0}},
    {"oppija-master", EHOKS_REGISTRY_ONR, EHOKS_KEY_OID,
     HENKILO, "/master", ehoks_onr_judge,
     "E-LINKED", "E-LINKED", {MINUTES(1), HOURS(1), 0}},
    {"organisaatio", EHOKS_REGISTRY_ORGANISAATIO, EHOKS_KEY_OID,
     "/organisaatio-service/api/", "", ehoks_organisaatio_judge,
     "E-LINKED", "E-LINKED", {HOURS(6), DAYS(7), 0}},
    {"koodi", EHOKS_REGISTRY_KOODISTO, EHOKS_KEY_CODE,
     KOODISTO "codeelement/latest/", "", judge_koodisto,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"koodi-versio", EHOKS_REGISTRY_KOODISTO, EHOKS_KEY_CODE_VERSION,
     KOODISTO "codeelement/", "", judge_koodisto,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"koodi-versiot", EHOKS_REGISTRY_KOODISTO, EHOKS_KEY_CODE,
     KOODISTO "codeelement/", "", judge_koodisto,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"koodisto", EHOKS_REGISTRY_KOODISTO, EHOKS_KEY_CODE,
     KOODISTO "json/", "/koodi", judge_koodisto,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"perusteet-koodi", EHOKS_REGISTRY_EPERUSTEET, EHOKS_KEY_CODE,
     PERUSTEET "koodi=", "", judge_found,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"perusteet-nimi", EHOKS_REGISTRY_EPERUSTEET, EHOKS_KEY_TEXT,
     PERUSTEET "nimi=", "", judge_found,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"perusteet-diaarinumero", EHOKS_REGISTRY_EPERUSTEET, EHOKS_KEY_TEXT,
     PERUSTEET "diaarinumero=", "", judge_found,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"peruste", EHOKS_REGISTRY_EPERUSTEET, EHOKS_KEY_NUMBER,
     PERUSTE, "", judge_any,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"perusteen-osat", EHOKS_REGISTRY_EPERUSTEET, EHOKS_KEY_NUMBER,
     PERUSTE, "/koulutuksenOsat", judge_any,
     "E-LINKED", "E-LINKED", AGES_OF_WORDS},
    {"lokalisointi", EHOKS_REGISTRY_LOKALISOINTI, EHOKS_KEY_CODE,
     "/lokalisointi/cxf/rest/v1/localisation?category=", "", judge_any,
     "E-LINKED", "E-LINKED", {MINUTES(10), DAYS(24), MINUTES(5)}},
};
/* clang-format on */

const char *ehoks_mirror_name(ehoks_mirror_e kind)
{
    return ehoks_kinds[kind].name;
}

int ehoks_mirror_find(const char *name)
{
    int i;

    for (i = 0; i < EHOKS_MIRROR_COUNT; i++) {
        if (!strcmp(ehoks_kinds[i].name, name))
            return i;
    }
    return -1;
}

ehoks_mirror_ages_t ehoks_mirror_default_ages(ehoks_mirror_e kind)
{
    return ehoks_kinds[kind].ages;
}

/* --- keys ---------------------------------------------------------------- */

#define DIGITS "0123456789"
#define CODE_CHARACTERS                                                        \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "_-."

/* 1 when `key` is `length` code characters. None of them needs escaping, and
 * without two dots together none can lead out of the folder. */
static int is_code(const char *key, size_t length)
{
    return length > 0 && strspn(key, CODE_CHARACTERS) >= length && key[0] != '.'
           && !strstr(key, "..");
}

int ehoks_kind_has_key(const ehoks_kind_row_t *kind, const char *key)
{
    size_t length = strlen(key);
    size_t code = strcspn(key, "/");

    if (length == 0 || length > KEY_BYTES_MAX)
        return 0;
    switch (kind->key) {
    case EHOKS_KEY_OID:
        return length <= 128 && key[strspn(key, DIGITS ".")] == '\0'
               && key[0] != '.' && key[length - 1] != '.' && !strstr(key, "..");
    case EHOKS_KEY_CODE: return is_code(key, length);
    case EHOKS_KEY_CODE_VERSION:
        return is_code(key, code) && key[code] == '/' && code + 1 < length
               && code + 1 + strspn(key + code + 1, DIGITS) == length;
    case EHOKS_KEY_NUMBER:
        return length <= 18 && key[strspn(key, DIGITS)] == '\0';
    default: return ehoks_text_is_utf8(key, length);
    }
}

/* `key` with everything but code characters and slashes as %XX. */
static const char *escape(apr_pool_t *pool, const char *key)
{
    static const char hex[] = "0123456789ABCDEF";
    char *text = apr_palloc(pool, 3 * strlen(key) + 1);
    char *end = text;

    for (; *key; key++) {
        unsigned char byte = (unsigned char)*key;

        if (strchr(CODE_CHARACTERS "/", byte)) {
            *end++ = *key;
        }
        else {
            *end++ = '%';
            *end++ = hex[byte >> 4];
            *end++ = hex[byte & 15];
        }
    }
    *end = '\0';
    return text;
}

/* --- asking -------------------------------------------------------------- */

static ehoks_failure_t failure_of(const ehoks_registry_answer_t *answer)
{
    ehoks_failure_t failure;

    failure.down = answer->down;
    failure.status = answer->status;
    failure.key = ehoks_json_get_string(ehoks_json_at(answer->body, 0), "key");
    failure.reason = answer->reason;
    return failure;
}

ehoks_verdict_e ehoks_kind_ask(const ehoks_ctx_t *ctx,
                               const ehoks_registry_settings_t *settings,
                               const ehoks_kind_row_t *kind, const char *key,
                               int carefully, ehoks_json_t **value,
                               ehoks_failure_t *failure)
{
    const char *path = kind->before;
    const char *body = NULL;
    ehoks_registry_answer_t answer;
    ehoks_verdict_e verdict = EHOKS_VERDICT_FAILED;

    *value = NULL;
    if (kind->after) {
        path = apr_pstrcat(ctx->pool, kind->before, escape(ctx->pool, key),
                           kind->after, NULL);
    }
    else {
        ehoks_json_t *list = ehoks_json_new_array(ctx->pool);
        ehoks_json_append(list, ehoks_json_new_string(ctx->pool, key));
        body = ehoks_json_write(ctx->pool, list, NULL);
    }
    answer = carefully
                 ? ehoks_registry_ask(ctx, settings, kind->registry, path, body)
                 : ehoks_registry_call(ctx, settings, path, body);
    if (!answer.down)
        verdict = kind->judge(ctx->pool, key, &answer, value);
    if (verdict == EHOKS_VERDICT_FAILED) {
        *failure = failure_of(&answer);
        ehoks_registry_log_failure(ctx, kind->registry, &answer);
    }
    return verdict;
}

const ehoks_err_t *ehoks_kind_error(const ehoks_ctx_t *ctx,
                                    const ehoks_kind_row_t *kind,
                                    const char *key,
                                    const ehoks_failure_t *failure)
{
    const char *code = failure->down ? kind->down : kind->refused;
    const char *first = ehoks_registry_names[kind->registry];

    if (!strcmp(code, "E-KOSKIERR"))
        return ehoks_err_make(ctx->pool, code, key,
                              apr_itoa(ctx->pool, failure->status),
                              failure->key ? failure->key : "null", NULL);
    if (!strcmp(code, "E-KOSKIDOWN"))
        first = failure->reason;
    if (!strcmp(code, "E-ONRERR"))
        first = key;
    return ehoks_err_make(ctx->pool, code, first, NULL);
}

const char *ehoks_failure_write(apr_pool_t *pool,
                                const ehoks_failure_t *failure)
{
    /* A key with a blank in it is no error code. */
    const char *key =
        failure->key && *failure->key && !strpbrk(failure->key, " \n")
            ? failure->key
            : "-";

    return apr_psprintf(pool, "%d %d %s %s", failure->down, failure->status,
                        key, failure->reason);
}

ehoks_failure_t ehoks_failure_read(apr_pool_t *pool, const char *text)
{
    ehoks_failure_t failure = {1, 0, NULL, "the registry did not answer"};
    char *copy = apr_pstrdup(pool, text ? text : "");
    char *state = NULL;
    const char *down = apr_strtok(copy, " ", &state);
    const char *status = down ? apr_strtok(NULL, " ", &state) : NULL;
    const char *key = status ? apr_strtok(NULL, " ", &state) : NULL;

    if (!key || !state || !*state)
        return failure;
    failure.down = atoi(down);
    failure.status = atoi(status);
    failure.key = strcmp(key, "-") ? key : NULL;
    failure.reason = state;
    return failure;
}
