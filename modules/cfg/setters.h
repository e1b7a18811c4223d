/* Setters and checks of directives that stand in files of their own. For this
 * folder only.
 */
#ifndef EHOKS_CFG_SETTERS_H
#define EHOKS_CFG_SETTERS_H

#include "cfg.h"

/* Place of a registry in the settings by its name, or -1. */
int ehoks_cfg_registry_number(const char *name);

/* The complaint about a name that is no registry's. */
const char *ehoks_cfg_unknown_registry(cmd_parms *cmd, const char *name);

/* EhoksRegistryToken <name> <address> <file>. */
const char *ehoks_cfg_set_token(cmd_parms *cmd, void *unused, const char *name,
                                const char *url, const char *file);

/* EhoksRegistryFresh <kind> <age> [<age>]. */
const char *ehoks_cfg_set_fresh(cmd_parms *cmd, void *unused, const char *kind,
                                const char *fresh, const char *usable);

/* EhoksStudyRight strict | stale-ok <age>. */
const char *ehoks_cfg_set_study_right(cmd_parms *cmd, void *unused,
                                      const char *policy, const char *age);

/* EhoksMaintenance On | Off | <age>. */
const char *ehoks_cfg_set_maintenance(cmd_parms *cmd, void *unused,
                                      const char *value);

/* EhoksAuditChain On | Off | <age>. */
const char *ehoks_cfg_set_audit_chain(cmd_parms *cmd, void *unused,
                                      const char *value);

/* EhoksEraseContacts <whose> <period> | off. */
const char *ehoks_cfg_set_erasing(cmd_parms *cmd, void *unused,
                                  const char *whose, const char *period);

/* EhoksWorkplaceAccess <period>. */
const char *ehoks_cfg_set_workplace_access(cmd_parms *cmd, void *unused,
                                           const char *period);

/* Reads the id and secret that stand in `path` as "name:secret"; NULL, or
 * what is wrong with the file. */
const char *ehoks_cfg_read_pair(apr_pool_t *pool, const char *path,
                                const char **name, const char **secret);

/* Makes the documents with which the API describes itself. NULL, or a sentence
 * that begins with the directive and its file. */
const char *ehoks_cfg_describe(apr_pool_t *pool,
                               const ehoks_settings_t *settings,
                               ehoks_model_t *model);

/* Makes the mirror's settings out of what was set; its registries must be
 * filled. */
void ehoks_cfg_fill_mirror(ehoks_settings_t *settings);

/* Calls `see` with the arguments of every directive of that name, be it
 * another module's, in `directive` and all after and below it. */
typedef void ehoks_cfg_see_fn(void *baton, const char *arguments);
void ehoks_cfg_walk(const ap_directive_t *directive, const char *name,
                    ehoks_cfg_see_fn *see, void *baton);

/* The arguments of the last directive of that name, or NULL. */
const char *ehoks_cfg_last(const char *name);

/* Fills what mod_auth_openidc was told of its session cookie. */
void ehoks_cfg_read_cookie(apr_pool_t *pool, ehoks_cookie_settings_t *cookie);

#endif
