/* What mod_auth_openidc was told of its sessions: ending one needs the name of
 * its cookie and how long it may live. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../ehoks.h"
#include "setters.h"

/* mod_auth_openidc's own defaults. */
#define COOKIE "mod_auth_openidc_session"
#define COOKIE_PATH "/"
#define LIFETIME_S (8 * 60 * 60)

/* With 0 a session lives as long as the provider says; longer than this none
 * does. */
#define LIFETIME_MOST_S (30 * 24 * 60 * 60)

typedef struct {
    apr_pool_t *pool;
    apr_array_header_t *list;
} names_t;

static void see_name(void *baton, const char *arguments)
{
    names_t *names = baton;
    const char *name = ap_getword_conf(names->pool, &arguments);
    int i;

    for (i = 0; i < names->list->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(names->list, i, const char *), name) == 0)
            return;
    }
    APR_ARRAY_PUSH(names->list, const char *) = name;
}

static void see_longest(void *baton, const char *arguments)
{
    int *longest = baton;
    int seconds = atoi(arguments);

    if (seconds <= 0 || seconds > LIFETIME_MOST_S)
        seconds = LIFETIME_MOST_S;
    if (seconds > *longest)
        *longest = seconds;
}

static const char *word_of(apr_pool_t *pool, const char *directive,
                           const char *otherwise)
{
    const char *arguments = ehoks_cfg_last(directive);

    return arguments ? ap_getword_conf(pool, &arguments) : otherwise;
}

void ehoks_cfg_read_cookie(apr_pool_t *pool, ehoks_cookie_settings_t *cookie)
{
    names_t names = {pool, apr_array_make(pool, 1, sizeof(const char *))};

    ehoks_cfg_walk(ap_conftree, "OIDCCookie", see_name, &names);
    if (names.list->nelts == 0)
        APR_ARRAY_PUSH(names.list, const char *) = COOKIE;
    cookie->names = names.list;
    cookie->path = word_of(pool, "OIDCCookiePath", COOKIE_PATH);
    cookie->domain = word_of(pool, "OIDCCookieDomain", NULL);
    cookie->lifetime_s = 0;
    ehoks_cfg_walk(ap_conftree, "OIDCSessionMaxDuration", see_longest,
                   &cookie->lifetime_s);
    if (cookie->lifetime_s == 0)
        cookie->lifetime_s = LIFETIME_S;
}

const char *ehoks_cfg_check_session(void)
{
    const char *type = ehoks_cfg_last("OIDCSessionType");

    return type && strstr(type, "client-cookie")
               ? "OIDCSessionType client-cookie: such a session can't be "
                 "ended, a copied cookie would go on working after logout; "
                 "use server-cache"
               : NULL;
}
