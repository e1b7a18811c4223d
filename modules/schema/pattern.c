/* Regular expressions of the schema, by PCRE2 with its just-in-time compiler,
 * set to the meaning that ECMA 262 gives them: \d and \w are ASCII, "$" is
 * the very end of the text (contract: G-05), "." stops at line breaks.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <apr_strings.h>

#include "node.h"

/* Bounds backtracking, so that no text can keep a pattern busy for long; a
 * match that needs more counts as none. */
#define STEPS "(*LIMIT_MATCH=100000)"

struct ehoks_pattern_t {
    pcre2_code *code;
};

static apr_status_t release_code(void *code)
{
    pcre2_code_free(code);
    return APR_SUCCESS;
}

const char *ehoks_pattern_compile(ehoks_pattern_t **pattern, apr_pool_t *pool,
                                  const char *text)
{
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX
                             | PCRE2_ALLOW_EMPTY_CLASS
                             | PCRE2_MATCH_UNSET_BACKREF;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    const char *limited = apr_pstrcat(pool, STEPS, text, NULL);
    PCRE2_SIZE place;
    int problem;

    if (!context) {
        return "out of memory";
    }
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)limited, PCRE2_ZERO_TERMINATED,
                                     options, &problem, &place, context);
    pcre2_compile_context_free(context);
    if (!code) {
        PCRE2_UCHAR why[128] = "";
        pcre2_get_error_message(problem, why, sizeof(why));
        return apr_pstrdup(pool, (const char *)why);
    }
    apr_pool_cleanup_register(pool, code, release_code, apr_pool_cleanup_null);
    /* Where the system forbids generated code the interpreter does it. */
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    *pattern = apr_palloc(pool, sizeof(**pattern));
    (*pattern)->code = code;
    return NULL;
}

int ehoks_pattern_matches(const ehoks_pattern_t *pattern,
                          ehoks_pattern_run_t *run, const char *text,
                          apr_size_t length)
{
    if (!run->data) {
        run->data = pcre2_match_data_create(1, NULL);
        if (!run->data) {
            return 0;
        }
    }
    /* Values come from the parser, which has checked the UTF-8. */
    return pcre2_match(pattern->code, (PCRE2_SPTR)text, length, 0,
                       PCRE2_NO_UTF_CHECK, run->data, NULL)
           >= 0;
}

void ehoks_pattern_run_release(ehoks_pattern_run_t *run)
{
    pcre2_match_data_free(run->data);
    run->data = NULL;
}
