/* What mod_dbd was told, read from the configuration itself: mod_dbd finds a
 * wrong pool only when a child starts, and then every request fails. */
#include <stdlib.h>

#include <apr_strings.h>

#include "../ehoks.h"
#include "setters.h"

/* mod_dbd's own defaults. */
enum { DBD_MIN = 1, DBD_KEEP = 2, DBD_MAX = 10 };

static void see_smallest(void *baton, const char *arguments)
{
    unsigned *smallest = baton;
    unsigned number = (unsigned)strtoul(arguments, NULL, 10);

    if (number > 0 && (*smallest == 0 || number < *smallest))
        *smallest = number;
}

static int number(const char *name, int otherwise)
{
    const char *arguments = ehoks_cfg_last(name);

    return arguments ? atoi(arguments) : otherwise;
}

unsigned ehoks_cfg_database_connections(void)
{
    unsigned smallest = 0;

    ehoks_cfg_walk(ap_conftree, "DBDMax", see_smallest, &smallest);
    return smallest ? smallest : DBD_MAX;
}

const char *ehoks_cfg_check_pool(apr_pool_t *pool)
{
    const char *driver = ehoks_cfg_last("DBDriver");
    int least = number("DBDMin", DBD_MIN);
    int keep = number("DBDKeep", DBD_KEEP);
    int most = number("DBDMax", DBD_MAX);

    if (!driver || ap_cstr_casecmp(driver, "pgsql") != 0)
        return "DBDriver pgsql is missing: the service keeps its data in "
               "PostgreSQL";
    if (!ehoks_cfg_last("DBDParams"))
        return "DBDParams is missing: name the database, see conf/ehoks.conf";
    if (least > keep || keep > most)
        return apr_psprintf(pool,
                            "DBDMin %d, DBDKeep %d, DBDMax %d: each must not "
                            "be greater than the next",
                            least, keep, most);
    return NULL;
}
