/* Index rows out of the registries' answers. */
#include <string.h>

#include <apr_strings.h>

#include "../core/date.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "index.h"

/* Kinds of suoritus whose qualification names the study right. */
static const char *const qualifications[] = {
    "ammatillinentutkinto", "ammatillinentutkintoosittainen",
    "ammatillinentutkintoosittainenuseastatutkinnosta", NULL};

static const char *const ended_states[] = {
    "valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu", NULL};

static int is_one_of(const char *text, const char *const *list)
{
    for (; text && *list; list++) {
        if (strcmp(text, *list) == 0)
            return 1;
    }
    return 0;
}

static const char *code_of(const ehoks_json_t *value, const char *key)
{
    return ehoks_json_get_string(ehoks_json_get(value, key), "koodiarvo");
}

const char *ehoks_index_school(const ehoks_json_t *study_right)
{
    return ehoks_json_get_string(ehoks_json_get(study_right, "oppilaitos"),
                                 "oid");
}

const char *ehoks_index_state(const ehoks_json_t *study_right)
{
    const ehoks_json_t *stretches =
        ehoks_json_path(study_right, "tila", "opiskeluoikeusjaksot", NULL);
    const char *latest = NULL;
    const char *state = NULL;
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(stretches); i++) {
        const ehoks_json_t *stretch = ehoks_json_at(stretches, i);
        const char *start = ehoks_json_get_string(stretch, "alku");

        if (start && (!latest || strcmp(start, latest) >= 0)) {
            latest = start;
            state = code_of(stretch, "tila");
        }
    }
    return state;
}

int ehoks_index_has_ended(const ehoks_json_t *study_right)
{
    return is_one_of(ehoks_index_state(study_right), ended_states);
}

/* The suoritus that names the qualification, or NULL. */
static const ehoks_json_t *qualification(const ehoks_json_t *study_right)
{
    const ehoks_json_t *list = ehoks_json_get(study_right, "suoritukset");
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        if (is_one_of(code_of(ehoks_json_at(list, i), "tyyppi"),
                      qualifications))
            return ehoks_json_at(list, i);
    }
    return NULL;
}

/* A name in its languages as JSON text; the empty name where there is none. */
static const char *name_text(apr_pool_t *pool, const ehoks_json_t *name)
{
    return ehoks_json_type(name) == EHOKS_JSON_OBJECT
               ? ehoks_json_write(pool, name, NULL)
               : "{\"fi\":\"\",\"sv\":\"\"}";
}

static const ehoks_json_t *competence_area_name(const ehoks_json_t *suoritus)
{
    const ehoks_json_t *first =
        ehoks_json_at(ehoks_json_get(suoritus, "osaamisala"), 0);
    const ehoks_json_t *name = ehoks_json_get(first, "nimi");

    return name ? name : ehoks_json_path(first, "osaamisala", "nimi", NULL);
}

const char *ehoks_index_path(apr_pool_t *pool, const ehoks_json_t *organisation)
{
    const char *path = ehoks_json_get_string(organisation, "parentOidPath");
    const char *oid = ehoks_json_get_string(organisation, "oid");
    char *copy = apr_pstrdup(pool, path ? path : "");
    char *text;
    char *state;
    char *part;

    if (!oid)
        return NULL;
    text = apr_pstrcat(pool, "{", oid, NULL);
    for (part = apr_strtok(copy, "|/", &state); part;
         part = apr_strtok(NULL, "|/", &state)) {
        /* Only what an OID may hold goes into the array text. */
        if (part[strspn(part, "0123456789.")] == '\0' && strcmp(part, oid) != 0)
            text = apr_pstrcat(pool, text, ",", part, NULL);
    }
    return apr_pstrcat(pool, text, "}", NULL);
}

/* PostgreSQL array text of the organisation's kinds. */
static const char *kinds_text(apr_pool_t *pool,
                              const ehoks_json_t *organisation)
{
    const ehoks_json_t *kinds = ehoks_json_get(organisation, "tyypit");
    const char *text = "{";
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(kinds); i++) {
        const char *kind = ehoks_json_string(ehoks_json_at(kinds, i), NULL);
        if (kind && kind[strcspn(kind, "\"\\{},")] == '\0')
            text = apr_pstrcat(pool, text, strlen(text) > 1 ? "," : "", "\"",
                               kind, "\"", NULL);
    }
    return apr_pstrcat(pool, text, "}", NULL);
}

