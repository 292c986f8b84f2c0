import AgentManifest
import AgentRuntime
import AgentValues
import Diagnostics
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct PlannerTests {
    private struct Missing: Error {}

    private func manifest(_ change: (inout Manifest) -> Void = { _ in }) -> Manifest {
        var manifest = Manifest(
            name: "hello", runtime: .init(name: "python", version: "3.11"),
            model: .init(provider: "openai", name: "gpt-4"))
        change(&manifest)
        return manifest
    }

    private func plan(
        _ manifest: Manifest, defaults: RuntimeDefaults = RuntimeDefaults(), flags: (inout PlanFlags) -> Void = { _ in }
    ) throws -> AgentPlan {
        var planFlags = PlanFlags(project: "shop")
        flags(&planFlags)
        let planner = Planner(
            flags: planFlags, environment: ["HOME": "/home/me", "TOKEN": "t"],
            readFile: { path in
                switch path {
                case "/srv/agent/notes.txt": return "two\nlines\n"
                case "/srv/agent/a.env": return "A=file\nB=file\nSECRET=file\nUNSET=file\nDIR=${HOME}/x"
                case "/srv/agent/b.env": return "B=later\nBOTH=${A}-x"
                case "/srv/agent/bad.env": return "A B"
                default: throw Missing()
                }
            }, fileExists: { $0 == "/srv/agent/key" }, mounts: { .elsewhere })
        return try planner.plan(manifest, directory: "/srv/agent", defaults: defaults, image: "shop-hello:latest")
    }

    private func origin(_ name: String, in plan: AgentPlan) -> PlannedSetting.Origin? {
        plan.settings.first { $0.name == name }?.origin
    }

    @Test func defaultsAreTight() throws {
        let plan = try plan(manifest())
        let options = plan.options
        #expect(options.name == "shop-hello-1")
        #expect(options.resources == .standard)
        #expect(options.security == SecurityOptions())
        #expect(options.security.noNewPrivileges && options.security.initProcess)
        #expect(options.security.dropCapabilities.contains("NET_RAW"))
        #expect(options.restart == .no)
        #expect(options.readiness == nil)
        #expect(options.network.mode == .project(name: "shop_agents"))
        #expect(options.network.aliases == ["hello"])
        #expect(plan.settings.allSatisfy { $0.origin == .default })
    }

    @Test func aLifetimeIsPartOfWhatWasAskedForAndTheFlagBeatsTheManifest() throws {
        let unbounded = try plan(manifest())
        #expect(unbounded.options.lifetime == nil)
        let wanted = manifest {
            $0.lifetime.ttl = .seconds(1800)
            $0.lifetime.idle = .seconds(60)
        }
        let fromManifest = try plan(wanted)
        #expect(fromManifest.options.lifetime == Lifetime(ttl: .seconds(1800), idle: .seconds(60)))
        #expect(origin("lifetime", in: fromManifest) == .manifest)
        #expect(fromManifest.settings.first { $0.name == "lifetime" }?.value == "30m, 1m without output")
        let fromFlag = try plan(wanted) { $0.ttl = .seconds(5) }
        #expect(fromFlag.options.lifetime == Lifetime(ttl: .seconds(5), idle: .seconds(60)))
        #expect(origin("lifetime", in: fromFlag) == .flag)
        let hashes = Set([unbounded, fromManifest, fromFlag].map(\.options.configHash))
        #expect(hashes.count == 3)
    }

    @Test func theManifestBeatsTheRuntimeAndFlagsBeatTheManifest() throws {
        var limits = Manifest.Resources.Amounts()
        limits.memory = 100 << 20
        limits.pids = 10
        let defaults = RuntimeDefaults(limits: limits)
        let wanted = manifest { $0.resources.limits.memory = 200 << 20 }
        let fromRuntime = try plan(manifest(), defaults: defaults)
        #expect(fromRuntime.options.resources.memory == 100 << 20)
        #expect(origin("memory", in: fromRuntime) == .runtime)
        let fromManifest = try plan(wanted, defaults: defaults)
        #expect(fromManifest.options.resources.memory == 200 << 20)
        #expect(fromManifest.options.resources.processes == 10)
        #expect(origin("memory", in: fromManifest) == .manifest)
        let fromFlag = try plan(wanted, defaults: defaults) { $0.memory = 300 << 20 }
        #expect(fromFlag.options.resources.memory == 300 << 20)
        #expect(origin("memory", in: fromFlag) == .flag)
    }

    @Test func environmentComesFromEverySource() throws {
        let plan = try plan(
            manifest {
                $0.config = ["a": 1]
                $0.environment = [
                    .init(name: "PLAIN", source: .value("x")),
                    .init(name: "HOST", source: .hostEnvironment(key: "TOKEN")),
                    .init(name: "FILE", source: .file(path: "notes.txt")),
                    .init(name: "FALLBACK", source: .hostEnvironment(key: "UNSET"), defaultValue: "d"),
                    .init(name: "SECRET", source: .secret(name: "TOKEN", key: nil)),
                ]
            })
        #expect(
            plan.options.environment == [
                "AAC_MODEL_PROVIDER": "openai", "AAC_MODEL_NAME": "gpt-4", "AAC_CONFIG": #"{"a":1}"#, "PLAIN": "x",
                "HOST": "t",
                "FILE": "two\nlines", "FALLBACK": "d",
            ])
        #expect(plan.options.files == ["/etc/aac/config.json": #"{"a":1}"#])
        // A secret is named, and its value is nowhere.
        #expect(
            plan.options.secrets == [
                SecretReference(name: "TOKEN", source: .environment(key: "TOKEN"), variables: ["SECRET"])
            ])
    }

    @Test func environmentFilesComeBelowTheEnvironment() throws {
        let plan = try plan(
            manifest {
                $0.model = nil
                $0.environmentFiles = [.init(path: "a.env"), .init(path: "b.env"), .init(path: "none.env")]
                $0.environmentFiles[2].isRequired = false
                $0.environment = [
                    .init(name: "A", source: .value("manifest")),
                    .init(name: "TOKEN", source: .hostEnvironmentIfSet(key: "TOKEN")),
                    .init(name: "UNSET", source: .hostEnvironmentIfSet(key: "UNSET")),
                    .init(name: "SECRET", source: .secret(name: "TOKEN", key: nil)),
                ]
            })
        #expect(
            plan.options.environment == [
                "A": "manifest", "B": "later", "BOTH": "file-x", "DIR": "/home/me/x", "TOKEN": "t", "UNSET": "file",
            ])
        #expect(plan.warnings.map(\.code) == [])
    }

    @Test func environmentFilesThatCannotBeReadAreMistakes() throws {
        let wrong = manifest { $0.environmentFiles = [.init(path: "gone.env"), .init(path: "bad.env")] }
        let error = try #require(throws: DiagnosticsError.self) { try plan(wrong) }
        #expect(error.diagnostics.map(\.code) == ["plan.unreadable-file", "environment-file.syntax"])
        #expect(error.diagnostics.map { $0.position?.description } == [nil, "bad.env:1:2"])
    }

    @Test func aVariableThatTheHostLacksIsLeftOutWithAWord() throws {
        let plan = try plan(
            manifest { $0.environment = [.init(name: "X", source: .hostEnvironmentIfSet(key: "X"))] })
        #expect(plan.options.environment["X"] == nil)
        #expect(plan.warnings.map(\.code) == ["plan.unset-variable"])
    }

    @Test func everyMistakeIsReported() throws {
        let wrong = manifest {
            $0.environment = [
                .init(name: "A", source: .hostEnvironment(key: "UNSET")),
                .init(name: "B", source: .file(path: "gone.txt")),
            ]
            $0.readiness = Manifest.Probe(.http)
            $0.resources.requests.memory = 4 << 30
        }
        let error = try #require(throws: DiagnosticsError.self) { try plan(wrong) }
        #expect(
            Set(error.diagnostics.map(\.code)) == [
                "plan.unset-variable", "plan.unreadable-file", "plan.probe-without-port", "plan.request-over-limit",
            ])
        #expect(error.diagnostics.first?.path == "spec.environment[0].from")
    }

    @Test func whatTheHostIsLikeIsHandedIn() throws {
        let key = manifest { $0.secrets = [.init(name: "key", source: .file(path: "key"))] }
        #expect(try plan(key).options.secrets.map(\.source) == [.file(path: "/srv/agent/key")])
        // This host has that file, and the one that is planned for has not.
        let other = manifest { $0.secrets = [.init(name: "key", source: .file(path: "/etc/passwd"))] }
        let error = try #require(throws: DiagnosticsError.self) { try plan(other) }
        #expect(error.diagnostics.map(\.code) == ["plan.unreadable-file"])
    }

    @Test func theHostIsLookedAtForBindMountsAlone() throws {
        let looks = Atomic(0)
        let planner = Planner(
            flags: PlanFlags(project: "shop"), environment: [:], readFile: { _ in throw Missing() },
            fileExists: { _ in false },
            mounts: {
                looks.add(1, ordering: .relaxed)
                return .elsewhere
            })
        for volumes: [Manifest.Volume] in [
            [.init(kind: .tmpfs, source: nil, target: "/tmp")],
            ["a", "b"].map { (name: String) in .init(kind: .bind, source: name, target: "/\(name)") },
        ] {
            _ = try planner.plan(
                manifest { $0.volumes = volumes }, directory: "/srv/agent", defaults: RuntimeDefaults(), image: "i")
        }
        #expect(looks.load(ordering: .relaxed) == 1)
    }

    @Test func mountsBecomeAbsoluteAndVolumesTheProjects() throws {
        let plan = try plan(
            manifest {
                $0.volumes = [
                    .init(kind: .bind, source: "./data", target: "/data"),
                    .init(kind: .volume, source: "cache", target: "/cache"),
                    .init(kind: .tmpfs, source: nil, target: "/tmp"),
                ]
            })
        #expect(plan.options.volumes.map(\.source) == ["/srv/agent/data", "shop_cache", ""])
        #expect(plan.options.volumes.map(\.root) == ["/srv/agent", nil, nil])
        let other = manifest { $0.volumes = [.init(kind: .bind, source: "~/x", target: "/x")] }
        let home = try self.plan(other) { $0.mountAllow = ["/home/me"] }
        #expect(home.options.volumes.map(\.source) == ["/home/me/x"])
        #expect(home.options.security.mountAllow == ["/home/me"])
        #expect(origin("mounts, allowed", in: home) == .flag)
    }

    @Test func whatTheCommandLineAllowsMakesNoOtherContainer() throws {
        let wanted = manifest { $0.volumes = [.init(kind: .bind, source: "./data", target: "/data")] }
        let plain = try plan(wanted)
        let allowing = try plan(wanted) { $0.mountAllow = ["/srv/other"] }
        #expect(plain.configHash == allowing.configHash)
    }

    @Test func aProbeAsksTheFirstPublishedPort() throws {
        let plan = try plan(
            manifest {
                $0.ports = [.init(container: 53, transport: .udp), .init(container: 9000, host: 0)]
                $0.readiness = Manifest.Probe(.http)
            })
        #expect(
            plan.options.readiness?.check == .http(.init(port: 9000, path: "/health", statuses: [200...399], text: nil))
        )
        #expect(plan.options.ports.last == PortMapping(host: 0, container: 9000))
    }

    @Test func capabilitiesThatTheManifestAddsAreNotDropped() throws {
        let plan = try plan(manifest { $0.security.capabilities.add = ["NET_RAW"] })
        #expect(plan.options.security.addCapabilities == ["NET_RAW"])
        #expect(!plan.options.security.dropCapabilities.contains("NET_RAW"))
        let tight = try self.plan(manifest { $0.security.capabilities.drop = ["ALL"] })
        #expect(tight.options.security.dropCapabilities == ["ALL"])
    }

    @Test func portsNeedANetwork() throws {
        let error = try #require(throws: DiagnosticsError.self) {
            try plan(
                manifest {
                    $0.network.mode = Manifest.Network.Mode.none
                    $0.ports = [.init(container: 80)]
                })
        }
        #expect(error.diagnostics.map(\.code) == ["plan.ports-without-network"])
    }

    @Test func twoPlansOfOneManifestHaveOneDigest() throws {
        #expect(try plan(manifest()).options.configHash == plan(manifest()).options.configHash)
    }
}
