/* Which part of the new document is which part of the old one. Both documents
 * become flat lists of parts; then one way of recognising after the other is
 * tried, the surest first, parents before children. */
#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_tables.h>

#include "../core/text.h"
#include "parts.h"

typedef struct part_t {
    const char *kind; /* entity and the list it stands in */
    ehoks_json_t *object;
    struct part_t *parent; /* the part around it; NULL at the top */
    struct part_t *match;  /* its counterpart in the other document */
    int depth;
    const char *pointer;
    const char *content; /* sorted JSON without module-ids; NULL: not yet */
    const char *fields;  /* the same without its lists: its own fields */
} part_t;

typedef struct {
    apr_pool_t *pool;
    apr_array_header_t *parts; /* of part_t *, parents before children */
    apr_hash_t *by_object;     /* the same by the address of their object */
    int deepest;
} document_t;

/* --- making the flat list ------------------------------------------------- */

/* The part that is the object of `place`, or the nearest one around it. */
static part_t *part_at(const document_t *document,
                       const ehoks_schema_place_t *place)
{
    part_t *part = NULL;

    for (; place && !part; place = place->parent)
        part = apr_hash_get(document->by_object, &place->object,
                            sizeof(place->object));
    return part;
}

static void collect(void *baton, const ehoks_schema_place_t *place)
{
    document_t *document = baton;
    apr_pool_t *pool = document->pool;
    part_t *part;

    if (!place->has_module_id)
        return;
    part = apr_pcalloc(pool, sizeof(*part));
    part->kind = apr_pstrcat(pool, place->entity, " ", place->key, NULL);
    part->object = place->object;
    part->parent = part_at(document, place->parent);
    part->depth = part->parent ? part->parent->depth + 1 : 0;
    part->pointer = ehoks_schema_place_pointer(pool, place);
    if (part->depth > document->deepest)
        document->deepest = part->depth;
    APR_ARRAY_PUSH(document->parts, part_t *) = part;
    apr_hash_set(document->by_object, &part->object, sizeof(part->object),
                 part);
}

static void flatten(const ehoks_schema_t *schema, apr_pool_t *pool,
                    ehoks_json_t *value, document_t *document)
{
    document->pool = pool;
    document->parts = apr_array_make(pool, 32, sizeof(part_t *));
    document->by_object = apr_hash_make(pool);
    document->deepest = 0;
    if (value)
        ehoks_schema_visit(schema, value, collect, document);
}

/* --- ways of recognising -------------------------------------------------- */

/* What two parts must have in common on one try; NULL: this try does not
 * concern the part. */
typedef const char *key_fn(apr_pool_t *pool, part_t *part);

/* Which parents a try asks for. */
typedef enum {
    PARENT_SAME, /* the parents are each other's counterpart */
    PARENT_GONE, /* the old parent has no counterpart */
    PARENT_ANY
} parent_e;

/* Written when first asked for: most parts are recognised before. */
static const char *by_content(apr_pool_t *pool, part_t *part)
{
    if (!part->content)
        part->content =
            ehoks_json_write_without(pool, part->object, "module-id", 1);
    return part->content;
}

static const char *by_fields(apr_pool_t *pool, part_t *part)
{
    if (!part->fields)
        part->fields =
            ehoks_json_write_without(pool, part->object, "module-id", 0);
    return part->fields;
}

static const char *by_tunniste(apr_pool_t *pool, part_t *part)
{
    (void)pool;
    return ehoks_json_get_string(part->object, "yksiloiva-tunniste");
}

/* The code that tells what a part is about: the first of these it has. */
static const char *code_of(const part_t *part)
{
    static const char *const codes[] = {"tutkinnon-osa-koodi-uri",
                                        "osa-alue-koodi-uri",
                                        "amosaa-tunniste",
                                        "osaamisen-hankkimistapa-koodi-uri",
                                        "nimi",
                                        NULL};
    const char *code = NULL;
    int i;

    for (i = 0; codes[i] && !code; i++)
        code = ehoks_json_get_string(part->object, codes[i]);
    return code ? code : "";
}

static const char *by_code_and_day(apr_pool_t *pool, part_t *part)
{
    const char *day = ehoks_json_get_string(part->object, "alku");

    return apr_pstrcat(pool, code_of(part), " ", day ? day : "", NULL);
}

typedef struct {
    key_fn *key;
    parent_e parent;
} try_t;

/* Among the parts of one depth. */
static const try_t tries[] = {
    {by_content, PARENT_SAME},      {by_content, PARENT_GONE},
    {by_content, PARENT_ANY},       {by_tunniste, PARENT_SAME},
    {by_tunniste, PARENT_ANY},      {by_fields, PARENT_SAME},
    {by_code_and_day, PARENT_SAME},
};

