/* The stored document: what the service puts into a new plan, what an update
 * takes, keeps and empties, and what of it is kept beside the document
 * (contract: rules.md OUT-1, S-01 to S-03, G-07).
 */
#include "../../modules/core/json.h"
#include "../../modules/hoks/document.h"
#include "../../modules/schema/schema.h"
#include "unit.h"

static ehoks_json_t *source;
static ehoks_schema_t *schema; /* of stored documents (GET) */
static ehoks_ctx_t ctx;

static int set_up(void **state)
{
    const char *problem = NULL;

    if (pool_up(state) != 0)
        return -1;
    ctx.pool = pool;
    source = ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem);
    if (!problem)
        problem = ehoks_schema_compile(&schema, pool, source, "HOKS", "GET");
    if (problem)
        print_error("%s\n", problem);
    return problem ? -1 : 0;
}

/* JSON with ' in the place of ". */
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

#define UUID_FORM "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx"

static int is_uuid(const char *text)
{
    static const char form[] = UUID_FORM;

    for (size_t i = 0; text && i < sizeof(form); i++) {
        const char *may_be = form[i] == 'x'   ? "0123456789abcdef"
                             : form[i] == 'y' ? "89ab"
                             : form[i]        ? form + i
                                              : "";
        if (form[i] == 'x' || form[i] == 'y'
                ? !text[i] || !strchr(may_be, text[i])
                : text[i] != form[i])
            return 0;
    }
    return text != NULL;
}

/* Takes all module-ids and the eid out, after a look at their form, so that
 * the rest can be compared. */
static void take_ids_out(ehoks_json_t *value)
{
    static const char *const keys[] = {"module-id", "eid"};

    for (size_t k = 0; k < 2; k++) {
        const char *id = ehoks_json_get_string(value, keys[k]);
        assert_true(!id || is_uuid(id));
        ehoks_json_remove(value, keys[k]);
    }
    for (void *i = ehoks_json_first(value); i; i = ehoks_json_next(value, i))
        take_ids_out(ehoks_json_value(i));
    if (ehoks_json_type(value) != EHOKS_JSON_ARRAY)
        return;
    for (size_t n = 0; n < ehoks_json_size(value); n++)
        take_ids_out(ehoks_json_at(value, n));
}

static void check_equal(const ehoks_json_t *got, const char *wanted)
{
    ehoks_json_t *copy = ehoks_json_copy(pool, got);

    take_ids_out(copy);
    if (!ehoks_json_equal(copy, parse(wanted)))
        assert_string_equal(ehoks_json_write_sorted(pool, copy),
                            ehoks_json_write_sorted(pool, parse(wanted)));
}

#define OPPIJA "'oppija-oid':'1.2.246.562.24.92000000018'"
#define RIGHT "'opiskeluoikeus-oid':'1.2.246.562.15.91000000017'"
#define APPROVED "'ensikertainen-hyvaksyminen':'2024-08-15'"
#define NEED "'osaamisen-hankkimisen-tarve':true"
#define LEAST OPPIJA "," RIGHT "," APPROVED "," NEED
#define OWN "'id':7,'manuaalisyotto':false"
#define NO_PARTS                                                               \
    "'aiemmin-hankitut-ammat-tutkinnon-osat':[],"                              \
    "'aiemmin-hankitut-yhteiset-tutkinnon-osat':[],"                           \
    "'aiemmin-hankitut-paikalliset-tutkinnon-osat':[],"                        \
    "'opiskeluvalmiuksia-tukevat-opinnot':[],'oppimisen-tuki':[],"             \
    "'hankittavat-ammat-tutkinnon-osat':[],"                                   \
    "'hankittavat-paikalliset-tutkinnon-osat':[],"                             \
    "'hankittavat-koulutuksen-osat':[]"
#define NO_COMMON_UNITS "'hankittavat-yhteiset-tutkinnon-osat':[]"

static ehoks_document_t *created(const char *body)
{
    return ehoks_document_create(&ctx, schema, 7, parse(body));
}

/* --- creating ------------------------------------------------------------ */

