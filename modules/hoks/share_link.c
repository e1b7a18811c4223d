/* Links of the old kind. */
#include <string.h>

#include <apr_cstr.h>
#include <apr_strings.h>

#include "../core/date.h"
#include "../core/text.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "hoks.h"
#include "share_link.h"
#include "share_text.h"

/* --- the part in the plan ------------------------------------------------- */

/* Which units the old service can share parts of, and what it calls them. */
static const struct {
    const char *parent; /* what the part hangs on */
    const char *unit;   /* the unit itself: the parent or the one above it */
    const char *name;
} units[] = {
    {"HankittavaAmmatillinenTutkinnonOsa", "HankittavaAmmatillinenTutkinnonOsa",
     "HankittavaAmmatillinenTutkinnonOsa"},
    {"HankittavaPaikallinenTutkinnonOsa", "HankittavaPaikallinenTutkinnonOsa",
     "HankittavaPaikallinenTutkinnonOsa"},
    {"HankittavanYTOnOsaAlue", "HankittavaYhteinenTutkinnonOsa",
     "HankittavaYTOOsaAlue"},
};

static const struct {
    const char *entity;
    const char *name; /* `shared-module-tyyppi` */
} parts[] = {
    {"OsaamisenHankkimistapa", "osaamisenhankkiminen"},
    {"OsaamisenOsoittaminen", "osaamisenosoittaminen"},
};

/* A part that can be shared, found in a plan. */
typedef struct {
    const char *module_id; /* that is looked for */
    const char *type;      /* of the part; NULL: not found */
    ehoks_json_t *part;
    const char *unit_type;
    ehoks_json_t *unit;
} found_t;

static int same_id(const char *one, const char *other)
{
    return one && apr_cstr_casecmp(one, other) == 0;
}

/* Fills in the unit that `place`, the part's parent, is or belongs to. */
static void note_unit(found_t *found, const ehoks_schema_place_t *place)
{
    apr_size_t i;

    for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(place->entity, units[i].parent) == 0) {
            if (strcmp(units[i].parent, units[i].unit) != 0)
                place = place->parent;
            found->unit = place->object;
            found->unit_type = units[i].name;
            return;
        }
    }
}

static void look_at(void *baton, const ehoks_schema_place_t *place)
{
    found_t *found = baton;
    apr_size_t i;

    if (found->unit || !place->has_module_id || !place->parent
        || !same_id(ehoks_json_get_string(place->object, "module-id"),
                    found->module_id))
        return;
    for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (strcmp(place->entity, parts[i].entity) == 0) {
            found->type = parts[i].name;
            found->part = place->object;
            note_unit(found, place->parent);
        }
    }
}

/* Looks for a part in a document; `found->unit` is NULL when it is not there
 * or hangs on something that the old service cannot share. */
static found_t find(const ehoks_schema_t *schema, ehoks_json_t *document,
                    const char *module_id)
{
    found_t found = {.module_id = module_id};

    ehoks_schema_visit(schema, document, look_at, &found);
    return found;
}

/* --- making --------------------------------------------------------------- */

static const ehoks_err_t *check_days(const ehoks_ctx_t *ctx,
                                     const ehoks_json_t *body)
{
    int first = ehoks_date_day(ehoks_json_get_string(body, "voimassaolo-alku"));
    int last = ehoks_date_day(ehoks_json_get_string(body, "voimassaolo-loppu"));

    if (last < ehoks_date_today(ctx->now))
        return ehoks_err_make(ctx->pool, "E-JAKO-MENNYT", NULL);
    if (last < first)
        return ehoks_err_make(ctx->pool, "E-JAKO-NURIN", NULL);
    return NULL;
}

/* The id of the caller's own plan that the body names, when it holds the part
 * and the unit that the body names. */
