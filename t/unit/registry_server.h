/* A small HTTP server with a fixed table of answers, in a thread of the test
 * that includes this file (test_registry.c). It can also misbehave, as a real
 * registry does on a bad day.
 */
#ifndef EHOKS_T_UNIT_REGISTRY_SERVER_H
#define EHOKS_T_UNIT_REGISTRY_SERVER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

#include <apr_strings.h>

#define KOSKI "/koski/api/opiskeluoikeus/"
#define SURE "/koski/api/sure/oids"
#define ONR "/oppijanumerorekisteri-service/henkilo/"
#define ORGANISAATIO "/organisaatio-service/api/"

#ifndef CONNECTIONS_MAX
#define CONNECTIONS_MAX 16
#endif
#define REQUEST_MAX 8192
#define FLOOD_BYTES (33 * 1024 * 1024)

typedef enum {
    ANSWER,
    SILENCE,        /* reads and never answers */
    CUT,            /* promises more bytes than it sends */
    FLOOD,          /* sends more than a client should take */
    RESET_WHEN_USED /* answers the first request of a connection only */
} behaviour_e;

typedef struct {
    const char *path;
    int status;
    const char *body;
    behaviour_e behaviour;
} reply_t;

static const reply_t replies[] = {
    {KOSKI "1.1", 200, "{\"oid\":\"1.1\",\"tyyppi\":{\"koodiarvo\":\"tuva\"}}",
     ANSWER},
    {KOSKI "1.2", 404, "[{\"key\":\"notFound\"}]", ANSWER},
    {KOSKI "1.3", 404, "[{\"key\":\"notFound.opiskeluoikeuttaEiLöydy\"}]",
     ANSWER},
    {KOSKI "1.4", 404,
     "[{\"key\":\"notFound.opiskeluoikeuttaEiLöydyTaiEiOikeuksia\"}]", ANSWER},
    {KOSKI "1.5", 400, "[{\"key\":\"badRequest.queryParam.x\"}]", ANSWER},
    {KOSKI "2.1", 404, "[{\"key\":\"notFound.oppijaa\"}]", ANSWER},
    {KOSKI "2.2", 400, "[{\"key\":\"badRequest.format\"}]", ANSWER},
    {KOSKI "2.3", 401, "", ANSWER},
    {KOSKI "2.4", 500, "<html>", ANSWER},
    {KOSKI "2.5", 302, "", ANSWER},
    {KOSKI "2.6", 200, "<html>", ANSWER},
    {KOSKI "2.7", 200, "{\"oid\":\"1.1\"}", ANSWER},
    {KOSKI "2.8", 200, "[]", ANSWER},
    {KOSKI "2.9", 200, "", FLOOD},
    {KOSKI "3.1", 502, "", ANSWER},
    {KOSKI "3.2", 503, "[{\"key\":\"notFound\"}]", ANSWER},
    {KOSKI "3.3", 504, "", ANSWER},
    {KOSKI "3.4", 0, "", SILENCE},
    {KOSKI "3.5", 200, "{\"oid\":\"3.5\"", CUT},
    {KOSKI "4.1", 200, "{\"oid\":\"4.1\"}", RESET_WHEN_USED},
    {SURE "?1", 200,
     "[{\"henkilö\":{\"oid\":\"5.1\"},"
     "\"opiskeluoikeudet\":[{\"oid\":\"1.1\"},{\"oid\":\"1.2\"}]}]",
     ANSWER},
    {SURE "?2", 200, "[]", ANSWER},
    {SURE "?3", 200, "{}", ANSWER},
    {SURE "?4", 200, "[{\"opiskeluoikeudet\":[{}]}]", ANSWER},
    {SURE "?5", 500, "", ANSWER},
    {SURE "?6", 503, "", ANSWER},
    {ONR "6.1", 200, "{\"oidHenkilo\":\"6.2\",\"sukunimi\":\"Yksi\"}", ANSWER},
    {ONR "6.3", 500, "", ANSWER},
    {ONR "6.4", 200, "{}", ANSWER},
    {"/token", 200, "{\"access_token\":\"abc.def\",\"expires_in\":3600}",
     ANSWER},
    {"/token-broken", 200, "{\"access_token\":\"x\\r\\ny\"}", ANSWER},
    {"/token-refused", 401, "{}", ANSWER},
    {ORGANISAATIO "7.1", 200, "{\"oid\":\"7.1\"}", ANSWER},
    {ORGANISAATIO "7.2", 500, "", ANSWER},
    {ORGANISAATIO "7.3", 200, "{\"oid\":\"7.1\"}", ANSWER},
};

typedef struct {
    int socket;
    size_t length;
    int answered;
    char request[REQUEST_MAX];
} connection_t;

static struct {
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what the tests look at */
    int listener;
    int port;
    int stop;
    int connections;
    int requests;
    char last[REQUEST_MAX];
} server = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static int server_stopped(void)
{
    pthread_mutex_lock(&server.mutex);
    int stop = server.stop;
    pthread_mutex_unlock(&server.mutex);
    return stop;
}

/* The learner's OID in a body of sure/oids is "5.<n>"; it chooses reply n. */
static const reply_t *find_reply(const char *request)
{
    char path[256] = "";
    const char *body = strstr(request, "[\"5.");

    sscanf(request, "%*s %200s", path);
    if (body) {
        strncat(path, "?", 2);
        strncat(path, body + 4, 1);
    }
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        if (!strcmp(replies[i].path, path)) {
            return &replies[i];
        }
    }
    return NULL;
}

