/* The audit in the learner's words; see own_words.h. */
#include "own_words.h"

#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

/* One meaning in the three languages. */
typedef struct {
    const char *of; /* what it is said of; NULL: of everything else */
    const char *fi;
    const char *sv;
    const char *en;
} words_t;

static const words_t roles[] = {
    {"ITSE", "Sinä itse", "Du själv", "You yourself"},
    {"OPPIJA", "Toinen oppija", "En annan studerande", "Another learner"},
    {"VIRKAILIJA", "Koulutuksen järjestäjän tai viranomaisen työntekijä",
     "Anställd hos en utbildningsanordnare eller myndighet",
     "Staff of an education provider or authority"},
    {"PALVELU", "Tietojärjestelmä", "Informationssystem", "Information system"},
    {"TYOPAIKKA", "Työpaikan edustaja", "Representant för arbetsplatsen",
     "Representative of the workplace"},
    {"JARJESTELMA", "eHOKS-palvelu itse", "ePUK-tjänsten själv",
     "The eHOKS service itself"},
    {NULL, "Jaon vastaanottaja", "Mottagare av en delning",
     "Receiver of a share"}};

/* By the end of the route's path; the first that fits. */
static const words_t purposes[] = {
    {":share/open", "Avasi jakamasi tiedot", "Öppnade uppgifter som du delat",
     "Opened data that you have shared"},
    {"/versiot", "Katsoi suunnitelman versioita", "Såg på planens versioner",
     "Looked at the versions of the plan"},
    {"/versiot/:versiot", "Katsoi suunnitelman aiempaa versiota tai muutoksia",
     "Såg på en tidigare version eller ändringar av planen",
     "Looked at an earlier version or changes of the plan"},
    {"/pohja", "Laati uutta suunnitelmaa aiempien pohjalta",
     "Gjorde upp en ny plan utgående från tidigare",
     "Drew up a new plan from earlier ones"},
    {"/hankintakoulutukset", "Katsoi hankintakoulutuksia",
     "Såg på anskaffade utbildningar", "Looked at acquired trainings"},
    {"/osaamisen-hankkimistapa/:oht-id", "Luki yhden työpaikkajakson",
     "Läste en period på arbetsplats", "Read one workplace period"},
    {"/jaksot", "Katsoi työpaikkajaksoja", "Såg på perioder på arbetsplats",
     "Looked at workplace periods"},
    {"/jaksot/:module-id", "Katsoi työpaikkajaksoa",
     "Såg på en period på arbetsplats", "Looked at a workplace period"},
    {"/naytot", "Katsoi näyttöjä", "Såg på yrkesprov",
     "Looked at demonstrations"},
    {"/naytot/:module-id", "Katsoi näyttöä", "Såg på ett yrkesprov",
     "Looked at a demonstration"},
    {"/opiskelijapalaute", "Katsoi palautekyselyjen tietoja",
     "Såg på uppgifter om responsenkäter", "Looked at feedback surveys"},
    {"/kyselylinkit", "Katsoi palautekyselyjen linkkejä",
     "Såg på länkar till responsenkäter",
     "Looked at links to feedback surveys"},
    {"/opiskeluoikeudet", "Katsoi opiskeluoikeuksia", "Såg på studierätter",
     "Looked at study rights"},
    {"/hoksit", "Katsoi suunnitelmien luetteloa", "Såg på listan över planer",
     "Looked at the list of plans"},
    {"/virkailija/oppijat", "Näki suunnitelman hakutuloksissa",
     "Såg planen bland sökresultat", "Saw the plan among search results"},
    {"/with-oo", "Katsoi nimeä ja opiskeluoikeutta",
     "Såg på namnet och studierätten", "Looked at the name and a study right"},
    {"/oppijat/:oppija-oid", "Katsoi nimeä", "Såg på namnet",
     "Looked at the name"},
    {"-raportti", "Näki suunnitelman tietoja raportissa",
     "Såg uppgifter i planen i en rapport", "Saw data of the plan in a report"},
    {"/hoks/:hoks-id", "Katsoi suunnitelmaa", "Såg på planen",
     "Looked at the plan"},
    {"/hoksit/:hoks-id", "Katsoi suunnitelmaa", "Såg på planen",
     "Looked at the plan"},
    {"/opiskeluoikeus/:opiskeluoikeus-oid", "Katsoi suunnitelmaa",
     "Såg på planen", "Looked at the plan"},
    {"/hoks", "Katsoi suunnitelmia", "Såg på planerna", "Looked at the plans"},
    {NULL, "Katsoi tietoja", "Såg på uppgifter", "Looked at data"}};

