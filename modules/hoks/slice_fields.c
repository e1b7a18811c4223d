/* Which field of a plan belongs to which group: the whole list of what can
 * come out of a slice. A field that stands in no table here stays inside;
 * t/unit/test_slice.c knows the fields that are left out on purpose. */
#include "slice.h"

#define IDENTITY EHOKS_SLICE_IDENTITY
#define DATES EHOKS_SLICE_DATES
#define CONTACT EHOKS_SLICE_CONTACT
#define CAREER EHOKS_SLICE_CAREER
#define UNIT EHOKS_SLICE_UNIT
#define TEACHING EHOKS_SLICE_TEACHING
#define PERIOD EHOKS_SLICE_PERIOD
#define INSTRUCTOR EHOKS_SLICE_INSTRUCTOR
#define INSTRUCTOR_CONTACT EHOKS_SLICE_INSTRUCTOR_CONTACT
#define REPRESENTATIVES EHOKS_SLICE_REPRESENTATIVES
#define DEMONSTRATION EHOKS_SLICE_DEMONSTRATION
#define ASSESSORS EHOKS_SLICE_ASSESSORS
#define DEVIATIONS EHOKS_SLICE_DEVIATIONS
#define SUPPORT EHOKS_SLICE_SUPPORT
#define PRIOR EHOKS_SLICE_PRIOR_LEARNING
#define TECHNICAL EHOKS_SLICE_TECHNICAL

/* clang-format off */

/* --- demonstrations ------------------------------------------------------ */

static const ehoks_slice_field_t organiser[] = {
    {"oppilaitos-oid", DEMONSTRATION},
    {NULL}
};

static const ehoks_slice_field_t sub_area_code[] = {
    {"koodi-uri", DEMONSTRATION},
    {"koodi-versio", DEMONSTRATION},
    {NULL}
};

static const ehoks_slice_field_t place[] = {
    {"nimi", DEMONSTRATION},
    {"y-tunnus", DEMONSTRATION},
    {"kuvaus", DEMONSTRATION},
    {NULL}
};

static const ehoks_slice_field_t school_of_assessor[] = {
    {"oppilaitos-oid", ASSESSORS},
    {NULL}
};

static const ehoks_slice_field_t school_assessor[] = {
    {"nimi", ASSESSORS},
    {"organisaatio", ASSESSORS, school_of_assessor},
    {NULL}
};

static const ehoks_slice_field_t employer_of_assessor[] = {
    {"nimi", ASSESSORS},
    {"y-tunnus", ASSESSORS},
    {NULL}
};

static const ehoks_slice_field_t workplace_assessor[] = {
    {"nimi", ASSESSORS},
    {"organisaatio", ASSESSORS, employer_of_assessor},
    {NULL}
};

static const ehoks_slice_field_t demonstration[] = {
    {"module-id", DEMONSTRATION},
    {"alku", DEMONSTRATION},
    {"loppu", DEMONSTRATION},
    {"jarjestaja", DEMONSTRATION, organiser},
    {"osa-alueet", DEMONSTRATION, sub_area_code},
    {"nayttoymparisto", DEMONSTRATION, place},
    {"sisallon-kuvaus", DEMONSTRATION},
    {"koulutuksen-jarjestaja-osaamisen-arvioijat", ASSESSORS,
     school_assessor},
    {"tyoelama-osaamisen-arvioijat", ASSESSORS, workplace_assessor},
    {"vaatimuksista-tai-tavoitteista-poikkeaminen", DEVIATIONS},
    {"yksilolliset-kriteerit", DEVIATIONS},
    {NULL}
};

/* --- ways of acquiring --------------------------------------------------- */

static const ehoks_slice_field_t representative[] = {
    {"nimi", REPRESENTATIVES},
    {"rooli", REPRESENTATIVES},
    {"oppilaitos-oid", REPRESENTATIVES},
    {NULL}
};

static const ehoks_slice_field_t instructor[] = {
    {"nimi", INSTRUCTOR},
    {"sahkoposti", INSTRUCTOR_CONTACT},
    {"puhelinnumero", INSTRUCTOR_CONTACT},
    {NULL}
};

static const ehoks_slice_field_t workplace[] = {
    {"tyopaikan-nimi", PERIOD},
    {"tyopaikan-y-tunnus", PERIOD},
    {"keskeiset-tyotehtavat", PERIOD},
    {"vastuullinen-tyopaikka-ohjaaja", 0, instructor},
    {NULL}
};

static const ehoks_slice_field_t environment[] = {
    {"oppimisymparisto-koodi-uri", TEACHING},
    {"oppimisymparisto-koodi-versio", TEACHING},
    {"alku", TEACHING},
    {"loppu", TEACHING},
    {NULL}
};

static const ehoks_slice_field_t interruption[] = {
    {"alku", PERIOD},
    {"loppu", PERIOD},
    {NULL}
};

