// One small Engine API call on a kept connection, with libcurl's easy interface: what the others are compared with.
//
// usage: call SOCKET PATH CALLS
//
// Prints the duration of each call in nanoseconds, a line each.

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { warm_up = 50 };

struct body {
    char bytes[1 << 16];
    size_t count;
};

static size_t take(char *data, size_t size, size_t count, void *context) {
    struct body *body = context;
    size_t bytes = size * count;
    if (bytes > sizeof body->bytes - body->count) return 0;
    memcpy(body->bytes + body->count, data, bytes);
    body->count += bytes;
    return bytes;
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: call SOCKET PATH CALLS\n");
        return 64;
    }
    int calls = atoi(arguments[3]);
    char url[1024];
    snprintf(url, sizeof url, "http://localhost%s", arguments[2]);

    static struct body body;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, arguments[1]);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);

    long long *durations = calloc(calls > 0 ? calls : 1, sizeof *durations);
    for (int call = -warm_up; call < calls; call++) {
        body.count = 0;
        long long start = now();
        CURLcode result = curl_easy_perform(curl);
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        long long end = now();
        if (result != CURLE_OK || status != 200) {
            fprintf(stderr, "call: %s: %s, status %ld\n", url, curl_easy_strerror(result), status);
            return 1;
        }
        if (call >= 0) durations[call] = end - start;
    }
    for (int call = 0; call < calls; call++) printf("%lld\n", durations[call]);
    curl_easy_cleanup(curl);
    free(durations);
    return 0;
}
