/* The named rules about the plan as a whole and about study rights, each kept
 * and broken, and what all rules have in common: they look only where the
 * fields are right, and those that need the study right pass where nobody
 * asked for it (contract: rules.md 3 to 5).
 */
#include "rule_cases.h"

/* --- the plan itself ----------------------------------------------------- */

static void test_pvm_1_day_of_achievement(void **state)
{
    static const struct {
        const char *day;
        int kept;
    } cases[] = {
        {"2018-01-01", 0}, {"2018-01-02", 1}, {"1999-12-31", 0},
        {"2025-06-15", 1}, {"2025-06-29", 1}, {"2025-06-30", 0},
        {"9999-12-31", 0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(
            told(NULL,
                 plan(apr_pstrcat(pool, "{'osaamisen-saavuttamisen-pvm':'",
                                  cases[i].day, "'}", NULL))),
            cases[i].kept ? "" : "PVM-1 /osaamisen-saavuttamisen-pvm");
}

#define TUVA_OID "{'tuva-opiskeluoikeus-oid':'1.2.246.562.15.91000000025'}"

static void test_oo_1_kind_of_study_right(void **state)
{
    static const char wrong[] = "OO-1 /opiskeluoikeus-oid";

    assert_string_equal(
        told(study_right(KIND("ammatillinenkoulutus")), plan("{}")), "");
    assert_string_equal(told(study_right(KIND("tuva")), plan("{}")), "");
    assert_string_equal(told(study_right(KIND("lukiokoulutus")), plan("{}")),
                        wrong);
    assert_string_equal(told(study_right(KIND("Tuva")), plan("{}")), wrong);
    assert_string_equal(told(study_right("{'tyyppi':null}"), plan("{}")),
                        wrong);
    assert_string_equal(told(NULL, plan("{}")), "");
}

#define UNIT                                                                   \
    "{'tutkinnon-osa-koodi-uri':'tutkinnonosat_900001',"                       \
    "'tutkinnon-osa-koodi-versio':2}"
#define COMMON_UNIT                                                            \
    "{'tutkinnon-osa-koodi-uri':'tutkinnonosat_900001',"                       \
    "'tutkinnon-osa-koodi-versio':2,'osa-alueet':[]}"

#define PROCESS                                                                \
    "'valittu-todentamisen-prosessi-koodi-uri':"                               \
    "'osaamisentodentamisenprosessi_0001',"                                    \
    "'valittu-todentamisen-prosessi-koodi-versio':1"

static void test_tuva(void **state)
{
    static const struct {
        const char *list;
        const char *item;
        const char *in_tuva; /* rule that breaks there; NULL: none */
        const char *elsewhere;
    } cases[] = {
        {"hankittavat-ammat-tutkinnon-osat", UNIT, "TUVA-1", NULL},
        {"hankittavat-paikalliset-tutkinnon-osat", "{}", "TUVA-1", NULL},
        {"hankittavat-yhteiset-tutkinnon-osat", COMMON_UNIT, "TUVA-1", NULL},
        {"aiemmin-hankitut-ammat-tutkinnon-osat", UNIT, "TUVA-1", NULL},
        {"aiemmin-hankitut-paikalliset-tutkinnon-osat", "{" PROCESS "}",
         "TUVA-1", NULL},
        {"aiemmin-hankitut-yhteiset-tutkinnon-osat",
         "{'tutkinnon-osa-koodi-uri':'tutkinnonosat_900001',"
         "'tutkinnon-osa-koodi-versio':2,'osa-alueet':[]," PROCESS "}",
         "TUVA-1", NULL},
        {"hankittavat-koulutuksen-osat",
         "{'koulutuksen-osa-koodi-uri':'koulutuksenosattuva_101',"
         "'koulutuksen-osa-koodi-versio':1,'alku':'2025-01-07',"
         "'loppu':'2025-02-28','laajuus':0}",
         NULL, "TUVA-2"},
        {"opiskeluvalmiuksia-tukevat-opinnot",
         "{'nimi':'Taidot','kuvaus':'Ajankäyttö','alku':'2025-01-07',"
         "'loppu':'2025-02-28'}",
         "TUVA-3", NULL},
        {"oppimisen-tuki",
         "{'oppimisen-tuen-tyyppi-koodi-uri':"
         "'ammatillinenkoulutusoppimisentuentyyppi_02'}",
         NULL, NULL},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *two =
            apr_pstrcat(pool, "{'", cases[i].list, "':[", cases[i].item, ",",
                        cases[i].item, "]}", NULL);
        const char *none =
            apr_pstrcat(pool, "{'", cases[i].list, "':[]}", NULL);
        const char *right[] = {KIND("tuva"), KIND("ammatillinenkoulutus")};
        const char *rule[] = {cases[i].in_tuva, cases[i].elsewhere};

        for (int k = 0; k < 2; k++) {
            const char *wanted = "";

            if (rule[k])
                wanted = apr_psprintf(pool, "!%s /%s/0; !%s /%s/1", rule[k],
                                      cases[i].list, rule[k], cases[i].list);
            assert_string_equal(told(study_right(right[k]), plan(two)), wanted);
            assert_string_equal(told(study_right(right[k]), plan(none)), "");
        }
        assert_string_equal(told(NULL, plan(two)), "");
    }
    assert_string_equal(told(study_right(KIND("tuva")), plan(TUVA_OID)),
                        "TUVA-4 /tuva-opiskeluoikeus-oid");
    assert_string_equal(told(study_right("{}"), plan(TUVA_OID)), "");
}

/* --- what they have in common -------------------------------------------- */

/* The list of problems holds every broken rule of an object; the old tree
 * tells the first only. */
static void test_all_rules_of_an_object_are_told(void **state)
{
    assert_string_equal(
        told(study_right("{" SPAN "}"),
             plan_with_stretch(
                 OS,
                 "{" WORKPLACE("") ",'alku':'2025-03-01',"
                                   "'loppu':'2024-03-01',"
                                   "'osa-aikaisuustieto':null,"
                                   "'oppisopimuksen-perusta-koodi-uri':null,"
                                   "'yksiloiva-tunniste':null}")),
        "!OHT-2 S; !OHT-1 S; !OHT-3 S; !OHT-4 S; !OHT-5 S");
    assert_string_equal(told(study_right("{" SPAN "}"),
                             plan_with_stretch(OL, "{'alku':'2020-01-01',"
                                                   "'loppu':'2026-01-01'}")),
                        "!OHT-6 S; !OHT-7 S; !OHT-8 S");
}

/* A rule about an object is looked at only when its fields are right, at
 * every depth; its neighbours' do not matter. */
static void test_rules_wait_for_right_fields(void **state)
{
    const ehoks_json_t *right = study_right("{}");

    assert_string_equal(
        told(right, plan_with_stretch(KS, "{'osa-aikaisuustieto':'x'}")),
        "G-03 S/osa-aikaisuustieto");
    assert_string_equal(
        told(right, plan_with_stretch(OL, "{'loppu':'2024-13-01',"
                                          "'alku':'2025-01-01'}")),
        "G-06 S/loppu");
    assert_string_equal(
        told(right, plan_with_stretch(KS, "{'osa-aikaisuustieto':0,"
                                          "" WORKPLACE(",'x':1") "}")),
        "G-01 S/tyopaikalla-jarjestettava-koulutus/x");
    assert_string_equal(
        told(right, plan_with_stretch(KS, "{'osa-aikaisuustieto':0," BREAKS
                                          "[{'alku':'2025-02-01'},"
                                          "{'alku':'2025-02-04'}]}")),
        "OHT-9 S/keskeytymisajanjaksot");
    assert_string_equal(
        told(right,
             plan("{'sahkoposti':1,'hankittavat-koulutuksen-osat':["
                  "{'koulutuksen-osa-koodi-uri':'koulutuksenosattuva_101',"
                  "'koulutuksen-osa-koodi-versio':1,'alku':'2025-01-07',"
                  "'loppu':'2025-02-28','laajuus':1}]}")),
        "G-03 /sahkoposti; !TUVA-2 /hankittavat-koulutuksen-osat/0");
    assert_string_equal(
        told(study_right(KIND("tuva")), plan_with_stretch(OL, "{'x':1}")),
        "G-01 S/x");
    assert_string_equal(
        told(right, plan("{'osaamisen-saavuttamisen-pvm':'2017-02-29'}")),
        "G-06 /osaamisen-saavuttamisen-pvm");
}

static void test_without_study_right(void **state)
{
    assert_string_equal(
        told(NULL, plan_with_stretch(KS, "{'osa-aikaisuustieto':null,"
                                         "'alku':'2010-01-01',"
                                         "'loppu':'2010-02-01'}")),
        "");
    assert_string_equal(
        told(NULL, plan_with_stretch(KS, "{'osa-aikaisuustieto':null}")), "");
    assert_string_equal(
        told(NULL, plan_with_stretch(OL, "{'loppu':'2020-01-01'}")),
        "!OHT-5 S");
}

/* What is no object is the schema's matter; no rule trips over it. */
static void test_documents_of_any_shape(void **state)
{
    static const char *const documents[] = {
        "[]",
        "null",
        "1",
        "'x'",
        "{}",
        "{'hankittavat-ammat-tutkinnon-osat':{}}",
        "{'hankittavat-ammat-tutkinnon-osat':[null,1,[],'x']}",
        "{'hankittavat-ammat-tutkinnon-osat':[{'osaamisen-hankkimistavat':1}]}",
        "{'hankittavat-ammat-tutkinnon-osat':[{'osaamisen-hankkimistavat':"
        "[[],null,{'keskeytymisajanjaksot':[null,1]}]}]}",
        "{'hankittavat-yhteiset-tutkinnon-osat':[{'osa-alueet':[1]}]}",
        "{'osaamisen-saavuttamisen-pvm':[],'opiskeluoikeus-oid':{},"
        "'tuva-opiskeluoikeus-oid':1}",
    };
    const ehoks_json_t *rights[] = {NULL, study_right("{}"), parse("{}"),
                                    parse("[]"), study_right(KIND("tuva"))};

    for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
        for (size_t k = 0; k < sizeof(rights) / sizeof(rights[0]); k++)
            assert_string_not_equal(told(rights[k], parse(documents[i])), "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pvm_1_day_of_achievement),
        cmocka_unit_test(test_oo_1_kind_of_study_right),
        cmocka_unit_test(test_tuva),
        cmocka_unit_test(test_all_rules_of_an_object_are_told),
        cmocka_unit_test(test_rules_wait_for_right_fields),
        cmocka_unit_test(test_without_study_right),
        cmocka_unit_test(test_documents_of_any_shape),
    };

    return cmocka_run_group_tests(tests, set_up, pool_down);
}
