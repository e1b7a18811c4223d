/* Stable identity of the parts of a plan: a part that is still there keeps
 * its module-id, whatever else changed, so that what refers to it (share
 * links, invitations) survives every update (contract/README.md 4).
 */
#ifndef EHOKS_HOKS_PARTS_H
#define EHOKS_HOKS_PARTS_H

#include "../core/json.h"
#include "../core/problems.h"
#include "../schema/schema.h"

/* Gives every part of `to` its module-id: that of the part of `from` (the
 * stored document; NULL for a new plan) that it is, or a new one. Both are
 * complete documents of `schema` (GET).
 *
 * A part is recognised, in this order, by the module-id that it carries; by
 * being the same in content, at the same parent, where the old parent is gone,
 * or anywhere; by `yksiloiva-tunniste`, at the same parent or anywhere; by its
 * own fields at the same parent; by code and first day at the same parent, in
 * order. Two different identifiers `yksiloiva-tunniste` are two parts: who
 * makes one up for a part that was sent without must do so after this.
 *
 * A module-id that the stored document does not have, or that stands twice,
 * is a problem (code MODUULI) at its place in `to`. */
void ehoks_parts_identify(const ehoks_schema_t *schema, apr_pool_t *pool,
                          ehoks_json_t *from, ehoks_json_t *to,
                          ehoks_problems_t *problems);

#endif
