import EngineAPI

/// Looks for a program among the files of a container.
struct CommandLookup: Sendable {
    let engine: EngineClient
    let container: String
    /// What is mounted where, and not sure to be seen before the start.
    var mounted: [String] = []

    /// What a shell would end with: 127 where the program is not there, 126 where it cannot be executed; nil where all is well or
    /// nothing can be said.
    func exitCode(of program: String) async -> Int? {
        guard let inspection = try? await engine.containers.inspect(container) else { return nil }
        for path in paths(of: program, inspection.configuration) {
            if mounted.contains(where: { path == $0 || path.hasPrefix("\($0)/") }) { return nil }
            do {
                let file = try await engine.containers.stat(inspection.id, path: path)
                return file.isDirectory || file.permissions & 0o111 == 0 ? 126 : nil
            } catch let error as EngineError where error.code == .notFound {
                continue
            } catch {
                // That the engine cannot tell says nothing about the file.
                return nil
            }
        }
        return 127
    }

    private func paths(of program: String, _ configuration: ContainerConfiguration) -> [String] {
        if program.hasPrefix("/") { return [program] }
        if program.contains("/") { return ["\(configuration.workingDirectory ?? "")/\(program)"] }
        let search = (configuration.environment ?? []).last { $0.hasPrefix("PATH=") }?.dropFirst(5)
        return (search ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map { "\($0)/\(program)" }
    }
}
