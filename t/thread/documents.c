/* What all requests read at once without a lock, because nobody changes it
 * after the start: schemas, the catalogue of errors, tables; and the pure
 * functions over a request's own values. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../../modules/core/catalogue.h"
#include "../../modules/core/date.h"
#include "../../modules/core/oid.h"
#include "../../modules/core/patch.h"
#include "../../modules/core/pin.h"
#include "../../modules/core/secret.h"
#include "../../modules/core/text.h"
#include "../../modules/hoks/document.h"
#include "../../modules/hoks/matrix.h"
#include "../../modules/hoks/slice.h"
#include "../../modules/schema/derive.h"
#include "../../modules/schema/rules.h"
#include "scene.h"

#define EXAMPLES "t/schema/examples/"

/* As in the model of a server: in the memory of the configuration. */
static struct {
    ehoks_schema_t *post;
    ehoks_schema_t *put;
    ehoks_schema_t *get;
    ehoks_json_t *source;
    ehoks_catalogue_t *catalogue;
    const ehoks_json_t *examples; /* index of the examples */
} model;

static ehoks_json_t *read_file(apr_pool_t *pool, const char *path)
{
    const char *problem = NULL;
    ehoks_json_t *value = ehoks_json_read_file(pool, path, &problem);

    scene_check(value != NULL, path, problem ? problem : "");
    return value;
}

static void compile(apr_pool_t *pool, ehoks_schema_t **schema, const char *kind)
{
    CHECK(!ehoks_schema_compile(schema, pool, model.source, "HOKS", kind));
}

static void load_model(apr_pool_t *pool)
{
    model.source = read_file(pool, "conf/hoks.schema.json");
    compile(pool, &model.post, "POST");
    compile(pool, &model.put, "PUT");
    compile(pool, &model.get, "GET");
    CHECK(!ehoks_catalogue_load(&model.catalogue, pool,
                                read_file(pool, "conf/errors.json")));
    model.examples = read_file(pool, EXAMPLES "index.json");
}

/* --- documents --------------------------------------------------------------- */

/* Checks a body as a POST would; 1 when nothing is wrong with it. */
static int is_sound(worker_t *worker, ehoks_json_t *body)
{
    ehoks_problems_t *problems = ehoks_problems_make(worker->pool);
    ehoks_rules_facts_t facts = {NULL, ehoks_date_today(worker->ctx.now)};

    ehoks_schema_normalise(model.post, worker->pool, body);
    ehoks_schema_validate(model.post, body, problems);
    ehoks_rules_check(model.post, &facts, body, problems);
    return problems->total == 0;
}

/* A plan from its body to what is kept of it, changed, and read in part. */
static void live(worker_t *worker, ehoks_json_t *body)
{
    ehoks_problems_t *problems = ehoks_problems_make(worker->pool);
    ehoks_slice_t slice = {NULL, EHOKS_SLICE_UNIT | EHOKS_SLICE_PERIOD};
    ehoks_document_t *created =
        ehoks_document_create(&worker->ctx, model.get, 1, body);
    ehoks_document_t *changed =
        ehoks_document_update(&worker->ctx, model.get, EHOKS_DOCUMENT_MERGE,
                              created->value, created->value, problems);
    ehoks_json_t *patch;

    CHECK(problems->total == 0);
    patch = ehoks_patch_diff(worker->pool, created->value, changed->value);
    CHECK(
        ehoks_json_equal(ehoks_patch_apply(worker->pool, created->value, patch),
                         changed->value));
    CHECK(ehoks_slice_cut(worker->pool, changed->value, &slice) != NULL);
    ehoks_schema_redact(model.put, worker->pool, changed->value);
    CHECK(*ehoks_json_write_sorted(worker->pool, changed->value) == '{');
}

