/* JSON as clients send it: parsing, normalising, the schema and the rules of
 * every method, and writing it again. */
#include "../../modules/core/json.h"
#include "../../modules/schema/rules.h"
#include "../../modules/schema/schema.h"
#include "fuzz.h"

static ehoks_schema_t *schemas[3];

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    static const char *const kinds[] = {"POST", "PUT-virkailija", "GET"};
    const char *problem = NULL;
    ehoks_json_t *source;
    apr_pool_t *pool;

    (void)count;
    (void)arguments;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    source = ehoks_json_read_file(pool, "conf/hoks.schema.json", &problem);
    for (int i = 0; !problem && i < 3; i++)
        problem =
            ehoks_schema_compile(&schemas[i], pool, source, "HOKS", kinds[i]);
    FUZZ_CHECK(!problem);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ehoks_rules_facts_t facts = {NULL, 20260817};
    ehoks_json_t *value;
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    value = ehoks_json_parse(pool, (const char *)data, size, NULL, NULL);
    if (value) {
        size_t length;
        const char *text = ehoks_json_write(pool, value, &length);
        ehoks_json_t *again = ehoks_json_parse(pool, text, length, NULL, NULL);

        FUZZ_CHECK(again && ehoks_json_equal(value, again));
        for (int i = 0; i < 3; i++) {
            ehoks_problems_t *problems = ehoks_problems_make(pool);
            ehoks_json_t *copy = ehoks_json_copy(pool, value);

            ehoks_schema_normalise(schemas[i], pool, copy);
            ehoks_schema_validate(schemas[i], copy, problems);
            ehoks_rules_check(schemas[i], &facts, copy, problems);
            ehoks_schema_complete(schemas[i], pool, copy);
            ehoks_schema_redact(schemas[i], pool, copy);
        }
    }
    apr_pool_destroy(pool);
    return 0;
}
