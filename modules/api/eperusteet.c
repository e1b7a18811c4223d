/* Reads of qualifications, their units and parts of training through us
 * (contract: api.md 1.5, 1.11, 1.13, 7.4). */
#include <string.h>

#include <apr_strings.h>

#include "../core/text.h"
#include "external.h"
#include "handlers.h"

/* Qualifications that are looked into for a unit. Common units stand in nearly
 * all, and are the same in each. */
#define LOOK_INTO_MAX 5

/* Characters of a name to search for; longer ones are in no name. */
#define SEARCH_MAX 200

/* --- criteria ---------------------------------------------------------------
 * ePerusteet tells the levels of criteria as places of a scale; the apps want
 * grades. */

static const struct {
    const char *scale;
    const char *place;
    const char *grade;
} grades[] = {{"1", "1", ""},  {"2", "2", "1"}, {"2", "3", "3"},
              {"2", "4", "5"}, {"3", "5", "1"}, {"3", "7", "3"},
              {"3", "9", "5"}};

static const char *grade_of(const char *scale, const char *place)
{
    apr_size_t i;

    for (i = 0; scale && place && i < sizeof(grades) / sizeof(grades[0]); i++) {
        if (strcmp(grades[i].scale, scale) == 0
            && strcmp(grades[i].place, place) == 0)
            return grades[i].grade;
    }
    return NULL;
}

/* Both spellings get the grade: the apps take the underscore for nothing, so
 * that two different values under them would be one by chance. */
static void set_grade(apr_pool_t *pool, ehoks_json_t *criterion,
                      const char *scale)
{
    const char *told = ehoks_json_get_string(criterion, "osaamistaso");
    const char *grade =
        told
            ? told
            : grade_of(scale, ehoks_json_get_string(criterion, "_osaamistaso"));

    ehoks_json_remove(criterion, "_osaamistaso");
    if (!grade)
        return;
    ehoks_json_set_string(pool, criterion, "osaamistaso", grade);
    ehoks_json_set_string(pool, criterion, "_osaamistaso", grade);
}

/* One subject of assessment: levels without criteria go. */
static void adjust_subject(apr_pool_t *pool, ehoks_json_t *subject)
{
    const char *scale = ehoks_json_get_string(subject, "_arviointiAsteikko");
    ehoks_json_t *criteria = ehoks_json_get(subject, "osaamistasonKriteerit");
    apr_size_t i = ehoks_json_size(criteria);

    while (i-- > 0) {
        ehoks_json_t *criterion = ehoks_json_at(criteria, i);

        if (ehoks_json_size(ehoks_json_get(criterion, "kriteerit")) == 0)
            ehoks_json_remove_element(criteria, i);
        else
            set_grade(pool, criterion, scale);
    }
}

static void adjust_assessment(apr_pool_t *pool, const ehoks_json_t *holder)
{
    const ehoks_json_t *areas =
        ehoks_json_path(holder, "arviointi", "arvioinninKohdealueet", NULL);
    apr_size_t i, k;

    for (i = 0; i < ehoks_json_size(areas); i++) {
        const ehoks_json_t *subjects =
            ehoks_json_get(ehoks_json_at(areas, i), "arvioinninKohteet");
        for (k = 0; k < ehoks_json_size(subjects); k++)
            adjust_subject(pool, ehoks_json_at(subjects, k));
    }
}

/* The criteria of a unit, and of the goals of its sub-areas. */
static void adjust_unit(apr_pool_t *pool, const ehoks_json_t *unit)
{
    const ehoks_json_t *areas = ehoks_json_get(unit, "osaAlueet");
    apr_size_t i, k;

    adjust_assessment(pool, unit);
    for (i = 0; i < ehoks_json_size(areas); i++) {
        const ehoks_json_t *goals =
            ehoks_json_get(ehoks_json_at(areas, i), "osaamistavoitteet");
        for (k = 0; k < ehoks_json_size(goals); k++)
            adjust_assessment(pool, ehoks_json_at(goals, k));
    }
}

/* --- units ---------------------------------------------------------------- */

/* Key of a qualification in the mirror, or NULL when it has no id. */
static const char *id_of(apr_pool_t *pool, const ehoks_json_t *qualification)
{
    const ehoks_json_t *id = ehoks_json_get(qualification, "id");

    return ehoks_json_is_whole(id)
               ? apr_psprintf(pool, "%" APR_INT64_T_FMT, ehoks_json_integer(id))
               : NULL;
}

