/* Days and points in time as the document writes them (contract: G-06,
 * G-07). */
#ifndef EHOKS_CORE_DATE_H
#define EHOKS_CORE_DATE_H

#include <apr_pools.h>
#include <apr_time.h>

/* A day as a number that can be compared: yyyymmdd. 0 when `text` is NULL or
 * not an existing day written YYYY-MM-DD. */
int ehoks_date_day(const char *text);

/* Today in Europe/Helsinki at `now`, as yyyymmdd. */
int ehoks_date_today(apr_time_t now);

/* `day` moved by `days` or `years` (29 February becomes 28 where needed). */
int ehoks_date_add_days(int day, int days);
int ehoks_date_add_years(int day, int years);

/* The day as PostgreSQL writes it: its year 0 is "0001 … BC". NULL for NULL;
 * else `text` itself or a text in the pool. */
const char *ehoks_date_for_sql(apr_pool_t *pool, const char *text);

/* Reads the forms of `Aikaleima` (day, day and time, with or without offset;
 * no offset means UTC) and writes "YYYY-MM-DDTHH:MM:SSZ" into the pool; NULL
 * when the day or time does not exist. Fractions of a second are dropped, those
 * of an hour or a minute count. */
const char *ehoks_date_instant(apr_pool_t *pool, const char *text);

/* 1 when ehoks_date_instant can read `text`. */
int ehoks_date_is_instant(const char *text);

/* RFC 3339 date-time with mandatory offset, as JSON Schema's format. */
int ehoks_date_is_rfc3339(const char *text);

#endif
