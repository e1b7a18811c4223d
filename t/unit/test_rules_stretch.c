/* The named rules about a way of acquiring competence, each kept and broken
 * at its edges (contract: rules.md 4).
 */
#include "rule_cases.h"

/* --- stretches ----------------------------------------------------------- */

typedef struct {
    const char *way;
    const char *changes;
    const char *wanted; /* code of the one rule that breaks; "": none */
} stretch_case_t;

static void check_stretches(const stretch_case_t *cases, size_t count,
                            const char *right)
{
    for (size_t i = 0; i < count; i++) {
        const char *got =
            told(study_right(right),
                 plan_with_stretch(cases[i].way, cases[i].changes));
        const char *wanted =
            *cases[i].wanted
                ? apr_pstrcat(pool, "!", cases[i].wanted, " S", NULL)
                : "";

        if (strcmp(got, wanted) != 0) {
            fail_msg("%s %s: \"%s\" instead of \"%s\"", cases[i].way,
                     cases[i].changes, got, wanted);
        }
    }
}

#define CHECK_STRETCHES(cases, right)                                          \
    check_stretches((cases), sizeof(cases) / sizeof((cases)[0]), (right))

static void test_oht_1_part_time(void **state)
{
    static const stretch_case_t cases[] = {
        {KS, "{'osa-aikaisuustieto':1}", ""},
        {KS, "{'osa-aikaisuustieto':100}", ""},
        {KS, "{'osa-aikaisuustieto':0}", "OHT-1"},
        {KS, "{'osa-aikaisuustieto':101}", "OHT-1"},
        {KS, "{'osa-aikaisuustieto':-5}", "OHT-1"},
        {KS, "{'osa-aikaisuustieto':null}", "OHT-1"},
        {OS, "{'osa-aikaisuustieto':null}", "OHT-1"},
        {OL, "{'osa-aikaisuustieto':null}", ""},
        {OL, "{'osa-aikaisuustieto':0}", ""},
        {OL, "{'osa-aikaisuustieto':101}", ""},
        {KS,
         "{'osa-aikaisuustieto':null,'alku':'2023-05-01','loppu':'2023-06-30'}",
         ""},
        {KS,
         "{'osa-aikaisuustieto':null,'alku':'2023-05-01','loppu':'2023-07-01'}",
         "OHT-1"},
        {KS,
         "{'osa-aikaisuustieto':0,'alku':'2023-05-01','loppu':'2023-06-30'}",
         ""},
    };
    static const stretch_case_t telma[] = {
        {KS, "{'osa-aikaisuustieto':null}", ""},
        {OS, "{'osa-aikaisuustieto':0}", ""},
    };
    static const stretch_case_t other[] = {
        {KS, "{'osa-aikaisuustieto':null}", "OHT-1"},
    };

    CHECK_STRETCHES(cases, "{}");
    CHECK_STRETCHES(telma,
                    "{'suoritukset':[{'tyyppi':{'koodiarvo':'telma'}}]}");
    CHECK_STRETCHES(telma, "{'suoritukset':[{'tyyppi':{'koodiarvo':'valma'}},"
                           "{'tyyppi':{'koodiarvo':'telmakoulutuksenosa'}}]}");
    CHECK_STRETCHES(other,
                    "{'suoritukset':[{'tyyppi':{'koodiarvo':'telmax'}}]}");
    CHECK_STRETCHES(other, "{'suoritukset':[]}");
    CHECK_STRETCHES(other, "{'suoritukset':null}");
    CHECK_STRETCHES(other, "{'suoritukset':[null,1,{'tyyppi':'telma'}]}");
}

static void test_oht_2_identifier(void **state)
{
    static const stretch_case_t cases[] = {
        {KS, "{'yksiloiva-tunniste':null}", "OHT-2"},
        {OS, "{'yksiloiva-tunniste':null}", "OHT-2"},
        {OL, "{'yksiloiva-tunniste':null}", ""},
        {KS, "{'yksiloiva-tunniste':'0'}", ""},
    };

    CHECK_STRETCHES(cases, "{}");
}