static const ehoks_slice_field_t period[] = {
    {"module-id", PERIOD},
    {"alku", PERIOD},
    {"loppu", PERIOD},
    {"ajanjakson-tarkenne", PERIOD},
    {"yksiloiva-tunniste", TECHNICAL},
    {"osaamisen-hankkimistapa-koodi-uri", PERIOD},
    {"osaamisen-hankkimistapa-koodi-versio", PERIOD},
    {"osa-aikaisuustieto", PERIOD},
    {"oppisopimuksen-perusta-koodi-uri", PERIOD},
    {"oppisopimuksen-perusta-koodi-versio", PERIOD},
    {"keskeytymisajanjaksot", PERIOD, interruption},
    {"tyopaikalla-jarjestettava-koulutus", 0, workplace},
    {"jarjestajan-edustaja", REPRESENTATIVES, representative},
    {"hankkijan-edustaja", REPRESENTATIVES, representative},
    {"muut-oppimisymparistot", TEACHING, environment},
    {NULL}
};

/* --- units to be acquired ------------------------------------------------ */

static const ehoks_slice_field_t vocational_unit[] = {
    {"module-id", UNIT},
    {"tutkinnon-osa-koodi-uri", UNIT},
    {"tutkinnon-osa-koodi-versio", UNIT},
    {"tutkinnon-osan-perusteen-diaarinro", UNIT},
    {"koulutuksen-jarjestaja-oid", UNIT},
    {"opetus-ja-ohjaus-maara", TEACHING},
    {"vaatimuksista-tai-tavoitteista-poikkeaminen", DEVIATIONS},
    {"olennainen-seikka", SUPPORT},
    {"osaamisen-hankkimistavat", PERIOD, period},
    {"osaamisen-osoittaminen", DEMONSTRATION, demonstration},
    {NULL}
};

static const ehoks_slice_field_t sub_area[] = {
    {"module-id", UNIT},
    {"osa-alue-koodi-uri", UNIT},
    {"osa-alue-koodi-versio", UNIT},
    {"koulutuksen-jarjestaja-oid", UNIT},
    {"opetus-ja-ohjaus-maara", TEACHING},
    {"vaatimuksista-tai-tavoitteista-poikkeaminen", DEVIATIONS},
    {"olennainen-seikka", SUPPORT},
    {"osaamisen-hankkimistavat", PERIOD, period},
    {"osaamisen-osoittaminen", DEMONSTRATION, demonstration},
    {NULL}
};

static const ehoks_slice_field_t common_unit[] = {
    {"module-id", UNIT},
    {"tutkinnon-osa-koodi-uri", UNIT},
    {"tutkinnon-osa-koodi-versio", UNIT},
    {"koulutuksen-jarjestaja-oid", UNIT},
    {"osa-alueet", 0, sub_area},
    {NULL}
};

static const ehoks_slice_field_t local_unit[] = {
    {"module-id", UNIT},
    {"amosaa-tunniste", UNIT},
    {"nimi", UNIT},
    {"laajuus", UNIT},
    {"tavoitteet-ja-sisallot", UNIT},
    {"koulutuksen-jarjestaja-oid", UNIT},
    {"opetus-ja-ohjaus-maara", TEACHING},
    {"vaatimuksista-tai-tavoitteista-poikkeaminen", DEVIATIONS},
    {"olennainen-seikka", SUPPORT},
    {"osaamisen-hankkimistavat", PERIOD, period},
    {"osaamisen-osoittaminen", DEMONSTRATION, demonstration},
    {NULL}
};

static const ehoks_slice_field_t tuva_part[] = {
    {"koulutuksen-osa-koodi-uri", UNIT},
    {"koulutuksen-osa-koodi-versio", UNIT},
    {"alku", UNIT},
    {"loppu", UNIT},
    {"laajuus", UNIT},
    {NULL}
};

/* --- prior learning ------------------------------------------------------ */

static const ehoks_slice_field_t verification[] = {
    {"lahetetty-arvioitavaksi", PRIOR},
    {"aiemmin-hankitun-osaamisen-arvioijat", ASSESSORS, school_assessor},
    {NULL}
};

static const ehoks_slice_field_t prior_vocational_unit[] = {
    {"module-id", UNIT | PRIOR},
    {"tutkinnon-osa-koodi-uri", UNIT | PRIOR},
    {"tutkinnon-osa-koodi-versio", UNIT | PRIOR},
    {"tutkinnon-osan-perusteen-diaarinro", UNIT | PRIOR},
    {"koulutuksen-jarjestaja-oid", UNIT | PRIOR},
    {"valittu-todentamisen-prosessi-koodi-uri", PRIOR},
    {"valittu-todentamisen-prosessi-koodi-versio", PRIOR},
    {"vaatimuksista-tai-tavoitteista-poikkeaminen", DEVIATIONS},
    {"olennainen-seikka", SUPPORT},
    {"tarkentavat-tiedot-naytto", DEMONSTRATION, demonstration},
    {"tarkentavat-tiedot-osaamisen-arvioija", 0, verification},
    {NULL}
};

