/* Values of paths, queries and documents: OIDs, days, times, UUIDs, and what a
 * spreadsheet's cell becomes. */
#include "../../modules/core/csv.h"
#include "../../modules/core/date.h"
#include "../../modules/core/oid.h"
#include "../../modules/core/text.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    return apr_initialize() == APR_SUCCESS ? 0 : -1;
}

static void check_times(apr_pool_t *pool, const char *text)
{
    const char *instant = ehoks_date_instant(pool, text);
    int day = ehoks_date_day(text);

    FUZZ_CHECK((instant != NULL) == ehoks_date_is_instant(text));
    if (instant) {
        const char *again = ehoks_date_instant(pool, instant);

        FUZZ_CHECK(again && strcmp(instant, again) == 0);
    }
    (void)ehoks_date_is_rfc3339(text);
    if (day) {
        FUZZ_CHECK(ehoks_date_for_sql(pool, text) != NULL);
        FUZZ_CHECK(ehoks_date_add_days(ehoks_date_add_days(day, 400), -400)
                   == day);
    }
}

static void check_cell(apr_pool_t *pool, const char *text)
{
    ehoks_buffer_t buffer;
    size_t quotes = 0;

    ehoks_buffer_make(&buffer, pool);
    ehoks_csv_text(&buffer, 1, text);
    for (size_t i = 0; i < buffer.length; i++)
        quotes += buffer.text[i] == '"';
    FUZZ_CHECK(quotes % 2 == 0);
    FUZZ_CHECK(buffer.length == 0 || !strchr("=+-@", buffer.text[1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool;
    const char *text;

    apr_pool_create(&pool, NULL);
    text = apr_pstrmemdup(pool, (const char *)data, size);
    if (ehoks_oid_is_oppija(text) || ehoks_oid_is_opiskeluoikeus(text)
        || ehoks_oid_is_organisaatio(text))
        FUZZ_CHECK(strspn(text, "0123456789.") == strlen(text));
    for (int kind = EHOKS_CHECKSUM_NONE; kind <= EHOKS_CHECKSUM_Y_TUNNUS;
         kind++)
        (void)ehoks_checksum_ok((ehoks_checksum_e)kind, text);
    if (ehoks_text_is_uuid(text))
        FUZZ_CHECK(strlen(text) == 36);
    (void)ehoks_text_is_utf8((const char *)data, size);
    check_times(pool, text);
    check_cell(pool, text);
    apr_pool_destroy(pool);
    return 0;
}
