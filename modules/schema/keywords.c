/* Keywords that say something about one value: its type, which values are
 * allowed, limits, length, pattern, format, and the annotations of our own
 * that add a check (x-storage, x-checksum, x-rules, x-null, x-trim).
 */
#include <string.h>

#include <apr_strings.h>

#include "compiler.h"

const char *ehoks_bad_keyword(ehoks_compiler_t *compiler, const char *pointer,
                              const char *wanted)
{
    return apr_psprintf(compiler->pool, "%s must be %s", pointer, wanted);
}

/* --- type, enum, const --------------------------------------------------- */

static int type_bit(const char *name)
{
    static const struct {
        const char *name;
        int bit;
    } types[] = {
        {"null", EHOKS_TYPE_NULL},       {"boolean", EHOKS_TYPE_BOOLEAN},
        {"integer", EHOKS_TYPE_INTEGER}, {"number", EHOKS_TYPE_NUMBER},
        {"string", EHOKS_TYPE_STRING},   {"array", EHOKS_TYPE_ARRAY},
        {"object", EHOKS_TYPE_OBJECT},
    };

    for (size_t i = 0; name && i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcmp(types[i].name, name) == 0) {
            return types[i].bit;
        }
    }
    return 0;
}

static const char *read_type(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    int is_list = ehoks_json_type(value) == EHOKS_JSON_ARRAY;
    apr_size_t count = is_list ? ehoks_json_size(value) : 1;

    for (apr_size_t i = 0; i < count; i++) {
        const char *name =
            ehoks_json_string(is_list ? ehoks_json_at(value, i) : value, NULL);
        int bit = type_bit(name);
        if (!bit) {
            return ehoks_bad_keyword(compiler, pointer, "the name of a type");
        }
        node->types |= bit;
        node->type_text = node->type_text
                              ? apr_pstrcat(compiler->pool, node->type_text,
                                            " | ", name, NULL)
                              : name;
    }
    node->reals_are_whole = node->types == EHOKS_TYPE_INTEGER;
    return NULL;
}

static const char *text_of_value(apr_pool_t *pool, const ehoks_json_t *value)
{
    const char *text = ehoks_json_string(value, NULL);

    return text ? text : ehoks_json_write(pool, value, NULL);
}

static const char *read_enum(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    apr_pool_t *pool = compiler->pool;
    apr_size_t count = ehoks_json_size(value);
    apr_array_header_t *texts = apr_array_make(pool, 8, sizeof(char *));

    if (ehoks_json_type(value) != EHOKS_JSON_ARRAY) {
        return ehoks_bad_keyword(compiler, pointer, "a list of values");
    }
    const ehoks_json_t **values =
        apr_palloc(pool, (count + 1) * sizeof(*values));
    for (apr_size_t i = 0; i < count; i++) {
        values[i] = ehoks_json_at(value, i);
        *(const char **)apr_array_push(texts) = i > 0 ? ", " : "";
        *(const char **)apr_array_push(texts) = text_of_value(pool, values[i]);
    }
    node->values = values;
    node->value_count = count;
    node->value_text = apr_array_pstrcat(pool, texts, 0);
    node->has |= EHOKS_HAS_VALUES;
    return NULL;
}

static const char *read_const(ehoks_compiler_t *compiler, ehoks_node_t *node,
                              const ehoks_json_t *value, const char *pointer)
{
    node->constant = value;
    node->constant_text = text_of_value(compiler->pool, value);
    node->has |= EHOKS_HAS_VALUES;
    return NULL;
}

/* --- numbers ------------------------------------------------------------- */

static const char *add_limit(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             ehoks_limit_e kind, const ehoks_json_t *bound,
                             const char *pointer, int is_storage)
{
    static const char *const signs[] = {">= ", "<= ", "> ", "< "};
    ehoks_json_type_e type = ehoks_json_type(bound);

    if (type != EHOKS_JSON_INTEGER && type != EHOKS_JSON_REAL) {
        return ehoks_bad_keyword(compiler, pointer, "a number");
    }
    if (!node->limits) {
        node->limits = apr_array_make(compiler->pool, 2, sizeof(ehoks_limit_t));
    }
    ehoks_limit_t *limit = apr_array_push(node->limits);
    limit->kind = kind;
    limit->bound = bound;
    limit->text =
        apr_pstrcat(compiler->pool, signs[kind],
                    ehoks_json_write(compiler->pool, bound, NULL), NULL);
    limit->is_storage = is_storage;
    node->has |= EHOKS_HAS_NUMBER;
    return NULL;
}

static const char *read_minimum(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                const ehoks_json_t *value, const char *pointer)
{
    return add_limit(compiler, node, EHOKS_LIMIT_MINIMUM, value, pointer, 0);
}

static const char *read_maximum(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                const ehoks_json_t *value, const char *pointer)
{
    return add_limit(compiler, node, EHOKS_LIMIT_MAXIMUM, value, pointer, 0);
}

