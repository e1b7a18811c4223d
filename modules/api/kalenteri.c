/* Calendar feeds: their owners make and revoke them, calendar programs read
 * them as iCalendar (RFC 5545). */
#include <string.h>

#include <apr_strings.h>
#include <http_protocol.h>

#include "../core/ical.h"
#include "../core/secret.h"
#include "../core/text.h"
#include "../db/db.h"
#include "../hoks/calendar.h"
#include "check.h"
#include "handlers_workplace.h"
#include "unit_names.h"

#define FEED "/ehoks-kalenteri/"
#define SUFFIX ".ics"

/* --- the feed's address --------------------------------------------------- */

static void set_text(apr_pool_t *pool, ehoks_json_t *object, const char *key,
                     const char *text)
{
    if (text)
        ehoks_json_set_string(pool, object, key, text);
}

/* {"meta": {"osoite"?}, "data": {"kaytossa", "luotu", "kieli",
 * "voimassa-asti"}} */
static void answer_state(ehoks_request_t *request, ehoks_response_t *response,
                         const ehoks_calendar_t *calendar)
{
    apr_pool_t *pool = request->ctx.pool;
    ehoks_json_t *answer = ehoks_json_new_object(pool);
    ehoks_json_t *meta = ehoks_json_new_object(pool);
    ehoks_json_t *data = ehoks_json_new_object(pool);

    if (calendar->secret)
        ehoks_json_set_string(
            pool, meta, "osoite",
            apr_pstrcat(pool, FEED, calendar->secret, SUFFIX, NULL));
    ehoks_json_set(data, "kaytossa",
                   ehoks_json_new_boolean(calendar->created != NULL));
    set_text(pool, data, "luotu", calendar->created);
    set_text(pool, data, "kieli", calendar->language);
    set_text(pool, data, "voimassa-asti", calendar->last_day);
    ehoks_json_set(answer, "meta", meta);
    ehoks_json_set(answer, "data", data);
    ehoks_response_plain(request, response, answer);
}

const ehoks_err_t *ehoks_api_calendar_state(ehoks_request_t *request,
                                            ehoks_response_t *response)
{
    ehoks_calendar_t calendar = {0};
    const ehoks_err_t *err = ehoks_calendar_read(&request->ctx, &calendar);

    if (!err)
        answer_state(request, response, &calendar);
    return err;
}

const ehoks_err_t *ehoks_api_calendar_make(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    ehoks_calendar_t calendar = {0};
    ehoks_json_t *body = NULL;
    const char *language;
    const ehoks_err_t *err = ehoks_request_body(request, &body);

    if (!err)
        err = ehoks_check_document(request, request->settings->model->kalenteri,
                                   NULL, body);
    if (err)
        return err;
    language = ehoks_json_get_string(body, "kieli");
    err = ehoks_calendar_make(&request->ctx, language ? language : "fi",
                              &calendar);
    if (!err)
        answer_state(request, response, &calendar);
    return err;
}

const ehoks_err_t *ehoks_api_calendar_revoke(ehoks_request_t *request,
                                             ehoks_response_t *response)
{
    ehoks_calendar_t none = {0};
    const ehoks_err_t *err = ehoks_calendar_revoke(&request->ctx);

    if (!err)
        answer_state(request, response, &none);
    return err;
}

/* --- the feed's words ------------------------------------------------------ */

typedef enum { WORD_WORKPLACE, WORD_STUDIES, WORD_DEMONSTRATION } word_e;

static const struct {
    const char *language;
    const char *words[3];
} words[] = {
    {"fi", {"Työpaikkajakso", "Opiskelu", "Näyttö"}},
    {"sv", {"Period på arbetsplats", "Studier", "Yrkesprov"}},
    {"en", {"Workplace period", "Studies", "Demonstration"}},
};

static const char *word(const char *language, word_e which)
{
    apr_size_t i = 0;

    while (i + 1 < sizeof(words) / sizeof(words[0])
           && strcmp(words[i].language, language) != 0)
        i++;
    return words[i].words[which];
}

/* What the writing of all entries shares. */
typedef struct {
    apr_pool_t *pool;
    ehoks_ical_t *ical;
    const char *language;
    ehoks_json_t *names; /* of codes, by language */
} feed_t;

/* Name of a code in the feed's language, else in another, else the code. */
static const char *name_of(const feed_t *feed, const char *code)
{
    const ehoks_json_t *names = code ? ehoks_json_get(feed->names, code) : NULL;
    const char *name = ehoks_json_get_string(names, feed->language);
    apr_size_t i;

    for (i = 0; !name && i < sizeof(words) / sizeof(words[0]); i++)
        name = ehoks_json_get_string(names, words[i].language);
    return name ? name : code;
}

static const char *unit_name(const feed_t *feed, const ehoks_json_t *unit)
{
    const char *name = ehoks_json_get_string(unit, "nimi");

    if (!name)
        name = name_of(feed,
                       ehoks_json_get_string(unit, "tutkinnon-osa-koodi-uri"));
    return name ? name : ehoks_json_get_string(unit, "amosaa-tunniste");
}

