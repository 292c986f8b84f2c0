#ifndef CCURL_SHIMS_H
#define CCURL_SHIMS_H

#include <curl/curl.h>

// Swift cannot call variadic C functions; each wrapper below fixes one argument type of curl_easy_setopt(3),
// curl_multi_setopt(3) or curl_easy_getinfo(3).
CURLcode aac_curl_easy_setopt_long(CURL *handle, CURLoption option, long value);
CURLcode aac_curl_easy_setopt_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode aac_curl_easy_setopt_string(CURL *handle, CURLoption option, const char *value);
CURLcode aac_curl_easy_setopt_pointer(CURL *handle, CURLoption option, void *value);
CURLcode aac_curl_easy_setopt_list(CURL *handle, CURLoption option, struct curl_slist *value);

// CURLOPT_HEADERFUNCTION, CURLOPT_WRITEFUNCTION, CURLOPT_READFUNCTION and CURLOPT_PREREQFUNCTION with one
// context pointer for all four; a NULL callback leaves libcurl's default.
CURLcode aac_curl_easy_set_callbacks(CURL *handle, void *context, curl_write_callback header,
                                     curl_write_callback body, curl_read_callback upload,
                                     curl_prereq_callback connected);

// The socket that a handle opened last, and the errno of a socket(2) that failed, else 0. libcurl tells neither while a
// transfer goes on.
struct aac_curl_socket {
    int descriptor;
    int error;
};

// Makes every socket of the handle close-on-exec: libcurl 7.88 does not do so by itself. What becomes of it is written to
// opened.
CURLcode aac_curl_easy_close_on_exec(CURL *handle, struct aac_curl_socket *opened);

CURLMcode aac_curl_multi_setopt_long(CURLM *multi, CURLMoption option, long value);

CURLcode aac_curl_easy_getinfo_long(CURL *handle, CURLINFO info, long *value);
CURLcode aac_curl_easy_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value);
CURLcode aac_curl_easy_getinfo_pointer(CURL *handle, CURLINFO info, void **value);
CURLcode aac_curl_easy_getinfo_socket(CURL *handle, CURLINFO info, curl_socket_t *value);

// Ends our direction of a CURLOPT_CONNECT_ONLY connection; 0 when it must be tried again once the socket has room.
int aac_curl_easy_close_write(CURL *handle, curl_socket_t socket, int is_tls);

// The result of a finished transfer: CURLMsg keeps it in a union.
CURLcode aac_curl_message_result(const CURLMsg *message);

// Parts of the C library that its Swift module leaves out.
// An eventfd(2), close-on-exec and non-blocking; -1 with errno.
int aac_eventfd(void);
// Names the calling thread; at most 15 bytes.
void aac_set_thread_name(const char *name);
// The words for an error number, written to the buffer or constant.
const char *aac_error_message(int number, char *buffer, size_t size);

#endif