static const char *read_above(ehoks_compiler_t *compiler, ehoks_node_t *node,
                              const ehoks_json_t *value, const char *pointer)
{
    return add_limit(compiler, node, EHOKS_LIMIT_ABOVE, value, pointer, 0);
}

static const char *read_below(ehoks_compiler_t *compiler, ehoks_node_t *node,
                              const ehoks_json_t *value, const char *pointer)
{
    return add_limit(compiler, node, EHOKS_LIMIT_BELOW, value, pointer, 0);
}

/* --- length of texts and lists ------------------------------------------- */

/* A whole number that is not negative; 0 and no number otherwise. */
static int read_count(const ehoks_json_t *value, apr_size_t *count)
{
    apr_int64_t number = ehoks_json_integer(value);

    *count = (apr_size_t)number;
    return ehoks_json_is_whole(value) && number >= 0;
}

static const char *set_minimum(ehoks_compiler_t *compiler, ehoks_size_t *size,
                               const ehoks_json_t *value, const char *pointer)
{
    if (!read_count(value, &size->minimum)) {
        return ehoks_bad_keyword(compiler, pointer, "a number of 0 or more");
    }
    size->minimum_text =
        apr_psprintf(compiler->pool, ">= %" APR_SIZE_T_FMT, size->minimum);
    return NULL;
}

/* Of two maximums (x-storage beside maxLength) the smaller holds. */
static const char *set_maximum(ehoks_compiler_t *compiler, ehoks_size_t *size,
                               const ehoks_json_t *value, const char *pointer)
{
    apr_size_t maximum;

    if (!read_count(value, &maximum)) {
        return ehoks_bad_keyword(compiler, pointer, "a number of 0 or more");
    }
    if (!size->maximum_text || maximum < size->maximum) {
        size->maximum = maximum;
        size->maximum_text =
            apr_psprintf(compiler->pool, "<= %" APR_SIZE_T_FMT, maximum);
    }
    return NULL;
}

static const char *read_min_length(ehoks_compiler_t *compiler,
                                   ehoks_node_t *node,
                                   const ehoks_json_t *value,
                                   const char *pointer)
{
    node->has |= EHOKS_HAS_STRING;
    return set_minimum(compiler, &node->characters, value, pointer);
}

static const char *read_max_length(ehoks_compiler_t *compiler,
                                   ehoks_node_t *node,
                                   const ehoks_json_t *value,
                                   const char *pointer)
{
    node->has |= EHOKS_HAS_STRING;
    return set_maximum(compiler, &node->characters, value, pointer);
}

static const char *read_min_items(ehoks_compiler_t *compiler,
                                  ehoks_node_t *node, const ehoks_json_t *value,
                                  const char *pointer)
{
    node->has |= EHOKS_HAS_ARRAY;
    return set_minimum(compiler, &node->count, value, pointer);
}

static const char *read_max_items(ehoks_compiler_t *compiler,
                                  ehoks_node_t *node, const ehoks_json_t *value,
                                  const char *pointer)
{
    node->has |= EHOKS_HAS_ARRAY;
    return set_maximum(compiler, &node->count, value, pointer);
}

static const char *read_unique(ehoks_compiler_t *compiler, ehoks_node_t *node,
                               const ehoks_json_t *value, const char *pointer)
{
    if (ehoks_json_type(value) != EHOKS_JSON_BOOLEAN) {
        return ehoks_bad_keyword(compiler, pointer, "true or false");
    }
    node->is_unique = ehoks_json_is_true(value);
    node->has |= EHOKS_HAS_ARRAY;
    return NULL;
}

/* --- texts --------------------------------------------------------------- */

static const char *read_pattern(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                const ehoks_json_t *value, const char *pointer)
{
    const char *text = ehoks_json_string(value, NULL);
    if (!text) {
        return ehoks_bad_keyword(compiler, pointer, "a text");
    }
    const char *problem =
        ehoks_pattern_compile(&node->pattern, compiler->pool, text);
    if (problem) {
        return apr_psprintf(compiler->pool, "the pattern at %s is bad: %s",
                            pointer, problem);
    }
    node->pattern_text = text;
    node->has |= EHOKS_HAS_STRING;
    return NULL;
}

static const char *read_format(ehoks_compiler_t *compiler, ehoks_node_t *node,
                               const ehoks_json_t *value, const char *pointer)
{
    static const struct {
        const char *name;
        ehoks_format_e format;
    } formats[] = {
        {"date", EHOKS_FORMAT_DATE},
        {"date-time", EHOKS_FORMAT_DATE_TIME},
        {"uuid", EHOKS_FORMAT_UUID},
    };
    const char *name = ehoks_json_string(value, NULL);

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (name && strcmp(name, formats[i].name) == 0) {
            node->format = formats[i].format;
            node->has |= EHOKS_HAS_STRING;
            return NULL;
        }
    }
    return apr_psprintf(compiler->pool, "unsupported format \"%s\" at %s",
                        name ? name : "", pointer);
}

/* --- annotations of our own ---------------------------------------------- */

