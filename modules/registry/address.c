/* Which addresses a registry may have. The URL is read by libcurl itself, so
 * that what is checked here is what is called later.
 */
#include <string.h>

#include <arpa/inet.h>

#include <apr_strings.h>
#include <curl/curl.h>

#include "http.h"

/* A part of the URL as a copy in the pool; NULL when it has none. */
static const char *url_part(apr_pool_t *pool, CURLU *url, CURLUPart part)
{
    char *text = NULL;
    const char *copy;

    if (curl_url_get(url, part, &text, 0) != CURLUE_OK) {
        return NULL;
    }
    copy = apr_pstrdup(pool, text);
    curl_free(text);
    return copy;
}

static int is_loopback_host(const char *host)
{
    struct in_addr address;

    if (!strcmp(host, "localhost") || !strcmp(host, "[::1]")) {
        return 1;
    }
    return inet_pton(AF_INET, host, &address) == 1
           && (ntohl(address.s_addr) >> 24) == 127;
}

static const char *check_parts(apr_pool_t *pool, CURLU *url)
{
    const char *scheme = url_part(pool, url, CURLUPART_SCHEME);
    const char *host = url_part(pool, url, CURLUPART_HOST);

    if (!scheme || !host || !*host
        || (strcmp(scheme, "https") && strcmp(scheme, "http"))) {
        return "it must be an https URL";
    }
    if (!strcmp(scheme, "http") && !is_loopback_host(host)) {
        return "http is allowed for this machine (localhost) only, because "
               "personal data would travel unencrypted: use https";
    }
    if (url_part(pool, url, CURLUPART_USER)
        || url_part(pool, url, CURLUPART_PASSWORD)) {
        return "it must not hold a user name or password";
    }
    if (url_part(pool, url, CURLUPART_QUERY)
        || url_part(pool, url, CURLUPART_FRAGMENT)) {
        return "it must not have a query or fragment";
    }
    return NULL;
}

const char *ehoks_registry_check_url(apr_pool_t *pool, const char *text)
{
    CURLU *url;
    const char *problem = "it is not a URL";

    if (*text && text[strlen(text) - 1] == '/') {
        return "it must not end in a slash";
    }
    url = curl_url();
    if (url && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK) {
        problem = check_parts(pool, url);
    }
    curl_url_cleanup(url);
    return problem;
}

int ehoks_registry_is_loopback(const char *text)
{
    CURLU *url = curl_url();
    char *host = NULL;
    int loopback = url && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK
                   && curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK
                   && is_loopback_host(host);

    curl_free(host);
    curl_url_cleanup(url);
    return loopback;
}