static const ehoks_json_t *workplace_of(const ehoks_calendar_entry_t *entry)
{
    return ehoks_json_get(entry->part, "tyopaikalla-jarjestettava-koulutus");
}

/* What kind of entry it is, in a word. */
static const char *kind_name(const feed_t *feed,
                             const ehoks_calendar_entry_t *entry)
{
    const char *way =
        ehoks_json_get_string(entry->part, "osaamisen-hankkimistapa-koodi-uri");
    const char *name;

    if (entry->is_demonstration)
        return word(feed->language, WORD_DEMONSTRATION);
    if (workplace_of(entry))
        return word(feed->language, WORD_WORKPLACE);
    name = name_of(feed, way);
    return name && name != way ? name : word(feed->language, WORD_STUDIES);
}

/* "Learner: kind, unit" */
static const char *summary(const feed_t *feed,
                           const ehoks_calendar_entry_t *entry)
{
    const char *unit = unit_name(feed, entry->unit);

    return apr_pstrcat(feed->pool, entry->learner ? entry->learner : "",
                       entry->learner ? ": " : "", kind_name(feed, entry),
                       unit ? ", " : "", unit ? unit : "", NULL);
}

static const char *add_text_line(apr_pool_t *pool, const char *text,
                                 const char *before, const char *line)
{
    return line && *line
               ? apr_pstrcat(pool, text, *text ? "\n" : "", before, line, NULL)
               : text;
}

/* Sub-area, time of day or the like, and what is done. */
static const char *description(const feed_t *feed,
                               const ehoks_calendar_entry_t *entry)
{
    const ehoks_json_t *tasks =
        entry->is_demonstration
            ? ehoks_json_get(entry->part, "sisallon-kuvaus")
            : ehoks_json_get(workplace_of(entry), "keskeiset-tyotehtavat");
    const char *text = "";
    apr_size_t i;

    text = add_text_line(
        feed->pool, text, "",
        name_of(feed,
                ehoks_json_get_string(entry->sub_area, "osa-alue-koodi-uri")));
    text = add_text_line(
        feed->pool, text, "",
        ehoks_json_get_string(entry->part, "ajanjakson-tarkenne"));
    for (i = 0; i < ehoks_json_size(tasks); i++)
        text = add_text_line(feed->pool, text, "- ",
                             ehoks_json_string(ehoks_json_at(tasks, i), NULL));
    return text;
}

static const char *location(const ehoks_calendar_entry_t *entry)
{
    const ehoks_json_t *place = ehoks_json_get(entry->part, "nayttoymparisto");

    return entry->is_demonstration
               ? ehoks_json_get_string(place, "nimi")
               : ehoks_json_get_string(workplace_of(entry), "tyopaikan-nimi");
}

/* --- the feed --------------------------------------------------------------- */

/* Days of the plan are days in Finland. The rules since 1996: EU time. */
static const char *const zone[][2] = {
    {"BEGIN", "VTIMEZONE"},
    {"TZID", "Europe/Helsinki"},
    {"BEGIN", "STANDARD"},
    {"DTSTART", "19961027T040000"},
    {"RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"},
    {"TZOFFSETFROM", "+0300"},
    {"TZOFFSETTO", "+0200"},
    {"TZNAME", "EET"},
    {"END", "STANDARD"},
    {"BEGIN", "DAYLIGHT"},
    {"DTSTART", "19960331T030000"},
    {"RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"},
    {"TZOFFSETFROM", "+0200"},
    {"TZOFFSETTO", "+0300"},
    {"TZNAME", "EEST"},
    {"END", "DAYLIGHT"},
    {"END", "VTIMEZONE"},
};

static void add_head(const feed_t *feed)
{
    static const char *const lines[][2] = {
        {"BEGIN", "VCALENDAR"},
        {"VERSION", "2.0"},
        {"PRODID", "-//eHOKS//mod_ehoks//FI"},
        {"CALSCALE", "GREGORIAN"},
        {"METHOD", "PUBLISH"},
        {"REFRESH-INTERVAL;VALUE=DURATION", "PT6H"},
        {"X-PUBLISHED-TTL", "PT6H"},
        {"X-WR-TIMEZONE", "Europe/Helsinki"},
    };
    apr_size_t i;

    for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        ehoks_ical_add(feed->ical, lines[i][0], lines[i][1]);
    ehoks_ical_add_text(feed->ical, "X-WR-CALNAME",
                        strcmp(feed->language, "sv") == 0 ? "ePUK" : "eHOKS");
    /* RFC 5545 wants a component in every calendar, also in an empty one. */
    for (i = 0; i < sizeof(zone) / sizeof(zone[0]); i++)
        ehoks_ical_add(feed->ical, zone[i][0], zone[i][1]);
}

