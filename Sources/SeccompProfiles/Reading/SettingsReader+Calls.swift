import AgentValues
import Diagnostics

extension SettingsReader {
    /// Names of calls; a name that no architecture has is a mistake.
    func calls(_ value: JSONValue?, at path: String) -> [String] {
        list(value, at: path).compactMap { element, path in
            guard let call = text(element, at: path) else { return nil }
            guard let token = SeccompLibrary.token(.host), SeccompLibrary.number(of: call, on: token) == nil else {
                return call
            }
            if SeccompLibrary.newerCalls.contains(call) {
                note(
                    .warning, "seccomp.newer",
                    "libseccomp \(SeccompLibrary.version) does not know '\(call)' yet, so it is left out", at: path)
                return nil
            }
            let problem = SeccompLibrary.unknown(call, path: path)
            note(.error, problem.code, problem.message, at: path, hint: problem.hint)
            return nil
        }
    }

    /// An error number: a number, or a name such as `EPERM`.
    func errorNumber(_ value: JSONValue?, at path: String) -> UInt16? {
        guard let name = value?.stringValue else { return number(value, at: path, limit: 4095).map(UInt16.init) }
        if let number = ErrorNumber.number(of: name) { return number }
        fail(
            "unknown error '\(name)'", at: path,
            hint: didYouMean(name, among: ErrorNumber.allNames) ?? "write its number, such as 1 for EPERM")
        return nil
    }
}