/* Among what is left then: parts that went deeper, or came up. */
static const try_t last_tries[] = {
    {by_content, PARENT_ANY},
    {by_tunniste, PARENT_ANY},
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static int parents_fit(parent_e wanted, const part_t *old, const part_t *new)
{
    const part_t *old_parent = old->parent;
    const part_t *new_parent = new->parent;

    switch (wanted) {
    case PARENT_SAME:
        return old_parent ? old_parent->match == new_parent && new_parent
                          : !new_parent;
    case PARENT_GONE: return old_parent && !old_parent->match;
    default: return 1;
    }
}

/* Two identifiers are two parts, however alike they are otherwise. */
static int are_told_apart(part_t *old, part_t *new)
{
    const char *one = by_tunniste(NULL, old);
    const char *other = by_tunniste(NULL, new);

    return one && other && strcmp(one, other) != 0;
}

static const char *full_key(apr_pool_t *pool, part_t *part, key_fn *key)
{
    const char *text = key(pool, part);

    return text ? apr_pstrcat(pool, part->kind, " ", text, NULL) : NULL;
}

/* Unmatched old parts of one depth (or of all: -1) by their key, each a list
 * in document order. */
static apr_hash_t *old_parts_by_key(const document_t *from, int depth,
                                    key_fn *key)
{
    apr_hash_t *table = apr_hash_make(from->pool);
    int i;

    for (i = 0; i < from->parts->nelts; i++) {
        part_t *old = APR_ARRAY_IDX(from->parts, i, part_t *);
        const char *text = old->match || (depth >= 0 && old->depth != depth)
                               ? NULL
                               : full_key(from->pool, old, key);
        apr_array_header_t *list;

        if (!text)
            continue;
        list = apr_hash_get(table, text, APR_HASH_KEY_STRING);
        if (!list) {
            list = apr_array_make(from->pool, 2, sizeof(part_t *));
            apr_hash_set(table, text, APR_HASH_KEY_STRING, list);
        }
        APR_ARRAY_PUSH(list, part_t *) = old;
    }
    return table;
}

static void match_first(apr_array_header_t *candidates, const try_t *how,
                        part_t *new)
{
    int i;

    for (i = 0; candidates && i < candidates->nelts; i++) {
        part_t *old = APR_ARRAY_IDX(candidates, i, part_t *);

        if (!old->match && parents_fit(how->parent, old, new)
            && !(how->key == by_code_and_day && are_told_apart(old, new))) {
            old->match = new;
            new->match = old;
            return;
        }
    }
}

/* Tries one way for the parts of one depth, or for all of them (-1). */
static void try_depth(const document_t *from, const document_t *to, int depth,
                      const try_t *how)
{
    apr_hash_t *table = old_parts_by_key(from, depth, how->key);
    int i;

    if (apr_hash_count(table) == 0)
        return;
    for (i = 0; i < to->parts->nelts; i++) {
        part_t *new = APR_ARRAY_IDX(to->parts, i, part_t *);
        const char *text = new->match || (depth >= 0 && new->depth != depth)
                               ? NULL
                               : full_key(to->pool, new, how->key);
        if (text)
            match_first(apr_hash_get(table, text, APR_HASH_KEY_STRING), how,
                        new);
    }
}

static void recognise(const document_t *from, const document_t *to)
{
    apr_size_t number;
    int depth;

    for (depth = 0; depth <= to->deepest; depth++) {
        for (number = 0; number < COUNT(tries); number++)
            try_depth(from, to, depth, &tries[number]);
    }
    for (number = 0; number < COUNT(last_tries); number++)
        try_depth(from, to, -1, &last_tries[number]);
}

/* --- module-ids that were sent -------------------------------------------- */

static void report(const part_t *part, ehoks_problems_t *problems)
{
    ehoks_problem_t problem = {0};

    problem.code = "MODUULI";
    problem.pointer =
        ehoks_pointer_key(problems->pool, part->pointer, "module-id");
    ehoks_problems_add(problems, &problem);
}

static const char *by_module_id(apr_pool_t *pool, part_t *part)
{
    (void)pool;
    return ehoks_json_get_string(part->object, "module-id");
}

static void match_sent_ids(const document_t *from, const document_t *to,
                           ehoks_problems_t *problems)
{
    static const try_t how = {by_module_id, PARENT_ANY};
    apr_hash_t *table = old_parts_by_key(from, -1, how.key);
    int i;

    for (i = 0; i < to->parts->nelts; i++) {
        part_t *new = APR_ARRAY_IDX(to->parts, i, part_t *);
        const char *text = full_key(to->pool, new, by_module_id);

        if (!text)
            continue;
        match_first(apr_hash_get(table, text, APR_HASH_KEY_STRING), &how, new);
        if (!new->match)
            report(new, problems);
    }
}

void ehoks_parts_identify(const ehoks_schema_t *schema, apr_pool_t *pool,
                          ehoks_json_t *from_value, ehoks_json_t *to_value,
                          ehoks_problems_t *problems)
{
    document_t from;
    document_t to;
    int i;

    flatten(schema, pool, from_value, &from);
    flatten(schema, pool, to_value, &to);
    match_sent_ids(&from, &to, problems);
    recognise(&from, &to);
    for (i = 0; i < to.parts->nelts; i++) {
        part_t *part = APR_ARRAY_IDX(to.parts, i, part_t *);
        ehoks_json_set_string(pool, part->object, "module-id",
                              part->match ? ehoks_json_get_string(
                                  part->match->object, "module-id")
                                          : ehoks_text_uuid(pool));
    }
}
