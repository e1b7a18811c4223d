/* What a JSON Schema cannot say about a HOKS: rules that look at the calendar,
 * at several fields at once, or at the study right. One row of a table each
 * (rules.c); texts and cures stand in conf/errors.json under the same id.
 * Source: contract, rules.md 3 to 5.
 */
#ifndef EHOKS_SCHEMA_RULES_H
#define EHOKS_SCHEMA_RULES_H

#include "schema.h"

/* What the rules look at besides the document. */
typedef struct {
    /* What Koski tells of the plan's study right; NULL: it was not asked, and
     * the rules that need it pass. */
    const ehoks_json_t *study_right;
    int today; /* yyyymmdd in Finland */
} ehoks_rules_facts_t;

/* Appends every broken rule of `document` to `problems`, which holds what
 * ehoks_schema_validate found: a rule about an object as a whole is looked at
 * only when nothing below that object is wrong. */
void ehoks_rules_check(const ehoks_schema_t *schema,
                       const ehoks_rules_facts_t *facts, ehoks_json_t *document,
                       ehoks_problems_t *problems);

#endif
