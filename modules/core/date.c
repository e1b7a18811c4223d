/* Days and points in time of the document (contract: G-06, G-07), read and
 * reckoned without the C library's time zone functions: those look at the
 * process environment and are not safe among threads.
 */
#include <string.h>

#include <apr_strings.h>

#include "date.h"

#define SECONDS_PER_DAY 86400

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int exists(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1
           && day <= days_in_month(year, month);
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. Years are counted
 * from March, so that the leap day is the last of its year, and in cycles of
 * 400 years. */
static apr_int64_t days_from_civil(int year, int month, int day)
{
    apr_int64_t march_year = month > 2 ? year : (apr_int64_t)year - 1;
    apr_int64_t cycle = (march_year >= 0 ? march_year : march_year - 399) / 400;
    apr_int64_t of_cycle = march_year - cycle * 400;
    apr_int64_t of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return cycle * 146097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100
           + of_year - 719468;
}

/* The other way round. */
static void civil_from_days(apr_int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    apr_int64_t cycle = (days >= 0 ? days : days - 146096) / 146097;
    apr_int64_t of_cycle = days - cycle * 146097;
    apr_int64_t year_of_cycle =
        (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096)
        / 365;
    apr_int64_t of_year =
        of_cycle
        - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    apr_int64_t march_month = (5 * of_year + 2) / 153;

    *day = (int)(of_year - (153 * march_month + 2) / 5 + 1);
    *month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    *year = (int)(year_of_cycle + cycle * 400 + (*month <= 2));
}

static int day_number(int year, int month, int day)
{
    return year * 10000 + month * 100 + day;
}

/* Reads exactly `digits` digits; -1 when they are not there. */
static int fixed_number(const char *text, int digits)
{
    int number = 0;

    for (int i = 0; i < digits; i++) {
        if (!is_digit(text[i])) {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/* The day at the beginning of `text`, or 0. */
static int leading_day(const char *text)
{
    int year = fixed_number(text, 4);
    if (year < 0 || text[4] != '-') {
        return 0;
    }
    int month = fixed_number(text + 5, 2);
    if (month < 0 || text[7] != '-') {
        return 0;
    }
    int day = fixed_number(text + 8, 2);
    return exists(year, month, day) ? day_number(year, month, day) : 0;
}

int ehoks_date_day(const char *text)
{
    int day = text ? leading_day(text) : 0;

    return day && text[10] == '\0' ? day : 0;
}

/* Seconds from 1970 to 01:00 UTC on the last Sunday of a month of 31 days:
 * when summer time begins (March) and ends (October) all over the European
 * Union. */
static apr_int64_t last_sunday(int year, int month)
{
    apr_int64_t last = days_from_civil(year, month, 31);
    apr_int64_t weekday = ((last + 4) % 7 + 7) % 7; /* 1970-01-01: Thursday */

    return (last - weekday) * SECONDS_PER_DAY + 3600;
}

/* The rule is the one in force since 1996; should the Union give up summer
 * time, this is the one place to change. */
int ehoks_date_today(apr_time_t now)
{
    apr_int64_t seconds = apr_time_sec(now);
    int year, month, day;

    civil_from_days(seconds / SECONDS_PER_DAY, &year, &month, &day);
    int summer =
        seconds >= last_sunday(year, 3) && seconds < last_sunday(year, 10);
    seconds += summer ? 3 * 3600 : 2 * 3600;
    civil_from_days(seconds / SECONDS_PER_DAY, &year, &month, &day);
    return day_number(year, month, day);
}

int ehoks_date_add_days(int day, int days)
{
    int year, month, of_month;

    civil_from_days(days_from_civil(day / 10000, day / 100 % 100, day % 100)
                        + days,
                    &year, &month, &of_month);
    return day_number(year, month, of_month);
}

int ehoks_date_add_years(int day, int years)
{
    int year = day / 10000 + years;
    int month = day / 100 % 100;
    int of_month = day % 100;

    if (!exists(year, month, of_month)) {
        of_month = 28;
    }
    return day_number(year, month, of_month);
}

/* --- Aikaleima ------------------------------------------------------------
 * The reading functions move `*at` behind what they read and answer 0 when
 * the text does not go on as it must. */

/* One number of at most `digits` digits. */
static int read_number(const char **at, int digits, int *number)
{
    int count = 0;

    *number = 0;
    while (count < digits && is_digit((*at)[count])) {
        *number = *number * 10 + ((*at)[count] - '0');
        count++;
    }
    *at += count;
    return count > 0;
}

/* A fraction of a unit of `unit` seconds, in whole seconds; 0 without one. */
static int read_fraction(const char **at, int unit, int *seconds)
{
    double share = 0;
    double weight = 0.1;

    *seconds = 0;
    if (**at != '.' && **at != ',') {
        return 1;
    }
    const char *first = ++*at;
    for (; is_digit(**at); ++*at) {
        share += (**at - '0') * weight;
        weight /= 10;
    }
    /* Half a millisecond outweighs what the decimal digits lost. */
    *seconds = (int)(share * unit + 0.0005);
    return *at > first;
}

/* Year, and month and day when they are given. */
static int read_date(const char **at, apr_int64_t *days)
{
    int year = fixed_number(*at, 4);
    int month = 1;
    int day = 1;

    if (year < 0) {
        return 0;
    }
    *at += 4;
    if (**at == '-') {
        ++*at;
        if (!read_number(at, 2, &month)) {
            return 0;
        }
        if (**at == '-') {
            ++*at;
            if (!read_number(at, 2, &day)) {
                return 0;
            }
        }
    }
    if (!exists(year, month, day)) {
        return 0;
    }
    *days = days_from_civil(year, month, day);
    return 1;
}

/* Hours, minutes and seconds as far as they go; the last may have a
 * fraction. */
static int read_time(const char **at, apr_int64_t *seconds)
{
    static const int unit[] = {3600, 60, 1};
    static const int limit[] = {23, 59, 59};
    int number, fraction;

    *seconds = 0;
    if (!is_digit(**at)) { /* "T" alone: midnight */
        return 1;
    }
    for (int i = 0; i < 3; i++) {
        if (!read_number(at, 2, &number) || number > limit[i]) {
            return 0;
        }
        const char *behind = *at;
        if (!read_fraction(at, unit[i], &fraction)) {
            return 0;
        }
        /* Fractions of a second are dropped. */
        *seconds += (apr_int64_t)number * unit[i] + (i < 2 ? fraction : 0);
        if (*at > behind || **at != ':' || i == 2) {
            return 1; /* a fraction ends the time */
        }
        ++*at;
    }
    return 1;
}

/* "Z", "+hh", "+hhmm", "+hh:mm" or nothing, in seconds east of UTC. */
static int read_offset(const char **at, apr_int64_t *seconds)
{
    *seconds = 0;
    if (**at == 'Z' || **at == 'z') {
        ++*at;
        return 1;
    }
    if (**at != '+' && **at != '-') {
        return 1;
    }
    int sign = *(*at)++ == '-' ? -1 : 1;
    int hours = fixed_number(*at, 2);
    int minutes = 0;
    if (hours < 0 || hours > 23) {
        return 0;
    }
    *at += 2;
    if (**at == ':' || is_digit(**at)) {
        *at += **at == ':';
        minutes = fixed_number(*at, 2);
        if (minutes < 0 || minutes > 59) {
            return 0;
        }
        *at += 2;
    }
    *seconds = sign * (hours * 3600 + minutes * 60);
    return 1;
}

/* Days and seconds of the day, in UTC, of a text in one of the forms of
 * Aikaleima. */
static int read_instant(const char *text, apr_int64_t *days,
                        apr_int64_t *seconds)
{
    apr_int64_t offset = 0;

    *seconds = 0;
    if (!text || !read_date(&text, days)) {
        return 0;
    }
    if (*text == 'T' || *text == 't') {
        text++;
        if (!read_time(&text, seconds) || !read_offset(&text, &offset)) {
            return 0;
        }
    }
    *seconds -= offset;
    if (*seconds < 0) { /* an offset moves by less than a day */
        --*days;
        *seconds += SECONDS_PER_DAY;
    }
    else if (*seconds >= SECONDS_PER_DAY) {
        ++*days;
        *seconds -= SECONDS_PER_DAY;
    }
    /* Years of four digits, also after the offset is taken off. */
    return *text == '\0' && *days >= days_from_civil(0, 1, 1)
           && *days <= days_from_civil(9999, 12, 31);
}

int ehoks_date_is_instant(const char *text)
{
    apr_int64_t days, seconds;

    return read_instant(text, &days, &seconds);
}

const char *ehoks_date_instant(apr_pool_t *pool, const char *text)
{
    apr_int64_t days, seconds;
    int year, month, day;

    if (!read_instant(text, &days, &seconds)) {
        return NULL;
    }
    civil_from_days(days, &year, &month, &day);
    return apr_psprintf(pool, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month,
                        day, (int)(seconds / 3600), (int)(seconds / 60 % 60),
                        (int)(seconds % 60));
}

/* "Z" or "+hh:mm", and nothing behind it, in minutes east of UTC. */
static int strict_offset(const char *text, int *minutes)
{
    *minutes = 0;
    if ((text[0] == 'Z' || text[0] == 'z') && text[1] == '\0') {
        return 1;
    }
    if (text[0] != '+' && text[0] != '-') {
        return 0;
    }
    int hour = fixed_number(text + 1, 2);
    if (hour < 0 || hour > 23 || text[3] != ':') {
        return 0;
    }
    int minute = fixed_number(text + 4, 2);
    if (minute < 0 || minute > 59 || text[6] != '\0') {
        return 0;
    }
    *minutes = (text[0] == '-' ? -1 : 1) * (hour * 60 + minute);
    return 1;
}

int ehoks_date_is_rfc3339(const char *text)
{
    int offset;

    if (!text || !leading_day(text) || (text[10] != 'T' && text[10] != 't')) {
        return 0;
    }
    int hour = fixed_number(text + 11, 2);
    if (hour < 0 || hour > 23 || text[13] != ':') {
        return 0;
    }
    int minute = fixed_number(text + 14, 2);
    if (minute < 0 || minute > 59 || text[16] != ':') {
        return 0;
    }
    int second = fixed_number(text + 17, 2);
    if (second < 0 || second > 60) {
        return 0;
    }
    const char *at = text + 19;
    if (*at == '.') {
        const char *first = ++at;
        while (is_digit(*at)) {
            at++;
        }
        if (at == first) {
            return 0;
        }
    }
    if (!strict_offset(at, &offset)) {
        return 0;
    }
    /* A leap second is the last second of a day in UTC. */
    int utc = ((hour * 60 + minute - offset) % 1440 + 1440) % 1440;
    return second < 60 || utc == 23 * 60 + 59;
}

const char *ehoks_date_for_sql(apr_pool_t *pool, const char *text)
{
    return text && strncmp(text, "0000-", 5) == 0
               ? apr_pstrcat(pool, "0001-", text + 5, " BC", NULL)
               : text;
}
