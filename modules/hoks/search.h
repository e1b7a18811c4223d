/* The search of learners: the list of provider staff, one school at a time
 * (contract: api.md 6.3). */
#ifndef EHOKS_HOKS_SEARCH_H
#define EHOKS_HOKS_SEARCH_H

#include "../core/ctx.h"
#include "../core/err.h"

/* By what the rows are ordered; what is equal goes by name. */
typedef enum {
    EHOKS_SEARCH_NAME,
    EHOKS_SEARCH_QUALIFICATION,
    EHOKS_SEARCH_AREA,
    EHOKS_SEARCH_APPROVAL,
    EHOKS_SEARCH_PLAN
} ehoks_search_order_e;

/* What is looked for. Texts are compared without regard to case and
 * diacritics, anywhere in the name; NULL: any. */
typedef struct {
    const char *school;        /* OID */
    const char *name;          /* all of its words, in any order */
    const char *qualification; /* in `locale`, else in Finnish */
    const char *area;          /* as above: the competence area */
    const char *plan;          /* its number as text */
    const char *locale;
    ehoks_search_order_e order;
    int descending;
    apr_int64_t limit;
    apr_int64_t offset;
} ehoks_search_t;

typedef struct {
    apr_int64_t total; /* without limit and offset */
    const char *rows;  /* JSON list */
    apr_size_t length;
} ehoks_found_t;

/* Runs the search. Whether the caller may see the school is asked before. */
const ehoks_err_t *ehoks_search_run(const ehoks_ctx_t *ctx,
                                    const ehoks_search_t *search,
                                    ehoks_found_t *found);

/* The place of `column` among the columns to order by ("nimi", "tutkinto",
 * "osaamisala", "ensikertainen-hyvaksyminen", "hoks-id"); for NULL and any
 * other word that of the name. */
ehoks_search_order_e ehoks_search_order(const char *column);

#endif
