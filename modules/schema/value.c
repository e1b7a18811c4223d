/* Checks that need no more than one value: its type, allowed values, limits,
 * length, pattern, format, check digits, number of items. The codes told here
 * are keys of conf/errors.json.
 */
#include "../core/date.h"
#include "../core/text.h"

#include "check.h"

static int tell_field(ehoks_run_t *run, const ehoks_place_t *place,
                      const char *code, const char *argument)
{
    return ehoks_tell(run, place, EHOKS_PROBLEM_FIELD, code, argument);
}

static int has_type(int types, const ehoks_json_t *value)
{
    switch (ehoks_json_type(value)) {
    case EHOKS_JSON_NULL: return types & EHOKS_TYPE_NULL;
    case EHOKS_JSON_BOOLEAN: return types & EHOKS_TYPE_BOOLEAN;
    case EHOKS_JSON_INTEGER:
        return types & (EHOKS_TYPE_INTEGER | EHOKS_TYPE_NUMBER);
    case EHOKS_JSON_REAL:
        return types & EHOKS_TYPE_NUMBER
               || (types & EHOKS_TYPE_INTEGER && ehoks_json_is_whole(value));
    case EHOKS_JSON_STRING: return types & EHOKS_TYPE_STRING;
    case EHOKS_JSON_ARRAY: return types & EHOKS_TYPE_ARRAY;
    case EHOKS_JSON_OBJECT: return types & EHOKS_TYPE_OBJECT;
    default: return 0;
    }
}

int ehoks_check_type(ehoks_run_t *run, const ehoks_node_t *node,
                     const ehoks_json_t *value, const ehoks_place_t *place)
{
    if (has_type(node->types, value)) {
        return 1;
    }
    if (ehoks_json_type(value) == EHOKS_JSON_NULL) {
        return tell_field(run, place, "G-02", NULL);
    }
    return tell_field(run, place, "G-03", node->type_text);
}

int ehoks_check_values(ehoks_run_t *run, const ehoks_node_t *node,
                       const ehoks_json_t *value, const ehoks_place_t *place)
{
    int is_right = 1;

    if (node->constant && !ehoks_json_equal(node->constant, value)) {
        is_right = tell_field(run, place, "ARVO", node->constant_text);
    }
    if (node->value_text) {
        apr_size_t i = 0;
        while (i < node->value_count
               && !ehoks_json_equal(node->values[i], value)) {
            i++;
        }
        if (i == node->value_count) {
            is_right = tell_field(run, place, "ARVO", node->value_text);
        }
    }
    return is_right;
}

/* A long double holds every integer of 64 bits and every double exactly. */
static long double number_of(const ehoks_json_t *value)
{
    return ehoks_json_type(value) == EHOKS_JSON_INTEGER
               ? (long double)ehoks_json_integer(value)
               : (long double)ehoks_json_real(value);
}

/* Less than, equal to or greater than 0, as `value` is to `bound`. */
static int compare(const ehoks_json_t *value, const ehoks_json_t *bound)
{
    long double one = number_of(value);
    long double other = number_of(bound);

    return (one > other) - (one < other);
}

int ehoks_check_number(ehoks_run_t *run, const ehoks_node_t *node,
                       const ehoks_json_t *value, const ehoks_place_t *place)
{
    int is_right = 1;

    for (int i = 0; i < node->limits->nelts; i++) {
        const ehoks_limit_t *limit =
            &APR_ARRAY_IDX(node->limits, i, ehoks_limit_t);
        int order = compare(value, limit->bound);
        int holds = limit->kind == EHOKS_LIMIT_MINIMUM   ? order >= 0
                    : limit->kind == EHOKS_LIMIT_MAXIMUM ? order <= 0
                    : limit->kind == EHOKS_LIMIT_ABOVE   ? order > 0
                                                         : order < 0;
        if (!holds) {
            const char *code = node->text_code && !limit->is_storage
                                   ? node->text_code
                                   : "RAJA";
            is_right = tell_field(run, place, code, limit->text);
        }
    }
    return is_right;
}

static int check_size(ehoks_run_t *run, const ehoks_size_t *size,
                      apr_size_t count, const char *code,
                      const ehoks_place_t *place)
{
    if (count < size->minimum) {
        return tell_field(run, place, code, size->minimum_text);
    }
    if (size->maximum_text && count > size->maximum) {
        return tell_field(run, place, code, size->maximum_text);
    }
    return 1;
}

static int check_length(ehoks_run_t *run, const ehoks_node_t *node,
                        const char *text, apr_size_t length,
                        const ehoks_place_t *place)
{
    const ehoks_size_t *size = &node->characters;

    /* A character takes at least one byte: most texts need no counting. */
    if (!size->minimum && (!size->maximum_text || length <= size->maximum)) {
        return 1;
    }
    return check_size(run, size, ehoks_text_characters(text, length), "PITUUS",
                      place);
}

static int check_format(ehoks_run_t *run, const ehoks_node_t *node,
                        const char *text, const ehoks_place_t *place)
{
    switch (node->format) {
    case EHOKS_FORMAT_DATE:
        return ehoks_date_day(text) || tell_field(run, place, "G-06", NULL);
    case EHOKS_FORMAT_DATE_TIME:
        return ehoks_date_is_rfc3339(text)
               || tell_field(run, place, "G-07", NULL);
    case EHOKS_FORMAT_UUID:
        return ehoks_text_is_uuid(text)
               || tell_field(run, place, "TUNNISTE", NULL);
    default: return 1;
    }
}

/* From the general to the particular; a text with one fault is not told its
 * other faults, which follow from the first. */
int ehoks_check_text(ehoks_run_t *run, const ehoks_node_t *node,
                     const ehoks_json_t *value, const ehoks_place_t *place)
{
    apr_size_t length;
    const char *text = ehoks_json_string(value, &length);

    if (!check_length(run, node, text, length, place)) {
        return 0;
    }
    if (node->pattern
        && !ehoks_pattern_matches(node->pattern, &run->patterns, text,
                                  length)) {
        return tell_field(run, place,
                          node->text_code ? node->text_code : "MUOTO",
                          node->pattern_text);
    }
    if (!check_format(run, node, text, place)) {
        return 0;
    }
    if (!ehoks_checksum_ok(node->checksum, text)) {
        return tell_field(run, place, node->checksum_code, NULL);
    }
    if (node->is_instant && !ehoks_date_is_instant(text)) {
        return tell_field(run, place, "G-07", NULL);
    }
    return 1;
}

/* Compares each with each: for the short lists of a document. */
static int are_different(const ehoks_json_t *list, apr_size_t count)
{
    for (apr_size_t i = 1; i < count; i++) {
        for (apr_size_t j = 0; j < i; j++) {
            if (ehoks_json_equal(ehoks_json_at(list, i),
                                 ehoks_json_at(list, j))) {
                return 0;
            }
        }
    }
    return 1;
}

int ehoks_check_count(ehoks_run_t *run, const ehoks_node_t *node,
                      const ehoks_json_t *value, const ehoks_place_t *place)
{
    apr_size_t count = ehoks_json_size(value);
    int is_right = check_size(run, &node->count, count, "LUKUMAARA", place);

    if (is_right && node->is_unique && !are_different(value, count)) {
        is_right = tell_field(run, place, "LUKUMAARA", "uniqueItems");
    }
    return is_right;
}
