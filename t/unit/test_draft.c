/* Drafts out of earlier plans: what counts as achieved, what is taken over,
 * and that nothing is proposed twice.
 */
#include "../../modules/core/json.h"
#include "../../modules/hoks/draft.h"
#include "unit.h"

#define OWN "1.2.246.562.15.15090909092"

static ehoks_json_t *parse(const char *text)
{
    char *copy = apr_pstrdup(pool, text);
    ehoks_json_t *value;

    for (char *c = copy; *c; c++) {
        if (*c == '\'') {
            *c = '"';
        }
    }
    value = ehoks_json_parse(pool, copy, strlen(copy), NULL, NULL);
    assert_non_null(value);
    return value;
}

/* The draft out of plans with ids 1, 2, …, at school s. */
static ehoks_draft_t draft_of(const char *const *documents, int takes_units)
{
    ehoks_draft_source_t source = {OWN, "o", takes_units, 20261124, NULL};
    apr_array_header_t *plans =
        apr_array_make(pool, 4, sizeof(ehoks_draft_plan_t));
    ehoks_draft_t draft;

    for (int i = 0; documents[i]; i++) {
        ehoks_draft_plan_t *plan = apr_array_push(plans);

        plan->id = i + 1;
        plan->oppilaitos_oid = "s";
        plan->document = parse(documents[i]);
    }
    source.plans = plans;
    ehoks_draft_make(&draft, pool, &source);
    return draft;
}

static void expect(const ehoks_json_t *got, const char *wanted)
{
    if (!ehoks_json_equal(got, parse(wanted))) {
        fail_msg("%s\nis not\n%s", ehoks_json_write(pool, got, NULL), wanted);
    }
}

#define VERIFIED(number)                                                       \
    "'valittu-todentamisen-prosessi-koodi-uri':"                               \
    " 'osaamisentodentamisenprosessi_000" number "',"                          \
    " 'valittu-todentamisen-prosessi-koodi-versio': 1"

static void test_nothing(void **state)
{
    const char *const none[] = {NULL};
    ehoks_draft_t draft = draft_of(none, 1);

    expect(draft.document,
           "{'opiskeluoikeus-oid': '" OWN "', 'oppija-oid': 'o',"
           " 'osaamisen-hankkimisen-tarve': true,"
           " 'aiemmin-hankitut-ammat-tutkinnon-osat': [],"
           " 'aiemmin-hankitut-yhteiset-tutkinnon-osat': [],"
           " 'aiemmin-hankitut-paikalliset-tutkinnon-osat': []}");
    expect(draft.missing, "['/ensikertainen-hyvaksyminen']");
    expect(draft.sources, "[]");
}

static void test_demonstrated_units(void **state)
{
    const char *const plans[] = {
        "{'opiskeluoikeus-oid': 'oo1', 'hankittavat-ammat-tutkinnon-osat': ["
        "{'module-id': 'm1', 'tutkinnon-osa-koodi-uri': 'tutkinnonosat_1',"
        " 'tutkinnon-osa-koodi-versio': 2, 'koulutuksen-jarjestaja-oid': 'k',"
        " 'opetus-ja-ohjaus-maara': 5, 'osaamisen-osoittaminen': ["
        "  {'loppu': '2026-11-24'}, {'loppu': '2026-01-31'},"
        "  {'loppu': '2026-11-25'}]},"
        "{'module-id': 'm2', 'tutkinnon-osa-koodi-uri': 'tutkinnonosat_2',"
        " 'tutkinnon-osa-koodi-versio': 1, 'osaamisen-osoittaminen': ["
        "  {'loppu': '2026-11-25'}]},"
        "{'module-id': 'm3', 'tutkinnon-osa-koodi-uri': 'tutkinnonosat_3',"
        " 'tutkinnon-osa-koodi-versio': 1}]}",
        NULL};
    ehoks_draft_t draft = draft_of(plans, 1);

    expect(
        ehoks_json_get(draft.document, "aiemmin-hankitut-ammat-tutkinnon-osat"),
        "[{'tutkinnon-osa-koodi-uri': 'tutkinnonosat_1',"
        " 'tutkinnon-osa-koodi-versio': 2,"
        " 'koulutuksen-jarjestaja-oid': 'k', " VERIFIED("1") "}]");
    expect(draft.sources,
           "[{'kohta': '/aiemmin-hankitut-ammat-tutkinnon-osat/0',"
           " 'peruste': 'naytto', 'pvm': '2026-11-24', 'hoks-id': 1,"
           " 'opiskeluoikeus-oid': 'oo1', 'oppilaitos-oid': 's',"
           " 'module-id': 'm1'}]");
    assert_int_equal(draft.units->nelts, 1);
    assert_int_equal(ehoks_json_size(ehoks_json_get(
                         draft_of(plans, 0).document,
                         "aiemmin-hankitut-ammat-tutkinnon-osat")),
                     0);
}

