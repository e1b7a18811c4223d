/* What the unit tests of the pure layers share: cmocka's headers in the order
 * it wants them, and a pool that lives as long as the tests of one program.
 */
#ifndef EHOKS_T_UNIT_UNIT_H
#define EHOKS_T_UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>

static apr_pool_t *pool;

static int pool_up(void **state)
{
    apr_initialize();
    return apr_pool_create(&pool, NULL) == APR_SUCCESS ? 0 : -1;
}

static int pool_down(void **state)
{
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}

#endif
