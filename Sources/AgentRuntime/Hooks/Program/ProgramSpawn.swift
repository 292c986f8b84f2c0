import CProcessShims
import Glibc

/// Starts a program in a session of its own: standard input, output and error as given and no other descriptor, all signals as a
/// shell would give them (posix_spawn(3)).
struct ProgramSpawn {
    let path: String
    let program: HostProgram
    let input: CInt
    let output: CInt
    let errors: CInt

    /// The new process.
    /// - Throws: ``ProgramError``.
    func start() throws(ProgramError) -> pid_t {
        var process: pid_t = 0
        let status = Self.withCStrings(program.command) { arguments in
            Self.withCStrings(program.environment.map { "\($0.key)=\($0.value)" }) { environment in
                aac_process_spawn(
                    &process, path, arguments, environment, program.directory, [input, output, errors])
            }
        }
        guard status == 0 else { throw ProgramLookup(program).refusal(status, path: path) }
        return process
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
