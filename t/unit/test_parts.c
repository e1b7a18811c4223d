/* Stable identity: random sequences of edits on a plan, each sent as a client
 * would send it (without module-ids, with some, with all), and for every part
 * the promise that holds for it. See parts.h.
 */
#include <apr_hash.h>
#include <apr_tables.h>

#include "../../modules/core/json.h"
#include "../../modules/hoks/parts.h"
#include "plan_edits.h"

#define SEQUENCES 100
#define UPDATES_PER_SEQUENCE 10

/* A part of the new document, as the test knows it. */
typedef struct {
    ehoks_json_t *object;
    const char *kind;    /* entity and list */
    const char *true_id; /* the id it had; NULL: it is new */
    const char *parent;  /* object's parent: its true id, "" at the top */
    const char *content;
} known_t;

typedef struct {
    apr_pool_t *p;
    apr_array_header_t *parts; /* of known_t */
} list_t;

/* A copy: the text dies when its object loses it. NULL when there is none. */
static const char *id_in(apr_pool_t *p, const ehoks_json_t *object)
{
    return apr_pstrdup(p, ehoks_json_get_string(object, "module-id"));
}

static void collect(void *baton, const ehoks_schema_place_t *place)
{
    list_t *list = baton;
    const ehoks_schema_place_t *parent = place->parent;
    known_t *known;

    if (!place->has_module_id)
        return;
    while (parent && !parent->has_module_id)
        parent = parent->parent;
    known = apr_array_push(list->parts);
    known->object = place->object;
    known->kind = apr_pstrcat(list->p, place->entity, " ", place->key, NULL);
    known->true_id = id_in(list->p, place->object);
    known->parent = parent ? id_in(list->p, parent->object) : "";
    if (!known->parent)
        known->parent = "new";
    known->content = content_of(list->p, place->object);
}

static apr_array_header_t *parts_of(apr_pool_t *p, ehoks_json_t *document)
{
    list_t list = {p, apr_array_make(p, 32, sizeof(known_t))};

    ehoks_schema_visit(schema, document, collect, &list);
    return list.parts;
}

#define PART(list, i) (&APR_ARRAY_IDX((list), (i), known_t))

static const known_t *part_with_id(const apr_array_header_t *list,
                                   const char *id)
{
    for (int i = 0; id && i < list->nelts; i++) {
        if (strcmp(PART(list, i)->true_id, id) == 0)
            return PART(list, i);
    }
    return NULL;
}

static const char *id_of(const known_t *part)
{
    return ehoks_json_get_string(part->object, "module-id");
}

/* --- what holds for every edit ------------------------------------------- */

typedef struct {
    unsigned sequence;
    unsigned update;
    apr_hash_t *seen; /* every id that ever was, by itself */
} story_t;

static void complain(const story_t *story, const char *what,
                     const known_t *part)
{
    fail_msg("sequence %u, update %u: %s: %s %s, once %s", story->sequence,
             story->update, what, part->kind,
             ehoks_json_write_sorted(pool, part->object),
             part->true_id ? part->true_id : "not there");
}

/* Ids are all different; each is new or of an old part of the same kind. */
static void check_ids(const story_t *story, const apr_array_header_t *before,
                      const apr_array_header_t *after)
{
    apr_hash_t *here = apr_hash_make(after->pool);

    for (int i = 0; i < after->nelts; i++) {
        const char *id = id_of(PART(after, i));
        const known_t *old = part_with_id(before, id);

        if (!id || strlen(id) != 36)
            complain(story, "no id", PART(after, i));
        if (apr_hash_get(here, id, APR_HASH_KEY_STRING))
            complain(story, "an id twice", PART(after, i));
        if (old ? strcmp(old->kind, PART(after, i)->kind) != 0
                : apr_hash_get(story->seen, id, APR_HASH_KEY_STRING) != NULL)
            complain(story, "another part's id", PART(after, i));
        apr_hash_set(here, id, APR_HASH_KEY_STRING, id);
    }
    for (int i = 0; i < after->nelts; i++) {
        const char *id = apr_pstrdup(pool, id_of(PART(after, i)));
        apr_hash_set(story->seen, id, APR_HASH_KEY_STRING, id);
    }
}

static const char *text_or_none(const ehoks_json_t *object, const char *key)
{
    const char *text = ehoks_json_get_string(object, key);

    return text ? text : "";
}

/* Where the part that `id` names has its own old id. */
static int is_kept(const apr_array_header_t *after, const char *true_id)
{
    for (int i = 0; i < after->nelts; i++) {
        const known_t *part = PART(after, i);
        if (part->true_id && strcmp(part->true_id, true_id) == 0)
            return strcmp(id_of(part), true_id) == 0;
    }
    return 0;
}