/* Days without a time, the last one included: DTEND is the day after. */
static void add_entry(const feed_t *feed, const ehoks_calendar_entry_t *entry)
{
    ehoks_ical_t *ical = feed->ical;
    const char *id = ehoks_json_get_string(entry->part, "module-id");
    const char *first = ehoks_ical_day(
        feed->pool, ehoks_json_get_string(entry->part, "alku"), 0);
    const char *after = ehoks_ical_day(
        feed->pool, ehoks_json_get_string(entry->part, "loppu"), 1);
    const char *changed = ehoks_ical_instant(feed->pool, entry->changed);

    if (!id || !first)
        return;
    ehoks_ical_add(ical, "BEGIN", "VEVENT");
    ehoks_ical_add(ical, "UID", apr_pstrcat(feed->pool, id, "@ehoks", NULL));
    ehoks_ical_add(ical, "DTSTAMP", changed);
    ehoks_ical_add(ical, "LAST-MODIFIED", changed);
    ehoks_ical_add(
        ical, "SEQUENCE",
        apr_psprintf(feed->pool, "%" APR_INT64_T_FMT, entry->version));
    ehoks_ical_add(ical, "DTSTART;VALUE=DATE", first);
    /* A demonstration may be written backwards; its first day will do. */
    if (after && strcmp(after, first) > 0)
        ehoks_ical_add(ical, "DTEND;VALUE=DATE", after);
    ehoks_ical_add_text(ical, "SUMMARY", summary(feed, entry));
    ehoks_ical_add_text(ical, "DESCRIPTION", description(feed, entry));
    ehoks_ical_add_text(ical, "LOCATION", location(entry));
    ehoks_ical_add(ical, "CLASS", "PRIVATE");
    ehoks_ical_add(ical, "TRANSP", "TRANSPARENT");
    ehoks_ical_add(ical, "END", "VEVENT");
}

static void add_code(apr_array_header_t *codes, const ehoks_json_t *object,
                     const char *key)
{
    const char *code = ehoks_json_get_string(object, key);

    if (code)
        APR_ARRAY_PUSH(codes, const char *) = code;
}

/* The names of all codes in the entries, in one go. */
static const ehoks_err_t *read_names(ehoks_request_t *request,
                                     const apr_array_header_t *entries,
                                     ehoks_json_t *names)
{
    apr_pool_t *pool = request->ctx.pool;
    apr_array_header_t *units = apr_array_make(pool, 16, sizeof(const char *));
    apr_array_header_t *codes = apr_array_make(pool, 16, sizeof(const char *));
    int i;

    for (i = 0; i < entries->nelts; i++) {
        const ehoks_calendar_entry_t *entry =
            &APR_ARRAY_IDX(entries, i, ehoks_calendar_entry_t);

        add_code(units, entry->unit, "tutkinnon-osa-koodi-uri");
        add_code(codes, entry->sub_area, "osa-alue-koodi-uri");
        add_code(codes, entry->part, "osaamisen-hankkimistapa-koodi-uri");
    }
    return ehoks_unit_names(request, units, codes, names);
}

static void answer_feed(ehoks_request_t *request, ehoks_response_t *response,
                        const feed_t *feed, const apr_array_header_t *entries)
{
    int i;

    add_head(feed);
    for (i = 0; i < entries->nelts; i++)
        add_entry(feed, &APR_ARRAY_IDX(entries, i, ehoks_calendar_entry_t));
    ehoks_ical_add(feed->ical, "END", "VCALENDAR");
    response->body = ehoks_ical_text(feed->ical, &response->length);
    response->etag = apr_pstrcat(
        feed->pool, "\"",
        ehoks_text_digest(feed->pool, response->body, response->length), "\"",
        NULL);
    ap_set_content_type(request->r, "text/calendar; charset=utf-8");
}

/* The secret in the path's last segment, or NULL. */
static const char *secret_of(const ehoks_request_t *request)
{
    const char *name = request->parameters[0];
    apr_size_t length = strlen(name);
    apr_size_t suffix = strlen(SUFFIX);
    const char *secret;

    if (length <= suffix || strcmp(name + length - suffix, SUFFIX) != 0)
        return NULL;
    secret = apr_pstrndup(request->ctx.pool, name, length - suffix);
    return ehoks_secret_is(secret) ? secret : NULL;
}

const ehoks_err_t *ehoks_api_calendar_feed(ehoks_request_t *request,
                                           ehoks_response_t *response)
{
    apr_pool_t *pool = request->ctx.pool;
    feed_t feed = {pool, ehoks_ical_make(pool), NULL,
                   ehoks_json_new_object(pool)};
    apr_array_header_t *entries = NULL;
    const char *secret = secret_of(request);
    const ehoks_err_t *err =
        secret ? ehoks_calendar_open(&request->ctx, secret,
                                     &request->ctx.principal, &feed.language)
               : ehoks_err_make(pool, "E-404", NULL);

    apr_table_setn(request->r->err_headers_out, "Referrer-Policy",
                   "no-referrer");
    if (!err)
        err = ehoks_calendar_entries(
            &request->ctx, ehoks_cfg_workplace_access(request->settings),
            &entries);
    ehoks_db_close(&request->ctx);
    if (!err)
        err = read_names(request, entries, feed.names);
    if (!err)
        answer_feed(request, response, &feed, entries);
    return err;
}