const char *ehoks_index_learner_name(apr_pool_t *pool,
                                     const ehoks_json_t *oppija)
{
    const char *first = ehoks_json_get_string(oppija, "etunimet");
    const char *family = ehoks_json_get_string(oppija, "sukunimi");

    return apr_pstrcat(pool, first ? first : "", first && family ? " " : "",
                       family ? family : "", NULL);
}

/* A day that Koski tells, or NULL when it tells none that exists. */
static const char *day_text(const ehoks_json_t *study_right, const char *key)
{
    const char *text = ehoks_json_get_string(study_right, key);

    return ehoks_date_day(text) ? text : NULL;
}

static void read_answer(const ehoks_rows_t *rows, ehoks_index_answer_t *answer)
{
    const char *existing = ehoks_rows_text(rows, 0, 1);

    answer->may_write = ehoks_rows_boolean(rows, 0, 0);
    answer->exists = existing && strcmp(existing, "live") == 0;
    answer->archived = existing && !answer->exists;
    answer->next_id = ehoks_rows_integer(rows, 0, 2);
}

const ehoks_err_t *ehoks_index_write(const ehoks_ctx_t *ctx,
                                     const ehoks_index_source_t *source,
                                     int dry_run, ehoks_index_answer_t *answer)
{
    apr_pool_t *pool = ctx->pool;
    const ehoks_json_t *right = source->study_right;
    const ehoks_json_t *suoritus = qualification(right);
    const char *values[] = {
        source->oppija_oid,
        ehoks_index_learner_name(pool, source->oppija),
        ehoks_index_school(right),
        ehoks_index_path(pool, source->organisation),
        name_text(pool, ehoks_json_get(source->organisation, "nimi")),
        kinds_text(pool, source->organisation),
        ehoks_json_get_string(right, "oid"),
        ehoks_json_get_string(ehoks_json_get(right, "koulutustoimija"), "oid"),
        code_of(right, "tyyppi"),
        ehoks_index_state(right),
        day_text(right, "alkamispäivä"),
        day_text(right, "arvioituPäättymispäivä"),
        name_text(pool, ehoks_json_path(suoritus, "koulutusmoduuli", "tunniste",
                                        "nimi", NULL)),
        name_text(pool, competence_area_name(suoritus)),
        ehoks_json_write(pool, right, NULL),
        ehoks_principal_organisations(pool, ctx->principal, EHOKS_RIGHT_WRITE),
        dry_run ? "true" : "false"};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_INDEKSOI], values, &rows);

    if (!err)
        read_answer(rows, answer);
    ehoks_audit_ground(ctx, values[3], EHOKS_RIGHT_WRITE);
    return err;
}

const ehoks_err_t *ehoks_index_follow_learner(const ehoks_ctx_t *ctx,
                                              const char *study_right_oid,
                                              const ehoks_json_t *oppija)
{
    const char *values[3];

    values[0] = ehoks_json_get_string(oppija, "oidHenkilo");
    values[1] = ehoks_index_learner_name(ctx->pool, oppija);
    values[2] = study_right_oid;
    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_SEURAA_OPPIJAA], values,
                        NULL);
}

const ehoks_err_t *ehoks_index_find_learner(const ehoks_ctx_t *ctx,
                                            const char *oid, const char **name)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OPPIJA], &oid, &rows);

    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-404", NULL);
    if (!err)
        *name = ehoks_rows_text(rows, 0, 0);
    return err;
}

const ehoks_err_t *ehoks_index_count_rights(const ehoks_ctx_t *ctx,
                                            const char *provider_oid,
                                            apr_int64_t *count)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_OIKEUKSIEN_MAARA], &provider_oid, &rows);

    *count = err ? 0 : ehoks_rows_integer(rows, 0, 0);
    return err;
}
