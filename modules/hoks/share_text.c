/* Sentences for the receivers of shares. They are part of answers that are no
 * errors, so they do not stand in the catalogue of errors. */
#include "share_text.h"

static const struct {
    const char *fi;
    const char *sv;
    const char *en;
} texts[] = {
    [EHOKS_SHARE_PART_GONE] =
        {"Jaettu osa on poistettu suunnitelmasta.",
         "Den delade delen har tagits bort ur planen.",
         "The shared part has been removed from the plan."},
    [EHOKS_SHARE_SOME_GONE] =
        {"Osa jaetusta on poistettu suunnitelmasta.",
         "En del av det delade har tagits bort ur planen.",
         "Some of what was shared has been removed from the plan."},
    [EHOKS_SHARE_PLAN_GONE] = {"Jaettu suunnitelma on poistettu.",
                               "Den delade planen har raderats.",
                               "The shared plan has been deleted."},
};

ehoks_json_t *ehoks_share_text(apr_pool_t *pool, ehoks_share_text_e which)
{
    ehoks_json_t *text = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, text, "fi", texts[which].fi);
    ehoks_json_set_string(pool, text, "sv", texts[which].sv);
    ehoks_json_set_string(pool, text, "en", texts[which].en);
    return text;
}
