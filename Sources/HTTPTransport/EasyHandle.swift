import CCurl
import CCurlShims

/// The one owner of a libcurl easy handle and of the memory that libcurl borrows for it. Lives on the loop's thread.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    /// The socket that was opened last.
    private let opened: UnsafeMutablePointer<aac_curl_socket>
    private var fieldLines: UnsafeMutablePointer<curl_slist>?
    /// Whom the callbacks work for; nil between two requests.
    var transfer: RequestTransfer?
    /// The request whose options the handle has; nil when it has none, or a body.
    var configured: WireRequest?

    /// Nil when libcurl has no memory.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        opened = .allocate(capacity: 1)
        opened.initialize(to: Self.noSocket)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(fieldLines)
        errorText.deallocate()
        opened.deallocate()
    }

    /// Makes the handle as new, but for what libcurl keeps for the next request: TLS sessions and name lookups.
    func reset() {
        curl_easy_reset(pointer)
        curl_slist_free_all(fieldLines)
        fieldLines = nil
        configured = nil
        errorText[0] = 0
        opened.pointee = Self.noSocket
    }

    /// Lets go of a request that is done, and of its body; the other options stay for a request that is like it.
    func release() {
        transfer = nil
        errorText[0] = 0
        if configured == nil { reset() }
    }

    func set(_ option: CURLoption, _ value: Int) {
        check(aac_curl_easy_setopt_long(pointer, option, value))
    }

    func set(_ option: CURLoption, offset value: Int64) {
        check(aac_curl_easy_setopt_offset(pointer, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: String) {
        check(aac_curl_easy_setopt_string(pointer, option, value))
    }

    /// Sets a copy of the bytes as the body (CURLOPT_COPYPOSTFIELDS).
    func set(body: [UInt8]) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(body.count))
        body.withUnsafeBytes { bytes in
            // An empty array has no address, but libcurl takes a null pointer for "no body".
            var none: UInt8 = 0
            let start = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
            check(
                withUnsafeMutablePointer(to: &none) {
                    aac_curl_easy_setopt_pointer(pointer, CURLOPT_COPYPOSTFIELDS, start ?? UnsafeMutableRawPointer($0))
                })
        }
    }

    func add(fieldLine line: String) {
        guard let longer = curl_slist_append(fieldLines, line) else { return check(CURLE_OUT_OF_MEMORY) }
        fieldLines = longer
    }

    func useFieldLines() {
        check(aac_curl_easy_setopt_list(pointer, CURLOPT_HTTPHEADER, fieldLines))
    }

    func useCloseOnExec() {
        check(aac_curl_easy_close_on_exec(pointer, opened))
    }

    func useErrorText() {
        check(aac_curl_easy_setopt_pointer(pointer, CURLOPT_ERRORBUFFER, errorText))
    }

    func check(_ result: CURLcode) {
        if setUpResult == CURLE_OK { setUpResult = result }
    }

    /// The first failure of an option since ``takeSetUpResult()``.
    private var setUpResult = CURLE_OK

    func takeSetUpResult() -> CURLcode {
        defer { setUpResult = CURLE_OK }
        return setUpResult
    }

    /// libcurl's own words about the last failure, else those for its code.
    func message(for result: CURLcode) -> String {
        errorText[0] != 0 ? String(cString: errorText) : String(cString: curl_easy_strerror(result))
    }

    /// The system's error number of the last failure of a socket, or nil.
    var systemError: Int32? {
        if opened.pointee.error != 0 { return opened.pointee.error }
        var value = 0
        guard aac_curl_easy_getinfo_long(pointer, CURLINFO_OS_ERRNO, &value) == CURLE_OK, value != 0 else { return nil }
        return Int32(truncatingIfNeeded: value)
    }

    /// How many bytes of the body the system has taken.
    var uploadedBytes: Int64 {
        var value: curl_off_t = 0
        return aac_curl_easy_getinfo_offset(pointer, CURLINFO_SIZE_UPLOAD_T, &value) == CURLE_OK ? Int64(value) : 0
    }

    private static let noSocket = aac_curl_socket(descriptor: -1, error: 0)

    /// The socket that this handle opened last; nil where it took over a connection.
    var ownSocket: Int32? { opened.pointee.descriptor < 0 ? nil : opened.pointee.descriptor }

    /// The socket of a CURLOPT_CONNECT_ONLY transfer.
    var activeSocket: Int32? {
        var value: curl_socket_t = -1
        guard aac_curl_easy_getinfo_socket(pointer, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK, value >= 0 else {
            return nil
        }
        return value
    }
}

/// libcurl's process-wide state: initialised once, by whoever comes first, and never freed.
enum CurlLibrary {
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
