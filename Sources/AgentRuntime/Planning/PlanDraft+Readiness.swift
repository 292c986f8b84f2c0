import AgentManifest
import AgentValues

extension PlanDraft {
    /// The probe: the manifest's, else the runtime definition's, else none (which the engine's image may fill).
    mutating func addReadiness() {
        let origin: PlannedSetting.Origin =
            manifest.readiness != nil ? .manifest : defaults.readiness != nil ? .runtime : .default
        if let wanted = manifest.readiness ?? defaults.readiness { options.readiness = probe(wanted) }
        options.readinessTimeout = planner.flags.waitTimeout ?? options.readinessTimeout
        let text = options.readiness.map { probe in
            "\(probe.check), every \(probe.startInterval.brief) for \(probe.startPeriod.brief), then every "
                + "\(probe.interval.brief), \(probe.retries) retries"
        }
        addLiveness()
        settings.append(
            PlannedSetting(
                "readiness", text ?? "the image's HEALTHCHECK, else running for 300ms", origin, key: "spec.healthCheck")
        )
        settings.append(
            PlannedSetting(
                "wait", "\(options.readinessTimeout.brief) beyond the start period",
                planner.flags.waitTimeout == nil ? .default : .flag, key: "--wait-timeout"))
    }

    /// The manifest's, else the runtime definition's where that is the readiness probe too.
    private mutating func addLiveness() {
        let isOwn = manifest.liveness != nil || manifest.readiness != nil
        let wanted = manifest.liveness ?? (isOwn ? nil : defaults.readiness)
        // One probe for both is looked at once, and so are its mistakes.
        let isSame = wanted == (manifest.readiness ?? defaults.readiness)
        let found = isSame ? options.readiness : wanted.flatMap { probe($0) }
        options.liveness = found.flatMap { probe in
            probe.check.falsifiablePart.map { check in
                var probe = probe
                probe.check = check
                return probe
            }
        }
        let text = options.liveness.map {
            "\($0.check), every \($0.interval.brief), \($0.retries) retries, while in the foreground"
        }
        let none =
            options.readiness == nil ? "the image's HEALTHCHECK, else none, while in the foreground" : "none"
        settings.append(
            PlannedSetting(
                "liveness", text ?? none, isOwn ? .manifest : wanted == nil ? .default : .runtime,
                key: isSame ? "spec.healthCheck" : "spec.healthcheck.liveness"))
    }

    private mutating func probe(_ wanted: Manifest.Probe) -> Probe? {
        guard let check = check(wanted) else { return nil }
        return Probe(
            check, interval: wanted.interval, timeout: wanted.timeout, retries: wanted.retries,
            startPeriod: wanted.startPeriod, startInterval: wanted.startInterval)
    }

    private mutating func check(_ wanted: Manifest.Probe) -> Probe.Check? {
        switch wanted.kind {
        case .http:
            guard let port = probePort(wanted) else { return nil }
            var statuses = [200...399]
            var text: String?
            switch wanted.expect {
            case .statuses(let ranges): statuses = ranges
            case .text(let expected): text = expected
            case .exitCode, .pattern, nil: break
            }
            return .http(
                Probe.HTTPCheck(
                    port: port, path: wanted.path ?? "/health", statuses: statuses, text: text,
                    scheme: wanted.scheme == .https ? .https : .http, isInsecure: wanted.isInsecure,
                    headers: wanted.headers.map { Probe.HTTPCheck.Header(name: $0.name, value: $0.value) },
                    followsRedirects: wanted.followsRedirects, address: address(wanted)))
        case .tcp:
            return probePort(wanted).map { .tcp(port: $0, address: address(wanted)) }
        case .command:
            switch wanted.expect {
            case .exitCode(let code): return .command(wanted.command, exitCode: code, text: nil)
            case .text(let text): return .command(wanted.command, exitCode: 0, text: text)
            case .statuses, .pattern, nil: return .command(wanted.command, exitCode: 0, text: nil)
            }
        case .file:
            guard case .text(let text) = wanted.expect else { return .file(path: wanted.path ?? "", text: nil) }
            return .file(path: wanted.path ?? "", text: text)
        case .log:
            guard case .pattern(let pattern) = wanted.expect else { return .log(pattern: "") }
            return .log(pattern: pattern)
        case .engine:
            return .engine
        case .all:
            return .all(of: wanted.items.compactMap { check($0) })
        case .any:
            return .any(of: wanted.items.compactMap { check($0) })
        }
    }

    private func address(_ wanted: Manifest.Probe) -> Probe.Address {
        wanted.address == .loopback ? .loopback : .container
    }

    /// The port to ask: the probe's own, else the first published TCP port, else the runtime's.
    private mutating func probePort(_ wanted: Manifest.Probe) -> Int? {
        let published = options.ports.first { $0.protocol == .tcp }?.container
        if let port = wanted.port ?? published ?? defaults.port { return port }
        mistake(
            "probe-without-port", "the \(wanted.kind.rawValue) probe has no port", at: "spec.healthCheck",
            hint: "give it 'port', or publish a port with spec.ports")
        return nil
    }
}