static void test_least_plan(void **state)
{
    ehoks_document_t *document = created("{" LEAST "}");

    check_equal(document->value,
                "{" OWN "," LEAST "," NO_PARTS "," NO_COMMON_UNITS "}");
    assert_true(is_uuid(ehoks_json_get_string(document->value, "eid")));
    assert_string_equal(document->eid,
                        ehoks_json_get_string(document->value, "eid"));
    assert_int_equal(document->id, 7);
    assert_string_equal(document->oppija_oid, "1.2.246.562.24.92000000018");
    assert_string_equal(document->opiskeluoikeus_oid,
                        "1.2.246.562.15.91000000017");
    assert_string_equal(document->ensikertainen_hyvaksyminen, "2024-08-15");
    assert_null(document->osaamisen_saavuttamisen_pvm);
    assert_string_equal(document->tyopaikkajaksot, "[]");
    assert_string_equal(document->naytot, "[]");
}

/* OUT-1: the lists and objects that output always has, at every depth. */
static void test_what_parts_always_have(void **state)
{
    ehoks_document_t *document = created(
        "{" LEAST ",'hankittavat-yhteiset-tutkinnon-osat':[{'osa-alueet':"
        "[{'osaamisen-hankkimistavat':[{}],'osaamisen-osoittaminen':[{}]}]}],"
        "'aiemmin-hankitut-ammat-tutkinnon-osat':[{}],"
        "'aiemmin-hankitut-yhteiset-tutkinnon-osat':[{'osa-alueet':[{}]}]}");
    const ehoks_json_t *value = document->value;

    check_equal(
        ehoks_json_get(value, "hankittavat-yhteiset-tutkinnon-osat"),
        "[{'osa-alueet':[{'osaamisen-hankkimistavat':["
        "{'muut-oppimisymparistot':[],'keskeytymisajanjaksot':[]}],"
        "'osaamisen-osoittaminen':[{'osa-alueet':[],'sisallon-kuvaus':[],"
        "'koulutuksen-jarjestaja-osaamisen-arvioijat':[],"
        "'tyoelama-osaamisen-arvioijat':[],'yksilolliset-kriteerit':[]}]}]}]");
    check_equal(ehoks_json_get(value, "aiemmin-hankitut-ammat-tutkinnon-osat"),
                "[{'tarkentavat-tiedot-naytto':[],"
                "'tarkentavat-tiedot-osaamisen-arvioija':"
                "{'aiemmin-hankitun-osaamisen-arvioijat':[]}}]");
    check_equal(
        ehoks_json_get(value, "aiemmin-hankitut-yhteiset-tutkinnon-osat"),
        "[{'osa-alueet':[{'tarkentavat-tiedot-naytto':[],"
        "'tarkentavat-tiedot-osaamisen-arvioija':"
        "{'aiemmin-hankitun-osaamisen-arvioijat':[]}}],"
        "'tarkentavat-tiedot-naytto':[],"
        "'tarkentavat-tiedot-osaamisen-arvioija':"
        "{'aiemmin-hankitun-osaamisen-arvioijat':[]}}]");
}

/* S-03: numbers of persons, arrangers and parts are taken and forgotten. */
static void test_numbers_are_dropped(void **state)
{
    ehoks_document_t *document =
        created("{" LEAST ",'opiskeluvalmiuksia-tukevat-opinnot':[{'id':5,"
                "'nimi':'Taidot','kuvaus':'Ajankäyttö','alku':'2025-01-07',"
                "'loppu':'2025-02-28'}],'hankittavat-koulutuksen-osat':"
                "[{'id':6,'laajuus':0}],'hankittavat-ammat-tutkinnon-osat':["
                "{'osaamisen-osoittaminen':[{'jarjestaja':{'id':8},"
                "'koulutuksen-jarjestaja-osaamisen-arvioijat':"
                "[{'id':9,'nimi':'Arvo'}]}],'osaamisen-hankkimistavat':["
                "{'hankkijan-edustaja':{'id':10,'nimi':'Eero'}}]}]}");
    const char *text = ehoks_json_write(pool, document->value, NULL);

    assert_non_null(strstr(text, "\"id\":7"));
    for (int number = 5; number <= 10; number++) {
        if (number != 7)
            assert_null(strstr(text, apr_psprintf(pool, "\"id\":%d", number)));
    }
    assert_null(strstr(text, "jarjestaja\""));
    document = created("{" LEAST ",'hankittavat-ammat-tutkinnon-osat':["
                       "{'osaamisen-osoittaminen':[{'jarjestaja':{"
                       "'id':1,'oppilaitos-oid':'x'}}]}]}");
    text = ehoks_json_write(pool, document->value, NULL);
    assert_non_null(strstr(text, "\"jarjestaja\":{\"oppilaitos-oid\":\"x\"}"));
}

