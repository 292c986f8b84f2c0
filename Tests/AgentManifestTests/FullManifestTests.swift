import AgentManifest
import AgentValues
import Diagnostics
import Testing

/// One manifest with every key of the format.
@Suite(.timeLimit(.minutes(2))) struct FullManifestTests {
    static let text = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata:
          name: full-agent
          version: 2.1.0
          description: Everything
          author: team@example.com
          tags: [a, 2, true]
          labels: {team: ai, tier: 1, on: true}
        spec:
          runtime: python:3.11
          build:
            context: ./src
            dockerfile: Dockerfile.dev
            target: runtime
            args: {VERSION: 1.0, DEBUG: false}
          command: [python, -u]
          args: [main.py, --port, 8080]
          workingDir: /app
          model:
            provider: openai
            name: gpt-4
            config: {temperature: 0.7, max_tokens: 200, stop: [a, null], nested: {on: true}}
          capabilities: [chat, text-generation]
          dependencies: [openai==1.0.0, "requests>=2.28.0,<3.0.0"]
          environment:
            - {name: LOG_LEVEL, value: INFO}
            - {name: DEBUG, value: false}
            - {name: OCTAL, value: 010}
            - {name: VERSION, value: 1.10}
            - {name: EMPTY, value: ""}
            - {name: NOTHING, value: }
            - {name: KEY, from: secret, secretName: openai, secretKey: api-key}
            - {name: OPENAI_API_KEY, from: secret}
            - {name: NODE_ENV, from: env, envKey: HOST_ENV, defaultValue: dev}
            - {name: HOME_DIR, from: env}
            - {name: CERT, from: file, path: ./cert.pem}
            - {name: APP, from: configmap, configMapName: app, configMapKey: app.yaml, path: ./config}
          env_file: [base.env, {path: local.env, required: false}]
          ports:
            - {container: 8080}
            - {container: 53, host: 5353, protocol: udp, hostIP: 0.0.0.0}
            - {container: 9090, host: 0, protocol: tcp}
          volumes:
            - {source: ./data, target: /app/data, readOnly: true}
            - {source: cache, target: /cache, type: volume}
            - {target: /tmp, type: tmpfs, size: 100Mi}
            - {source: data, target: /rel, type: bind}
          healthcheck:
            readiness:
              {type: http, path: /ready, port: 8080, expect: [200, "202-204"], scheme: https, insecure: true,
               headers: {Host: a.example, X-Count: 1}, followRedirects: true, address: loopback, interval: 10s, timeout: 1500ms, retries: 5,
               startPeriod: 1m30s, startInterval: 0.5s}
            liveness: {command: [curl, -f, "http://localhost:8080/health"], expect: 0}
          resources:
            limits: {cpu: 2, memory: 2GB, pids: 128, ephemeral-storage: 1Gi, gpus: all}
            requests: {cpu: 500m, memory: 512Mi, ephemeral-storage: 100Mi, gpus: 1}
          restart: on-failure:3
          test: {command: [pytest, -q, 3], timeout: 2m}
          lifetime: {ttl: 30m, idle: 90}
          dependsOn: [{name: other, condition: healthy}, third]
          scaling:
            replicas: 3
            minReplicas: 1
            maxReplicas: 10
            targetCPUUtilizationPercentage: 70
            targetMemoryUtilizationPercentage: 80
            metrics: [{type: Resource}]
            vertical: {enabled: true}
          security:
            level: restricted
            runAsUser: 1000
            runAsGroup: app
            runAsNonRoot: true
            securityContext:
              readOnlyRootFilesystem: true
              noNewPrivileges: true
              capabilities: {drop: [ALL], add: [cap_net_bind_service]}
              seccomp: ./profile.json
            auth_provider: oidc
            config: {auth_url: "https://auth.example.com"}
          network:
            mode: my-net
            dns: [8.8.8.8, "2001:4860:4860::8888"]
            aliases: [api, api.internal]
            egress: [{to: [api.openai.com], ports: [443]}]
            security: {allowExternalConnections: false, allowedHosts: [api.openai.com]}
          hooks:
            preRun: [{name: check, exec: [./check, 5], timeout: 5s, onError: warn}]
            postRun: [{exec: [/usr/bin/notify]}]
            ready: [{use: budget, config: {limit: 10}}]
            preStop: [{exec: [a]}]
            postStop: [{exec: [b]}]
            failed: [{exec: [c]}]
          storage: {provider: s3, config: {bucket: x}}
          events: {handler: webhook, config: {url: "https://example.com"}}
          monitoring: {metrics: {prometheus: true, path: /m, scrape_interval: 30s}}
          config: {custom_setting: value, flags: {beta: true}, list: [1, 2.5, "3"]}
          secrets:
            - {name: api, from: env, envKey: API}
            - {name: plain, from: env}
            - {name: cert, from: file, path: ./cert}
            - {name: pw, from: exec, command: [pass, show]}
        ---
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: other}
        spec: {runtime: go, model: {provider: local, name: llama2}}
        ---
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: third}
        spec: {runtime: custom:1.0, image: "x:1", model: {provider: local, name: llama2}}
        """

    let loaded: [LoadedManifest]
    var manifest: Manifest { loaded[0].manifest }

    init() throws { loaded = try load(Self.text, runtimes: ["custom"]) }

    @Test func metadataAndBuild() {
        #expect(loaded.map(\.manifest.name) == ["full-agent", "other", "third"])
        #expect(manifest.apiVersion == "agent.dev/v1")
        #expect(manifest.metadata.version == "2.1.0")
        #expect(manifest.metadata.description == "Everything")
        #expect(manifest.metadata.author == "team@example.com")
        #expect(manifest.metadata.tags == ["a", "2", "true"])
        #expect(manifest.metadata.labels == ["team": "ai", "tier": "1", "on": "true"])
        #expect(manifest.runtime == Manifest.Runtime(name: "python", version: "3.11"))
        #expect(loaded[2].manifest.runtime.description == "custom:1.0")
        #expect(loaded[2].manifest.image == "x:1")
        #expect(manifest.build?.context == "./src")
        #expect(manifest.build?.dockerfile == "Dockerfile.dev")
        #expect(manifest.build?.target == "runtime")
        #expect(manifest.build?.arguments == ["VERSION": "1.0", "DEBUG": "false"])
        #expect(manifest.command == ["python", "-u"])
        #expect(manifest.arguments == ["main.py", "--port", "8080"])
        #expect(manifest.workingDirectory == "/app")
        #expect(manifest.test?.command == ["pytest", "-q", "3"])
        #expect(manifest.test?.timeout == .seconds(120))
        #expect(manifest.capabilities == ["chat", "text-generation"])
        #expect(manifest.dependencies == ["openai==1.0.0", "requests>=2.28.0,<3.0.0"])
    }

    @Test func model() {
        #expect(manifest.model?.provider == "openai")
        #expect(manifest.model?.name == "gpt-4")
        #expect(
            manifest.model?.config
                == ["temperature": 0.7, "max_tokens": 200, "stop": ["a", nil], "nested": ["on": true]])
        #expect(
            manifest.config?.jsonText == #"{"custom_setting":"value","flags":{"beta":true},"list":[1,2.5,"3"]}"#)
    }

    @Test func environment() {
        typealias Variable = Manifest.EnvironmentVariable
        #expect(
            manifest.environment == [
                Variable(name: "LOG_LEVEL", source: .value("INFO")),
                Variable(name: "DEBUG", source: .value("false")),
                Variable(name: "OCTAL", source: .value("010")),
                Variable(name: "VERSION", source: .value("1.10")),
                Variable(name: "EMPTY", source: .value("")),
                Variable(name: "NOTHING", source: .value("")),
                Variable(name: "KEY", source: .secret(name: "openai", key: "api-key")),
                Variable(name: "OPENAI_API_KEY", source: .secret(name: "OPENAI_API_KEY", key: nil)),
                Variable(name: "NODE_ENV", source: .hostEnvironment(key: "HOST_ENV"), defaultValue: "dev"),
                Variable(name: "HOME_DIR", source: .hostEnvironment(key: "HOME_DIR")),
                Variable(name: "CERT", source: .file(path: "./cert.pem")),
                Variable(name: "APP", source: .configMap(name: "app", key: "app.yaml", path: "./config")),
            ])
    }

    @Test func portsAndVolumes() {
        #expect(
            manifest.ports == [
                Manifest.Port(container: 8080),
                Manifest.Port(container: 53, host: 5353, transport: .udp, hostIP: "0.0.0.0"),
                Manifest.Port(container: 9090, host: 0),
            ])
        #expect(manifest.ports[0].host == 8080)
        #expect(manifest.ports[0].hostIP == "127.0.0.1")
        #expect(manifest.volumes.map(\.kind) == [.bind, .volume, .tmpfs, .bind])
        #expect(manifest.volumes.map(\.source) == ["./data", "cache", nil, "data"])
        #expect(manifest.volumes.map(\.target) == ["/app/data", "/cache", "/tmp", "/rel"])
        #expect(manifest.volumes.map(\.readOnly) == [true, false, false, false])
        #expect(manifest.volumes[2].size == 104_857_600)
    }

    @Test func probes() throws {
        let readiness = try #require(manifest.readiness)
        #expect(readiness.kind == .http)
        #expect(readiness.path == "/ready")
        #expect(readiness.port == 8080)
        #expect(readiness.expect == .statuses([200...200, 202...204]))
        #expect(readiness.scheme == .https && readiness.isInsecure && readiness.followsRedirects)
        #expect(readiness.address == .loopback)
        #expect(readiness.headers.map { [$0.name, $0.value] } == [["Host", "a.example"], ["X-Count", "1"]])
        #expect(readiness.interval == .seconds(10))
        #expect(readiness.timeout == .milliseconds(1500))
        #expect(readiness.retries == 5)
        #expect(readiness.startPeriod == .seconds(90))
        #expect(readiness.startInterval == .milliseconds(500))
        let liveness = try #require(manifest.liveness)
        #expect(liveness.kind == .command)
        #expect(liveness.command == ["curl", "-f", "http://localhost:8080/health"])
        #expect(liveness.expect == .exitCode(0))
    }

    @Test func limitsAndLifecycle() {
        #expect(manifest.resources.limits.nanoCPUs == 2_000_000_000)
        #expect(manifest.resources.limits.memory == 2_000_000_000)
        #expect(manifest.resources.limits.pids == 128)
        #expect(manifest.resources.limits.ephemeralStorage == 1_073_741_824)
        #expect(manifest.resources.limits.gpus == .all)
        #expect(manifest.resources.requests.nanoCPUs == 500_000_000)
        #expect(manifest.resources.requests.memory == 536_870_912)
        #expect(manifest.resources.requests.gpus == .count(1))
        #expect(manifest.restart == .onFailure(maximumRetries: 3))
        #expect(
            manifest.dependsOn == [
                Manifest.Dependency(name: "other", condition: .healthy), Manifest.Dependency(name: "third"),
            ])
        #expect(manifest.lifetime.ttl == .seconds(1800))
        #expect(manifest.lifetime.idle == .seconds(90))
        #expect(manifest.scaling.replicas == 3)
        #expect(manifest.scaling.minimumReplicas == 1)
        #expect(manifest.scaling.maximumReplicas == 10)
        #expect(manifest.scaling.targetCPUPercent == 70)
        #expect(manifest.scaling.targetMemoryPercent == 80)
        #expect(manifest.scaling.metrics == [["type": "Resource"]])
        #expect(manifest.scaling.vertical == ["enabled": true])
    }

    @Test func securityAndNetwork() {
        let security = manifest.security
        #expect(security.level == .restricted)
        #expect(security.runAsUser == "1000")
        #expect(security.runAsGroup == "app")
        #expect(security.runAsNonRoot == true)
        #expect(security.readOnlyRootFilesystem == true)
        #expect(security.noNewPrivileges == true)
        #expect(security.capabilities.drop == ["ALL"])
        #expect(security.capabilities.add == ["NET_BIND_SERVICE"])
        #expect(security.seccomp == .file("./profile.json"))
        #expect(security.authentication?.provider == "oidc")
        #expect(security.authentication?.config == ["auth_url": "https://auth.example.com"])
        let network = manifest.network
        #expect(network.mode == .named("my-net"))
        #expect(network.dns == ["8.8.8.8", "2001:4860:4860::8888"])
        #expect(network.aliases == ["api", "api.internal"])
        #expect(network.egress == [["to": ["api.openai.com"], "ports": [443]]])
        #expect(network.security?.allowExternalConnections == false)
        #expect(network.security?.allowedHosts == ["api.openai.com"])
    }

    @Test func hooksAndServices() {
        let check = manifest.hooks.preRun[0]
        #expect(check.name == "check")
        #expect(check.action == .exec(["./check", "5"]))
        #expect(check.timeout == .seconds(5))
        #expect(check.onError == .warn)
        #expect(manifest.hooks.postRun.map(\.name) == ["notify"])
        #expect(manifest.hooks.ready.map(\.action) == [.use("budget", config: ["limit": 10])])
        #expect(manifest.hooks.preStop.count == 1)
        #expect(manifest.hooks.postStop.count == 1)
        #expect(manifest.hooks.failed.map(\.action) == [.exec(["c"])])
        #expect(manifest.storage == Manifest.Storage(provider: "s3", config: ["bucket": "x"]))
        #expect(manifest.events == Manifest.Events(handler: "webhook", config: ["url": "https://example.com"]))
        #expect(manifest.monitoring?.metrics.prometheus == true)
        #expect(manifest.monitoring?.metrics.path == "/m")
        #expect(manifest.monitoring?.metrics.scrapeInterval == .seconds(30))
        #expect(
            manifest.secrets == [
                Manifest.Secret(name: "api", source: .hostEnvironment(key: "API")),
                Manifest.Secret(name: "plain", source: .hostEnvironment(key: "plain")),
                Manifest.Secret(name: "cert", source: .file(path: "./cert")),
                Manifest.Secret(name: "pw", source: .exec(command: ["pass", "show"])),
            ])
    }

    /// Exactly the keys that this version does not act on are named, and no others.
    @Test func warnings() {
        #expect(
            loaded[0].warnings.compactMap(\.path) == [
                "spec.resources.limits.ephemeral-storage", "spec.resources.limits.gpus",
                "spec.resources.requests.ephemeral-storage", "spec.resources.requests.gpus",
                "spec.scaling.minReplicas", "spec.scaling.maxReplicas", "spec.scaling.targetCPUUtilizationPercentage",
                "spec.scaling.targetMemoryUtilizationPercentage", "spec.scaling.metrics", "spec.scaling.vertical",
                "spec.security.auth_provider",
                "spec.security.config", "spec.network.egress", "spec.network.security", "spec.storage",
                "spec.events", "spec.monitoring.metrics",
            ])
        #expect(loaded[0].warnings.allSatisfy { $0.code == "manifest.not-acted-on" && $0.position != nil })
        #expect(loaded[1].warnings.isEmpty)
        #expect(loaded[2].warnings.isEmpty)
    }

    @Test func positions() throws {
        let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(lines.firstIndex { $0.contains("5353") })
        let column = try #require(lines[row].firstRange(of: "0.0.0.0")).lowerBound.utf16Offset(in: lines[row]) + 1
        #expect(manifest.positions["spec.ports[1].hostIP"]?.description == "<stdin>:\(row + 1):\(column)")
        let diagnostic = manifest.diagnostic(.warning, code: "x", "y", at: "spec.ports[1].nothing.at.all")
        #expect(diagnostic.position?.line == row + 1)
        #expect(diagnostic.sourceLine == String(lines[row]))
        #expect(diagnostic.path == "spec.ports[1].nothing.at.all")
        let other = try #require(lines.firstIndex { $0.contains("{name: other}") })
        #expect(loaded[1].manifest.positions["metadata.name"]?.line == other + 1)
    }
}