static void test_oht_3_business_id(void **state)
{
    static const stretch_case_t cases[] = {
        {KS, "{" WORKPLACE("") "}", "OHT-3"},
        {OS, "{" WORKPLACE("") "}", "OHT-3"},
        {OL, "{" WORKPLACE("") "}", ""},
        {KS, "{" WORKPLACE(",'tyopaikan-y-tunnus':'9000001-1'") "}", ""},
        {KS, "{" WORKPLACE("") ",'alku':'2021-08-01','loppu':'2021-08-25'}",
         ""},
        {KS, "{" WORKPLACE("") ",'alku':'2021-08-01','loppu':'2021-08-26'}",
         "OHT-3"},
        {KS, "{}", ""},
    };

    CHECK_STRETCHES(cases, "{}");
}

static void test_oht_4_ground_of_apprenticeship(void **state)
{
    static const stretch_case_t cases[] = {
        {OS, "{}", ""},
        {OS, "{'oppisopimuksen-perusta-koodi-uri':null}", "OHT-4"},
        {KS, "{'oppisopimuksen-perusta-koodi-uri':null}", ""},
        {OL, "{'oppisopimuksen-perusta-koodi-uri':null}", ""},
        {OS,
         "{'oppisopimuksen-perusta-koodi-uri':null,'alku':'2021-06-01',"
         "'loppu':'2021-06-30'}",
         ""},
        {OS,
         "{'oppisopimuksen-perusta-koodi-uri':null,'alku':'2021-06-01',"
         "'loppu':'2021-07-01'}",
         "OHT-4"},
    };

    CHECK_STRETCHES(cases, "{}");
}

static void test_oht_5_and_8_length(void **state)
{
    static const stretch_case_t cases[] = {
        {OL, "{'alku':'2025-01-07','loppu':'2025-01-07'}", ""},
        {OL, "{'alku':'2025-01-07','loppu':'2025-01-06'}", "OHT-5"},
        {KS, "{'alku':'2025-01-07','loppu':'2025-01-06'}", "OHT-5"},
        {OL, "{'alku':'2025-01-07','loppu':'2030-01-07'}", ""},
        {OL, "{'alku':'2025-01-07','loppu':'2030-01-08'}", "OHT-8"},
        {OL, "{'alku':'2024-02-29','loppu':'2029-02-28'}", ""},
        {OL, "{'alku':'2024-02-29','loppu':'2029-03-01'}", "OHT-8"},
        {OL, "{'alku':'2019-02-28','loppu':'2024-02-28'}", ""},
        {OL, "{'alku':'2019-02-28','loppu':'2024-02-29'}", "OHT-8"},
        {OL, "{'alku':'2024-12-31','loppu':'2029-12-31'}", ""},
        {OL, "{'alku':'2024-12-31','loppu':'2030-01-01'}", "OHT-8"},
    };

    CHECK_STRETCHES(cases, "{}");
}

static void test_oht_6_and_7_study_right(void **state)
{
    static const stretch_case_t cases[] = {
        {OL, "{'alku':'2025-02-01','loppu':'2025-02-28'}", ""},
        {OL, "{'alku':'2025-01-31','loppu':'2025-02-28'}", "OHT-6"},
        {OL, "{'alku':'2025-02-01','loppu':'2025-03-01'}", "OHT-7"},
    };
    static const stretch_case_t free[] = {
        {OL, "{'alku':'2021-01-01','loppu':'2025-12-31'}", ""},
    };
    static const stretch_case_t only_start[] = {
        {OL, "{'alku':'2025-02-01','loppu':'2029-12-31'}", ""},
        {OL, "{'alku':'2025-01-31','loppu':'2025-12-31'}", "OHT-6"},
    };
    static const stretch_case_t only_end[] = {
        {OL, "{'alku':'2021-01-31','loppu':'2025-02-28'}", ""},
        {OL, "{'alku':'2021-01-31','loppu':'2025-03-01'}", "OHT-7"},
    };

    CHECK_STRETCHES(cases, "{" SPAN "}");
    CHECK_STRETCHES(free,
                    "{'alkamispäivä':null,'arvioituPäättymispäivä':null}");
    CHECK_STRETCHES(only_start, "{'alkamispäivä':'2025-02-01'}");
    CHECK_STRETCHES(only_end, "{'arvioituPäättymispäivä':'2025-02-28'}");
    CHECK_STRETCHES(free, "{'alkamispäivä':'2025-02-31',"
                          "'arvioituPäättymispäivä':20250228}");
}

/* A study right that was left before its time binds no stretch; the state
 * with the latest first day counts, wherever it stands in the list. */