static void test_times_are_in_utc(void **state)
{
    const ehoks_json_t *value =
        created("{" LEAST ",'hyvaksytty':'2024-05-01T10:00:00.5+03:00',"
                "'paivitetty':'2024-05-01'}")
            ->value;

    assert_string_equal(ehoks_json_get_string(value, "hyvaksytty"),
                        "2024-05-01T07:00:00Z");
    assert_string_equal(ehoks_json_get_string(value, "paivitetty"),
                        "2024-05-01T00:00:00Z");
}

/* --- beside the document ------------------------------------------------- */

static void check_rows(const char *rows, const char *wanted)
{
    ehoks_json_t *list = parse(rows);

    for (size_t i = 0; i < ehoks_json_size(list); i++) {
        ehoks_json_t *row = ehoks_json_at(list, i);
        assert_true(is_uuid(ehoks_json_get_string(row, "moduuli_id")));
        ehoks_json_remove(row, "moduuli_id");
    }
    assert_string_equal(ehoks_json_write_sorted(pool, list),
                        ehoks_json_write_sorted(pool, parse(wanted)));
}

static void test_rows_beside_the_document(void **state)
{
    ehoks_document_t *document = created(
        "{" LEAST ",'osaamisen-saavuttamisen-pvm':'2025-06-01',"
        "'hankittavat-ammat-tutkinnon-osat':[{'osaamisen-hankkimistavat':["
        "{'alku':'2025-01-01','loppu':'2025-02-01','yksiloiva-tunniste':'t1',"
        "'osaamisen-hankkimistapa-koodi-uri':"
        "'osaamisenhankkimistapa_oppisopimus',"
        "'osa-aikaisuustieto':80,"
        "'oppisopimuksen-perusta-koodi-uri':'oppisopimuksenperusta_01',"
        "'tyopaikalla-jarjestettava-koulutus':{'tyopaikan-nimi':'Paja',"
        "'tyopaikan-y-tunnus':'9000001-1','vastuullinen-tyopaikka-ohjaaja':"
        "{'nimi':'Oona','sahkoposti':'Oona@Example.invalid',"
        "'puhelinnumero':'+358'}}},"
        "{'alku':'2025-03-01','loppu':'2025-04-01',"
        "'osaamisen-hankkimistapa-koodi-uri':"
        "'osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus'}],"
        "'osaamisen-osoittaminen':[{'alku':'2025-05-01',"
        "'loppu':'2025-05-02'}]}],"
        "'hankittavat-yhteiset-tutkinnon-osat':[{'osa-alueet':["
        "{'osaamisen-hankkimistavat':[{'osaamisen-hankkimistapa-koodi-uri':"
        "'osaamisenhankkimistapa_koulutussopimus'}]}]}],"
        "'aiemmin-hankitut-ammat-tutkinnon-osat':"
        "[{'tarkentavat-tiedot-naytto':[{'alku':'2020-05-01',"
        "'loppu':'2020-05-02'}]}]}");

    check_rows(document->tyopaikkajaksot,
               "[{'alku':'2025-01-01','loppu':'2025-02-01','tunniste':'t1',"
               "'y_tunnus':'9000001-1','tyopaikka':'Paja','ohjaaja':'Oona',"
               "'sahkoposti':'Oona@Example.invalid','puhelinnumero':'+358',"
               "'hankkimistapa':'osaamisenhankkimistapa_oppisopimus',"
               "'perusta':'oppisopimuksenperusta_01','osa_aikaisuus':80,"
               "'tutkinnon_osa':'ammatillinen'},"
               "{'hankkimistapa':'osaamisenhankkimistapa_koulutussopimus',"
               "'tutkinnon_osa':'yhteinen'}]");
    check_rows(document->naytot, "[{'alku':'2025-05-01','loppu':'2025-05-02'},"
                                 "{'alku':'2020-05-01','loppu':'2020-05-02'}]");
    assert_string_equal(document->osaamisen_saavuttamisen_pvm, "2025-06-01");
}

