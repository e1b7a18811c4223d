/* JSON Patch (RFC 6902): what changed between two values, and applying it.
 * History is kept as such changes, so for all values
 * patch(diff(old, new), old) equals new. */
#ifndef EHOKS_CORE_PATCH_H
#define EHOKS_CORE_PATCH_H

#include "json.h"

/* The operations (add, remove, replace) that make `to` out of `from`, in the
 * order in which they are applied; an empty array when the two are equal.
 * Lives in `pool` and shares values with `to`. */
ehoks_json_t *ehoks_patch_diff(apr_pool_t *pool, const ehoks_json_t *from,
                               const ehoks_json_t *to);

/* Applies add, remove and replace operations to a copy of `value` and returns
 * it, or NULL when an operation does not fit (a place that is not there) or is
 * none of the three. */
ehoks_json_t *ehoks_patch_apply(apr_pool_t *pool, const ehoks_json_t *value,
                                const ehoks_json_t *patch);

#endif
