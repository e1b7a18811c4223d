/* Making the stored document. What it looks like follows from the schema:
 * which objects get a module-id, which lists are always there. */
#include <string.h>

#include <apr_hash.h>
#include <apr_tables.h>

#include "../core/date.h"
#include "../core/text.h"
#include "document.h"
#include "parts.h"

/* What a walk through the document collects. */
typedef struct {
    apr_pool_t *pool;
    ehoks_json_t *jaksot;
    ehoks_json_t *naytot;
} collector_t;

/* Copies a text member under another name, if it is there. */
static void copy_text(apr_pool_t *pool, ehoks_json_t *to, const char *name,
                      const ehoks_json_t *from, const char *key)
{
    const char *text = ehoks_json_get_string(from, key);

    if (text)
        ehoks_json_set_string(pool, to, name, text);
}

/* The same for a day. */
static void copy_day(apr_pool_t *pool, ehoks_json_t *to, const char *name,
                     const ehoks_json_t *from)
{
    const char *day =
        ehoks_date_for_sql(pool, ehoks_json_get_string(from, name));

    if (day)
        ehoks_json_set_string(pool, to, name, day);
}

static ehoks_json_t *dated_part(apr_pool_t *pool, const ehoks_json_t *part)
{
    ehoks_json_t *row = ehoks_json_new_object(pool);

    copy_text(pool, row, "moduuli_id", part, "module-id");
    copy_day(pool, row, "alku", part);
    copy_day(pool, row, "loppu", part);
    return row;
}

static int is_workplace_stretch(const ehoks_json_t *part)
{
    const char *code =
        ehoks_json_get_string(part, "osaamisen-hankkimistapa-koodi-uri");

    return code
           && (strcmp(code, "osaamisenhankkimistapa_koulutussopimus") == 0
               || strcmp(code, "osaamisenhankkimistapa_oppisopimus") == 0);
}

/* Kind of the unit that a part of the document lies in, as the table
 * tyopaikkajakso names it; NULL for none. */
static const char *unit_kind(const ehoks_schema_place_t *place)
{
    static const char *const kinds[][2] = {
        {"hankittavat-ammat-tutkinnon-osat", "ammatillinen"},
        {"hankittavat-paikalliset-tutkinnon-osat", "paikallinen"},
        {"hankittavat-yhteiset-tutkinnon-osat", "yhteinen"}};
    apr_size_t i;

    while (place->parent && place->parent->parent)
        place = place->parent;
    for (i = 0; place->key && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(place->key, kinds[i][0]) == 0)
            return kinds[i][1];
    }
    return NULL;
}

/* A work period as the table tyopaikkajakso has it: what it is found by, and
 * what reports tell of it. */
static void collect_stretch(collector_t *collector,
                            const ehoks_schema_place_t *place)
{
    const ehoks_json_t *part = place->object;
    const ehoks_json_t *workplace =
        ehoks_json_get(part, "tyopaikalla-jarjestettava-koulutus");
    const ehoks_json_t *instructor =
        ehoks_json_get(workplace, "vastuullinen-tyopaikka-ohjaaja");
    const struct {
        const char *name;
        const ehoks_json_t *from;
        const char *key;
    } texts[] = {{"tunniste", part, "yksiloiva-tunniste"},
                 {"y_tunnus", workplace, "tyopaikan-y-tunnus"},
                 {"tyopaikka", workplace, "tyopaikan-nimi"},
                 {"ohjaaja", instructor, "nimi"},
                 {"sahkoposti", instructor, "sahkoposti"},
                 {"puhelinnumero", instructor, "puhelinnumero"},
                 {"hankkimistapa", part, "osaamisen-hankkimistapa-koodi-uri"},
                 {"perusta", part, "oppisopimuksen-perusta-koodi-uri"}};
    apr_pool_t *pool = collector->pool;
    const char *kind = unit_kind(place);
    ehoks_json_t *row;
    apr_size_t i;

    if (!is_workplace_stretch(part) && !workplace)
        return;
    row = dated_part(pool, part);
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        copy_text(pool, row, texts[i].name, texts[i].from, texts[i].key);
    if (kind)
        ehoks_json_set_string(pool, row, "tutkinnon_osa", kind);
    ehoks_json_set(row, "osa_aikaisuus",
                   ehoks_json_get(part, "osa-aikaisuustieto"));
    ehoks_json_append(collector->jaksot, row);
}

static void collect_part(void *baton, const ehoks_schema_place_t *place)
{
    collector_t *collector = baton;

    if (strcmp(place->entity, "OsaamisenHankkimistapa") == 0)
        collect_stretch(collector, place);
    else if (strcmp(place->entity, "OsaamisenOsoittaminen") == 0)
        ehoks_json_append(collector->naytot,
                          dated_part(collector->pool, place->object));
}

