/* DOC/oikeudet.json: the table of rights and the roles, as the code itself
 * reads them; the page of rights shows it. */
#include <apr_strings.h>

#include "../auth/claims.h"
#include "../core/text.h"
#include "../hoks/hoks.h"
#include "../hoks/matrix.h"
#include "handlers.h"

static const char *const act_names[] = {
    [EHOKS_ACT_READ] = "lukeminen",
    [EHOKS_ACT_CREATE] = "luominen",
    [EHOKS_ACT_REPLACE] = "korvaaminen",
    [EHOKS_ACT_PATCH] = "muuttaminen",
    [EHOKS_ACT_RESTORE_VERSION] = "version-palautus",
    [EHOKS_ACT_DELETE] = "poistaminen",
    [EHOKS_ACT_UNDELETE] = "poiston-peruminen",
    [EHOKS_ACT_REMOVE] = "poistaminen-lopullisesti",
    [EHOKS_ACT_INVITE] = "kutsuminen",
    [EHOKS_ACT_READ_PERIOD] = "jakson-lukeminen",
    [EHOKS_ACT_READ_DEMONSTRATION] = "nayton-lukeminen"};

static const char *const ground_names[] = {
    [EHOKS_GROUND_RIGHT] = "oikeus",
    [EHOKS_GROUND_OWN] = "oma",
    [EHOKS_GROUND_STUDENT] = "opiskelija",
    [EHOKS_GROUND_SUPER_USER] = "paakayttaja",
    [EHOKS_GROUND_INSTRUCTOR] = "ohjaaja",
    [EHOKS_GROUND_ASSESSOR] = "arvioija"};

/* Names of contract: api.md 1.3, 3.2. */
static const struct {
    ehoks_right_e right;
    const char *name;
} rights[] = {{EHOKS_RIGHT_READ, "read"},
              {EHOKS_RIGHT_WRITE, "write"},
              {EHOKS_RIGHT_UPDATE, "update"},
              {EHOKS_RIGHT_DELETE, "delete"},
              {EHOKS_RIGHT_HOKS_DELETE, "hoks_delete"},
              {EHOKS_RIGHT_SUPER_USER, "oph-super-user"}};

#define RIGHTS ((int)(sizeof(rights) / sizeof(rights[0])))

/* Appends the names of the rights whose bits are set. */
static ehoks_json_t *names_of(apr_pool_t *pool, int bits)
{
    ehoks_json_t *list = ehoks_json_new_array(pool);
    int i;

    for (i = 0; i < RIGHTS; i++) {
        if (bits & rights[i].right)
            ehoks_json_append(list,
                              ehoks_json_new_string(pool, rights[i].name));
    }
    return list;
}

static ehoks_json_t *row_of(apr_pool_t *pool, const ehoks_matrix_row_t *row)
{
    ehoks_json_t *told = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, told, "teko", act_names[row->act]);
    ehoks_json_set_string(pool, told, "kayttajalaji",
                          ehoks_hoks_kind_name(row->kind));
    ehoks_json_set_string(pool, told, "peruste", ground_names[row->ground]);
    if (row->ground == EHOKS_GROUND_RIGHT)
        ehoks_json_set(told, "oikeus",
                       ehoks_json_at(names_of(pool, row->right), 0));
    ehoks_json_set_string(pool, told, "laki", row->law);
    ehoks_json_set_string(pool, told, "sopimus", row->contract);
    return told;
}

static ehoks_json_t *role_of(apr_pool_t *pool, const char *name)
{
    ehoks_json_t *told = ehoks_json_new_object(pool);

    ehoks_json_set_string(pool, told, "rooli", name);
    ehoks_json_set(told, "oikeudet",
                   names_of(pool, ehoks_claims_role_rights(name)));
    return told;
}

const ehoks_err_t *ehoks_api_rights(ehoks_request_t *request,
                                    ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *data = ehoks_json_new_object(pool);
    ehoks_json_t *rows = ehoks_json_new_array(pool);
    ehoks_json_t *roles = ehoks_json_new_array(pool);
    const char *name;
    int i;

    for (i = 0; i < ehoks_matrix_rows; i++)
        ehoks_json_append(rows, row_of(pool, &ehoks_matrix[i]));
    for (i = 0; (name = ehoks_claims_role_name(i)); i++)
        ehoks_json_append(roles, role_of(pool, name));
    ehoks_json_set(data, "rivit", rows);
    ehoks_json_set(data, "roolit", roles);
    ehoks_response_data(request, response, data);
    response->etag = apr_pstrcat(
        pool, "\"", ehoks_text_digest(pool, response->body, response->length),
        "\"", NULL);
    return NULL;
}
