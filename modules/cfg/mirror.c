/* Directives of the mirror of the registries and of the periodic work. */
#include <apr_file_io.h>
#include <apr_strings.h>

#include "../ehoks.h"
#include "setters.h"

/* The periods of domain: three months after the workplace period, the study
 * right. As PostgreSQL reads an interval. */
#define DEFAULT_ERASE_PERIOD "3 months"
/* How long workplace people see a period or demonstration after its last day.
 */
#define DEFAULT_WORKPLACE_ACCESS "30 days"
#define DEFAULT_MAINTENANCE_S 3600
#define DEFAULT_AUDIT_CHAIN_S 60

/* Units of an age, the longest first. */
static const struct {
    const char *unit;
    int seconds;
} units[] = {{"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}};

/* Seconds of "24h", "30m", "7d", "2s"; -1 when it is none of them. */
static int parse_age(const char *text)
{
    char *end;
    apr_int64_t number = apr_strtoi64(text, &end, 10);
    apr_size_t i;

    if (end == text || number < 0 || number > 100000)
        return -1;
    for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(end, units[i].unit) == 0)
            return number * units[i].seconds <= APR_INT32_MAX / 1000
                       ? (int)number * units[i].seconds
                       : -1;
    }
    return -1;
}

static const char *no_age(cmd_parms *cmd, const char *text)
{
    return apr_psprintf(cmd->pool,
                        "%s: %s is not an age such as 30s, 15m, 24h or 7d "
                        "(24 days at most)",
                        cmd->cmd->name, text);
}

const char *ehoks_cfg_set_fresh(cmd_parms *cmd, void *unused, const char *kind,
                                const char *fresh, const char *usable)
{
    int i = ehoks_mirror_find(kind);
    int fresh_s = parse_age(fresh);
    int usable_s = usable ? parse_age(usable) : EHOKS_UNSET;
    ehoks_settings_t *settings = ehoks_cfg_of(cmd->server);

    (void)unused;
    if (i < 0)
        return apr_psprintf(cmd->pool,
                            "%s: the mirror holds no %s; conf/ehoks.conf "
                            "names what it holds",
                            cmd->cmd->name, kind);
    if (fresh_s < 0)
        return no_age(cmd, fresh);
    if (usable && usable_s < 0)
        return no_age(cmd, usable);
    if (usable && usable_s < fresh_s)
        return apr_psprintf(cmd->pool,
                            "%s: a copy can't be used for a shorter time than "
                            "it is fresh",
                            cmd->cmd->name);
    settings->fresh_ages[i] = fresh_s;
    settings->usable_ages[i] = usable_s;
    return NULL;
}

const char *ehoks_cfg_set_study_right(cmd_parms *cmd, void *unused,
                                      const char *policy, const char *age)
{
    ehoks_settings_t *settings = ehoks_cfg_of(cmd->server);

    (void)unused;
    if (strcmp(policy, "strict") == 0 && !age) {
        settings->study_right_stale = 0;
        return NULL;
    }
    if (strcmp(policy, "stale-ok") != 0 || !age)
        return apr_psprintf(cmd->pool,
                            "%s: write strict, or stale-ok and an "
                            "age",
                            cmd->cmd->name);
    settings->study_right_stale = parse_age(age);
    return settings->study_right_stale < 0 ? no_age(cmd, age) : NULL;
}

const char *ehoks_cfg_set_token(cmd_parms *cmd, void *unused, const char *name,
                                const char *url, const char *file)
{
    int i = ehoks_cfg_registry_number(name);
    const char *problem;

    (void)unused;
    if (i < 0)
        return ehoks_cfg_unknown_registry(cmd, name);
    problem = ehoks_registry_check_url(cmd->pool, url);
    if (problem)
        return apr_pstrcat(cmd->pool, cmd->cmd->name, " ", name, ": ", problem,
                           NULL);
    ehoks_cfg_of(cmd->server)->registry_token_urls[i] = url;
    ehoks_cfg_of(cmd->server)->registry_token_files[i] =
        ap_server_root_relative(cmd->pool, file);
    return NULL;
}

/* On, Off or an age, as seconds between rounds; `on` is what On means. */
static const char *parse_interval(cmd_parms *cmd, const char *value, int on,
                                  int *interval)
{
    int age = parse_age(value);

    if (ap_cstr_casecmp(value, "off") == 0)
        age = 0;
    else if (ap_cstr_casecmp(value, "on") == 0)
        age = on;
    else if (age == 0)
        age = -1;
    *interval = age;
    return age < 0 ? apr_psprintf(cmd->pool,
                                  "%s: %s is neither On, Off nor an interval "
                                  "such as 1h",
                                  cmd->cmd->name, value)
                   : NULL;
}

const char *ehoks_cfg_set_maintenance(cmd_parms *cmd, void *unused,
                                      const char *value)
{
    (void)unused;
    return parse_interval(cmd, value, DEFAULT_MAINTENANCE_S,
                          &ehoks_cfg_of(cmd->server)->maintenance_interval);
}

const char *ehoks_cfg_set_audit_chain(cmd_parms *cmd, void *unused,
                                      const char *value)
{
    (void)unused;
    return parse_interval(cmd, value, DEFAULT_AUDIT_CHAIN_S,
                          &ehoks_cfg_of(cmd->server)->audit_chain_interval);
}

