/* Finds what a schema says of an object's member: a hash table that is built
 * once when the schema is compiled. Keys of a document look up; only keys of
 * the schema are in the table, so no document can make it slow.
 */
#include <string.h>

#include "node.h"

ehoks_members_t *ehoks_members_make(apr_pool_t *pool)
{
    ehoks_members_t *members = apr_pcalloc(pool, sizeof(*members));

    members->list = apr_array_make(pool, 8, sizeof(ehoks_member_t));
    return members;
}

ehoks_member_t *ehoks_members_add(ehoks_members_t *members, const char *key)
{
    for (int i = 0; i < members->list->nelts; i++) {
        ehoks_member_t *known =
            &APR_ARRAY_IDX(members->list, i, ehoks_member_t);
        if (strcmp(known->key, key) == 0) {
            return known;
        }
    }
    ehoks_member_t *member = apr_array_push(members->list);
    memset(member, 0, sizeof(*member));
    member->key = key;
    member->length = strlen(key);
    return member;
}

/* Length and four letters tell the keys of one object apart well enough. */
static unsigned hash(const char *key, apr_size_t length)
{
    if (length == 0) {
        return 0;
    }
    const unsigned char *letters = (const unsigned char *)key;
    unsigned sum = (unsigned)length * 131u + letters[0];

    sum = sum * 31u + letters[length / 3];
    sum = sum * 31u + letters[length / 2];
    return sum * 31u + letters[length - 1];
}

void ehoks_members_seal(ehoks_members_t *members, apr_pool_t *pool)
{
    unsigned count = (unsigned)members->list->nelts;
    unsigned size = 4;

    while (size < count * 2) {
        size *= 2;
    }
    members->mask = size - 1;
    members->slots = apr_pcalloc(pool, size * sizeof(*members->slots));
    members->required = 0;
    for (unsigned i = 0; i < count; i++) {
        const ehoks_member_t *member =
            &APR_ARRAY_IDX(members->list, i, ehoks_member_t);
        unsigned at = hash(member->key, member->length) & members->mask;
        while (members->slots[at]) {
            at = (at + 1) & members->mask;
        }
        members->slots[at] = i + 1;
        members->required += (unsigned)member->is_required;
    }
}

const ehoks_member_t *ehoks_members_find(const ehoks_members_t *members,
                                         const char *key, apr_size_t length)
{
    unsigned at = hash(key, length) & members->mask;

    for (; members->slots[at]; at = (at + 1) & members->mask) {
        const ehoks_member_t *member = &APR_ARRAY_IDX(
            members->list, members->slots[at] - 1, ehoks_member_t);
        if (member->length == length && memcmp(member->key, key, length) == 0) {
            return member;
        }
    }
    return NULL;
}