static const ehoks_err_t *check_part(const ehoks_ctx_t *ctx,
                                     const ehoks_schema_t *schema,
                                     const ehoks_json_t *body,
                                     ehoks_audit_target_t *plan)
{
    const char *values[] = {ehoks_json_get_string(body, "hoks-eid"),
                            ctx->principal->oid};
    ehoks_json_t *document = NULL;
    ehoks_rows_t *rows;
    const char *text;
    apr_size_t length;
    found_t found;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OMA_HOKS], values, &rows);

    if (err)
        return err;
    text = ehoks_rows_bytes(rows, 0, 3, &length);
    if (text)
        document = ehoks_document_parse(ctx, text, length);
    if (text && !document)
        return ehoks_err_make(ctx->pool, "E-SISAINEN", NULL);
    plan->hoks_id = ehoks_rows_integer(rows, 0, 0);
    plan->version = (int)ehoks_rows_integer(rows, 0, 1);
    plan->oppija_oid = ctx->principal->oid;
    plan->opiskeluoikeus_oid = ehoks_rows_text(rows, 0, 2);
    found = find(schema, document,
                 ehoks_json_get_string(body, "shared-module-uuid"));
    if (!found.unit
        || strcmp(found.type,
                  ehoks_json_get_string(body, "shared-module-tyyppi"))
               != 0
        || strcmp(found.unit_type,
                  ehoks_json_get_string(body, "tutkinnonosa-tyyppi"))
               != 0
        || !same_id(ehoks_json_get_string(found.unit, "module-id"),
                    ehoks_json_get_string(body, "tutkinnonosa-module-uuid")))
        return ehoks_err_make(ctx->pool, "E-JAKO-KOHDE", NULL);
    return NULL;
}

const ehoks_err_t *ehoks_share_link_create(const ehoks_ctx_t *ctx,
                                           const ehoks_schema_t *schema,
                                           const ehoks_json_t *body,
                                           const char **share_id)
{
    ehoks_audit_target_t plan = {0};
    const char *values[13];
    const ehoks_err_t *err = check_days(ctx, body);

    if (!err)
        err = check_part(ctx, schema, body, &plan);
    if (err)
        return err;
    *share_id = ehoks_text_uuid(ctx->pool);
    values[0] = *share_id;
    values[1] = apr_psprintf(ctx->pool, "%" APR_INT64_T_FMT, plan.hoks_id);
    values[2] = ehoks_json_get_string(body, "tutkinnonosa-module-uuid");
    values[3] = ehoks_json_get_string(body, "tutkinnonosa-tyyppi");
    values[4] = ehoks_json_get_string(body, "shared-module-uuid");
    values[5] = ehoks_json_get_string(body, "shared-module-tyyppi");
    values[6] = ehoks_date_for_sql(
        ctx->pool, ehoks_json_get_string(body, "voimassaolo-alku"));
    values[7] = ehoks_date_for_sql(
        ctx->pool, ehoks_json_get_string(body, "voimassaolo-loppu"));
    values[8] = ctx->principal->oid;
    values[9] = ehoks_hoks_kind_name(ctx->principal->kind);
    values[10] = ctx->address;
    values[11] = ctx->user_agent;
    values[12] = ctx->request_id;
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_LUO_JAKOLINKKI], values, NULL);
    if (!err) {
        ehoks_audit_target(ctx, &plan);
        ehoks_audit_written(ctx);
    }
    return err;
}

/* --- reading -------------------------------------------------------------- */

/* Columns of the statement that reads one. */
enum {
    COL_ALKU,
    COL_LOPPU,
    COL_OSA_TYYPPI,
    COL_MODUULI,
    COL_OPPIJA,
    COL_NIMI,
    COL_TUTKINTO,
    COL_OSAAMISALA,
    COL_HOKS,
    COL_VERSIO,
    COL_OPISKELUOIKEUS,
    COL_ASIAKIRJA
};

static const ehoks_err_t *check_open(const ehoks_ctx_t *ctx,
                                     const ehoks_rows_t *rows)
{
    int today = ehoks_date_today(ctx->now);
    const char *first = ehoks_rows_text(rows, 0, COL_ALKU);

    if (ehoks_rows_count(rows) == 0)
        return ehoks_err_make(ctx->pool, "E-404", NULL);
    if (ehoks_date_day(first) > today)
        return ehoks_err_make(ctx->pool, "E-JAKO-EI-VIELA", first, NULL);
    if (ehoks_date_day(ehoks_rows_text(rows, 0, COL_LOPPU)) < today)
        return ehoks_err_make(ctx->pool, "E-JAKO-VANHA", NULL);
    return NULL;
}

