/* JSON values for everybody else: this header and json.c are the only place
 * that knows which JSON library is used.
 *
 * Ownership: every value belongs to the pool it was made or parsed with and
 * dies with it; putting a value into a container adds a reference and leaves
 * the maker's pool in charge, so the same value may stand in several
 * containers. Nothing here is ever freed by the caller.
 *
 * Threads: a value that nobody changes any more may be read by all threads;
 * a value that is still being changed belongs to one thread.
 */
#ifndef EHOKS_CORE_JSON_H
#define EHOKS_CORE_JSON_H

#include <apr_pools.h>

typedef struct json_t ehoks_json_t;

typedef enum {
    EHOKS_JSON_ABSENT, /* the pointer was NULL: no such member */
    EHOKS_JSON_NULL,
    EHOKS_JSON_BOOLEAN,
    EHOKS_JSON_INTEGER, /* written without fraction and exponent */
    EHOKS_JSON_REAL,
    EHOKS_JSON_STRING,
    EHOKS_JSON_ARRAY,
    EHOKS_JSON_OBJECT
} ehoks_json_type_e;

/* What is refused before the text is parsed: a hostile body must be cheap. */
typedef struct {
    unsigned depth;   /* nested containers allowed; 0 = the default of 32 */
    apr_size_t nodes; /* values allowed in all; 0 = the default of 50 000 */
} ehoks_json_limits_t;

/* Why a text could not be read. Never quotes the text: it may be personal. */
typedef struct {
    const char *reason; /* English, a few words, static or in the pool */
    int line;           /* 1-based; 0 when not known */
    int column;
    int limit; /* 1: one of the limits was passed, 0: not JSON */
} ehoks_json_error_t;

/* Parses `length` bytes of UTF-8 JSON of any top-level type. Duplicate keys,
 * NUL characters, bad UTF-8, lone surrogates and trailing text are refused.
 * `limits` NULL means the defaults. On failure returns NULL and fills `error`
 * (which may be NULL). */
ehoks_json_t *ehoks_json_parse(apr_pool_t *pool, const char *text,
                               apr_size_t length,
                               const ehoks_json_limits_t *limits,
                               ehoks_json_error_t *error);

/* Reads and parses a whole file; NULL and a sentence in `*problem` on error. */
ehoks_json_t *ehoks_json_read_file(apr_pool_t *pool, const char *path,
                                   const char **problem);

/* Writes the value as compact JSON, NUL-terminated, in the pool. Reals are
 * written with the fewest digits that read back as the same number.
 * `length` may be NULL. */
const char *ehoks_json_write(apr_pool_t *pool, const ehoks_json_t *value,
                             apr_size_t *length);

/* As ehoks_json_write, with object keys sorted: for comparing and hashing. */
const char *ehoks_json_write_sorted(apr_pool_t *pool,
                                    const ehoks_json_t *value);

/* The same without the members of that name at any depth and, unless
 * `with_lists`, without the lists that are members of the value itself. */
const char *ehoks_json_write_without(apr_pool_t *pool,
                                     const ehoks_json_t *value, const char *key,
                                     int with_lists);

/* --- looking -------------------------------------------------------------
 * All of these take NULL as "absent" and never fail. */
ehoks_json_type_e ehoks_json_type(const ehoks_json_t *value);
int ehoks_json_is_true(const ehoks_json_t *value);
/* A whole number of at most 64 bits: an integer, or a real without a fraction
 * (contract: G-03). */
int ehoks_json_is_whole(const ehoks_json_t *value);
/* The number as integer; 0 for anything that is not a whole number. */
apr_int64_t ehoks_json_integer(const ehoks_json_t *value);
double ehoks_json_real(const ehoks_json_t *value);
/* The text, or NULL when the value is not a string. `length` may be NULL. */
const char *ehoks_json_string(const ehoks_json_t *value, apr_size_t *length);
/* Elements of an array, members of an object, 0 otherwise. */
apr_size_t ehoks_json_size(const ehoks_json_t *value);
/* Element `index`, or NULL. */
ehoks_json_t *ehoks_json_at(const ehoks_json_t *array, apr_size_t index);
/* Member `key`, or NULL. */
ehoks_json_t *ehoks_json_get(const ehoks_json_t *object, const char *key);
/* The text of member `key`, or NULL when absent or not a string. */
const char *ehoks_json_get_string(const ehoks_json_t *object, const char *key);
/* Follows `keys` (NULL-terminated) through objects; NULL when one is absent. */
ehoks_json_t *ehoks_json_path(const ehoks_json_t *value, ...);
/* Numbers are equal by value (1 and 1.0), objects whatever the order. */
int ehoks_json_equal(const ehoks_json_t *one, const ehoks_json_t *other);

/* Walks the members of an object in order of insertion:
 *   for (i = ehoks_json_first(o); i; i = ehoks_json_next(o, i))
 * The object may not gain or lose members meanwhile. */
void *ehoks_json_first(const ehoks_json_t *object);
void *ehoks_json_next(const ehoks_json_t *object, void *iterator);
const char *ehoks_json_key(void *iterator);
apr_size_t ehoks_json_key_length(void *iterator);
ehoks_json_t *ehoks_json_value(void *iterator);

/* --- making and changing ------------------------------------------------- */
ehoks_json_t *ehoks_json_new_object(apr_pool_t *pool);
ehoks_json_t *ehoks_json_new_array(apr_pool_t *pool);
/* NULL text gives JSON null; text that is not UTF-8 gives NULL. */
ehoks_json_t *ehoks_json_new_string(apr_pool_t *pool, const char *text);
ehoks_json_t *ehoks_json_new_string_n(apr_pool_t *pool, const char *text,
                                      apr_size_t length);
ehoks_json_t *ehoks_json_new_integer(apr_pool_t *pool, apr_int64_t number);
ehoks_json_t *ehoks_json_new_real(apr_pool_t *pool, double number);
ehoks_json_t *ehoks_json_new_boolean(int truth);
ehoks_json_t *ehoks_json_new_null(void);
/* Adds or replaces. A NULL value leaves the object as it is. */
void ehoks_json_set(ehoks_json_t *object, const char *key, ehoks_json_t *value);
void ehoks_json_set_string(apr_pool_t *pool, ehoks_json_t *object,
                           const char *key, const char *text);
/* As ehoks_json_set, while an iterator of the object is in use: the key must
 * be there already. */
void ehoks_json_replace_at(void *iterator, ehoks_json_t *object,
                           ehoks_json_t *value);
void ehoks_json_remove(ehoks_json_t *object, const char *key);
void ehoks_json_append(ehoks_json_t *array, ehoks_json_t *value);
void ehoks_json_set_element(ehoks_json_t *array, apr_size_t index,
                            ehoks_json_t *value);
/* Puts a value before the element `index`; at the size it is appended. */
void ehoks_json_insert(ehoks_json_t *array, apr_size_t index,
                       ehoks_json_t *value);
void ehoks_json_remove_element(ehoks_json_t *array, apr_size_t index);
ehoks_json_t *ehoks_json_copy(apr_pool_t *pool, const ehoks_json_t *value);

/* Once per process start, before threads exist: seeds the hash function, and
 * has the C library keep some memory that is free (for the whole process). */
void ehoks_json_start(void);

#endif
