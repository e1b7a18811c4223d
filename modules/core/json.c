/* The only file that knows the JSON library (jansson). Ties its counted
 * values to pools, and reads with the strictness that stored documents need:
 * a body is measured before the library may allocate for it.
 */
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <apr_file_io.h>
#include <apr_strings.h>

#include <jansson.h>

#include "json.h"
#include "json_limits.h"

/* Free memory that an arena of the C library keeps, and from where on a single
 * piece is the system's own. */
enum { KEPT_BYTES = 4 * 1024 * 1024, MAPPED_BYTES = 1024 * 1024 };

/* Files of our own may be larger than what a client may send. */
static const ehoks_json_limits_t file_limits = {128, 5000000};

static apr_status_t release(void *value)
{
    json_decref(value);
    return APR_SUCCESS;
}

/* Hands the maker's reference to the pool. */
static json_t *own(apr_pool_t *pool, json_t *value)
{
    if (value) {
        apr_pool_cleanup_register(pool, value, release, apr_pool_cleanup_null);
    }
    return value;
}

/* --- reading ------------------------------------------------------------- */

/* jansson's own text quotes the input, which may be personal. */
static const char *reason_of(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_duplicate_key: return "a key stands twice in an object";
    case json_error_invalid_utf8: return "not UTF-8";
    case json_error_null_character:
    case json_error_null_byte_in_key: return "a NUL character";
    case json_error_numeric_overflow: return "a number is too large";
    case json_error_premature_end_of_input: return "the text ends too early";
    case json_error_end_of_input_expected: return "text after the end";
    case json_error_stack_overflow: return "nested too deep";
    case json_error_out_of_memory: return "out of memory";
    default: return "not JSON";
    }
}

static void tell(ehoks_json_error_t *error, const char *reason, int limit)
{
    if (error) {
        error->reason = reason;
        error->line = 0;
        error->column = 0;
        error->limit = limit;
    }
}