static void send_text(int to, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(to, text, length, MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        text += sent;
        length -= (size_t)sent;
    }
}

static void send_reply(int to, const reply_t *reply)
{
    static char flood[FLOOD_BYTES];
    char head[256];
    int flooding = reply->behaviour == FLOOD;
    size_t length = flooding ? sizeof flood : strlen(reply->body);
    int head_length;

    head_length =
        snprintf(head, sizeof head,
                 "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n"
                 "Location: http://localhost:1/\r\n"
                 "Content-Length: %zu\r\n\r\n",
                 reply->status, length + (reply->behaviour == CUT ? 10 : 0));
    send_text(to, head, (size_t)head_length);
    send_text(to, flooding ? flood : reply->body, length);
}

static void hang_up(connection_t *connection, int reset)
{
    const struct linger now = {1, 0};

    if (reset) {
        setsockopt(connection->socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    close(connection->socket);
    connection->socket = -1;
}

static void answer(connection_t *connection)
{
    static const reply_t missing = {"", 404, "", ANSWER};
    const reply_t *reply = find_reply(connection->request);

    pthread_mutex_lock(&server.mutex);
    server.requests++;
    memcpy(server.last, connection->request, sizeof server.last);
    pthread_mutex_unlock(&server.mutex);
    connection->length = 0;
    reply = reply ? reply : &missing;
    if (reply->behaviour == RESET_WHEN_USED && connection->answered++ > 0) {
        hang_up(connection, 1);
        return;
    }
    if (reply->behaviour != SILENCE) {
        send_reply(connection->socket, reply);
    }
    if (reply->behaviour == CUT) {
        hang_up(connection, 0);
    }
}

/* 1 when the request is there with all of its body. */
static int is_complete(const connection_t *connection)
{
    const char *end = strstr(connection->request, "\r\n\r\n");
    const char *length = strcasestr(connection->request, "Content-Length:");

    return end && (!length || strlen(end + 4) >= (size_t)atoi(length + 15));
}

static void read_more(connection_t *connection)
{
    ssize_t got =
        recv(connection->socket, connection->request + connection->length,
             REQUEST_MAX - 1 - connection->length, 0);

    if (got <= 0) {
        hang_up(connection, 0);
        return;
    }
    connection->length += (size_t)got;
    connection->request[connection->length] = '\0';
    if (is_complete(connection)) {
        answer(connection);
    }
}

static void accept_one(connection_t *connections)
{
    int accepted = accept(server.listener, NULL, NULL);

    for (int i = 0; i < CONNECTIONS_MAX && accepted >= 0; i++) {
        if (connections[i].socket < 0) {
            connections[i].socket = accepted;
            connections[i].length = 0;
            connections[i].answered = 0;
            pthread_mutex_lock(&server.mutex);
            server.connections++;
            pthread_mutex_unlock(&server.mutex);
            return;
        }
    }
}

static void *serve(void *unused)
{
    static connection_t connections[CONNECTIONS_MAX];
    struct pollfd polled[CONNECTIONS_MAX + 1];

    (void)unused;
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        connections[i].socket = -1;
    }
    while (!server_stopped()) {
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            polled[i] = (struct pollfd){connections[i].socket, POLLIN, 0};
        }
        polled[CONNECTIONS_MAX] = (struct pollfd){server.listener, POLLIN, 0};
        poll(polled, CONNECTIONS_MAX + 1, 20);
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            if (polled[i].revents) {
                read_more(&connections[i]);
            }
        }
        if (polled[CONNECTIONS_MAX].revents) {
            accept_one(connections);
        }
    }
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        if (connections[i].socket >= 0) {
            close(connections[i].socket);
        }
    }
    return NULL;
}

/* 1 when the server listens, on a port of its own choice in server.port. */
static int server_start(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.listener = socket(AF_INET, SOCK_STREAM, 0);
    if (server.listener < 0
        || bind(server.listener, (struct sockaddr *)&address, length)
        || listen(server.listener, 16)
        || getsockname(server.listener, (struct sockaddr *)&address, &length)) {
        return 0;
    }
    server.port = ntohs(address.sin_port);
    server.stop = 0;
    return !pthread_create(&server.thread, NULL, serve, NULL);
}

static void server_stop(void)
{
    pthread_mutex_lock(&server.mutex);
    server.stop = 1;
    pthread_mutex_unlock(&server.mutex);
    pthread_join(server.thread, NULL);
    close(server.listener);
}

/* Begins to count anew. */
static void server_forget(void)
{
    pthread_mutex_lock(&server.mutex);
    server.connections = server.requests = 0;
    pthread_mutex_unlock(&server.mutex);
}

/* server.connections or server.requests. */
static int server_count(const int *counter)
{
    pthread_mutex_lock(&server.mutex);
    int value = *counter;
    pthread_mutex_unlock(&server.mutex);
    return value;
}

static const char *server_last_request(apr_pool_t *pool)
{
    pthread_mutex_lock(&server.mutex);
    const char *copy = apr_pstrdup(pool, server.last);
    pthread_mutex_unlock(&server.mutex);
    return copy;
}

#endif