/* --- updating ------------------------------------------------------------ */

#define EMPTIED                                                                \
    "'versio':3,'sahkoposti':'a@b.example','urasuunnitelma-koodi-uri':"        \
    "'urasuunnitelma_0001','urasuunnitelma-koodi-versio':1,"                   \
    "'hyvaksytty':'2024-08-15T00:00:00Z',"                                     \
    "'paivitetty':'2024-08-16T00:00:00Z',"                                     \
    "'osaamisen-saavuttamisen-pvm':'2025-06-01'"
#define KEPT                                                                   \
    "'puhelinnumero':'0401234567',"                                            \
    "'tuva-opiskeluoikeus-oid':'1.2.246.562.15.91000000025'"
#define UNITS                                                                  \
    "'hankittavat-yhteiset-tutkinnon-osat':[{'osa-alueet':[],"                 \
    "'tutkinnon-osa-koodi-uri':'tutkinnonosat_1'}]"

/* `told` gets the pointers of problems in a line; NULL: there may be none. */
static ehoks_document_t *updated(ehoks_document_update_e how,
                                 ehoks_json_t *stored, const char *body,
                                 const char **told)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    const char *before = ehoks_json_write(pool, stored, NULL);
    const char *line = "";
    ehoks_document_t *document =
        ehoks_document_update(&ctx, schema, how, stored, parse(body), problems);

    for (int i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        line = apr_pstrcat(pool, line, problem->code, " ", problem->pointer,
                           ";", NULL);
    }
    if (told)
        *told = line;
    else
        assert_string_equal(line, "");
    assert_string_equal(ehoks_json_write(pool, stored, NULL), before);
    return document;
}

static void test_put_empties_and_keeps(void **state)
{
    ehoks_json_t *stored =
        created("{" LEAST "," EMPTIED "," KEPT "," UNITS "}")->value;
    ehoks_document_t *document;

    document = updated(EHOKS_DOCUMENT_REPLACE, stored,
                       "{'id':7," APPROVED "," NEED "}", NULL);
    check_equal(document->value, "{" OWN "," LEAST "," KEPT "," NO_PARTS
                                 "," NO_COMMON_UNITS "}");
    assert_string_equal(document->eid, ehoks_json_get_string(stored, "eid"));
    document = updated(EHOKS_DOCUMENT_REPLACE, stored,
                       "{'id':7," APPROVED ",'osaamisen-hankkimisen-tarve':"
                       "false,'puhelinnumero':'050'," UNITS "}",
                       NULL);
    check_equal(
        document->value,
        "{" OWN "," OPPIJA "," RIGHT "," APPROVED
        ",'osaamisen-hankkimisen-tarve':false,'puhelinnumero':'050',"
        "'tuva-opiskeluoikeus-oid':'1.2.246.562.15.91000000025'," NO_PARTS
        "," UNITS "}");
}

static void test_patch_changes_what_it_has(void **state)
{
    ehoks_json_t *stored =
        created("{" LEAST "," EMPTIED "," KEPT "," UNITS "}")->value;
    ehoks_document_t *document =
        updated(EHOKS_DOCUMENT_MERGE, stored,
                "{'id':7,'paivitetty':'2025-01-01T00:00:00+02:00'}", NULL);
    ehoks_json_t *wanted = ehoks_json_copy(pool, stored);

    ehoks_json_set_string(pool, wanted, "paivitetty", "2024-12-31T22:00:00Z");
    assert_true(ehoks_json_equal(document->value, wanted));
    assert_true(ehoks_json_equal(
        updated(EHOKS_DOCUMENT_MERGE, stored, "{'id':7}", NULL)->value,
        stored));
}

