import CCurl
import CCurlShims
import HTTPTypes

extension RequestTransfer {
    /// Sets every option of the request on the handle, or only its target where the handle has all others already.
    func configure(_ options: TransferOptions) -> CURLcode {
        let request = request
        handle.transfer = self
        if let last = handle.configured, last.differsOnlyInTarget(from: request) {
            handle.set(CURLOPT_REQUEST_TARGET, request.target)
            return handle.takeSetUpResult()
        }
        handle.reset()
        handle.setConnection(request, options)
        setRequestLine()
        setBody()
        setFields()
        handle.useCallbacks()
        if case .none = request.body { handle.configured = request }
        return handle.takeSetUpResult()
    }

    private func setRequestLine() {
        handle.set(CURLOPT_URL, request.endpoint.origin + "/")
        handle.set(CURLOPT_REQUEST_TARGET, request.target)
        switch request.method {
        case .get: break
        case .head: handle.set(CURLOPT_NOBODY, 1)
        default: handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func setBody() {
        switch request.body {
        case .none:
            if request.saysEmptyBody { handle.set(body: []) }
        case .bytes(let bytes):
            handle.set(body: bytes)
            handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .stream(let length):
            handle.set(CURLOPT_UPLOAD, 1)
            // Its socket is its own then, and can be hung up.
            handle.set(CURLOPT_FRESH_CONNECT, 1)
            handle.set(CURLOPT_INFILESIZE_LARGE, offset: length ?? -1)
            handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func setFields() {
        for field in request.fields {
            // libcurl takes a field without a value as "leave it out", unless it ends in a semicolon.
            handle.add(
                fieldLine: field.value.isEmpty ? "\(field.name.rawName);" : "\(field.name.rawName): \(field.value)")
        }
        if let authority = request.authority { handle.add(fieldLine: "Host: \(authority)") }
        // What libcurl would add by itself.
        if request.fields[.accept] == nil { handle.add(fieldLine: "Accept:") }
        var hasBody = true
        if case .none = request.body { hasBody = request.saysEmptyBody }
        if hasBody {
            handle.add(fieldLine: "Expect:")
            if request.fields[.contentType] == nil { handle.add(fieldLine: "Content-Type:") }
        }
        handle.useFieldLines()
    }
}

extension EasyHandle {
    private static let receiveBufferSize = 64 * 1024

    /// Sets what a request and an upgrade have in common: where to connect to, and how.
    func setConnection(_ request: WireRequest, _ options: TransferOptions) {
        useErrorText()
        useCloseOnExec()
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_BUFFERSIZE, Self.receiveBufferSize)
        // A cancelled name lookup is left to its own thread instead of being waited for.
        set(CURLOPT_QUICK_EXIT, 1)
        // The limits are ours (see TransferLimits); this one only keeps libcurl's own 300 s out of the way.
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(Int32.max))
        switch request.endpoint {
        case .unix(let path, _):
            if path.hasPrefix("@") {
                set(CURLOPT_ABSTRACT_UNIX_SOCKET, String(path.dropFirst()))
            } else {
                set(CURLOPT_UNIX_SOCKET_PATH, path)
            }
            set(CURLOPT_PROXY, "")
        case .tcp:
            set(CURLOPT_TCP_KEEPALIVE, 1)
            if !options.allowsProxies { set(CURLOPT_PROXY, "") }
        }
        if request.endpoint.usesTLS, let tls = options.tls { setTLS(tls) }
    }

    private func setTLS(_ tls: TLSConfiguration) {
        if let file = tls.caFile { set(CURLOPT_CAINFO, file) }
        if let file = tls.certificateFile { set(CURLOPT_SSLCERT, file) }
        if let file = tls.keyFile { set(CURLOPT_SSLKEY, file) }
        if !tls.verifyPeer {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }
}
