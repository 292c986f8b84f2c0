import EngineAPI

extension RunOptions {
    /// These options as the Engine API wants them.
    ///
    /// - Parameter files: the host's paths of ``RunOptions/files`` by their paths in the container.
    func containerConfiguration(for engine: EngineKind, files: [String: String]) -> ContainerConfiguration {
        var configuration = ContainerConfiguration(image: image)
        configuration.entrypoint = command
        configuration.command = arguments
        configuration.environment = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        configuration.labels = allLabels
        configuration.workingDirectory = workingDirectory
        configuration.user = security.user
        configuration.stopTimeout = Int(stopTimeout.components.seconds)
        if terminal { configuration.hasTerminal = true }
        if interactive {
            configuration.opensStandardInput = true
            configuration.closesStandardInputOnce = true
        }
        if !ports.isEmpty { configuration.exposedPorts = ExposedPorts(ports.map(\.containerPort)) }
        var host = HostConfiguration()
        resources.apply(to: &host, on: engine)
        security.apply(to: &host)
        host.mounts =
            volumes.map(\.mount)
            + files.sorted { $0.key < $1.key }.map { target, source in
                Mount(.bind, source: source, target: target, isReadOnly: true)
            }
        host.portBindings = PortBindings(
            Dictionary(
                ports.map { ($0.containerPort, [PortBinding(hostAddress: $0.hostIP, hostPort: $0.host)]) },
                uniquingKeysWith: +))
        host.restartPolicy = restart.policy
        host.logging = LogConfiguration(
            driver: "json-file",
            options: ["max-size": String(logging.maximumSize), "max-file": String(logging.maximumFiles)])
        if !network.dns.isEmpty { host.dns = network.dns }
        apply(network, to: &host, &configuration)
        configuration.host = host
        return configuration
    }

    private func apply(
        _ network: NetworkOptions, to host: inout HostConfiguration, _ configuration: inout ContainerConfiguration
    ) {
        switch network.mode {
        case .engineDefault: break
        case .host: host.networkMode = "host"
        case .none: host.networkMode = "none"
        case .project(let name), .named(let name):
            host.networkMode = name
            configuration.networking = NetworkingConfiguration(
                endpoints: [name: NetworkEndpointConfiguration(aliases: network.aliases)])
        }
    }
}

extension ResourceLimits {
    /// Podman's own default for processes is higher than a host without CAP_SYS_RESOURCE allows; the kernel then refuses to start.
    private static let podmanProcessLimit: Int64 = 32768

    func apply(to host: inout HostConfiguration, on engine: EngineKind) {
        host.nanoCPUs = nanoCPUs
        host.cpuShares = cpuShares
        host.memory = memory
        host.memorySwap = memory
        host.memoryReservation = memoryReservation
        host.pidsLimit = processes
        host.sharedMemorySize = sharedMemory
        var limits = [ResourceLimit("core", soft: 0)]
        if let openFiles { limits.append(ResourceLimit("nofile", soft: openFiles)) }
        if engine == .podman { limits.append(ResourceLimit("nproc", soft: Self.podmanProcessLimit)) }
        host.ulimits = limits
    }
}

extension SecurityOptions {
    func apply(to host: inout HostConfiguration) {
        host.droppedCapabilities = dropCapabilities
        host.addedCapabilities = addCapabilities.isEmpty ? nil : addCapabilities
        host.readOnlyRootFilesystem = readOnlyRootFilesystem
        host.securityOptions = noNewPrivileges ? ["no-new-privileges"] : nil
        host.usesInit = initProcess
    }
}

extension PortMapping {
    var containerPort: ContainerPort { ContainerPort(container, `protocol` == .udp ? .udp : .tcp) }
}

extension VolumeMount {
    var mount: Mount {
        switch kind {
        case .bind: return Mount(.bind, source: source, target: target, isReadOnly: readOnly)
        case .volume: return Mount(.volume, source: source.isEmpty ? nil : source, target: target, isReadOnly: readOnly)
        case .tmpfs:
            var mount = Mount(.tmpfs, target: target, isReadOnly: readOnly ? true : nil)
            mount.tmpfsOptions = Mount.TmpfsOptions(size: size)
            return mount
        }
    }
}

extension RestartPolicy {
    var policy: EngineAPI.RestartPolicy {
        switch self {
        case .no: .init(.never)
        case .always: .init(.always)
        case .unlessStopped: .init(.unlessStopped)
        case .onFailure(let retries): .init(.onFailure, maximumRetries: retries)
        }
    }
}