/* Each thread begins with another of the examples. */
static void work_on_documents(worker_t *worker)
{
    apr_size_t count = ehoks_json_size(model.examples);
    const ehoks_json_t *example =
        ehoks_json_at(model.examples,
                      (apr_size_t)(worker->number * 7 + worker->round) % count);
    const char *method = ehoks_json_get_string(example, "method");
    const char *file = ehoks_json_get_string(example, "file");
    const ehoks_json_limits_t limits = {4, 100};
    ehoks_json_t *body;
    const char *text;
    apr_size_t length;

    if (!method || strcmp(method, "POST") != 0)
        return;
    body = read_file(worker->pool,
                     apr_pstrcat(worker->pool, EXAMPLES, file, NULL));
    text = ehoks_json_write(worker->pool, body, &length);
    CHECK(ehoks_json_parse(worker->pool, text, length, NULL, NULL) != NULL);
    (void)ehoks_json_parse(worker->pool, text, length, &limits, NULL);
    if (is_sound(worker, body))
        live(worker, body);
    else
        CHECK(strncmp(file, "valid/", 6) != 0
              || ehoks_json_get(example, "context"));
}

const scene_t scene_documents = {"documents are checked, made and cut", 60,
                                 load_model, work_on_documents, NULL};

/* --- values ------------------------------------------------------------------- */

static void work_on_values(worker_t *worker)
{
    const char *secret = ehoks_secret_make(worker->pool);
    ehoks_derive_t what = {"HOKS", "POST", "HOKSLuonti", "post.schema.json"};
    ehoks_json_t *derived = NULL;

    CHECK(ehoks_oid_is_oppija("1.2.246.562.24.44651722625"));
    CHECK(!ehoks_oid_is_oppija("1.2.246.562.24.44651722626"));
    CHECK(ehoks_date_add_days(20240228, 2) == 20240301);
    CHECK(ehoks_date_today(apr_time_from_sec(1795556903)) == 20261124);
    CHECK(ehoks_date_instant(worker->pool, "2024-02-29T12:00:00+02:00")
          != NULL);
    CHECK(strlen(ehoks_text_uuid(worker->pool)) == 36);
    CHECK(ehoks_secret_is(secret));
    CHECK(strlen(ehoks_secret_hash(worker->pool, secret)) == 64);
    /* The derived schema shares its values with the source of all threads. */
    CHECK(!ehoks_derive_schema(&derived, worker->pool, model.source, &what));
    CHECK(ehoks_json_get(derived, "$defs") != NULL);
    if (worker->round == 0 && worker->number < 2) /* slow on purpose */
        CHECK(ehoks_pin_fits("1234", ehoks_pin_hash(worker->pool, "1234")));
}

const scene_t scene_values = {"values are read, secrets and schemas made", 4,
                              load_model, work_on_values, NULL};

/* --- the catalogue ------------------------------------------------------------ */

/* Puts what belongs to all into an answer of its own, as problem documents
 * do. */
static void work_with_catalogue(worker_t *worker)
{
    const char *const arguments[] = {"a", "b"};
    const ehoks_catalogue_error_t *error =
        ehoks_catalogue_error(model.catalogue, "E-NOHOKS");
    const ehoks_json_t *rules =
        ehoks_json_get(model.catalogue->source, "rules");
    ehoks_json_t *answer = ehoks_json_new_object(worker->pool);
    int count = 0;
    void *i;

    CHECK(error->status == 404);
    CHECK(ehoks_text_fill(worker->pool, error->fi, arguments, 2) != NULL);
    for (i = ehoks_json_first(rules); i; i = ehoks_json_next(rules, i)) {
        CHECK(ehoks_catalogue_rule(model.catalogue, ehoks_json_key(i)) != NULL);
        ehoks_json_set(answer, ehoks_json_key(i), ehoks_json_value(i));
        count++;
    }
    CHECK(ehoks_json_size(answer) == (apr_size_t)count && count > 10);
    CHECK(*ehoks_json_write(worker->pool, answer, NULL) == '{');
}

const scene_t scene_catalogue = {"errors are told out of one catalogue", 30,
                                 load_model, work_with_catalogue, NULL};
