public import Diagnostics

extension SeccompProfile {
    /// Tells which groups speak of a call, under which conditions, and why.
    /// - Throws: `DiagnosticsError` when there is no such call, with the nearest that there is.
    public func explain(_ call: String) throws(DiagnosticsError) -> SeccompExplanation {
        var numbers: [String: Int32] = [:]
        for architecture in architectures {
            guard let token = SeccompLibrary.token(architecture) else { continue }
            guard let number = SeccompLibrary.number(of: call, on: token) else {
                throw DiagnosticsError([SeccompLibrary.unknown(call, path: nil)], exitCode: .usage)
            }
            if case .real(let number) = number { numbers[architecture.rawValue] = number }
        }
        return SeccompExplanation(
            call: call, profile: name, numbers: numbers,
            rules: groups.filter { $0.syscalls.contains(call) }.map {
                SeccompExplanation.Rule(
                    group: $0.name, reason: $0.reason, action: $0.action, alternatives: $0.alternatives)
            },
            otherwise: defaultAction, refusal: refusals.first { $0.syscalls.contains(call) }?.reason)
    }
}

extension SeccompProfile {
    /// The name of the call that has a number on an architecture; nil where there is none, or libseccomp does not know it.
    public static func callName(_ number: Int32, on architecture: SeccompArchitecture) -> String? {
        SeccompLibrary.token(architecture).flatMap { SeccompLibrary.name(of: number, on: $0) }
    }
}