/* Must this part have the id that it had? `old` is the part as it was. */
static int must_keep(const apr_array_header_t *after, const known_t *old,
                     const known_t *part)
{
    const char *identifier = text_or_none(old->object, "yksiloiva-tunniste");
    int same_parent = strcmp(old->parent, part->parent) == 0
                      && (!*part->parent || is_kept(after, part->parent));

    if (strcmp(old->content, part->content) == 0)
        return 1;
    if (strcmp(identifier, text_or_none(part->object, "yksiloiva-tunniste"))
        != 0)
        return 0;
    return *identifier
           || (same_parent
               && strcmp(code_of(old->object), code_of(part->object)) == 0
               && strcmp(text_or_none(old->object, "alku"),
                         text_or_none(part->object, "alku"))
                      == 0);
}

/* Where every part is different from every other: nobody gets another's id,
 * and everybody who can be recognised keeps the own one. */
static void check_all_different(const story_t *story,
                                const apr_array_header_t *before,
                                const apr_array_header_t *after)
{
    for (int i = 0; i < after->nelts; i++) {
        const known_t *part = PART(after, i);
        const known_t *got = part_with_id(before, id_of(part));
        const known_t *old = part_with_id(before, part->true_id);

        if (got && got != old)
            complain(story, "the id of another", part);
        if (old && !got && must_keep(after, old, part))
            complain(story, "an id that was lost", part);
    }
}

/* Twins cannot be told from each other; but as many as there still are at a
 * parent keep an id of one of them. */
static void check_twins(const story_t *story, const apr_array_header_t *before,
                        const apr_array_header_t *after)
{
    for (int i = 0; i < after->nelts; i++) {
        const known_t *part = PART(after, i);
        int there = 0;
        int here = 0;
        int kept = 0;

        if (*part->parent && !is_kept(after, part->parent))
            continue;
        for (int n = 0; n < before->nelts; n++) {
            const known_t *old = PART(before, n);
            there += strcmp(old->parent, part->parent) == 0
                     && strcmp(old->kind, part->kind) == 0
                     && strcmp(old->content, part->content) == 0;
        }
        for (int n = 0; n < after->nelts; n++) {
            const known_t *other = PART(after, n);
            const known_t *old = part_with_id(before, id_of(other));

            if (strcmp(other->parent, part->parent) != 0
                || strcmp(other->kind, part->kind) != 0
                || strcmp(other->content, part->content) != 0)
                continue;
            here++;
            kept += old && strcmp(old->content, part->content) == 0
                    && strcmp(old->parent, part->parent) == 0;
        }
        if (kept != (here < there ? here : there))
            complain(story, "a twin that lost its id", part);
    }
}

/* --- the sequences ------------------------------------------------------- */

/* One update: edits a copy, sends it with `percent` of its ids, checks what
 * came of it. Returns the new document. */
static ehoks_json_t *update(story_t *story, apr_pool_t *p, ehoks_json_t *from,
                            edit_style_e style, unsigned percent)
{
    ehoks_json_t *to = ehoks_json_copy(p, from);
    apr_array_header_t *before = parts_of(p, from);
    ehoks_problems_t *problems = ehoks_problems_make(p);
    apr_array_header_t *after;

    for (unsigned count = 1 + random_below(4); count > 0; count--)
        edit(p, to, style);
    after = parts_of(p, to);
    for (int i = 0; i < after->nelts; i++) {
        if (random_below(100) >= percent)
            ehoks_json_remove(PART(after, i)->object, "module-id");
    }
    ehoks_parts_identify(schema, p, from, to, problems);
    if (problems->total)
        fail_msg("sequence %u, update %u: right ids are refused",
                 story->sequence, story->update);
    check_ids(story, before, after);
    if (style == EDIT_ALL_DIFFERENT)
        check_all_different(story, before, after);
    else if (percent == 0)
        check_twins(story, before, after);
    return to;
}

static void run_sequences(edit_style_e style, unsigned percent)
{
    for (unsigned n = 0; n < SEQUENCES; n++) {
        story_t story = {n, 0, apr_hash_make(pool)};
        ehoks_json_t *document;
        apr_pool_t *p;

        apr_pool_create(&p, pool);
        random_begin(n * 3 + percent);
        document = first_plan(p, style);
        ehoks_parts_identify(schema, p, NULL, document, ehoks_problems_make(p));
        check_ids(&story, apr_array_make(p, 0, sizeof(known_t)),
                  parts_of(p, document));
        for (; story.update < UPDATES_PER_SEQUENCE; story.update++)
            document = update(&story, p, document, style, percent);
        apr_pool_destroy(p);
    }
}

