import Testing

/// Hooks, storage, events, secrets, and keys of drafts.
@Suite(.timeLimit(.minutes(2))) struct ServiceMistakesTests {
    @Test(arguments: cases) func reports(_ specCase: SpecCase) { specCase.check() }

    static let cases: [SpecCase] = [
        SpecCase(
            """
            hooks:
              preRun:
                - {name: a}
                - {exec: [x], use: y}
                - {exec: [], timeout: never, onError: ignore}
              postrun: []
            """,
            "12:9 error: a hook needs 'exec' or 'use' [spec.hooks.preRun[0]] (such as '- exec: [./check]')",
            "13:26 error: 'exec' and 'use' exclude each other [spec.hooks.preRun[1].use] (remove one of the two)",
            "14:16 error: 'exec' must name a program [spec.hooks.preRun[2].exec]",
            "14:29 error: expected a time such as 30s, 1m30s, 500ms or 1d (a plain number is seconds), found 'never' [spec.hooks.preRun[2].timeout]",
            "14:45 error: unknown way to handle an error 'ignore'; expected fail or warn [spec.hooks.preRun[2].onError]",
            "15:5 warning: unknown key 'postrun' in spec.hooks [spec.hooks.postrun] (did you mean 'postRun'?)"),
        SpecCase(
            """
            storage: {config: {a: b}}
            events: {handler: log}
            monitoring: {metrics: {prometheus: yes, path: metrics, scrape_interval: 15s}, prometheus: true}
            """,
            "10:3 warning: 'storage' is not acted on by this version: no snapshots or artifacts are stored [spec.storage]",
            "10:3 error: 'spec.storage.provider' is required [spec.storage.provider] (file, s3 or a registered one)",
            "11:3 warning: 'events' is not acted on by this version: no events are sent [spec.events]",
            "12:16 warning: 'metrics' is not acted on by this version: the agent's metrics are not collected [spec.monitoring.metrics]",
            "12:38 error: expected true or false, found the text 'yes' [spec.monitoring.metrics.prometheus] (write true)",
            "12:49 error: expected a path that begins with '/', found 'metrics' [spec.monitoring.metrics.path]",
            "12:81 warning: 'prometheus' comes from a draft of the format and is not acted on [spec.monitoring.prometheus] (the key is 'spec.monitoring.metrics.prometheus')"
        ),
        SpecCase(
            """
            secrets:
              - {name: a/b, from: env}
              - {name: c, from: vault}
              - {name: d, from: exec, command: []}
              - {name: e}
              - {name: f, from: kubernetes-secret, secretName: x}
            """,
            "11:14 error: 'a/b' is not a valid secret name [spec.secrets[0].name] (use letters, digits, '.', '_' and '-'; it becomes a file's name)",
            "12:23 error: unknown source of a secret 'vault'; expected env, file or exec [spec.secrets[1].from]",
            "13:38 error: 'command' must name a program [spec.secrets[2].command]",
            "14:7 error: 'spec.secrets[3].from' is required [spec.secrets[3].from] (env, file or exec)",
            "15:17 warning: secrets of Kubernetes are not read [spec.secrets[4].from] (use env, file or exec)"),
        SpecCase(
            """
            logging: {level: INFO}
            replicas: 3
            tracing: {enabled: true}
            backup: {}
            dev_dependencies: [x]
            services: []
            """,
            "10:3 warning: 'logging' comes from a draft of the format and is not acted on [spec.logging]",
            "11:3 warning: 'replicas' comes from a draft of the format and is not acted on [spec.replicas] (the key is 'spec.scaling.replicas')",
            "12:3 warning: 'tracing' comes from a draft of the format and is not acted on [spec.tracing]",
            "13:3 warning: 'backup' comes from a draft of the format and is not acted on [spec.backup]",
            "14:3 warning: 'dev_dependencies' comes from a draft of the format and is not acted on [spec.dev_dependencies] (list what the agent needs in 'spec.dependencies')",
            "15:3 warning: 'services' comes from a draft of the format and is not acted on [spec.services] (name other agents in 'spec.dependsOn')"
        ),
        SpecCase(
            """
            image: a:1
            build: {context: .}
            dependencies: [x]
            """,
            "11:3 warning: 'build' has no effect because 'image' is given [spec.build] (remove one of the two)",
            "12:3 warning: 'dependencies' has no effect because 'image' is given and nothing is built [spec.dependencies]"
        ),
        SpecCase(
            "config: [a]",
            "10:11 error: expected a mapping, found a list [spec.config]"),
        SpecCase(
            "config: {a: .inf}",
            "10:15 error: '.inf' is not a number that JSON can hold [spec.config.a] (put it in quotes to pass it as text)"
        ),
        SpecCase(
            """
            env: []
            metadata: {}
            labels: {}
            """,
            "10:3 warning: unknown key 'env' in spec [spec.env] (the key is 'environment' here)",
            "11:3 warning: unknown key 'metadata' in spec [spec.metadata] ('metadata' belongs at the top)",
            "12:3 warning: unknown key 'labels' in spec [spec.labels] ('labels' belongs under 'metadata')"),
    ]
}
