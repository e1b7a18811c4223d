/* What a share lets out, in the words of the API: the purposes with what each
 * proposes, and the groups of fields that can be ticked. */
#ifndef EHOKS_HOKS_SHARE_CONTENT_H
#define EHOKS_HOKS_SHARE_CONTENT_H

#include "../core/json.h"

/* The groups (of modules/hoks/slice.h) that a list of names ticks. Names that
 * are not known tick nothing. */
unsigned ehoks_share_groups(const ehoks_json_t *contents);

/* Whether the list ticks the learner's free periods, which stand in no field
 * of the plan. */
int ehoks_share_has_free_periods(const ehoks_json_t *contents);

/* What `purpose` proposes when nothing was ticked: a list of names. Contact
 * data, deviations and support are in none of them. */
ehoks_json_t *ehoks_share_proposal(apr_pool_t *pool, const char *purpose);

#endif