/* Appends the units of a qualification that have the code. */
static void gather_units(apr_pool_t *pool, const ehoks_json_t *qualification,
                         const char *uri, ehoks_json_t *found)
{
    const ehoks_json_t *units = ehoks_json_get(qualification, "tutkinnonOsat");
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(units); i++) {
        ehoks_json_t *unit = ehoks_json_at(units, i);
        const char *code = ehoks_json_get_string(unit, "koodiUri");

        if (code && strcmp(code, uri) == 0) {
            adjust_unit(pool, unit);
            ehoks_json_append(found, unit);
        }
    }
}

/* 1 while a qualification may be studied. */
static int is_in_force(const ehoks_request_t *request,
                       const ehoks_json_t *qualification)
{
    const char *state = ehoks_json_get_string(qualification, "tila");
    const ehoks_json_t *end =
        ehoks_json_get(qualification, "voimassaoloLoppuu");

    return (!state || strcmp(state, "poistettu") != 0)
           && (!end
               || ehoks_json_integer(end) > apr_time_as_msec(request->ctx.now));
}

/* The found qualifications, those in force first. */
static apr_array_header_t *in_order(const ehoks_request_t *request,
                                    const ehoks_json_t *data)
{
    apr_array_header_t *list =
        apr_array_make(request->ctx.pool, 8, sizeof(const ehoks_json_t *));
    apr_size_t i;
    int in_force;

    for (in_force = 1; in_force >= 0; in_force--) {
        for (i = 0; i < ehoks_json_size(data); i++) {
            const ehoks_json_t *one = ehoks_json_at(data, i);
            if (is_in_force(request, one) == in_force)
                APR_ARRAY_PUSH(list, const ehoks_json_t *) = one;
        }
    }
    return list;
}

/* The qualifications that a search found: the member `data` of the answer. */
static const ehoks_err_t *search(ehoks_request_t *request, ehoks_mirror_e kind,
                                 const char *key, ehoks_json_t **data)
{
    ehoks_json_t *answer;
    const ehoks_err_t *err = ehoks_external_read(request, kind, key, &answer);

    *data = ehoks_json_get(answer, "data");
    return err;
}

const ehoks_err_t *ehoks_api_eperusteet_unit(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *found = ehoks_json_new_array(pool);
    const char *uri = request->parameters[0];
    apr_array_header_t *candidates;
    ehoks_json_t *data;
    const ehoks_err_t *err =
        search(request, EHOKS_MIRROR_PERUSTEET_KOODI, uri, &data);
    int i;

    candidates = in_order(request, data);
    for (i = 0; !err && ehoks_json_size(found) == 0 && i < candidates->nelts
                && i < LOOK_INTO_MAX;
         i++) {
        const char *id =
            id_of(pool, APR_ARRAY_IDX(candidates, i, const ehoks_json_t *));
        ehoks_json_t *qualification = NULL;

        if (id)
            err = ehoks_external_read(request, EHOKS_MIRROR_PERUSTE, id,
                                      &qualification);
        gather_units(pool, qualification, uri, found);
    }
    if (!err)
        ehoks_external_answer(request, response, found);
    return err;
}

/* --- parts of training ---------------------------------------------------- */

/* [{nimi}, …] of a list of areas or titles. */
static ehoks_json_t *only_names(apr_pool_t *pool, const ehoks_json_t *list)
{
    ehoks_json_t *names = ehoks_json_new_array(pool);
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        ehoks_json_t *one = ehoks_json_new_object(pool);

        ehoks_json_set(
            one, "nimi",
            ehoks_external_languages(
                pool, ehoks_json_get(ehoks_json_at(list, i), "nimi")));
        ehoks_json_append(names, one);
    }
    return names;
}

/* The part with that code as the answer tells it: a list of one, or null. */
static ehoks_json_t *part_of_training(apr_pool_t *pool,
                                      const ehoks_json_t *parts,
                                      const char *uri)
{
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(parts); i++) {
        const ehoks_json_t *part = ehoks_json_at(parts, i);
        const ehoks_json_t *code = ehoks_json_get(part, "nimiKoodi");
        const char *told = ehoks_json_get_string(code, "uri");
        ehoks_json_t *list;
        ehoks_json_t *one;

        if (!told || strcmp(told, uri) != 0)
            continue;
        list = ehoks_json_new_array(pool);
        one = ehoks_json_new_object(pool);
        ehoks_json_set(one, "id", ehoks_json_get(part, "id"));
        ehoks_json_set(one, "osaamisalat",
                       only_names(pool, ehoks_json_get(part, "osaamisalat")));
        ehoks_json_set(
            one, "nimi",
            ehoks_external_languages(pool, ehoks_json_get(code, "nimi")));
        ehoks_json_set(one, "koulutuksenOsaViiteId",
                       ehoks_json_get(part, "viiteId"));
        ehoks_json_append(list, one);
        return list;
    }
    return ehoks_json_new_null();
}

