/* Looking for learners: texts become what the statements compare. */
#include <string.h>

#include <apr_strings.h>

#include "../core/json.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "search.h"

static const char *const columns[] = {"nimi", "tutkinto", "osaamisala",
                                      "ensikertainen-hyvaksyminen", "hoks-id"};

ehoks_search_order_e ehoks_search_order(const char *column)
{
    apr_size_t i;

    for (i = 0; column && i < sizeof(columns) / sizeof(columns[0]); i++) {
        if (strcmp(columns[i], column) == 0)
            return (ehoks_search_order_e)i;
    }
    return EHOKS_SEARCH_NAME;
}

/* The words of a name as a JSON list: what stands between blanks, commas and
 * the wildcards of SQL. */
static const char *words_of(apr_pool_t *pool, const char *name)
{
    ehoks_json_t *list = ehoks_json_new_array(pool);
    char *copy = apr_pstrdup(pool, name ? name : "");
    char *state;
    char *word;

    for (word = apr_strtok(copy, " \t\n\r\f\v_%,", &state); word;
         word = apr_strtok(NULL, " \t\n\r\f\v_%,", &state))
        ehoks_json_append(list, ehoks_json_new_string(pool, word));
    return ehoks_json_write(pool, list, NULL);
}

/* The first stretch without wildcards; NULL when there is none. */
static const char *first_part(apr_pool_t *pool, const char *text)
{
    apr_size_t length;

    if (!text)
        return NULL;
    text += strspn(text, "%_");
    length = strcspn(text, "%_");
    return length ? apr_pstrmemdup(pool, text, length) : NULL;
}

static const ehoks_sql_t *statement_of(const ehoks_search_t *search)
{
    if (search->order != EHOKS_SEARCH_NAME)
        return &ehoks_sql[EHOKS_SQL_HAE_MUUTEN];
    return &ehoks_sql[search->descending ? EHOKS_SQL_HAE_NIMELLA_LOPUSTA
                                         : EHOKS_SQL_HAE_NIMELLA];
}

const ehoks_err_t *ehoks_search_run(const ehoks_ctx_t *ctx,
                                    const ehoks_search_t *search,
                                    ehoks_found_t *found)
{
    apr_pool_t *pool = ctx->pool;
    const char *values[] = {
        search->school,
        words_of(pool, search->name),
        first_part(pool, search->qualification),
        first_part(pool, search->area),
        search->plan,
        search->locale,
        apr_psprintf(pool, "%" APR_INT64_T_FMT, search->limit),
        apr_psprintf(pool, "%" APR_INT64_T_FMT, search->offset),
        apr_itoa(pool, search->order),
        search->descending ? "-1" : "1"};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, statement_of(search), values, &rows);

    if (err)
        return err;
    found->total = ehoks_rows_integer(rows, 0, 0);
    found->rows = ehoks_rows_bytes(rows, 0, 1, &found->length);
    return NULL;
}
