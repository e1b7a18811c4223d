/* What a child of httpd is to the layers below the web: started and ended as
 * mod_ehoks.c does it, with a stand-in for mod_dbd's pool of connections. */
#ifndef EHOKS_T_THREAD_CHILD_H
#define EHOKS_T_THREAD_CHILD_H

#include "../../modules/registry/mirror.h"
#include "scene.h"

/* So many connections has the pool of a child, fewer than threads. */
#define CHILD_CONNECTIONS 3

/* The database of all children: a connection string of libpq. */
void child_use_database(const char *connection);

/* A child; `audit_rows` may wait in its buffer. */
void child_start(int audit_rows);

/* Its end, in the order of httpd. What it has logged as an error fails the
 * scene. */
void child_end(void);

/* Gives the round's context a database session and a place to log. */
void child_serve(worker_t *worker, int wait_ms);

/* Settings of the registries: all of them are the server of
 * registry_server.h, asked by client credentials. */
const struct ehoks_mirror_settings_t *child_mirror(void);
const ehoks_registry_settings_t *child_registry(ehoks_registry_e registry);

/* Of that server: start it (copies are fresh for `fresh_s`), end it, how many
 * requests it had since the latest call, and its latest request. */
void child_registries_start(int fresh_s);
void child_registries_end(void);
int child_registries_asked(void);
const char *child_registries_latest(apr_pool_t *pool);

/* Forgets all copies of the mirror. */
void child_forget_copies(worker_t *worker);

#endif
