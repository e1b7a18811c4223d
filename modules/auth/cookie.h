/* The browser session as mod_auth_openidc keeps it: which cookie names it.
 * That a session was ended is kept elsewhere (modules/hoks/session.h), by the
 * hash of the cookie. */
#ifndef EHOKS_AUTH_COOKIE_H
#define EHOKS_AUTH_COOKIE_H

#include <httpd.h>

/* What mod_auth_openidc was told of its sessions; filled by modules/cfg. */
typedef struct {
    const apr_array_header_t *names; /* of cookies, of const char * */
    const char *path;                /* of the cookie */
    const char *domain;              /* NULL: none */
    int lifetime_s;                  /* of a session at most */
} ehoks_cookie_settings_t;

/* 1 when the login of the request, if it has one, is that of a browser with a
 * cookie. */
int ehoks_cookie_is_login(const request_rec *r);

/* SHA-256 of the value of the session's cookie, in hexadecimal; NULL when the
 * request has no such cookie. */
const char *ehoks_cookie_hash(const request_rec *r,
                              const ehoks_cookie_settings_t *settings);

/* Tells the browser to drop the cookie. */
void ehoks_cookie_expire(request_rec *r,
                         const ehoks_cookie_settings_t *settings);

#endif
