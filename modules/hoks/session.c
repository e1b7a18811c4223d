/* Ended sessions, privileges as the apps read them, settings. */
#include <string.h>

#include <apr_strings.h>

#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "session.h"

const ehoks_err_t *ehoks_session_has_ended(const ehoks_ctx_t *ctx,
                                           const char *hash, int *ended)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_ISTUNTO_PAATTYNYT], &hash, &rows);

    *ended = !err && ehoks_rows_count(rows) > 0;
    return err;
}

const ehoks_err_t *ehoks_session_end(const ehoks_ctx_t *ctx, const char *hash,
                                     int lifetime_s)
{
    const char *values[] = {hash, apr_itoa(ctx->pool, lifetime_s)};

    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_PAATA_ISTUNTO], values, NULL);
}

const ehoks_err_t *ehoks_session_forget(const ehoks_ctx_t *ctx)
{
    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_UNOHDA_ISTUNNOT], NULL, NULL);
}

/* --- privileges ----------------------------------------------------------- */

/* Words of the existing app for rights (contract: api.md 3.2). */
static const struct {
    int right;
    const char *list;
    const char *word;
} words[] = {{EHOKS_RIGHT_READ, "privileges", "read"},
             {EHOKS_RIGHT_WRITE, "privileges", "write"},
             {EHOKS_RIGHT_UPDATE, "privileges", "update"},
             {EHOKS_RIGHT_DELETE, "privileges", "delete"},
             {EHOKS_RIGHT_HOKS_DELETE, "privileges", "hoks_delete"},
             {EHOKS_RIGHT_SUPER_USER, "roles", "oph-super-user"}};

static ehoks_json_t *schools_below(apr_pool_t *pool, const ehoks_rows_t *rows,
                                   const char *organisation)
{
    ehoks_json_t *list = ehoks_json_new_array(pool);
    int row;

    for (row = 0; row < ehoks_rows_count(rows); row++) {
        if (strcmp(ehoks_rows_text(rows, row, 0), organisation) == 0)
            ehoks_json_append(list, ehoks_json_new_string(
                                        pool, ehoks_rows_text(rows, row, 1)));
    }
    return list;
}

static ehoks_json_t *role_entry(apr_pool_t *pool, const ehoks_rows_t *rows,
                                const ehoks_role_t *role)
{
    ehoks_json_t *entry = ehoks_json_new_object(pool);
    apr_size_t i;

    ehoks_json_set_string(pool, entry, "oid", role->organisation);
    ehoks_json_set(entry, "privileges", ehoks_json_new_array(pool));
    ehoks_json_set(entry, "roles", ehoks_json_new_array(pool));
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (role->rights & words[i].right)
            ehoks_json_append(ehoks_json_get(entry, words[i].list),
                              ehoks_json_new_string(pool, words[i].word));
    }
    ehoks_json_set(entry, "child-organisations",
                   schools_below(pool, rows, role->organisation));
    return entry;
}

/* Organisations of all roles, whatever right they give, each once. */
static const char *organisations_of(apr_pool_t *pool,
                                    const apr_array_header_t *roles)
{
    const char *text = "";
    int i;

    for (i = 0; i < roles->nelts; i++) {
        const char *oid = APR_ARRAY_IDX(roles, i, ehoks_role_t).organisation;

        if (!strstr(text, apr_pstrcat(pool, oid, ",", NULL)))
            text = apr_pstrcat(pool, text, oid, ",", NULL);
    }
    return apr_pstrcat(pool, "{",
                       apr_pstrndup(pool, text, strlen(text) - (*text != '\0')),
                       "}", NULL);
}

const ehoks_err_t *ehoks_session_privileges(const ehoks_ctx_t *ctx,
                                            ehoks_json_t **list)
{
    const apr_array_header_t *roles = ctx->principal->roles;
    const char *organisations = organisations_of(ctx->pool, roles);
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_HALLITUT_OPPILAITOKSET],
                     &organisations, &rows);
    int i;

    if (err)
        return err;
    *list = ehoks_json_new_array(ctx->pool);
    for (i = 0; i < roles->nelts; i++)
        ehoks_json_append(*list,
                          role_entry(ctx->pool, rows,
                                     &APR_ARRAY_IDX(roles, i, ehoks_role_t)));
    return NULL;
}

/* --- settings ------------------------------------------------------------- */

const ehoks_err_t *ehoks_session_settings(const ehoks_ctx_t *ctx,
                                          const char **text)
{
    ehoks_rows_t *rows;
    const ehoks_err_t *err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_ASETUKSET],
                                          &ctx->principal->oid, &rows);

    if (err)
        return err;
    *text = ehoks_rows_count(rows) ? ehoks_rows_text(rows, 0, 0) : "{}";
    return NULL;
}

const ehoks_err_t *ehoks_session_keep_settings(const ehoks_ctx_t *ctx,
                                               const char *text)
{
    const char *values[] = {ctx->principal->oid, text};

    return ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_TALLETA_ASETUKSET], values,
                        NULL);
}