static void test_achieved_plan(void **state)
{
    const char *const plans[] = {
        "{'opiskeluoikeus-oid': 'oo1',"
        " 'osaamisen-saavuttamisen-pvm': '2023-06-02',"
        " 'hankittavat-paikalliset-tutkinnon-osat': ["
        "{'module-id': 'm1', 'nimi': 'Sauna', 'laajuus': 5}],"
        " 'hankittavat-yhteiset-tutkinnon-osat': ["
        "{'module-id': 'm2', 'tutkinnon-osa-koodi-uri': 'tutkinnonosat_4',"
        " 'tutkinnon-osa-koodi-versio': 1, 'osa-alueet': ["
        "{'module-id': 'm3', 'osa-alue-koodi-uri': 'a_1',"
        " 'osa-alue-koodi-versio': 1}]}]}",
        "{'opiskeluoikeus-oid': 'oo2',"
        " 'osaamisen-saavuttamisen-pvm': '2026-11-25',"
        " 'hankittavat-paikalliset-tutkinnon-osat': ["
        "{'module-id': 'm4', 'nimi': 'Not yet', 'laajuus': 5}]}",
        NULL};
    ehoks_draft_t draft = draft_of(plans, 1);

    expect(ehoks_json_get(draft.document,
                          "aiemmin-hankitut-paikalliset-tutkinnon-osat"),
           "[{'nimi': 'Sauna', 'laajuus': 5, " VERIFIED("1") "}]");
    expect(ehoks_json_get(draft.document,
                          "aiemmin-hankitut-yhteiset-tutkinnon-osat"),
           "[{'tutkinnon-osa-koodi-uri': 'tutkinnonosat_4',"
           " 'tutkinnon-osa-koodi-versio': 1, 'osa-alueet': ["
           "{'osa-alue-koodi-uri': 'a_1', 'osa-alue-koodi-versio': 1,"
           " " VERIFIED("1") "}]}]");
    assert_int_equal(draft.areas->nelts, 1);
}

static void test_recognised_units(void **state)
{
    const char *const plans[] = {
        "{'opiskeluoikeus-oid': 'oo1',"
        " 'aiemmin-hankitut-yhteiset-tutkinnon-osat': ["
        "{'tutkinnon-osa-koodi-uri': 'tutkinnonosat_4', 'module-id': 'm1',"
        " 'tutkinnon-osa-koodi-versio': 1, 'osa-alueet': ["
        "{'osa-alue-koodi-uri': 'a_1', 'osa-alue-koodi-versio': 1,"
        " 'module-id': 'm2', " VERIFIED(
            "2") ","
                 " 'tarkentavat-tiedot-osaamisen-arvioija':"
                 " {'aiemmin-hankitun-osaamisen-arvioijat': [{'nimi': 'N'}]}}]}]}",
        "{'opiskeluoikeus-oid': 'oo2',"
        " 'aiemmin-hankitut-yhteiset-tutkinnon-osat': ["
        "{'tutkinnon-osa-koodi-uri': 'tutkinnonosat_4', 'module-id': 'm3',"
        " 'tutkinnon-osa-koodi-versio': 1, 'osa-alueet': ["
        "{'osa-alue-koodi-uri': 'a_1', 'osa-alue-koodi-versio': 1,"
        " 'module-id': 'm4', " VERIFIED(
            "3") "},"
                 "{'osa-alue-koodi-uri': 'a_2', 'osa-alue-koodi-versio': 1,"
                 " 'module-id': 'm5', " VERIFIED("3") "}]}]}",
        "{'opiskeluoikeus-oid': '" OWN "',"
        " 'aiemmin-hankitut-ammat-tutkinnon-osat': ["
        "{'tutkinnon-osa-koodi-uri': 'tutkinnonosat_9',"
        " 'tutkinnon-osa-koodi-versio': 1}]}",
        NULL};
    ehoks_draft_t draft = draft_of(plans, 1);

    expect(ehoks_json_get(draft.document,
                          "aiemmin-hankitut-yhteiset-tutkinnon-osat"),
           "[{'tutkinnon-osa-koodi-uri': 'tutkinnonosat_4',"
           " 'tutkinnon-osa-koodi-versio': 1, 'osa-alueet': ["
           "{'osa-alue-koodi-uri': 'a_1', 'osa-alue-koodi-versio': 1,"
           " " VERIFIED(
               "2") "},"
                    "{'osa-alue-koodi-uri': 'a_2', 'osa-alue-koodi-versio': 1,"
                    " " VERIFIED("3") "}]}]");
    expect(ehoks_json_at(draft.sources, 1),
           "{'kohta':"
           " '/aiemmin-hankitut-yhteiset-tutkinnon-osat/0/osa-alueet/1',"
           " 'peruste': 'tunnustettu', 'hoks-id': 2,"
           " 'opiskeluoikeus-oid': 'oo2', 'oppilaitos-oid': 's',"
           " 'module-id': 'm5'}");
    assert_int_equal(ehoks_json_size(draft.sources), 2);
    expect(
        ehoks_json_get(draft.document, "aiemmin-hankitut-ammat-tutkinnon-osat"),
        "[]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_demonstrated_units),
        cmocka_unit_test(test_achieved_plan),
        cmocka_unit_test(test_recognised_units),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