static const ehoks_slice_field_t prior_sub_area[] = {
    {"module-id", UNIT | PRIOR},
    {"osa-alue-koodi-uri", UNIT | PRIOR},
    {"osa-alue-koodi-versio", UNIT | PRIOR},
    {"koulutuksen-jarjestaja-oid", UNIT | PRIOR},
    {"valittu-todentamisen-prosessi-koodi-uri", PRIOR},
    {"valittu-todentamisen-prosessi-koodi-versio", PRIOR},
    {"vaatimuksista-tai-tavoitteista-poikkeaminen", DEVIATIONS},
    {"olennainen-seikka", SUPPORT},
    {"tarkentavat-tiedot-naytto", DEMONSTRATION, demonstration},
    {"tarkentavat-tiedot-osaamisen-arvioija", 0, verification},
    {NULL}
};

static const ehoks_slice_field_t prior_common_unit[] = {
    {"module-id", UNIT | PRIOR},
    {"tutkinnon-osa-koodi-uri", UNIT | PRIOR},
    {"tutkinnon-osa-koodi-versio", UNIT | PRIOR},
    {"koulutuksen-jarjestaja-oid", UNIT | PRIOR},
    {"valittu-todentamisen-prosessi-koodi-uri", PRIOR},
    {"valittu-todentamisen-prosessi-koodi-versio", PRIOR},
    {"osa-alueet", 0, prior_sub_area},
    {"tarkentavat-tiedot-naytto", DEMONSTRATION, demonstration},
    {"tarkentavat-tiedot-osaamisen-arvioija", 0, verification},
    {NULL}
};

static const ehoks_slice_field_t prior_local_unit[] = {
    {"module-id", UNIT | PRIOR},
    {"amosaa-tunniste", UNIT | PRIOR},
    {"nimi", UNIT | PRIOR},
    {"laajuus", UNIT | PRIOR},
    {"tavoitteet-ja-sisallot", UNIT | PRIOR},
    {"koulutuksen-jarjestaja-oid", UNIT | PRIOR},
    {"valittu-todentamisen-prosessi-koodi-uri", PRIOR},
    {"valittu-todentamisen-prosessi-koodi-versio", PRIOR},
    {"vaatimuksista-tai-tavoitteista-poikkeaminen", DEVIATIONS},
    {"olennainen-seikka", SUPPORT},
    {"tarkentavat-tiedot-naytto", DEMONSTRATION, demonstration},
    {"tarkentavat-tiedot-osaamisen-arvioija", 0, verification},
    {NULL}
};

/* --- the plan ------------------------------------------------------------ */

static const ehoks_slice_field_t support_studies[] = {
    {"nimi", SUPPORT},
    {"kuvaus", SUPPORT},
    {"alku", SUPPORT},
    {"loppu", SUPPORT},
    {NULL}
};

static const ehoks_slice_field_t learning_support[] = {
    {"oppimisen-tuen-tyyppi-koodi-uri", SUPPORT},
    {"alku", SUPPORT},
    {"loppu", SUPPORT},
    {"tutkinnon-osan-tyyppi-koodi-uri", SUPPORT},
    {NULL}
};

const ehoks_slice_field_t ehoks_slice_plan_fields[] = {
    {"eid", IDENTITY},
    {"oppija-oid", IDENTITY},
    {"opiskeluoikeus-oid", IDENTITY},
    {"tuva-opiskeluoikeus-oid", IDENTITY},
    {"sahkoposti", CONTACT},
    {"puhelinnumero", CONTACT},
    {"urasuunnitelma-koodi-uri", CAREER},
    {"urasuunnitelma-koodi-versio", CAREER},
    {"versio", TECHNICAL},
    {"manuaalisyotto", TECHNICAL},
    {"ensikertainen-hyvaksyminen", DATES},
    {"hyvaksytty", DATES},
    {"paivitetty", DATES},
    {"osaamisen-saavuttamisen-pvm", DATES},
    {"osaamisen-hankkimisen-tarve", DATES},
    {"aiemmin-hankitut-ammat-tutkinnon-osat", PRIOR, prior_vocational_unit},
    {"aiemmin-hankitut-yhteiset-tutkinnon-osat", PRIOR, prior_common_unit},
    {"aiemmin-hankitut-paikalliset-tutkinnon-osat", PRIOR, prior_local_unit},
    {"opiskeluvalmiuksia-tukevat-opinnot", SUPPORT, support_studies},
    {"oppimisen-tuki", SUPPORT, learning_support},
    {"hankittavat-ammat-tutkinnon-osat", 0, vocational_unit},
    {"hankittavat-yhteiset-tutkinnon-osat", 0, common_unit},
    {"hankittavat-paikalliset-tutkinnon-osat", 0, local_unit},
    {"hankittavat-koulutuksen-osat", 0, tuva_part},
    {NULL}
};
/* clang-format on */
