/* What receivers of shares are told in words, in three languages. */
#ifndef EHOKS_HOKS_SHARE_TEXT_H
#define EHOKS_HOKS_SHARE_TEXT_H

#include "../core/json.h"

typedef enum {
    EHOKS_SHARE_PART_GONE, /* the shared part is no longer in the plan */
    EHOKS_SHARE_SOME_GONE, /* some of the shared parts are not */
    EHOKS_SHARE_PLAN_GONE  /* the plan was deleted */
} ehoks_share_text_e;

/* The text as {"fi": …, "sv": …, "en": …}. */
ehoks_json_t *ehoks_share_text(apr_pool_t *pool, ehoks_share_text_e which);

#endif
