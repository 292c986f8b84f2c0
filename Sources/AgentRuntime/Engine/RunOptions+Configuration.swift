import EngineAPI
import SeccompProfiles

extension RunOptions {
    /// These options as the Engine API wants them.
    ///
    /// - Parameters:
    ///   - assets: what of this host goes into the container.
    ///   - configHash: the digest of what was asked for; nil: that of these options.
    func containerConfiguration(
        for engine: EngineKind, _ assets: RunAssets, configHash: String? = nil
    ) -> ContainerConfiguration {
        var configuration = ContainerConfiguration(image: image)
        configuration.entrypoint = assets.launcher.map { [$0.target] } ?? command
        configuration.command = assets.launcher?.arguments ?? arguments
        configuration.environment = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        configuration.labels = allLabels(configHash: configHash)
        configuration.workingDirectory = workingDirectory
        configuration.user = security.user
        configuration.stopTimeout = stopTimeout.secondsRoundedUp
        if terminal { configuration.hasTerminal = true }
        if interactive {
            configuration.opensStandardInput = true
            configuration.closesStandardInputOnce = true
        }
        if !ports.isEmpty { configuration.exposedPorts = ExposedPorts(ports.map(\.containerPort)) }
        var host = HostConfiguration()
        resources.apply(to: &host, on: engine)
        security.apply(to: &host, on: engine, assets)
        host.mounts = volumes.map(\.mount) + assets.mounts
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
        if engine == .podman, network.mode.isOurs { host.sysctls = NetworkOptions.withoutIPv6 }
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
    func apply(to host: inout HostConfiguration, on engine: EngineKind, _ assets: RunAssets) {
        host.readOnlyRootFilesystem = readOnlyRootFilesystem
        // The launcher is an init process itself.
        host.usesInit = initProcess && assets.launcher == nil
        var settings = noNewPrivileges ? ["no-new-privileges"] : []
        switch (profile, engine) {
        case (nil, _): settings.append("seccomp=unconfined")
        // Podman reads a path of its host, Docker the profile itself.
        case (_?, .podman): if let file = assets.seccompFile { settings.append("seccomp=\(file)") }
        case (let profile?, _): settings.append("seccomp=\(profile.engineJSON)")
        }
        host.droppedCapabilities = ["ALL"]
        host.addedCapabilities = capabilities.isEmpty ? nil : capabilities.sorted()
        if level == .privileged {
            host.droppedCapabilities = dropCapabilities.isEmpty ? nil : dropCapabilities
            host.addedCapabilities = addCapabilities.isEmpty ? nil : addCapabilities
            // Not the engine's own switch for it: that fails on hosts that lack a capability themselves.
            if !dropCapabilities.contains("ALL") {
                host.addedCapabilities = HostCapabilities.all.filter { !dropCapabilities.contains($0) }
            }
            settings += ["apparmor=unconfined", "label=disable"]
            host.maskedPaths = []
            host.readOnlyPaths = []
        }
        host.securityOptions = settings
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
