/* What a change of a plan changed, as the audit tells it (contract: api.md
 * 8.1). Not the JSON Patch of the history: that one is made to be applied, this
 * one to be read. */
#ifndef EHOKS_HOKS_CHANGES_H
#define EHOKS_HOKS_CHANGES_H

#include "../core/json.h"

/* [{path, oldValue?, newValue?}] with JSON Pointers: objects are compared by
 * key, lists by index, all else is replaced whole; differences of `module-id`
 * are left out. An empty list when nothing differs. In `pool`; shares values
 * with both. */
ehoks_json_t *ehoks_changes(apr_pool_t *pool, const ehoks_json_t *before,
                            const ehoks_json_t *after);

#endif
