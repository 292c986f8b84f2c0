import ArgumentParser

/// The folder that `init NAME --runtime` writes: a manifest, and an agent that needs nothing but its language's standard library.
struct AgentFolder {
    /// The runtimes that there is an agent for.
    enum Runtime: String, CaseIterable, ExpressibleByArgument, Sendable {
        case python, nodejs, go, rust, java
    }

    /// The agent's name, and the folder's.
    let name: String
    let runtime: Runtime
    /// What editors read the manifest's schema from, as seen from the folder; nil where there is none.
    let schema: String?

    /// Whether a text can be the name: as `metadata.name` of a manifest.
    static func accepts(_ name: String) -> Bool {
        name.wholeMatch(of: /[a-z0-9]([-a-z0-9]*[a-z0-9])?/) != nil && name.count <= 63
    }

    /// The files by their paths in the folder.
    var files: [NewFolder.File] {
        let sources: [(String, [UInt8])] =
            switch runtime {
            case .python: [("main.py", PackageResources.main_py)]
            case .nodejs: [("index.js", PackageResources.index_js)]
            case .go: [("main.go", PackageResources.main_go)]
            case .rust: [("main.rs", PackageResources.main_rs)]
            case .java: [("Main.java", PackageResources.Main_java)]
            }
        return [("agent.yaml", manifest)]
            + sources.map { ($0, String(decoding: $1, as: UTF8.self)) } + [(".dockerignore", ignored)]
    }

    private var manifest: String {
        """
        \(schema.map { "# yaml-language-server: $schema=\($0)\n" } ?? "")\
        # An agent for aac-runtime. In this folder:
        #
        #   aac-runtime plan           what will be created, and where each setting comes from
        #   aac-runtime up -d          build, start, and wait until healthy
        #   aac-runtime ps             the port, among others: curl http://127.0.0.1:PORT/ -d 'Hello'
        #   aac-runtime logs -f
        #   aac-runtime down
        apiVersion: agent.dev/v1
        kind: Agent
        metadata:
          name: \(name)
          version: 0.1.0
        spec:
          runtime: \(runtime.rawValue) # the image is built from this folder; a version can follow: \(runtime.version)
          model: # may be left out; for the agent: AAC_MODEL_PROVIDER and AAC_MODEL_NAME
            provider: ollama
            name: llama3.2
          # dependencies: [\(runtime.dependency)]
          environment:
            - name: AGENT_NAME
              value: \(name)
            # - { name: API_KEY, from: secret } # the host's API_KEY, which stands nowhere in the container's configuration
          # env_file: app.env # more variables; those above win
          # volumes: ["./data:/data:ro", "cache:/cache"] # or { source: ./data, target: /data, readOnly: true }
          ports: # or as Compose writes them, such as "8080:80"
            - container: 8080
              host: ${HOST_PORT:-0} # 0: any free one; on 127.0.0.1 alone unless hostIP says otherwise
          healthCheck:
            type: http
            path: /health
            startPeriod: \(runtime.startPeriod)
          resources:
            limits:
              cpu: 1
              memory: \(runtime.memory)
              pids: 64
          # lifetime: { ttl: 30m } # stopped and removed after half an hour, whoever is there
          # restart: on-failure:3

        """
    }

    /// What is no part of the image, so that a change of it builds nothing anew.
    private var ignored: String {
        (["agent.yaml", ".dockerignore", ".env", ".git"] + runtime.products).map { "\($0)\n" }.joined()
    }
}

extension AgentFolder.Runtime {
    fileprivate var version: String {
        switch self {
        case .python: "python:3.11"
        case .nodejs: "nodejs:22"
        case .go: "go:1.24"
        case .rust: "rust:1"
        case .java: "java:21"
        }
    }

    /// One in the runtime's own syntax.
    fileprivate var dependency: String {
        switch self {
        case .python: "\"openai>=1.30\""
        case .nodejs: "openai@4"
        case .go: "github.com/sashabaranov/go-openai"
        case .rust: "serde"
        case .java: "\"com.google.code.gson:gson:2.11.0\""
        }
    }

    /// How long the first answer may take where the machine is busy.
    fileprivate var startPeriod: String { self == .java ? "30s" : "10s" }

    /// In bytes, as a manifest writes them.
    fileprivate var memory: String {
        switch self {
        case .go, .rust: "64Mi"
        case .python, .nodejs: "128Mi"
        case .java: "256Mi"
        }
    }

    /// What work in the folder leaves behind.
    fileprivate var products: [String] {
        switch self {
        case .python: [".venv", "__pycache__"]
        case .nodejs: ["node_modules"]
        case .go: ["agent"]
        case .rust: ["target"]
        case .java: ["*.class", "target"]
        }
    }
}
