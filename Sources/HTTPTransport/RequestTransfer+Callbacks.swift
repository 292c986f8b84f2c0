import CCurl

// libcurl calls these on the loop's thread, inside curl_multi_perform and curl_easy_pause, with the transfer as context.
// The driver keeps the transfer alive for as long as its handle is in use.

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
        context.map { Unmanaged<RequestTransfer>.fromOpaque($0).takeUnretainedValue() }
    }
}
