import CCurl
import CCurlShims
import Glibc

extension WireRequest {
    /// The error for a limit that passed.
    func timeout(_ code: HTTPTransportError.Code, isWithinBody: Bool) -> HTTPTransportError {
        let message =
            switch code {
            case .connectTimedOut: "no connection within \(text(timeouts.connect))"
            case .headTimedOut: "no answer within \(text(timeouts.head))"
            case .idleTimedOut: "the peer was silent for \(text(timeouts.idle))"
            default: "not done within \(text(timeouts.total))"
            }
        return error(code, message, isWithinBody: isWithinBody)
    }

    /// The error for a result of libcurl. Its code and the system's error number decide; its text is only shown.
    func error(for result: CURLcode, message: String, systemError: Int32?, isWithinBody: Bool) -> HTTPTransportError {
        func failure(_ code: HTTPTransportError.Code, _ message: String) -> HTTPTransportError {
            error(code, message, errno: systemError, isWithinBody: isWithinBody)
        }
        switch result {
        case CURLE_COULDNT_CONNECT: return connectFailure(systemError, message)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
            return failure(.connectFailed, message)
        case CURLE_OPERATION_TIMEDOUT: return timeout(.connectTimedOut, isWithinBody: isWithinBody)
        case CURLE_OK:
            // libcurl takes a close within the head for the end of a response without a body.
            return failure(.connectionClosed, "the peer closed the connection within the response's head")
        case CURLE_GOT_NOTHING: return failure(.connectionClosed, "the peer closed the connection without an answer")
        case CURLE_PARTIAL_FILE:
            return failure(.connectionClosed, "the peer closed the connection within the response's body")
        case CURLE_SEND_FAIL_REWIND:
            return failure(
                .connectionClosed, "the peer closed the connection while the request was sent; it cannot be sent again")
        case CURLE_SEND_ERROR:
            return failure(.connectionClosed, "the peer closed the connection while the request was sent: \(message)")
        case CURLE_RECV_ERROR:
            // libcurl says so both of a failed recv(2), which has an error number, and of a malformed chunk, which has not.
            if systemError == nil, !endpoint.usesTLS { return failure(.malformedResponse, message) }
            // Over TLS, an alert or a missing closing message has no number either; within a body, both may be meant.
            if systemError == nil, !isWithinBody { return failure(.tls, "TLS failed: \(message)") }
            return failure(.connectionClosed, "the connection broke: \(message)")
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING, CURLE_OUT_OF_MEMORY:
            return failure(.malformedResponse, "the response is not HTTP/1.1: \(message)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return failure(.tls, "TLS failed: \(message)")
        default: return failure(.other, message)
        }
    }

    private func connectFailure(_ systemError: Int32?, _ message: String) -> HTTPTransportError {
        switch systemError {
        case ECONNREFUSED: error(.connectionRefused, "nobody listens there", errno: systemError)
        case ENOENT, ENOTDIR: error(.noSuchFile, "there is no such file", errno: systemError)
        case EACCES, EPERM: error(.permissionDenied, "permission denied", errno: systemError)
        case ETIMEDOUT: error(.connectTimedOut, "no connection: \(systemMessage(ETIMEDOUT))", errno: systemError)
        case let number?: error(.connectFailed, "no connection: \(systemMessage(number))", errno: number)
        case nil: error(.connectFailed, "no connection: \(message)")
        }
    }
}

private func text(_ duration: Duration?) -> String {
    guard let duration else { return "its limit" }
    return duration < .seconds(1) ? "\(Int64(duration / .milliseconds(1))) ms" : "\(duration / .seconds(1)) s"
}