/* Numbers of parts are accepted and never stored, and neither is an arranger
 * of whom no more than a number is told (contract: rules.md S-03). */
static void drop_number(void *baton, const ehoks_schema_place_t *place)
{
    ehoks_json_t *arranger = ehoks_json_get(place->object, "jarjestaja");

    (void)baton;
    if (place->parent)
        ehoks_json_remove(place->object, "id");
    ehoks_json_remove(arranger, "id");
    if (arranger && ehoks_json_size(arranger) == 0)
        ehoks_json_remove(place->object, "jarjestaja");
}

static void write_times_in_utc(apr_pool_t *pool, ehoks_json_t *document)
{
    static const char *const times[] = {"hyvaksytty", "paivitetty"};
    apr_size_t i;

    for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        const char *text = ehoks_json_get_string(document, times[i]);
        if (text)
            ehoks_json_set_string(pool, document, times[i],
                                  ehoks_date_instant(pool, text));
    }
}

static void set_all(ehoks_json_t *object, const ehoks_json_t *members)
{
    void *i;

    for (i = ehoks_json_first(members); i; i = ehoks_json_next(members, i))
        ehoks_json_set(object, ehoks_json_key(i), ehoks_json_value(i));
}

/* What every stored document has, whatever the client sent. */
static void finish(const ehoks_ctx_t *ctx, const ehoks_schema_t *schema,
                   ehoks_json_t *value)
{
    write_times_in_utc(ctx->pool, value);
    ehoks_schema_complete(schema, ctx->pool, value);
    ehoks_schema_visit(schema, value, drop_number, NULL);
}

ehoks_document_t *ehoks_document_of(const ehoks_ctx_t *ctx,
                                    const ehoks_schema_t *schema,
                                    ehoks_json_t *value)
{
    apr_pool_t *pool = ctx->pool;
    ehoks_document_t *document = apr_pcalloc(pool, sizeof(*document));
    collector_t collector;

    collector.pool = pool;
    collector.jaksot = ehoks_json_new_array(pool);
    collector.naytot = ehoks_json_new_array(pool);
    ehoks_schema_visit(schema, value, collect_part, &collector);
    document->value = value;
    document->id = ehoks_json_integer(ehoks_json_get(value, "id"));
    document->eid = ehoks_json_get_string(value, "eid");
    document->oppija_oid = ehoks_json_get_string(value, "oppija-oid");
    document->opiskeluoikeus_oid =
        ehoks_json_get_string(value, "opiskeluoikeus-oid");
    document->ensikertainen_hyvaksyminen = ehoks_date_for_sql(
        pool, ehoks_json_get_string(value, "ensikertainen-hyvaksyminen"));
    document->osaamisen_saavuttamisen_pvm = ehoks_date_for_sql(
        pool, ehoks_json_get_string(value, "osaamisen-saavuttamisen-pvm"));
    document->tyopaikkajaksot = ehoks_json_write(pool, collector.jaksot, NULL);
    document->naytot = ehoks_json_write(pool, collector.naytot, NULL);
    return document;
}

ehoks_document_t *ehoks_document_create(const ehoks_ctx_t *ctx,
                                        const ehoks_schema_t *schema,
                                        apr_int64_t id, ehoks_json_t *body)
{
    apr_pool_t *pool = ctx->pool;
    ehoks_json_t *value = ehoks_json_new_object(pool);

    ehoks_json_set(value, "id", ehoks_json_new_integer(pool, id));
    ehoks_json_set_string(pool, value, "eid", ehoks_text_uuid(pool));
    ehoks_json_set(value, "manuaalisyotto", ehoks_json_new_boolean(0));
    set_all(value, body);
    finish(ctx, schema, value);
    ehoks_parts_identify(schema, pool, NULL, value, ehoks_problems_make(pool));
    return ehoks_document_of(ctx, schema, value);
}

static void identify_period(void *baton, const ehoks_schema_place_t *place)
{
    apr_pool_t *pool = baton;

    if (strcmp(place->entity, "OsaamisenHankkimistapa") == 0
        && !ehoks_json_get(place->object, "yksiloiva-tunniste"))
        ehoks_json_set_string(pool, place->object, "yksiloiva-tunniste",
                              ehoks_text_uuid(pool));
}

void ehoks_document_identify_periods(const ehoks_ctx_t *ctx,
                                     const ehoks_schema_t *schema,
                                     ehoks_json_t *body)
{
    ehoks_schema_visit(schema, body, identify_period, ctx->pool);
}

/* A walk that notes the identifiers of stored periods by their module-id, and
 * one that gives them out. */
typedef struct {
    apr_pool_t *pool;
    apr_hash_t *identifiers;
} identifiers_t;

