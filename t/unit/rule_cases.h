/* What the tests of the named rules share: documents and study rights that
 * differ from right ones by a few members, and what is told of them.
 */
#ifndef EHOKS_T_UNIT_RULE_CASES_H
#define EHOKS_T_UNIT_RULE_CASES_H

#include "../../modules/core/json.h"
#include "../../modules/schema/rules.h"
#include "unit.h"

#define TODAY 20250615

static ehoks_json_t *source;
static ehoks_schema_t *schema;

static int set_up(void **state)
{
    const char *problem = NULL;

    if (pool_up(state) != 0)
        return -1;
    source = ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem);
    if (!problem)
        problem = ehoks_schema_compile(&schema, pool, source, "HOKS", "POST");
    if (problem)
        print_error("%s\n", problem);
    return problem ? -1 : 0;
}

/* JSON with ' in the place of ", which C would want escaped. */
static ehoks_json_t *parse(const char *text)
{
    char *json = apr_pstrdup(pool, text);
    ehoks_json_t *value;

    for (char *c = json; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    value = ehoks_json_parse(pool, json, strlen(json), NULL, NULL);
    if (!value) {
        fail_msg("not JSON: %s", json);
    }
    return value;
}

/* Puts the members of `changes` into `object`; null takes a member away. */
static ehoks_json_t *with(ehoks_json_t *object, const char *changes)
{
    ehoks_json_t *value = parse(changes);

    for (void *i = ehoks_json_first(value); i; i = ehoks_json_next(value, i)) {
        if (ehoks_json_type(ehoks_json_value(i)) == EHOKS_JSON_NULL)
            ehoks_json_remove(object, ehoks_json_key(i));
        else
            ehoks_json_set(object, ehoks_json_key(i), ehoks_json_value(i));
    }
    return object;
}

static ehoks_json_t *study_right(const char *changes)
{
    return with(
        parse("{'oid':'1.2.246.562.15.91000000017',"
              "'tyyppi':{'koodiarvo':'ammatillinenkoulutus'},"
              "'suoritukset':[{'tyyppi':{'koodiarvo':'ammatillinentutkinto'}}],"
              "'alkamispäivä':'2018-08-01',"
              "'arvioituPäättymispäivä':'2039-12-31'}"),
        changes);
}

static ehoks_json_t *plan(const char *changes)
{
    return with(parse("{'opiskeluoikeus-oid':'1.2.246.562.15.91000000017',"
                      "'oppija-oid':'1.2.246.562.24.92000000018',"
                      "'ensikertainen-hyvaksyminen':'2024-08-15',"
                      "'osaamisen-hankkimisen-tarve':true}"),
                changes);
}

/* A plan with one stretch at the place of STRETCH. */
#define STRETCH "/hankittavat-ammat-tutkinnon-osat/0/osaamisen-hankkimistavat/0"

static ehoks_json_t *plan_with_stretch(const char *way, const char *changes)
{
    ehoks_json_t *document =
        plan("{'hankittavat-ammat-tutkinnon-osat':"
             "[{'tutkinnon-osa-koodi-uri':'tutkinnonosat_900001',"
             "'tutkinnon-osa-koodi-versio':2,'osaamisen-hankkimistavat':[]}]}");
    ehoks_json_t *stretch =
        parse("{'alku':'2025-01-07','loppu':'2025-03-28',"
              "'osaamisen-hankkimistapa-koodi-versio':1,"
              "'yksiloiva-tunniste':'jakso-1','osa-aikaisuustieto':80,"
              "'oppisopimuksen-perusta-koodi-uri':'oppisopimuksenperusta_01',"
              "'oppisopimuksen-perusta-koodi-versio':1}");
    ehoks_json_t *part = ehoks_json_at(
        ehoks_json_get(document, "hankittavat-ammat-tutkinnon-osat"), 0);

    ehoks_json_set_string(
        pool, stretch, "osaamisen-hankkimistapa-koodi-uri",
        apr_pstrcat(pool, "osaamisenhankkimistapa_", way, NULL));
    ehoks_json_append(ehoks_json_get(part, "osaamisen-hankkimistavat"),
                      with(stretch, changes));
    return document;
}

/* All that is wrong with a document in one line, "code pointer; …"; an
 * entity's with a "!", the pointer of the stretch as "S". */
static const char *told(const ehoks_json_t *right, ehoks_json_t *document)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    ehoks_rules_facts_t facts = {right, TODAY};
    const char *line = "";

    ehoks_schema_normalise(schema, pool, document);
    ehoks_schema_validate(schema, document, problems);
    ehoks_rules_check(schema, &facts, document, problems);
    for (int i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        const char *pointer = problem->pointer;

        if (strncmp(pointer, STRETCH, strlen(STRETCH)) == 0)
            pointer = apr_pstrcat(pool, "S", pointer + strlen(STRETCH), NULL);
        line = apr_pstrcat(pool, line, *line ? "; " : "",
                           problem->kind == EHOKS_PROBLEM_ENTITY ? "!" : "",
                           problem->code, " ", pointer, NULL);
    }
    return line;
}

/* --- pieces of documents -------------------------------------------------- */

#define KS "koulutussopimus"
#define OS "oppisopimus"
#define OL "oppilaitosmuotoinenkoulutus"

#define WORKPLACE(more)                                                        \
    "'tyopaikalla-jarjestettava-koulutus':{'vastuullinen-tyopaikka-ohjaaja':"  \
    "{'nimi':'Oona Malli'},'tyopaikan-nimi':'Mallipaja Oy',"                   \
    "'keskeiset-tyotehtavat':[]" more "}"

#define SPAN "'alkamispäivä':'2025-02-01','arvioituPäättymispäivä':'2025-02-28'"

#define BREAKS "'keskeytymisajanjaksot':"

#define KIND(code) "{'tyyppi':{'koodiarvo':'" code "'}}"

#endif