const ehoks_err_t *ehoks_api_eperusteet_part(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    const char *uri = request->parameters[0];
    ehoks_json_t *data;
    ehoks_json_t *parts = NULL;
    const ehoks_err_t *err =
        search(request, EHOKS_MIRROR_PERUSTEET_KOODI, uri, &data);
    const char *id = err ? NULL : id_of(pool, ehoks_json_at(data, 0));

    if (!err && !id)
        err = ehoks_external_error(request, "E-404");
    if (!err)
        err = ehoks_external_read(request, EHOKS_MIRROR_PERUSTEEN_OSAT, id,
                                  &parts);
    if (!err)
        ehoks_external_answer(request, response,
                              part_of_training(pool, parts, uri));
    return err;
}

/* --- qualifications ------------------------------------------------------- */

const ehoks_err_t *ehoks_api_eperusteet_qualification(
    ehoks_request_t *request, ehoks_response_t *response)
{
    const char *number;
    ehoks_json_t *data = NULL;
    const ehoks_err_t *err =
        ehoks_request_query_required(request, "diaarinumero", &number);
    apr_size_t i;

    if (!err)
        err = search(request, EHOKS_MIRROR_PERUSTEET_DIAARI, number, &data);
    if (err)
        return err;
    for (i = 0; i < ehoks_json_size(data); i++) {
        const ehoks_json_t *one = ehoks_json_at(data, i);
        const char *told = ehoks_json_get_string(one, "diaarinumero");

        if (told && strcmp(told, number) == 0) {
            ehoks_external_answer(request, response, one);
            return NULL;
        }
    }
    return ehoks_external_error(request, "E-NOTUTKINTO");
}

/* Answers with the structure of a qualification that is made in way `way`. */
static const ehoks_err_t *answer_structure(ehoks_request_t *request,
                                           ehoks_response_t *response,
                                           const char *way)
{
    ehoks_json_t *qualification;
    const ehoks_json_t *ways;
    const ehoks_err_t *err = ehoks_external_read(
        request, EHOKS_MIRROR_PERUSTE, request->parameters[0], &qualification);
    apr_size_t i;

    if (err)
        return err;
    ways = ehoks_json_get(qualification, "suoritustavat");
    for (i = 0; i < ehoks_json_size(ways); i++) {
        const ehoks_json_t *one = ehoks_json_at(ways, i);
        const char *code = ehoks_json_get_string(one, "suoritustapakoodi");
        const ehoks_json_t *structure = ehoks_json_get(one, "rakenne");

        if (structure && code && strcmp(code, way) == 0) {
            ehoks_external_answer(request, response, structure);
            return NULL;
        }
    }
    return ehoks_external_error(request, "E-404");
}

const ehoks_err_t *ehoks_api_eperusteet_reformi(ehoks_request_t *request,
                                                ehoks_response_t *response)
{
    return answer_structure(request, response, "reformi");
}

const ehoks_err_t *ehoks_api_eperusteet_ops(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    return answer_structure(request, response, "ops");
}

const ehoks_err_t *ehoks_api_eperusteet_search(ehoks_request_t *request,
                                               ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *list = ehoks_json_new_array(pool);
    ehoks_json_t *data = NULL;
    const char *name;
    const ehoks_err_t *err =
        ehoks_request_query_required(request, "nimi", &name);
    apr_size_t i;

    if (err)
        return err;
    name = ehoks_text_trim(pool, name);
    if (*name && ehoks_text_characters(name, strlen(name)) <= SEARCH_MAX)
        err = search(request, EHOKS_MIRROR_PERUSTEET_NIMI, name, &data);
    for (i = 0; !err && i < ehoks_json_size(data); i++) {
        const ehoks_json_t *one = ehoks_json_at(data, i);
        ehoks_json_t *brief = ehoks_json_new_object(pool);

        ehoks_json_set(brief, "id", ehoks_json_get(one, "id"));
        ehoks_json_set(
            brief, "nimi",
            ehoks_external_languages(pool, ehoks_json_get(one, "nimi")));
        ehoks_json_set(brief, "osaamisalat",
                       only_names(pool, ehoks_json_get(one, "osaamisalat")));
        ehoks_json_set(
            brief, "tutkintonimikkeet",
            only_names(pool, ehoks_json_get(one, "tutkintonimikkeet")));
        ehoks_json_append(list, brief);
    }
    if (!err)
        ehoks_external_answer(request, response, list);
    return err;
}
