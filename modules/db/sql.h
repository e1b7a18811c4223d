/* Every SQL statement of the service, each with what it is for, its
 * parameters, its columns and its plan (sql.c). No other file holds SQL.
 */
#ifndef EHOKS_DB_SQL_H
#define EHOKS_DB_SQL_H

#include "db.h"

typedef enum {
    EHOKS_SQL_TERVEYS,
    EHOKS_SQL_LUE_HOKS,
    EHOKS_SQL_LUE_HOKS_OPISKELUOIKEUDELLA,
    EHOKS_SQL_OPPIJAN_HOKSIT,
    EHOKS_SQL_INDEKSOI,
    EHOKS_SQL_SEURAA_OPPIJAA,
    EHOKS_SQL_LUO_HOKS,
    EHOKS_SQL_MUUTA_HOKS,
    EHOKS_SQL_VERSION_POLKU,
    EHOKS_SQL_VERSIOT,
    EHOKS_SQL_TILASTOSIVU,
    EHOKS_SQL_JAKSON_HOKS,
    EHOKS_SQL_KOPIO,
    EHOKS_SQL_KOPIOT,
    EHOKS_SQL_VARAA_KOPIO,
    EHOKS_SQL_TALLETA_KOPIO,
    EHOKS_SQL_KOPION_VIRHE,
    EHOKS_SQL_KOPIOIDEN_MAARA,
    EHOKS_SQL_TYHJENNA_KOPIOT,
    EHOKS_SQL_COUNT
} ehoks_sql_e;

extern const ehoks_sql_t ehoks_sql[EHOKS_SQL_COUNT];

#endif