ehoks_json_t *ehoks_json_parse(apr_pool_t *pool, const char *text,
                               apr_size_t length,
                               const ehoks_json_limits_t *limits,
                               ehoks_json_error_t *error)
{
    const char *reason = ehoks_json_check_limits(text, length, limits);
    if (reason) {
        tell(error, reason, 1);
        return NULL;
    }
    json_error_t why;
    json_t *value = json_loadb(text ? text : "", length,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (!value) {
        tell(error, reason_of(&why), 0);
        if (error) {
            error->line = why.line > 0 ? why.line : 0;
            error->column = why.column > 0 ? why.column : 0;
        }
        return NULL;
    }
    return own(pool, value);
}

/* The whole of a file; NULL and a sentence when it cannot be read. */
static char *file_content(apr_pool_t *pool, const char *path,
                          apr_size_t *length, const char **problem)
{
    apr_file_t *file;
    apr_finfo_t info;
    char why[120];
    char *content = NULL;

    apr_status_t status = apr_file_open(&file, path, APR_FOPEN_READ, 0, pool);
    if (status == APR_SUCCESS) {
        status = apr_file_info_get(&info, APR_FINFO_SIZE, file);
        if (status == APR_SUCCESS) {
            *length = (apr_size_t)info.size;
            content = apr_palloc(pool, *length + 1);
            content[*length] = '\0';
            status = apr_file_read_full(file, content, *length, NULL);
        }
        apr_file_close(file);
    }
    if (status != APR_SUCCESS) {
        *problem = apr_psprintf(pool, "%s cannot be read: %s", path,
                                apr_strerror(status, why, sizeof(why)));
        return NULL;
    }
    return content;
}

ehoks_json_t *ehoks_json_read_file(apr_pool_t *pool, const char *path,
                                   const char **problem)
{
    ehoks_json_error_t error;
    apr_size_t length = 0;
    const char *text = file_content(pool, path, &length, problem);
    if (!text) {
        return NULL;
    }
    ehoks_json_t *value =
        ehoks_json_parse(pool, text, length, &file_limits, &error);
    if (!value) {
        *problem = apr_psprintf(pool, "%s: %s (line %d, column %d)", path,
                                error.reason, error.line, error.column);
    }
    return value;
}

/* --- looking ------------------------------------------------------------- */

ehoks_json_type_e ehoks_json_type(const ehoks_json_t *value)
{
    static const ehoks_json_type_e types[] = {
        [JSON_OBJECT] = EHOKS_JSON_OBJECT, [JSON_ARRAY] = EHOKS_JSON_ARRAY,
        [JSON_STRING] = EHOKS_JSON_STRING, [JSON_INTEGER] = EHOKS_JSON_INTEGER,
        [JSON_REAL] = EHOKS_JSON_REAL,     [JSON_TRUE] = EHOKS_JSON_BOOLEAN,
        [JSON_FALSE] = EHOKS_JSON_BOOLEAN, [JSON_NULL] = EHOKS_JSON_NULL,
    };

    return value ? types[json_typeof(value)] : EHOKS_JSON_ABSENT;
}

int ehoks_json_is_true(const ehoks_json_t *value)
{
    return json_is_true(value);
}

/* 2^63 as a double; the integers of 64 bits lie in [-2^63, 2^63). */
#define TWO_TO_63 9223372036854775808.0

static int is_whole_real(double number)
{
    return number >= -TWO_TO_63 && number < TWO_TO_63
           && (double)(apr_int64_t)number == number;
}

int ehoks_json_is_whole(const ehoks_json_t *value)
{
    return json_is_integer(value)
           || (json_is_real(value) && is_whole_real(json_real_value(value)));
}

apr_int64_t ehoks_json_integer(const ehoks_json_t *value)
{
    if (json_is_real(value)) {
        double number = json_real_value(value);
        return is_whole_real(number) ? (apr_int64_t)number : 0;
    }
    return json_integer_value(value);
}

double ehoks_json_real(const ehoks_json_t *value)
{
    return json_number_value(value);
}

const char *ehoks_json_string(const ehoks_json_t *value, apr_size_t *length)
{
    if (length) {
        *length = json_string_length(value);
    }
    return json_string_value(value);
}

apr_size_t ehoks_json_size(const ehoks_json_t *value)
{
    return json_is_array(value) ? json_array_size(value)
                                : json_object_size(value);
}

ehoks_json_t *ehoks_json_at(const ehoks_json_t *array, apr_size_t index)
{
    return json_array_get(array, index);
}

ehoks_json_t *ehoks_json_get(const ehoks_json_t *object, const char *key)
{
    return json_object_get(object, key);
}

const char *ehoks_json_get_string(const ehoks_json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

ehoks_json_t *ehoks_json_path(const ehoks_json_t *value, ...)
{
    va_list keys;
    const char *key;

    va_start(keys, value);
    while (value && (key = va_arg(keys, const char *)) != NULL) {
        value = json_object_get(value, key);
    }
    va_end(keys);
    return (ehoks_json_t *)value;
}

static int equal_numbers(const json_t *one, const json_t *other)
{
    if (json_is_integer(one) && json_is_integer(other)) {
        return json_integer_value(one) == json_integer_value(other);
    }
    if (json_is_real(one) && json_is_real(other)) {
        return json_real_value(one) == json_real_value(other);
    }
    /* One of each kind: equal only as the same whole number. */
    return ehoks_json_is_whole(one) && ehoks_json_is_whole(other)
           && ehoks_json_integer(one) == ehoks_json_integer(other);
}

static int equal_arrays(const json_t *one, const json_t *other)
{
    size_t count = json_array_size(one);

    if (count != json_array_size(other)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!ehoks_json_equal(json_array_get(one, i),
                              json_array_get(other, i))) {
            return 0;
        }
    }
    return 1;
}

static int equal_objects(const json_t *one, const json_t *other)
{
    if (json_object_size(one) != json_object_size(other)) {
        return 0;
    }
    for (void *i = ehoks_json_first(one); i; i = ehoks_json_next(one, i)) {
        const json_t *match = json_object_get(other, ehoks_json_key(i));
        if (!match || !ehoks_json_equal(ehoks_json_value(i), match)) {
            return 0;
        }
    }
    return 1;
}

int ehoks_json_equal(const ehoks_json_t *one, const ehoks_json_t *other)
{
    if (one == other) {
        return 1;
    }
    if (json_is_number(one) && json_is_number(other)) {
        return equal_numbers(one, other);
    }
    if (!one || !other || json_typeof(one) != json_typeof(other)) {
        return 0;
    }
    switch (json_typeof(one)) {
    case JSON_ARRAY: return equal_arrays(one, other);
    case JSON_OBJECT: return equal_objects(one, other);
    default: return json_equal(one, other);
    }
}

void *ehoks_json_first(const ehoks_json_t *object)
{
    return json_object_iter((json_t *)object);
}

void *ehoks_json_next(const ehoks_json_t *object, void *iterator)
{
    return json_object_iter_next((json_t *)object, iterator);
}

const char *ehoks_json_key(void *iterator)
{
    return json_object_iter_key(iterator);
}

apr_size_t ehoks_json_key_length(void *iterator)
{
    return json_object_iter_key_len(iterator);
}

ehoks_json_t *ehoks_json_value(void *iterator)
{
    return json_object_iter_value(iterator);
}

/* --- making and changing ------------------------------------------------- */

ehoks_json_t *ehoks_json_new_object(apr_pool_t *pool)
{
    return own(pool, json_object());
}

ehoks_json_t *ehoks_json_new_array(apr_pool_t *pool)
{
    return own(pool, json_array());
}

ehoks_json_t *ehoks_json_new_string(apr_pool_t *pool, const char *text)
{
    return text ? own(pool, json_string(text)) : json_null();
}

ehoks_json_t *ehoks_json_new_string_n(apr_pool_t *pool, const char *text,
                                      apr_size_t length)
{
    return text ? own(pool, json_stringn(text, length)) : json_null();
}

ehoks_json_t *ehoks_json_new_integer(apr_pool_t *pool, apr_int64_t number)
{
    return own(pool, json_integer(number));
}

ehoks_json_t *ehoks_json_new_real(apr_pool_t *pool, double number)
{
    return own(pool, json_real(number));
}

ehoks_json_t *ehoks_json_new_boolean(int truth)
{
    return json_boolean(truth);
}

ehoks_json_t *ehoks_json_new_null(void)
{
    return json_null();
}

void ehoks_json_set(ehoks_json_t *object, const char *key, ehoks_json_t *value)
{
    if (value) {
        json_object_set(object, key, value);
    }
}

void ehoks_json_set_string(apr_pool_t *pool, ehoks_json_t *object,
                           const char *key, const char *text)
{
    ehoks_json_set(object, key, ehoks_json_new_string(pool, text));
}

void ehoks_json_replace_at(void *iterator, ehoks_json_t *object,
                           ehoks_json_t *value)
{
    json_object_iter_set(object, iterator, value);
}

void ehoks_json_remove(ehoks_json_t *object, const char *key)
{
    json_object_del(object, key);
}

void ehoks_json_append(ehoks_json_t *array, ehoks_json_t *value)
{
    json_array_append(array, value);
}

void ehoks_json_set_element(ehoks_json_t *array, apr_size_t index,
                            ehoks_json_t *value)
{
    json_array_set(array, index, value);
}

void ehoks_json_insert(ehoks_json_t *array, apr_size_t index,
                       ehoks_json_t *value)
{
    (void)json_array_insert(array, index, value);
}

void ehoks_json_remove_element(ehoks_json_t *array, apr_size_t index)
{
    (void)json_array_remove(array, index);
}

ehoks_json_t *ehoks_json_copy(apr_pool_t *pool, const ehoks_json_t *value)
{
    return own(pool, json_deep_copy(value));
}

/* A document is thousands of small pieces, all of them let go at the end of
 * its request. The C library would give their memory back to the system each
 * time, and ask for it again, page by page, for the next document. */
static void keep_free_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    /* Which it would adapt by itself, had the other not been set. */
    mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES);
#endif
}

void ehoks_json_start(void)
{
    json_object_seed(0);
    keep_free_memory();
}
