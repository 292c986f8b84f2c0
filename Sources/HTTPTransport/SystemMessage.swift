import CCurl
import CCurlShims

/// The C library's words for an error number, such as `Permission denied`.
func systemMessage(_ number: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let start = buffer.baseAddress, let text = aac_error_message(number, start, buffer.count) else {
            return "error \(number)"
        }
        return String(cString: text)
    }
}