static void test_oht_6_and_7_left(void **state)
{
    static const stretch_case_t bound[] = {
        {OL, "{'alku':'2025-01-31','loppu':'2025-02-28'}", "OHT-6"},
        {OL, "{'alku':'2025-02-01','loppu':'2025-03-01'}", "OHT-7"},
    };
    static const stretch_case_t left[] = {
        {OL, "{'alku':'2025-01-31','loppu':'2025-03-01'}", ""},
    };
    static const char *const staying[] = {"valmistunut", "lasna",
                                          "valiaikaisestikeskeytynyt"};
    static const char *const leaving[] = {"eronnut", "katsotaaneronneeksi",
                                          "peruutettu", "loma", "mitatoity"};

    for (size_t i = 0; i < sizeof(staying) / sizeof(staying[0]); i++)
        CHECK_STRETCHES(bound,
                        apr_pstrcat(pool,
                                    "{" SPAN ",'tila':{'opiskeluoikeusjaksot':"
                                    "[{'alku':'2025-02-01','tila':"
                                    "{'koodiarvo':'",
                                    staying[i], "'}}]}}", NULL));
    for (size_t i = 0; i < sizeof(leaving) / sizeof(leaving[0]); i++)
        CHECK_STRETCHES(left,
                        apr_pstrcat(pool,
                                    "{" SPAN ",'tila':{'opiskeluoikeusjaksot':"
                                    "[{'alku':'2025-02-10','tila':"
                                    "{'koodiarvo':'",
                                    leaving[i],
                                    "'}},{'alku':'2025-02-01','tila':"
                                    "{'koodiarvo':'lasna'}}]}}",
                                    NULL));
    CHECK_STRETCHES(bound,
                    "{" SPAN ",'tila':{'opiskeluoikeusjaksot':"
                    "[{'alku':'2025-02-10','tila':{'koodiarvo':'lasna'}},"
                    "{'alku':'2025-02-01','tila':"
                    "{'koodiarvo':'eronnut'}}]}}");
    CHECK_STRETCHES(bound, "{" SPAN ",'tila':{'opiskeluoikeusjaksot':[]}}");
    CHECK_STRETCHES(bound, "{" SPAN ",'tila':null}");
    CHECK_STRETCHES(bound, "{" SPAN ",'tila':{'opiskeluoikeusjaksot':"
                           "[{'alku':'2025-02-10'}]}}");
}

static void test_oht_9_breaks(void **state)
{
    static const struct {
        const char *changes;
        int kept;
    } cases[] = {
        {"{" BREAKS "[]}", 1},
        {"{" BREAKS "[{'alku':'2025-02-01'}]}", 1},
        {"{" BREAKS "[{'alku':'2025-02-01','loppu':'2025-01-01'}]}", 1},
        {"{" BREAKS "[{'alku':'2025-02-01','loppu':'2025-02-03'},"
         "{'alku':'2025-02-04'}]}",
         1},
        {"{" BREAKS "[{'alku':'2025-02-01','loppu':'2025-02-03'},"
         "{'alku':'2025-02-03','loppu':'2025-02-05'}]}",
         0},
        {"{" BREAKS "[{'alku':'2025-02-04','loppu':'2025-02-05'},"
         "{'alku':'2025-02-01','loppu':'2025-02-03'}]}",
         1},
        {"{" BREAKS "[{'alku':'2025-02-04','loppu':'2025-02-05'},"
         "{'alku':'2025-02-01'}]}",
         0},
        {"{" BREAKS "[{'alku':'2025-02-01'},{'alku':'2025-02-04'}]}", 0},
        {"{" BREAKS "[{'alku':'2025-02-01','loppu':'2025-02-28'},"
         "{'alku':'2025-02-03','loppu':'2025-02-04'},"
         "{'alku':'2025-03-03','loppu':'2025-03-04'}]}",
         0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(
            told(study_right("{}"), plan_with_stretch(OL, cases[i].changes)),
            cases[i].kept ? "" : "OHT-9 S/keskeytymisajanjaksot");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oht_1_part_time),
        cmocka_unit_test(test_oht_2_identifier),
        cmocka_unit_test(test_oht_3_business_id),
        cmocka_unit_test(test_oht_4_ground_of_apprenticeship),
        cmocka_unit_test(test_oht_5_and_8_length),
        cmocka_unit_test(test_oht_6_and_7_study_right),
        cmocka_unit_test(test_oht_6_and_7_left),
        cmocka_unit_test(test_oht_9_breaks),
    };

    return cmocka_run_group_tests(tests, set_up, pool_down);
}