/* Members of the unit itself, without the lists of what hangs on it. */
static ehoks_json_t *bare(apr_pool_t *pool, const ehoks_json_t *unit)
{
    ehoks_json_t *copy = ehoks_json_new_object(pool);
    void *i;

    for (i = ehoks_json_first(unit); i; i = ehoks_json_next(unit, i)) {
        ehoks_json_t *value = ehoks_json_value(i);

        if (ehoks_json_type(value) != EHOKS_JSON_ARRAY)
            ehoks_json_set(copy, ehoks_json_key(i), value);
    }
    return copy;
}

/* The shared part, or what is gone. */
static void add_part(const ehoks_ctx_t *ctx, const found_t *found,
                     ehoks_share_text_e gone, ehoks_json_t *view)
{
    static const char *const members[] = {"osaamisen-hankkimistapa",
                                          "osaamisen-osoittaminen"};
    apr_size_t i;

    ehoks_json_set(view, "tutkinnonosa",
                   found->unit ? bare(ctx->pool, found->unit)
                               : ehoks_json_new_null());
    for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        ehoks_json_set(view, members[i],
                       found->unit && strcmp(found->type, parts[i].name) == 0
                           ? found->part
                           : ehoks_json_new_null());
    if (!found->unit) {
        ehoks_json_set(view, "poistettu", ehoks_json_new_boolean(1));
        ehoks_json_set(view, "viesti", ehoks_share_text(ctx->pool, gone));
    }
}

static void set_name(apr_pool_t *pool, ehoks_json_t *view, const char *key,
                     const char *text)
{
    ehoks_json_t *name =
        text ? ehoks_json_parse(pool, text, strlen(text), NULL, NULL) : NULL;

    ehoks_json_set(view, key, name ? name : ehoks_json_new_null());
}

static void note_reading(const ehoks_ctx_t *ctx, const ehoks_rows_t *rows,
                         const char *share_id)
{
    ehoks_audit_target_t plan = {0};

    plan.hoks_id = ehoks_rows_integer(rows, 0, COL_HOKS);
    plan.version = (int)ehoks_rows_integer(rows, 0, COL_VERSIO);
    plan.oppija_oid = ehoks_rows_text(rows, 0, COL_OPPIJA);
    plan.opiskeluoikeus_oid = ehoks_rows_text(rows, 0, COL_OPISKELUOIKEUS);
    ehoks_audit_target(ctx, &plan);
    ehoks_audit_detail(ctx, "jakolinkki", share_id);
}

const ehoks_err_t *ehoks_share_link_read(const ehoks_ctx_t *ctx,
                                         const ehoks_schema_t *schema,
                                         const char *share_id,
                                         ehoks_json_t **view)
{
    apr_pool_t *pool = ctx->pool;
    ehoks_json_t *document = NULL;
    ehoks_rows_t *rows;
    const char *text;
    apr_size_t length;
    found_t found;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_LUE_JAKOLINKKI], &share_id, &rows);

    if (!err)
        err = check_open(ctx, rows);
    if (err)
        return err;
    text = ehoks_rows_bytes(rows, 0, COL_ASIAKIRJA, &length);
    if (text)
        document = ehoks_document_parse(ctx, text, length);
    if (text && !document)
        return ehoks_err_make(pool, "E-SISAINEN", NULL);
    found = find(schema, document, ehoks_rows_text(rows, 0, COL_MODUULI));
    note_reading(ctx, rows, share_id);
    *view = ehoks_json_new_object(pool);
    ehoks_json_set_string(pool, *view, "oppija-nimi",
                          ehoks_rows_text(rows, 0, COL_NIMI));
    ehoks_json_set_string(pool, *view, "oppija-oid",
                          ehoks_rows_text(rows, 0, COL_OPPIJA));
    set_name(pool, *view, "tutkinto-nimi",
             ehoks_rows_text(rows, 0, COL_TUTKINTO));
    set_name(pool, *view, "osaamisala-nimi",
             ehoks_rows_text(rows, 0, COL_OSAAMISALA));
    ehoks_json_set_string(pool, *view, "tutkinnonosa-tyyppi",
                          found.unit
                              ? found.unit_type
                              : ehoks_rows_text(rows, 0, COL_OSA_TYYPPI));
    ehoks_json_set_string(pool, *view, "voimassaolo-alku",
                          ehoks_rows_text(rows, 0, COL_ALKU));
    ehoks_json_set_string(pool, *view, "voimassaolo-loppu",
                          ehoks_rows_text(rows, 0, COL_LOPPU));
    add_part(ctx, &found,
             document ? EHOKS_SHARE_PART_GONE : EHOKS_SHARE_PLAN_GONE, *view);
    return NULL;
}

