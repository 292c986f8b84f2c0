import AgentManifest
import AgentValues
import Diagnostics
import Testing

/// Manifests in the style of the Go `agent` tool's users load unchanged.
@Suite(.timeLimit(.minutes(2))) struct GoToolManifestTests {
    @Test func template() throws {
        let loaded = try load(
            """
            apiVersion: agent.dev/v1
            kind: Agent
            metadata:
              name: support-bot
              version: 1.0.0
              description: Answers customers
              author: Somebody
              tags:
                - support
            spec:
              runtime: python
              model:
                provider: openai
                name: gpt-4
                config:
                  temperature: 0.7
                  max_tokens: 500
              capabilities:
                - conversation
              dependencies:
                - openai==1.0.0
                - python-multipart==0.0.6
              environment:
                - name: OPENAI_API_KEY
                  from: secret
                - name: REDIS_URL
                  value: redis://localhost:6379
                - name: HISTORY
                  value: "10"
                - name: KEYWORDS
                  value: human,manager
              ports:
                - container: 8080
                  host: 8080
                  protocol: tcp
              healthCheck:
                command: ["curl", "-f", "http://localhost:8080/health"]
                interval: 30s
                timeout: 10s
                retries: 3
                startPeriod: 5s
              resources:
                requests:
                  cpu: 100m
                  memory: 256Mi
                limits:
                  cpu: 1000m
                  memory: 2Gi
            """)
        let manifest = loaded[0].manifest
        #expect(loaded[0].warnings.isEmpty)
        #expect(manifest.readiness == manifest.liveness)
        #expect(manifest.readiness?.command == ["curl", "-f", "http://localhost:8080/health"])
        #expect(manifest.resources.limits.nanoCPUs == 1_000_000_000)
        #expect(manifest.environment[1].source == .value("redis://localhost:6379"))
        #expect(manifest.metadata.version == "1.0.0")
    }

    /// Every key of the documents' drafts loads with a warning, none as unknown.
    @Test func drafts() throws {
        let loaded = try load(
            manifest(
                """
                replicas: 3
                models: [{name: a}]
                capability_config: {chat: {a: b}}
                dev_dependencies: [pytest]
                healthcheck: {path: /health, interval: 30s}
                environment:
                  - {name: MODEL_NAME, from: config}
                  - {name: APP, from: configmap, configMapName: app, configMapKey: a.yaml}
                volumes:
                  - {source: app-config, target: /etc/app, type: configmap}
                  - {source: temp-data, target: /app/temp, type: tmpfs, size: 100Mi}
                network: {mode: bridge, ports: ["8080:8080"], ingress: [{port: 8080, tls: true}]}
                services: [{name: db, port: 5432}]
                scaling: {min: 2, max: 10, metrics: []}
                autoscaling: {enabled: true}
                monitoring: {prometheus: true, logging: {level: INFO}, tracing: {enabled: true}}
                logging: {level: INFO}
                tracing: {enabled: true}
                alerts: [{name: a}]
                backup: {schedule: "0 2 * * *"}
                deployment: {strategy: RollingUpdate}
                quality: {linting: [pylint]}
                dr: {failover: {}}
                capacity: {}
                cost: {}
                incidents: {}
                audit: {}
                privacy: {}
                compliance: {}
                access: {}
                secrets: [{name: k, from: kubernetes-secret, secretName: s, secretKey: k}]
                """))
        #expect(loaded[0].warnings.filter { $0.code == "manifest.unknown-key" }.isEmpty)
        #expect(loaded[0].warnings.count == 33)
        #expect(loaded[0].manifest.readiness?.kind == .http)
        #expect(loaded[0].manifest.readiness?.path == "/health")
        #expect(loaded[0].manifest.volumes.map(\.kind) == [.tmpfs])
    }

    @Test func aConfigMapWithoutAPathHasItsDefault() {
        #expect(
            messages(manifest("environment: [{name: A, from: configmap, defaultValue: x}]")).map {
                $0.contains("A has its default")
            }
                == [true])
    }

    @Test func anchorsAliasesAndMergeKeys() throws {
        let manifest = try agent(
            """
            x-limits: &limits {cpu: 1, memory: 1Gi}
            x-probe: &probe
              interval: 10s
              timeout: 2s
            x-more: &more {interval: 1s, retries: 9}
            apiVersion: agent.dev/v1
            kind: Agent
            metadata: {name: &name demo, labels: {same: *name}}
            spec:
              runtime: !!str python
              model: {provider: p, name: !!str 5}
              resources: {limits: {<<: *limits, memory: 2Gi}}
              healthcheck:
                readiness: {<<: [*probe, *more], timeout: 3s}
              config:
                base: &base {a: 1, b: 2}
                copy: {<<: *base, b: 3}
                quoted: {"<<": 1}
                number: !!float 5
                text: !!str 010
                int: !!int "7"
                binary: !!binary aGVsbG8=
                nothing: !!null ""
            """)
        #expect(manifest.metadata.labels == ["same": "demo"])
        #expect(manifest.model?.name == "5")
        #expect(manifest.resources.limits.nanoCPUs == 1_000_000_000)
        #expect(manifest.resources.limits.memory == 2 << 30)
        #expect(manifest.readiness?.interval == .seconds(10))
        #expect(manifest.readiness?.timeout == .seconds(3))
        #expect(manifest.readiness?.retries == 9)
        #expect(
            manifest.config == [
                "base": ["a": 1, "b": 2], "copy": ["b": 3, "a": 1], "quoted": ["<<": 1], "number": 5.0, "text": "010",
                "int": 7, "binary": "hello", "nothing": nil,
            ])
    }

    @Test func probesInShortForms() throws {
        func probe(_ text: String) throws -> Manifest.Probe? { try agent(manifest("healthCheck: \(text)")).readiness }
        #expect(try probe("{}") == Manifest.Probe(.http))
        #expect(try probe("{port: 8080}")?.kind == .http)
        #expect(try probe("{command: curl -f localhost}")?.command == ["/bin/sh", "-c", "curl -f localhost"])
        #expect(try probe("{command: [CMD, a, b]}")?.command == ["a", "b"])
        #expect(try probe("{command: [CMD-SHELL, a b]}")?.command == ["/bin/sh", "-c", "a b"])
        #expect(try probe("{command: [a], expect: ready}")?.expect == .text("ready"))
        #expect(try probe("{command: [a], expect: 3}")?.expect == .exitCode(3))
        #expect(try probe("{type: log, expect: '^ready \\d+$'}")?.expect == .pattern("^ready \\d+$"))
        #expect(try probe("{type: file, path: /tmp/ready, expect: ok}")?.expect == .text("ok"))
        #expect(try probe("{type: http, expect: '200, 204-299'}")?.expect == .statuses([200...200, 204...299]))
        #expect(try probe("{type: http, expect: 204}")?.expect == .statuses([204...204]))
        #expect(try probe("{type: http}")?.expect == .statuses([200...399]))
        #expect(try probe("{type: tcp, port: 6379}")?.port == 6379)
        #expect(try probe("{type: engine}")?.expect == nil)
    }

    @Test(
        arguments: [
            ("no", .no), ("'no'", .no), ("always", .always), ("unless-stopped", .unlessStopped),
            ("on-failure", .onFailure(maximumRetries: nil)),
            ("on-failure:3", .onFailure(maximumRetries: 3)),
        ] as [(String, Manifest.RestartPolicy)]) func restart(_ text: String, _ expected: Manifest.RestartPolicy) throws
    {
        let policy = try agent(manifest("restart: \(text)")).restart
        #expect(policy == expected)
        #expect("'\(expected)'".contains(text.filter { $0 != "'" }))
    }
}