static const words_t deeds[] = {
    {"create", "Suunnitelma luotiin", "Planen skapades",
     "The plan was created"},
    {"delete", "Suunnitelma poistettiin", "Planen raderades",
     "The plan was deleted"},
    {":system/erase-contacts", "Yhteystietoja poistettiin",
     "Kontaktuppgifter raderades", "Contact data was erased"},
    {NULL, "Suunnitelmaa muutettiin", "Planen ändrades",
     "The plan was changed"}};

static ehoks_json_t *value_of(apr_pool_t *pool, const words_t *words)
{
    ehoks_json_t *value = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, value, "fi", words->fi);
    ehoks_json_set_string(pool, value, "sv", words->sv);
    ehoks_json_set_string(pool, value, "en", words->en);
    return value;
}

/* The first that `text` ends with; the last one of the table is for all. */
static ehoks_json_t *find(apr_pool_t *pool, const words_t *words,
                          const char *text)
{
    apr_size_t length = text ? strlen(text) : 0;

    for (; words->of; words++) {
        apr_size_t end = strlen(words->of);

        if (text && length >= end
            && strcmp(text + length - end, words->of) == 0)
            break;
    }
    return value_of(pool, words);
}

ehoks_json_t *ehoks_own_role(apr_pool_t *pool, const char *kind)
{
    return find(pool, roles, kind);
}

ehoks_json_t *ehoks_own_purpose(apr_pool_t *pool, const char *operation,
                                const char *route)
{
    return find(pool, purposes, operation[0] == ':' ? operation : route);
}

ehoks_json_t *ehoks_own_deed(apr_pool_t *pool, const char *operation)
{
    return find(pool, deeds, operation);
}

/* --- places in a plan --------------------------------------------------------- */

/* The definition that a "$ref" names, or the value itself. */
static const ehoks_json_t *resolve(const ehoks_json_t *schema,
                                   const ehoks_json_t *value)
{
    const char *reference;
    int steps;

    for (steps = 0; steps < 8; steps++) {
        reference = ehoks_json_get_string(value, "$ref");
        if (!reference || strncmp(reference, "#/$defs/", 8) != 0)
            break;
        value = ehoks_json_get(ehoks_json_get(schema, "$defs"), reference + 8);
    }
    return value;
}

static int is_index(const char *step)
{
    return apr_isdigit(*step) && step[strspn(step, "0123456789")] == '\0';
}

ehoks_json_t *ehoks_own_place(apr_pool_t *pool, const ehoks_json_t *schema,
                              const char *pointer)
{
    ehoks_json_t *place = ehoks_json_new_array(pool);
    const ehoks_json_t *at = resolve(schema, schema);
    char *steps = apr_pstrdup(pool, pointer);
    char *state;
    char *step;

    for (step = apr_strtok(steps, "/", &state); step && at;
         step = apr_strtok(NULL, "/", &state)) {
        if (is_index(step)) {
            at = resolve(schema, ehoks_json_get(at, "items"));
            ehoks_json_append(place,
                              ehoks_json_new_integer(pool, atoi(step) + 1));
            continue;
        }
        at = ehoks_json_path(at, "properties", step, NULL);
        if (ehoks_json_get(at, "x-label"))
            ehoks_json_append(place, ehoks_json_get(at, "x-label"));
        at = resolve(schema, at);
    }
    return place;
}