/* --- deleting and listing ------------------------------------------------- */

const ehoks_err_t *ehoks_share_link_delete(const ehoks_ctx_t *ctx,
                                           const char *share_id)
{
    const ehoks_principal_t *who = ctx->principal;
    const char *values[] = {
        share_id,     who->oid,        ehoks_hoks_kind_name(who->kind),
        ctx->address, ctx->user_agent, ctx->request_id};
    ehoks_audit_target_t plan = {0};
    ehoks_rows_t *rows;
    const ehoks_err_t *err = ehoks_db_run(
        ctx, &ehoks_sql[EHOKS_SQL_POISTA_JAKOLINKKI], values, &rows);

    if (!err && ehoks_rows_count(rows) == 0)
        err = ehoks_err_make(ctx->pool, "E-404", NULL);
    if (err)
        return err;
    plan.hoks_id = ehoks_rows_integer(rows, 0, 0);
    plan.oppija_oid = who->oid;
    plan.opiskeluoikeus_oid = ehoks_rows_text(rows, 0, 1);
    ehoks_audit_target(ctx, &plan);
    ehoks_audit_written(ctx);
    return NULL;
}

/* E-404 unless one of the caller's live plans holds the part. */
static const ehoks_err_t *check_own_part(const ehoks_ctx_t *ctx,
                                         const ehoks_schema_t *schema,
                                         const char *module_id)
{
    apr_array_header_t *plans = NULL;
    const ehoks_err_t *err =
        ehoks_hoks_of_learner(ctx, ctx->principal->oid, &plans);
    int i;

    for (i = 0; !err && i < plans->nelts; i++) {
        const ehoks_plan_t *plan = &APR_ARRAY_IDX(plans, i, ehoks_plan_t);
        ehoks_json_t *document =
            ehoks_document_parse(ctx, plan->text, plan->length);

        if (find(schema, document, module_id).part)
            return NULL;
    }
    return err ? err : ehoks_err_make(ctx->pool, "E-404", NULL);
}

const ehoks_err_t *ehoks_share_link_list(const ehoks_ctx_t *ctx,
                                         const ehoks_schema_t *schema,
                                         const char *module_id,
                                         ehoks_json_t **links)
{
    const char *values[] = {module_id, ctx->principal->oid};
    apr_pool_t *pool = ctx->pool;
    ehoks_audit_target_t learner = {0};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_OSAN_JAKOLINKIT], values, &rows);
    int i;

    if (!err && ehoks_rows_count(rows) == 0)
        err = check_own_part(ctx, schema, module_id);
    if (err)
        return err;
    learner.oppija_oid = ctx->principal->oid;
    ehoks_audit_target(ctx, &learner);
    *links = ehoks_json_new_array(pool);
    for (i = 0; i < ehoks_rows_count(rows); i++) {
        ehoks_json_t *link = ehoks_json_new_object(pool);

        ehoks_json_set_string(pool, link, "share-id",
                              ehoks_rows_text(rows, i, 0));
        ehoks_json_set_string(pool, link, "voimassaolo-alku",
                              ehoks_rows_text(rows, i, 1));
        ehoks_json_set_string(pool, link, "voimassaolo-loppu",
                              ehoks_rows_text(rows, i, 2));
        ehoks_json_append(*links, link);
    }
    return NULL;
}