static void test_without_ids(void **state)
{
    run_sequences(EDIT_ALL_DIFFERENT, 0);
}

static void test_with_some_ids(void **state)
{
    run_sequences(EDIT_ALL_DIFFERENT, 50);
}

static void test_with_all_ids(void **state)
{
    run_sequences(EDIT_ALL_DIFFERENT, 100);
}

static void test_many_twins(void **state)
{
    run_sequences(EDIT_MANY_ALIKE, 0);
}

static void test_many_twins_with_ids(void **state)
{
    run_sequences(EDIT_MANY_ALIKE, 100);
}

/* --- ids that cannot be -------------------------------------------------- */

static ehoks_json_t *small_plan(void)
{
    ehoks_json_t *plan;

    random_begin(0);
    do {
        plan = first_plan(pool, EDIT_ALL_DIFFERENT);
    } while (parts_of(pool, plan)->nelts < 8);
    ehoks_parts_identify(schema, pool, NULL, plan, ehoks_problems_make(pool));
    return plan;
}

/* Pointers of all problems, which must be MODUULI, in a line. */
static const char *refused(ehoks_json_t *from, ehoks_json_t *to)
{
    ehoks_problems_t *problems = ehoks_problems_make(pool);
    const char *line = "";

    ehoks_parts_identify(schema, pool, from, to, problems);
    for (int i = 0; i < problems->list->nelts; i++) {
        const ehoks_problem_t *problem =
            &APR_ARRAY_IDX(problems->list, i, ehoks_problem_t);
        assert_string_equal(problem->code, "MODUULI");
        line =
            apr_pstrcat(pool, line, *line ? " " : "", problem->pointer, NULL);
    }
    return line;
}

#define UNITS "hankittavat-ammat-tutkinnon-osat"

static void test_unknown_and_double_ids(void **state)
{
    ehoks_json_t *from = small_plan();
    ehoks_json_t *to = ehoks_json_copy(pool, from);
    ehoks_json_t *units;

    assert_string_equal(refused(from, to), "");
    assert_true(ehoks_json_equal(from, to));

    units = ehoks_json_get(to, UNITS);
    ehoks_json_append(units, ehoks_json_copy(pool, ehoks_json_at(units, 0)));
    while (ehoks_json_size(units) > 2)
        ehoks_json_remove_element(units, 1);
    for (const char *const *list = lists_of_a_unit; *list; list++)
        ehoks_json_set(ehoks_json_at(units, 1), *list,
                       ehoks_json_new_array(pool));
    assert_string_equal(refused(from, to), "/" UNITS "/1/module-id");

    to = ehoks_json_copy(pool, from);
    units = ehoks_json_get(to, UNITS);
    ehoks_json_set_string(pool, ehoks_json_at(units, 0), "module-id",
                          "00000000-0000-4000-8000-000000000000");
    assert_string_equal(refused(from, to), "/" UNITS "/0/module-id");

    /* Nothing is stored that could have an id. */
    to = first_plan(pool, EDIT_NOTHING);
    ehoks_json_set(to, UNITS, units);
    while (ehoks_json_size(units) > 1)
        ehoks_json_remove_element(units, 1);
    for (const char *const *list = lists_of_a_unit; *list; list++)
        ehoks_json_remove(ehoks_json_at(units, 0), *list);
    assert_string_equal(refused(first_plan(pool, EDIT_NOTHING), to),
                        "/" UNITS "/0/module-id");
}

/* The id of a part of another kind is not this part's. */
static void test_ids_of_another_kind(void **state)
{
    ehoks_json_t *from = small_plan();
    ehoks_json_t *to = ehoks_json_copy(pool, from);
    apr_array_header_t *parts = parts_of(pool, to);

    for (int i = 1; i < parts->nelts; i++) {
        if (strcmp(PART(parts, i)->kind, PART(parts, 0)->kind) == 0)
            continue;
        ehoks_json_set_string(pool, PART(parts, 0)->object, "module-id",
                              PART(parts, i)->true_id);
        assert_string_equal(refused(from, ehoks_json_copy(pool, to)),
                            "/" UNITS "/0/module-id");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_ids),
        cmocka_unit_test(test_with_some_ids),
        cmocka_unit_test(test_with_all_ids),
        cmocka_unit_test(test_many_twins),
        cmocka_unit_test(test_many_twins_with_ids),
        cmocka_unit_test(test_unknown_and_double_ids),
        cmocka_unit_test(test_ids_of_another_kind),
    };

    return cmocka_run_group_tests(tests, plan_set_up, pool_down);
}
