import CCurl
import CCurlShims

// libcurl calls these on the loop's thread, inside curl_multi_perform and curl_easy_pause, with the handle as context.

let headerCallback: curl_write_callback = { bytes, size, count, context in
    guard let transfer = RequestTransfer.from(context) else { return 0 }
    let length = size * count
    return transfer.received(line: UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
}

let bodyCallback: curl_write_callback = { bytes, size, count, context in
    guard let transfer = RequestTransfer.from(context) else { return 0 }
    let length = size * count
    let isTaken = transfer.received(UnsafeRawBufferPointer(start: bytes, count: length))
    return isTaken ? length : Int(CURL_WRITEFUNC_PAUSE)
}

let uploadCallback: curl_read_callback = { buffer, size, count, context in
    guard let transfer = RequestTransfer.from(context) else { return Int(CURL_READFUNC_ABORT) }
    switch transfer.send(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count)) {
    case .bytes(let sent): return sent
    case .pause: return Int(CURL_READFUNC_PAUSE)
    case .abort: return Int(CURL_READFUNC_ABORT)
    }
}

let connectedCallback: curl_prereq_callback = { context, _, _, _, _ in
    guard let transfer = RequestTransfer.from(context) else { return Int32(CURL_PREREQFUNC_ABORT) }
    return Int32(transfer.connected() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT)
}

extension RequestTransfer {
    fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> RequestTransfer? {
        context.flatMap { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue().transfer }
    }

    /// The transfer that a handle works for; nil for an upgrade's.
    static func of(_ pointer: UnsafeMutableRawPointer) -> RequestTransfer? {
        var context: UnsafeMutableRawPointer?
        guard aac_curl_easy_getinfo_pointer(pointer, CURLINFO_PRIVATE, &context) == CURLE_OK else { return nil }
        return from(context)
    }
}

extension EasyHandle {
    /// Sets the callbacks, with the handle as their context, so that they stay when another request uses the handle.
    func useCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        check(
            aac_curl_easy_set_callbacks(
                pointer, context, headerCallback, bodyCallback, uploadCallback, connectedCallback))
        check(aac_curl_easy_setopt_pointer(pointer, CURLOPT_PRIVATE, context))
    }
}
