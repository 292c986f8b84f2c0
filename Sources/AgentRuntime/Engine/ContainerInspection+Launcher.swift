import AgentLauncher
package import EngineAPI

extension ContainerInspection {
    /// The command that ends every process in this container that has a variable; nil in a container without our launcher.
    ///
    /// - Parameter variable: `NAME=VALUE`, as it stands in the processes' environment.
    package func commandToEndProcesses(with variable: String) -> [String]? {
        guard let launcher = configuration.entrypoint?.first,
            [RunAssets.launcherPath, RunAssets.launcherPathInVolume].contains(launcher)
        else { return nil }
        return [launcher] + AgentLauncher.arguments(ending: variable)
    }
}