/* "3mo" and "90d" as PostgreSQL writes intervals; NULL for anything else. */
static const char *parse_period(apr_pool_t *pool, const char *text)
{
    char *end;
    apr_int64_t number = apr_strtoi64(text, &end, 10);

    if (end == text || number < 0 || number > 10000)
        return NULL;
    if (strcmp(end, "mo") == 0)
        return apr_psprintf(pool, "%d months", (int)number);
    return strcmp(end, "d") == 0 ? apr_psprintf(pool, "%d days", (int)number)
                                 : NULL;
}

const char *ehoks_cfg_set_erasing(cmd_parms *cmd, void *unused,
                                  const char *whose, const char *period)
{
    ehoks_settings_t *settings = ehoks_cfg_of(cmd->server);
    const char *parsed = ap_cstr_casecmp(period, "off") == 0
                             ? ""
                             : parse_period(cmd->pool, period);

    (void)unused;
    if (!parsed)
        return apr_psprintf(cmd->pool,
                            "%s: %s is not a period such as 3mo or 90d, nor "
                            "off",
                            cmd->cmd->name, period);
    if (strcmp(whose, "oppija") == 0)
        settings->erase_oppija = parsed;
    else if (strcmp(whose, "ohjaaja") == 0)
        settings->erase_ohjaaja = parsed;
    else
        return apr_psprintf(cmd->pool, "%s: %s is neither oppija nor ohjaaja",
                            cmd->cmd->name, whose);
    return NULL;
}

const char *ehoks_cfg_set_workplace_access(cmd_parms *cmd, void *unused,
                                           const char *period)
{
    const char *parsed = parse_period(cmd->pool, period);

    (void)unused;
    if (!parsed)
        return apr_psprintf(cmd->pool,
                            "%s: %s is not a period such as 30d or 3mo",
                            cmd->cmd->name, period);
    ehoks_cfg_of(cmd->server)->workplace_access = parsed;
    return NULL;
}

const char *ehoks_cfg_read_pair(apr_pool_t *pool, const char *path,
                                const char **name, const char **secret)
{
    apr_file_t *file;
    apr_finfo_t info;
    char line[512];
    char *colon;

    if (!path
        || apr_file_open(&file, path, APR_READ, APR_OS_DEFAULT, pool)
               != APR_SUCCESS)
        return "the file can't be read by the user that starts httpd";
    if (apr_file_info_get(&info, APR_FINFO_PROT, file) != APR_SUCCESS
        || (info.protection & (APR_FPROT_WREAD | APR_FPROT_WWRITE))) {
        apr_file_close(file);
        return "everybody on this machine can read the secret: chmod o= the "
               "file";
    }
    line[0] = '\0';
    (void)apr_file_gets(line, sizeof(line), file);
    apr_file_close(file);
    line[strcspn(line, "\r\n")] = '\0';
    colon = strchr(line, ':');
    if (!colon)
        return "the first line must be user:password";
    *name = apr_pstrndup(pool, line, (apr_size_t)(colon - line));
    *secret = apr_pstrdup(pool, colon + 1);
    return NULL;
}

void ehoks_cfg_fill_mirror(ehoks_settings_t *settings)
{
    ehoks_mirror_settings_t *mirror = &settings->mirror;
    int i;

    mirror->registries = settings->registries;
    mirror->study_right_stale_s = settings->study_right_stale != EHOKS_UNSET
                                      ? settings->study_right_stale
                                      : 0;
    for (i = 0; i < EHOKS_MIRROR_COUNT; i++) {
        ehoks_mirror_ages_t *ages = &mirror->ages[i];

        *ages = ehoks_mirror_default_ages((ehoks_mirror_e)i);
        if (settings->fresh_ages[i] != EHOKS_UNSET)
            ages->fresh_s = settings->fresh_ages[i];
        if (settings->usable_ages[i] != EHOKS_UNSET)
            ages->usable_s = settings->usable_ages[i];
        if (ages->usable_s < ages->fresh_s)
            ages->usable_s = ages->fresh_s;
        if (ages->unknown_s > ages->fresh_s)
            ages->unknown_s = ages->fresh_s;
    }
    for (i = 0; i < EHOKS_REGISTRY_COUNT; i++)
        settings->registries[i].mirror = mirror;
}

int ehoks_cfg_maintenance_interval(const ehoks_settings_t *settings)
{
    return settings->maintenance_interval != EHOKS_UNSET
               ? settings->maintenance_interval
               : DEFAULT_MAINTENANCE_S;
}

int ehoks_cfg_audit_chain_interval(const ehoks_settings_t *settings)
{
    return settings->audit_chain_interval != EHOKS_UNSET
               ? settings->audit_chain_interval
               : DEFAULT_AUDIT_CHAIN_S;
}

static const char *period(const char *set)
{
    if (!set)
        return DEFAULT_ERASE_PERIOD;
    return *set ? set : NULL;
}

const char *ehoks_cfg_erase_oppija(const ehoks_settings_t *settings)
{
    return period(settings->erase_oppija);
}

const char *ehoks_cfg_erase_ohjaaja(const ehoks_settings_t *settings)
{
    return period(settings->erase_ohjaaja);
}

const char *ehoks_cfg_workplace_access(const ehoks_settings_t *settings)
{
    return settings->workplace_access ? settings->workplace_access
                                      : DEFAULT_WORKPLACE_ACCESS;
}
