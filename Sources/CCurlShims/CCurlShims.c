#define _GNU_SOURCE
#include "CCurlShims.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

CURLcode aac_curl_easy_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode aac_curl_easy_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode aac_curl_easy_setopt_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode aac_curl_easy_setopt_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode aac_curl_easy_setopt_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode aac_curl_easy_set_callbacks(CURL *handle, void *context, curl_write_callback header,
                                     curl_write_callback body, curl_read_callback upload,
                                     curl_prereq_callback connected) {
    CURLcode result = CURLE_OK;
    if (header) {
        result = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, header);
        if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    }
    if (body && result == CURLE_OK) {
        result = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
        if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    }
    if (upload && result == CURLE_OK) {
        result = curl_easy_setopt(handle, CURLOPT_READFUNCTION, upload);
        if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_READDATA, context);
    }
    if (connected && result == CURLE_OK) {
        result = curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, connected);
        if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
    }
    return result;
}

static curl_socket_t open_close_on_exec(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    struct aac_curl_socket *opened = context;
    int descriptor = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (descriptor < 0) opened->error = errno;
    opened->descriptor = descriptor;
    return descriptor;
}

CURLcode aac_curl_easy_close_on_exec(CURL *handle, struct aac_curl_socket *opened) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_close_on_exec);
    return result == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, opened) : result;
}

CURLMcode aac_curl_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

CURLcode aac_curl_easy_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

CURLcode aac_curl_easy_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

CURLcode aac_curl_easy_getinfo_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

CURLcode aac_curl_easy_getinfo_socket(CURL *handle, CURLINFO info, curl_socket_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

// TLS ends one direction with its close_notify alert; a TCP end without it is an error to the peer. libcurl can only
// close both ways, so the alert is sent by OpenSSL itself, which is in the process because libcurl uses it.
static int shut_down_tls(CURL *handle) {
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session || !session->internals ||
        session->backend != CURLSSLBACKEND_OPENSSL)
        return 0;
    int (*ssl_shutdown)(void *) = (int (*)(void *))dlsym(RTLD_DEFAULT, "SSL_shutdown");
    if (!ssl_shutdown) return 0;
    // 0 is "sent, the peer's own is still to come"; below it, the socket has no room yet, or the connection is broken.
    return ssl_shutdown(session->internals) >= 0 ? 1 : -1;
}

int aac_curl_easy_close_write(CURL *handle, curl_socket_t socket, int is_tls) {
    if (is_tls) {
        int result = shut_down_tls(handle);
        if (result != 0) return result > 0;
    }
    shutdown(socket, SHUT_WR);
    return 1;
}

CURLcode aac_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}

int aac_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void aac_set_thread_name(const char *name) {
    pthread_setname_np(pthread_self(), name);
}

const char *aac_error_message(int number, char *buffer, size_t size) {
    return strerror_r(number, buffer, size);
}