static void note_identifier(void *baton, const ehoks_schema_place_t *place)
{
    identifiers_t *noted = baton;
    const char *id = ehoks_json_get_string(place->object, "module-id");
    const char *identifier =
        ehoks_json_get_string(place->object, "yksiloiva-tunniste");

    if (id && identifier)
        apr_hash_set(noted->identifiers, id, APR_HASH_KEY_STRING, identifier);
}

static void keep_identifier(void *baton, const ehoks_schema_place_t *place)
{
    identifiers_t *noted = baton;
    const char *id = ehoks_json_get_string(place->object, "module-id");
    const char *identifier =
        id ? apr_hash_get(noted->identifiers, id, APR_HASH_KEY_STRING) : NULL;

    if (strcmp(place->entity, "OsaamisenHankkimistapa") == 0 && identifier
        && !ehoks_json_get(place->object, "yksiloiva-tunniste"))
        ehoks_json_set_string(noted->pool, place->object, "yksiloiva-tunniste",
                              identifier);
}

/* After the parts have their module-ids: only then it is known which period
 * is which. */
static void complete_identifiers(const ehoks_ctx_t *ctx,
                                 const ehoks_schema_t *schema,
                                 ehoks_json_t *stored, ehoks_json_t *value)
{
    identifiers_t noted;

    noted.pool = ctx->pool;
    noted.identifiers = apr_hash_make(ctx->pool);
    ehoks_schema_visit(schema, stored, note_identifier, &noted);
    ehoks_schema_visit(schema, value, keep_identifier, &noted);
    ehoks_document_identify_periods(ctx, schema, value);
}

/* Members that an update may not change, and that stay when the body lacks
 * them. */
static const char *const identity[] = {"id", "eid", "manuaalisyotto", NULL};

/* What PUT keeps when the body lacks it, besides the identity (S-01). */
static const char *const kept[] = {"oppija-oid", "opiskeluoikeus-oid",
                                   "puhelinnumero", "tuva-opiskeluoikeus-oid",
                                   NULL};

static void set_some(ehoks_json_t *object, const ehoks_json_t *from,
                     const char *const *keys)
{
    for (; *keys; keys++)
        ehoks_json_set(object, *keys, ehoks_json_get(from, *keys));
}

static void check_identity(const ehoks_json_t *stored, const ehoks_json_t *body,
                           ehoks_problems_t *problems)
{
    int i;

    for (i = 0; identity[i]; i++) {
        const ehoks_json_t *sent = ehoks_json_get(body, identity[i]);
        ehoks_problem_t problem = {0};

        if (!sent
            || ehoks_json_equal(sent, ehoks_json_get(stored, identity[i])))
            continue;
        problem.code = "MUUTTUMATON";
        problem.pointer = ehoks_pointer_key(problems->pool, "", identity[i]);
        ehoks_problems_add(problems, &problem);
    }
}

ehoks_document_t *ehoks_document_update(const ehoks_ctx_t *ctx,
                                        const ehoks_schema_t *schema,
                                        ehoks_document_update_e how,
                                        ehoks_json_t *stored,
                                        const ehoks_json_t *body,
                                        ehoks_problems_t *problems)
{
    apr_pool_t *pool = ctx->pool;
    ehoks_json_t *value = ehoks_json_new_object(pool);

    check_identity(stored, body, problems);
    if (how == EHOKS_DOCUMENT_MERGE) {
        set_all(value, stored);
    }
    else {
        set_some(value, stored, identity);
        set_some(value, stored, kept);
    }
    set_all(value, body);
    value = ehoks_json_copy(pool, value);
    finish(ctx, schema, value);
    ehoks_parts_identify(schema, pool, stored, value, problems);
    if (how == EHOKS_DOCUMENT_REPLACE_BY_HAND)
        complete_identifiers(ctx, schema, stored, value);
    return ehoks_document_of(ctx, schema, value);
}

ehoks_json_t *ehoks_document_parse(const ehoks_ctx_t *ctx, const char *text,
                                   apr_size_t length)
{
    static const ehoks_json_limits_t generous = {512, APR_SIZE_MAX};
    ehoks_json_t *document =
        ehoks_json_parse(ctx->pool, text, length, &generous, NULL);

    if (!document)
        ehoks_log(ctx, EHOKS_LOG_ERROR, APR_SUCCESS, "EH0110",
                  "a stored document is not JSON: restore it from history");
    return document;
}

ehoks_json_t *ehoks_document_top_level(ehoks_json_t *document)
{
    void *member;

    /* Removing ends the walk, so begin again until no list is left. */
    for (member = ehoks_json_first(document); member;) {
        if (ehoks_json_type(ehoks_json_value(member)) == EHOKS_JSON_ARRAY) {
            ehoks_json_remove(document, ehoks_json_key(member));
            member = ehoks_json_first(document);
        }
        else {
            member = ehoks_json_next(document, member);
        }
    }
    return document;
}
