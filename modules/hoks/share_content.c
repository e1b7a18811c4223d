/* The tables of purposes and contents of shares. */
#include <string.h>

#include "share_content.h"
#include "slice.h"

#define FREE_PERIODS "vapaat-jaksot"

/* Two groups of a plan cannot be ticked: what only systems use, and the
 * contact data of instructors, which is held for feedback alone and is not
 * the learner's to give away. */
static const struct {
    const char *name;
    unsigned group;
} contents[] = {
    {"tunnisteet", EHOKS_SLICE_IDENTITY},
    {"paivamaarat", EHOKS_SLICE_DATES},
    {"yhteystiedot", EHOKS_SLICE_CONTACT},
    {"urasuunnitelma", EHOKS_SLICE_CAREER},
    {"tutkinnon-osat", EHOKS_SLICE_UNIT},
    {"opetus", EHOKS_SLICE_TEACHING},
    {"jaksot", EHOKS_SLICE_PERIOD},
    {"ohjaajat", EHOKS_SLICE_INSTRUCTOR},
    {"edustajat", EHOKS_SLICE_REPRESENTATIVES},
    {"naytot", EHOKS_SLICE_DEMONSTRATION},
    {"arvioijat", EHOKS_SLICE_ASSESSORS},
    {"poikkeamat", EHOKS_SLICE_DEVIATIONS},
    {"tuki", EHOKS_SLICE_SUPPORT},
    {"aiempi-osaaminen", EHOKS_SLICE_PRIOR_LEARNING},
};

/* To go on with interrupted studies: what is done, left and recognised. For a
 * place to learn at work: competence, career goal and when there is time. */
static const struct {
    const char *purpose;
    const char *proposal[6]; /* ends with NULL */
} purposes[] = {
    {"koulutukseen-hakeutuminen",
     {"paivamaarat", "tutkinnon-osat", "jaksot", "naytot", "aiempi-osaaminen"}},
    {"koulutus-tai-oppisopimuspaikan-haku",
     {"urasuunnitelma", "tutkinnon-osat", "naytot", "aiempi-osaaminen",
      FREE_PERIODS}},
    {"muu", {"tutkinnon-osat", "jaksot", "naytot"}},
};

static int has(const ehoks_json_t *list, const char *name)
{
    apr_size_t i;

    for (i = 0; i < ehoks_json_size(list); i++) {
        const char *text = ehoks_json_string(ehoks_json_at(list, i), NULL);

        if (text && strcmp(text, name) == 0)
            return 1;
    }
    return 0;
}

unsigned ehoks_share_groups(const ehoks_json_t *list)
{
    unsigned groups = 0;
    apr_size_t i;

    for (i = 0; i < sizeof(contents) / sizeof(contents[0]); i++)
        groups |= has(list, contents[i].name) ? contents[i].group : 0;
    return groups;
}

int ehoks_share_has_free_periods(const ehoks_json_t *list)
{
    return has(list, FREE_PERIODS);
}

ehoks_json_t *ehoks_share_proposal(apr_pool_t *pool, const char *purpose)
{
    ehoks_json_t *list = ehoks_json_new_array(pool);
    apr_size_t i;
    int k;

    for (i = 0; i < sizeof(purposes) / sizeof(purposes[0]); i++) {
        if (strcmp(purposes[i].purpose, purpose) != 0)
            continue;
        for (k = 0; purposes[i].proposal[k]; k++)
            ehoks_json_append(
                list, ehoks_json_new_string(pool, purposes[i].proposal[k]));
    }
    return list;
}
