/// The Swift package that `init hook` writes: a hook, the whole command line with it inside, a test, and an agent to try it on.
struct HookPackage {
    /// Lower-case words joined by hyphens: the hook's, the package's and the program's name.
    let name: String
    /// How `Package.swift` names the package of aac-runtime.
    let dependency: Dependency

    /// Where a package is.
    enum Dependency: Hashable {
        /// A folder of this host.
        case path(String)
        /// A Git repository; its `main` branch.
        case url(String)

        /// An argument of the command line: a URL, or the path of a folder.
        init(_ text: String, directory: String) {
            if text.contains("://") || text.hasPrefix("git@") {
                self = .url(text)
            } else {
                self = .path(text.hasPrefix("/") ? text : "\(directory)/\(text)")
            }
        }

        fileprivate var declaration: String {
            switch self {
            case .path(let path): ".package(name: \"aac-runtime\", path: \(path.debugDescription))"
            case .url(let url): ".package(url: \(url.debugDescription), branch: \"main\")"
            }
        }

        /// What products call the package: its folder or the last part of its URL.
        fileprivate var identity: String {
            switch self {
            case .path: "aac-runtime"
            case .url(let url):
                url.split(separator: "/").last.map { $0.hasSuffix(".git") ? $0.dropLast(4) : $0 }.map(String.init)
                    ?? "aac-runtime"
            }
        }
    }

    /// Whether a text can be the name.
    static func accepts(_ name: String) -> Bool {
        name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil && name.count <= 40
    }

    /// The files by their paths in the package.
    var files: [(path: String, text: String)] {
        [
            ("Package.swift", manifest), ("Sources/\(name)/\(type).swift", hook), ("Sources/\(name)/Main.swift", main),
            ("Tests/\(name)-tests/\(type)Tests.swift", test), ("agent.yaml", agent), ("README.md", readme),
            (".gitignore", ".build/\n"),
        ]
    }

    /// The Swift type's name: `night-shift` becomes `NightShiftHook`.
    private var type: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Hook"
    }

    private var module: String { name.replacing("-", with: "_") }

    private func product(_ name: String) -> String {
        ".product(name: \"\(name)\", package: \"\(dependency.identity)\")"
    }

    private var manifest: String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "\(name)",
            dependencies: [\(dependency.declaration)],
            targets: [
                .executableTarget(
                    name: "\(name)",
                    dependencies: [
                        \(product("AgentCommands")),
                        \(product("AgentRuntime")),
                        \(product("AgentValues")),
                    ]),
                .testTarget(
                    name: "\(name)-tests",
                    dependencies: ["\(name)", \(product("AgentRuntime")), \(product("AgentTesting"))]),
            ]
        )

        """
    }

    private var main: String {
        """
        import AgentCommands

        /// The whole command line of aac-runtime, with the hook in it.
        @main struct Main: AgentRuntimeCommand {
            static let extensions = Extensions {
                // A manifest asks for it by name. `$0.hooks.append(…)` would put a hook around every agent instead.
                $0.namedHooks["\(name)"] = { try \(type)(config: $0) }
            }
        }

        """
    }

    private var hook: String {
        """
        import AgentRuntime
        import AgentValues

        /// Denies agents that may use more memory than the manifest's `maximumMemory` (bytes; 1 GiB unless given), and marks the others.
        struct \(type): RunHook {
            let name = "\(name)"
            let maximumMemory: Int64

            init(config: JSONValue) throws {
                maximumMemory = config["maximumMemory"]?.integerValue ?? 1 << 30
            }

            /// Before anything is created. Throwing means that nothing will be.
            func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
                guard let memory = options.resources.memory, memory <= maximumMemory else {
                    throw RunDenied(
                        "\\(context.agent) may use more than \\(maximumMemory) bytes of memory",
                        hint: "lower spec.resources.limits.memory")
                }
                options.labels["\(name)"] = "checked"
            }

            /// When the agent is ready. `postRun`, `preStop`, `postStop`, `undo` and `failed` are there too; each may be left out.
            func ready(_ container: ContainerInfo, in context: RunContext) async throws {
                context.logger.info("\\(context.agent) is ready", metadata: ["container": "\\(container.id.short)"])
            }
        }

        """
    }

    private var test: String {
        """
        import AgentRuntime
        import AgentTesting
        import Testing

        @testable import \(module)

        @Suite struct \(type)Tests {
            private func options(memory: Int64) throws -> RunOptions {
                let identity = try AgentIdentity(project: "shop", agent: "greeter")
                var options = RunOptions(image: "greeter:1.0", name: identity.containerName, identity: identity)
                options.resources.memory = memory
                return options
            }

            @Test func marksWhatItAllows() async throws {
                let hook = try \(type)(config: ["maximumMemory": 1024])
                let preview = try await HookedRuntime.preview(options(memory: 1024), hooks: [hook])
                #expect(preview.options.labels["\(name)"] == "checked")
            }

            @Test func deniesWhatUsesMore() async throws {
                let hook = try \(type)(config: ["maximumMemory": 1024])
                let error = try await #require(throws: HookError.self) {
                    try await HookedRuntime.preview(options(memory: 1025), hooks: [hook])
                }
                #expect(error.underlying.first is RunDenied)
            }

            /// A whole run, without an engine.
            @Test func whatItDeniesIsNotCreated() async throws {
                let fake = FakeRuntime()
                let runtime = fake.wrapped(by: [try \(type)(config: ["maximumMemory": 1024])])
                await #expect(throws: HookError.self) { try await runtime.run(options(memory: 1025)) }
                #expect(fake.calls.isEmpty)
                let result = try await runtime.run(options(memory: 1024))
                #expect(fake.containers.map(\\.info) == [result.container])
            }
        }

        """
    }

    private var agent: String {
        """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata:
          name: greeter
        spec:
          runtime: python
          image: greeter:1.0
          model: { provider: openai, name: gpt-4o }
          resources:
            limits: { memory: 512Mi }
          hooks:
            preRun:
              # 256 MiB: the hook denies this agent. Allow 512 MiB (536870912), and it lets the agent run.
              - { use: \(name), config: { maximumMemory: 268435456 } }

        """
    }

    private var readme: String {
        """
        # \(name)

        A hook for aac-runtime, and the whole command line with it inside.

        ```console
        $ swift test
        $ swift run \(name) plan    # ends with exit status 77 and the hook's reason
        ```

        `Sources/\(name)/\(type).swift` is the hook, `agent.yaml` an agent that asks for it.

        """
    }
}
