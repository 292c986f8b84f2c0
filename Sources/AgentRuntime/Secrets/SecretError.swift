public import Diagnostics

/// A secret cannot be had. No part of any value is in it, nor what a program printed.
public struct SecretError: ReportableError {
    /// The secret's name.
    public var secret: String
    /// Why, in words that follow its name.
    public var reason: String
    /// What to do.
    public var hint: String?

    init(_ secret: String, _ reason: String, hint: String? = nil) {
        self.secret = secret
        self.reason = reason
        self.hint = hint
    }

    /// `secret.unavailable`.
    public var reportCode: String { "secret.unavailable" }
    /// The secret and why.
    public var summary: String { "the secret '\(secret)' \(reason)" }
    /// 74.
    public var exitCode: ExitCode { .inputOutput }
}
