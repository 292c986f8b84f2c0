#ifndef CCURL_SHIMS_H
#define CCURL_SHIMS_H

#include <curl/curl.h>

// Swift cannot call variadic C functions; each wrapper below fixes one argument type of curl_easy_setopt(3).
CURLcode aac_curl_easy_setopt_long(CURL *handle, CURLoption option, long value);

#endif
