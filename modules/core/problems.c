/* The list of what is wrong with a document, and the JSON Pointers that say
 * where. Every check appends here and goes on, so that a sender learns all of
 * its mistakes at once.
 */
#include <string.h>

#include <apr_strings.h>

#include "problems.h"

ehoks_problems_t *ehoks_problems_make(apr_pool_t *pool)
{
    ehoks_problems_t *problems = apr_pcalloc(pool, sizeof(*problems));

    problems->pool = pool;
    problems->list = apr_array_make(pool, 4, sizeof(ehoks_problem_t));
    return problems;
}

int ehoks_problems_full(const ehoks_problems_t *problems)
{
    return problems->list->nelts >= EHOKS_PROBLEMS_MAX;
}

void ehoks_problems_add(ehoks_problems_t *problems,
                        const ehoks_problem_t *problem)
{
    problems->total++;
    if (ehoks_problems_full(problems)) {
        return;
    }
    ehoks_problem_t *kept = apr_array_push(problems->list);
    *kept = *problem;
    kept->pointer =
        problem->pointer ? apr_pstrdup(problems->pool, problem->pointer) : "";
}

/* Bytes that `key` takes once escaped, without the leading slash. */
static apr_size_t escaped_length(const char *key)
{
    apr_size_t length = 0;

    for (; *key; key++) {
        length += *key == '~' || *key == '/' ? 2 : 1;
    }
    return length;
}

const char *ehoks_pointer_key(apr_pool_t *pool, const char *pointer,
                              const char *key)
{
    apr_size_t before = strlen(pointer);
    char *made = apr_palloc(pool, before + 1 + escaped_length(key) + 1);
    char *at = made + before;

    memcpy(made, pointer, before);
    *at++ = '/';
    for (; *key; key++) {
        if (*key == '~') {
            *at++ = '~';
            *at++ = '0';
        }
        else if (*key == '/') {
            *at++ = '~';
            *at++ = '1';
        }
        else {
            *at++ = *key;
        }
    }
    *at = '\0';
    return made;
}

const char *ehoks_pointer_index(apr_pool_t *pool, const char *pointer,
                                apr_size_t index)
{
    return apr_psprintf(pool, "%s/%" APR_SIZE_T_FMT, pointer, index);
}

const char *ehoks_pointer_token(apr_pool_t *pool, const char **pointer)
{
    const char *from = *pointer + 1;
    apr_size_t length = strcspn(from, "/");
    char *token = apr_palloc(pool, length + 1);
    char *to = token;
    const char *end = from + length;

    *pointer = end;
    while (from < end) {
        if (from[0] == '~' && from + 1 < end) {
            *to++ = from[1] == '1' ? '/' : '~';
            from += 2;
        }
        else {
            *to++ = *from++;
        }
    }
    *to = '\0';
    return token;
}
