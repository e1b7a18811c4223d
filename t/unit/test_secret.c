/* Secrets in links: 256 random bits each, and the hash by which they are
 * found again. */
#include <apr_hash.h>

#include "../../modules/core/secret.h"
#include "unit.h"

static void a_secret_can_stand_in_an_address(void **state)
{
    for (int i = 0; i < 200; i++) {
        const char *secret = ehoks_secret_make(pool);

        assert_int_equal(strlen(secret), EHOKS_SECRET_LENGTH);
        assert_int_equal(strspn(secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "abcdefghijklmnopqrstuvwxyz"
                                        "0123456789-_"),
                         EHOKS_SECRET_LENGTH);
        assert_true(ehoks_secret_is(secret));
    }
}

static void every_character_takes_part(void **state)
{
    unsigned seen[EHOKS_SECRET_LENGTH] = {0};
    apr_hash_t *all = apr_hash_make(pool);

    for (int i = 0; i < 400; i++) {
        const char *secret = ehoks_secret_make(pool);

        assert_null(apr_hash_get(all, secret, APR_HASH_KEY_STRING));
        apr_hash_set(all, secret, APR_HASH_KEY_STRING, secret);
        for (int c = 0; c < EHOKS_SECRET_LENGTH; c++)
            seen[c] |= 1u << (secret[c] & 15);
    }
    /* The last character carries four bits only, in its upper part. */
    for (int c = 0; c < EHOKS_SECRET_LENGTH - 1; c++)
        assert_int_equal(seen[c], 0xffff);
}

static void other_texts_are_no_secrets(void **state)
{
    assert_false(ehoks_secret_is(NULL));
    assert_false(ehoks_secret_is(""));
    assert_false(ehoks_secret_is("lyhyt"));
    assert_false(
        ehoks_secret_is("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    assert_false(
        ehoks_secret_is("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
}

static void the_hash_is_sha_256(void **state)
{
    assert_string_equal(
        ehoks_secret_hash(pool, "abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(
        ehoks_secret_hash(pool, ""),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_can_stand_in_an_address),
        cmocka_unit_test(every_character_takes_part),
        cmocka_unit_test(other_texts_are_no_secrets),
        cmocka_unit_test(the_hash_is_sha_256),
    };

    return cmocka_run_group_tests(tests, pool_up, pool_down);
}
