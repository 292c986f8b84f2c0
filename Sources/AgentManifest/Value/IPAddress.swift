import Glibc

/// IP addresses as text.
enum IPAddress {
    /// Whether the text is an IPv4 or IPv6 address, by inet_pton(3).
    static func isValid(_ text: String) -> Bool {
        // inet_pton stops at a NUL, so a text that holds one would be judged by its beginning alone.
        guard !text.utf8.contains(0) else { return false }
        var storage = in6_addr()
        return inet_pton(AF_INET, text, &storage) == 1 || inet_pton(AF_INET6, text, &storage) == 1
    }
}