static void test_identity_must_be_the_stored_one(void **state)
{
    ehoks_json_t *stored = created("{" LEAST "," UNITS "}")->value;
    const char *text = ehoks_json_write(pool, stored, NULL);
    const char *told;

    /* What was answered may be sent back. */
    assert_true(ehoks_json_equal(
        updated(EHOKS_DOCUMENT_REPLACE, stored, text, NULL)->value, stored));
    updated(EHOKS_DOCUMENT_REPLACE, stored,
            "{'id':8,'eid':'00000000-0000-4000-8000-000000000000',"
            "'manuaalisyotto':true," LEAST "}",
            &told);
    assert_string_equal(told, "MUUTTUMATON /id;MUUTTUMATON /eid;"
                              "MUUTTUMATON /manuaalisyotto;");
    updated(EHOKS_DOCUMENT_MERGE, stored, "{'id':6}", &told);
    assert_string_equal(told, "MUUTTUMATON /id;");
    updated(EHOKS_DOCUMENT_REPLACE, stored,
            "{'id':7," LEAST ",'hankittavat-yhteiset-tutkinnon-osat':[{"
            "'module-id':'00000000-0000-4000-8000-000000000000'}]}",
            &told);
    assert_string_equal(
        told, "MODUULI /hankittavat-yhteiset-tutkinnon-osat/0/module-id;");
}

#define PERIOD(start, more)                                                    \
    "{'alku':'" start "','osaamisen-hankkimistapa-koodi-uri':"                 \
    "'osaamisenhankkimistapa_koulutussopimus'" more "}"
#define PERIODS(list)                                                          \
    "'hankittavat-ammat-tutkinnon-osat':[{'osaamisen-hankkimistavat':[" list   \
    "]}]"

static const ehoks_json_t *period(const ehoks_document_t *document, size_t i)
{
    const ehoks_json_t *units =
        ehoks_json_get(document->value, "hankittavat-ammat-tutkinnon-osat");

    return ehoks_json_at(
        ehoks_json_get(ehoks_json_at(units, 0), "osaamisen-hankkimistavat"), i);
}

static void check_same(const ehoks_json_t *one, const ehoks_json_t *other,
                       const char *key)
{
    assert_string_equal(ehoks_json_get_string(one, key),
                        ehoks_json_get_string(other, key));
}

/* Staff send periods without identifiers: the same period keeps its own. */
static void test_put_by_hand_keeps_identifiers(void **state)
{
    ehoks_document_t *stored = created("{" LEAST "," PERIODS(
        PERIOD("2025-01-01", ",'yksiloiva-tunniste':'oma'")) "}");
    ehoks_document_t *next = updated(
        EHOKS_DOCUMENT_REPLACE_BY_HAND, stored->value,
        "{'id':7," LEAST "," PERIODS(PERIOD("2024-01-01", "") "," PERIOD(
            "2025-01-01", ",'ajanjakson-tarkenne':'x'")) "}",
        NULL);

    check_same(period(stored, 0), period(next, 1), "yksiloiva-tunniste");
    check_same(period(stored, 0), period(next, 1), "module-id");
    assert_true(
        is_uuid(ehoks_json_get_string(period(next, 0), "yksiloiva-tunniste")));
    assert_non_null(strstr(next->tyopaikkajaksot, "\"tunniste\":\"oma\""));
    assert_null(
        ehoks_json_get(period(updated(EHOKS_DOCUMENT_REPLACE, stored->value,
                                      "{'id':7," LEAST
                                      "," PERIODS(PERIOD("2025-01-01", "")) "}",
                                      NULL),
                              0),
                       "yksiloiva-tunniste"));
}

/* --- reading ------------------------------------------------------------- */

static void test_top_level(void **state)
{
    ehoks_json_t *value = created("{" LEAST "," EMPTIED "," UNITS "}")->value;

    check_equal(ehoks_document_top_level(value),
                "{" OWN "," LEAST "," EMPTIED "}");
}

/* A stored document may be deeper and longer than what clients may send. */
static void test_parse(void **state)
{
    char deep[256];

    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    assert_non_null(ehoks_document_parse(&ctx, deep, 200));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_least_plan),
        cmocka_unit_test(test_what_parts_always_have),
        cmocka_unit_test(test_numbers_are_dropped),
        cmocka_unit_test(test_times_are_in_utc),
        cmocka_unit_test(test_rows_beside_the_document),
        cmocka_unit_test(test_put_empties_and_keeps),
        cmocka_unit_test(test_patch_changes_what_it_has),
        cmocka_unit_test(test_identity_must_be_the_stored_one),
        cmocka_unit_test(test_put_by_hand_keeps_identifiers),
        cmocka_unit_test(test_top_level),
        cmocka_unit_test(test_parse),
    };

    return cmocka_run_group_tests(tests, set_up, pool_down);
}
