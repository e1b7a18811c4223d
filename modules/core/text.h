/* Small text helpers that APR lacks. */
#ifndef EHOKS_CORE_TEXT_H
#define EHOKS_CORE_TEXT_H

#include <apr_pools.h>

/* 1 when `length` bytes are well-formed UTF-8. */
int ehoks_text_is_utf8(const char *text, apr_size_t length);

/* Number of code points in UTF-8 text. */
apr_size_t ehoks_text_characters(const char *text, apr_size_t length);

/* `text` without outer whitespace as Java's trim and Clojure's
 * clojure.string/trim see it (Unicode whitespace but not the no-break space,
 * contract: G-04). Returns `text` itself when there is nothing to cut. */
const char *ehoks_text_trim(apr_pool_t *pool, const char *text);

/* A random version 4 UUID, 36 characters, lower case. */
const char *ehoks_text_uuid(apr_pool_t *pool);

/* 1 when text is a UUID of 36 characters, any case. */
int ehoks_text_is_uuid(const char *text);

/* SHA-1 of `length` bytes as 40 hexadecimal digits: tells texts apart, hides
 * nothing. */
const char *ehoks_text_digest(apr_pool_t *pool, const char *text,
                              apr_size_t length);

/* The 1-based arguments put in the places {1}, {2} of `pattern`; a NULL
 * argument leaves its place empty. */
const char *ehoks_text_fill(apr_pool_t *pool, const char *pattern,
                            const char *const *arguments, int count);

#endif
