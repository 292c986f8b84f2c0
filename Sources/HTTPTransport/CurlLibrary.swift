import CCurl
import CCurlShims

/// libcurl's process-wide state: initialised once, by whoever comes first, and never freed.
enum CurlLibrary {
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