static const char *read_checksum(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                 const ehoks_json_t *value, const char *pointer)
{
    const ehoks_json_t *algorithm = ehoks_json_get(value, "algorithm");
    const char *name = ehoks_json_string(algorithm, NULL);

    if (ehoks_json_type(value) == EHOKS_JSON_NULL) {
        return NULL; /* said on purpose: none is checked */
    }
    if (ehoks_json_type(algorithm) == EHOKS_JSON_OBJECT) {
        node->checksum = EHOKS_CHECKSUM_OPPIJA; /* differs by arc */
    }
    else if (name && strcmp(name, "luhn") == 0) {
        node->checksum = EHOKS_CHECKSUM_LUHN;
    }
    else if (name && strcmp(name, "mod-11") == 0) {
        node->checksum = EHOKS_CHECKSUM_Y_TUNNUS;
    }
    node->checksum_code = ehoks_json_get_string(value, "rule");
    if (node->checksum == EHOKS_CHECKSUM_NONE || !node->checksum_code) {
        return ehoks_bad_keyword(compiler, pointer,
                                 "a known algorithm and its rule");
    }
    node->has |= EHOKS_HAS_STRING;
    return NULL;
}

/* Limits of storing bind what clients send, not what is read from there. */
static const char *read_storage(ehoks_compiler_t *compiler, ehoks_node_t *node,
                                const ehoks_json_t *value, const char *pointer)
{
    const char *problem = NULL;

    if (!compiler->is_body) {
        return NULL;
    }
    for (void *i = ehoks_json_first(value); i && !problem;
         i = ehoks_json_next(value, i)) {
        const char *name = ehoks_json_key(i);
        const ehoks_json_t *bound = ehoks_json_value(i);
        if (strcmp(name, "maxLength") == 0) {
            problem = read_max_length(compiler, node, bound, pointer);
        }
        else if (strcmp(name, "minimum") == 0) {
            problem = add_limit(compiler, node, EHOKS_LIMIT_MINIMUM, bound,
                                pointer, 1);
        }
        else if (strcmp(name, "maximum") == 0) {
            problem = add_limit(compiler, node, EHOKS_LIMIT_MAXIMUM, bound,
                                pointer, 1);
        }
        else {
            problem = ehoks_bad_keyword(compiler, pointer,
                                        "maxLength, minimum or maximum");
        }
    }
    return problem;
}

/* The one rule of a single value that has no keyword of its own. */
static const char *read_rules(ehoks_compiler_t *compiler, ehoks_node_t *node,
                              const ehoks_json_t *value, const char *pointer)
{
    for (apr_size_t i = 0; i < ehoks_json_size(value); i++) {
        const char *rule = ehoks_json_string(ehoks_json_at(value, i), NULL);
        if (rule && strcmp(rule, "G-07") == 0) {
            node->is_instant = 1;
            node->has |= EHOKS_HAS_STRING;
        }
    }
    return NULL;
}

static const char *read_null(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    node->null_is_list = compiler->is_body;
    return NULL;
}

static const char *read_trim(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    node->is_trimmed = ehoks_json_is_true(value);
    return NULL;
}

static const char *read_rule(ehoks_compiler_t *compiler, ehoks_node_t *node,
                             const ehoks_json_t *value, const char *pointer)
{
    node->rule = ehoks_json_string(value, NULL);
    return node->rule ? NULL
                      : ehoks_bad_keyword(compiler, pointer, "a rule's code");
}

static const char *read_text_code(ehoks_compiler_t *compiler,
                                  ehoks_node_t *node, const ehoks_json_t *value,
                                  const char *pointer)
{
    node->text_code = ehoks_json_string(value, NULL);
    return node->text_code
               ? NULL
               : ehoks_bad_keyword(compiler, pointer, "a problem's code");
}

/* --- the table ----------------------------------------------------------- */

ehoks_keyword_fn *ehoks_keyword_of_value(const char *name, int has_kind)
{
    static const struct {
        const char *name;
        ehoks_keyword_fn *read;
        int is_ours; /* has a meaning only where a kind is compiled for */
    } keywords[] = {
        {"type", read_type, 0},
        {"enum", read_enum, 0},
        {"const", read_const, 0},
        {"minimum", read_minimum, 0},
        {"maximum", read_maximum, 0},
        {"exclusiveMinimum", read_above, 0},
        {"exclusiveMaximum", read_below, 0},
        {"minLength", read_min_length, 0},
        {"maxLength", read_max_length, 0},
        {"pattern", read_pattern, 0},
        {"format", read_format, 0},
        {"minItems", read_min_items, 0},
        {"maxItems", read_max_items, 0},
        {"uniqueItems", read_unique, 0},
        {"x-checksum", read_checksum, 1},
        {"x-storage", read_storage, 1},
        {"x-rules", read_rules, 1},
        {"x-rule", read_rule, 1},
        {"x-null", read_null, 1},
        {"x-trim", read_trim, 1},
        {"x-text-code", read_text_code, 1},
    };

    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
        if (strcmp(name, keywords[i].name) == 0) {
            return keywords[i].is_ours && !has_kind ? NULL : keywords[i].read;
        }
    }
    return NULL;
}
