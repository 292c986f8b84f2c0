import Testing

/// Resources, restarts, dependencies and scaling.
@Suite(.timeLimit(.minutes(2))) struct LifecycleMistakesTests {
    @Test(arguments: cases) func reports(_ specCase: SpecCase) { specCase.check() }

    static let cases: [SpecCase] = [
        SpecCase(
            """
            resources:
              limits: {cpu: 0, memory: 512mi, pids: 0}
              requests: {cpu: 1x, memory: 512mi}
            """,
            "11:19 error: CPUs must be more than 0, found '0' [spec.resources.limits.cpu]",
            "11:30 error: expected an amount of memory such as 512Mi, 1.5Gi, 2GB or a number of bytes, found '512mi' [spec.resources.limits.memory] (did you mean '512Mi'?)",
            "11:43 error: expected a whole number from 1 to 4194304, found 0 [spec.resources.limits.pids]",
            "12:21 error: expected a number of CPUs such as 2, 0.5 or 500m, found '1x' [spec.resources.requests.cpu]",
            "12:33 error: expected an amount of memory such as 512Mi, 1.5Gi, 2GB or a number of bytes, found '512mi' [spec.resources.requests.memory] (did you mean '512Mi'?)"
        ),
        SpecCase(
            """
            resources:
              limits: {cpu: '1', memory: 1Gi}
              requests: {cpu: 1500m, memory: 2Gi}
            """,
            "12:21 error: the request for cpu is more than its limit [spec.resources.requests.cpu] (the limit is in line 11)",
            "12:36 error: the request for memory is more than its limit [spec.resources.requests.memory] (the limit is in line 11)"
        ),
        SpecCase(
            """
            resources:
              limits: {cpu: 99999999999999999999, memory: 1.5, ephemeral-storage: 1Gi, gpus: al}
              requests: {memory: 99999999999G, gpus: 1}
            """,
            "11:19 error: '99999999999999999999' CPUs are more than any machine has [spec.resources.limits.cpu]",
            "11:49 error: expected an amount of memory such as 512Mi, 1.5Gi, 2GB or a number of bytes, found '1.5' [spec.resources.limits.memory] (a number of bytes has no fraction; is a unit missing?)",
            "11:54 warning: 'ephemeral-storage' is not acted on by this version: the container's layer may use the whole disk [spec.resources.limits.ephemeral-storage]",
            "11:78 warning: 'gpus' is not acted on by this version: the agent gets no GPU [spec.resources.limits.gpus]",
            "11:84 error: expected 'all' or a number from 1 to 1024, found the text 'al' [spec.resources.limits.gpus]",
            "12:24 error: '99999999999G' is more memory than any machine has [spec.resources.requests.memory]",
            "12:38 warning: 'gpus' is not acted on by this version: the agent gets no GPU [spec.resources.requests.gpus]"
        ),
        SpecCase(
            "resources: {limits: {cpus: 1, mem: 1G, memory: 1 G}, limit: {}}",
            "10:24 warning: unknown key 'cpus' in spec.resources.limits [spec.resources.limits.cpus] (the key is 'cpu' here)",
            "10:33 warning: unknown key 'mem' in spec.resources.limits [spec.resources.limits.mem] (the key is 'memory' here)",
            "10:50 error: expected an amount of memory such as 512Mi, 1.5Gi, 2GB or a number of bytes, found '1 G' [spec.resources.limits.memory] (write the unit right behind the number)",
            "10:56 warning: unknown key 'limit' in spec.resources [spec.resources.limit] (did you mean 'limits'?)"),
        SpecCase(
            "restart: sometimes",
            "10:12 error: unknown restart policy 'sometimes'; expected no, always, unless-stopped or on-failure [spec.restart]"
        ),
        SpecCase(
            "restart: false",
            "10:12 error: expected no, always, unless-stopped or on-failure, found 'false' (a boolean) [spec.restart] (write 'restart: no')"
        ),
        SpecCase(
            "restart: alway",
            "10:12 error: unknown restart policy 'alway'; expected no, always, unless-stopped or on-failure [spec.restart] (did you mean 'always'?)"
        ),
        SpecCase(
            "restart: on-failure:x",
            "10:12 error: 'x' is not a number of restarts [spec.restart] (such as 'on-failure:3')"),
        SpecCase(
            "restart: always:3",
            "10:12 error: only 'on-failure' takes a number of restarts, found 'always:3' [spec.restart] (write 'always')"
        ),
        SpecCase("lifetime: {ttl: 30m, idle: 90}"),
        SpecCase(
            "lifetime: 30m",
            "10:13 error: expected a mapping, found the text '30m' [spec.lifetime] (such as 'lifetime: {ttl: 30m}')"),
        SpecCase(
            "lifetime: {ttl: 1 d, idle: 0, tll: 5m}",
            "10:19 error: expected a time such as 30s, 1m30s, 500ms or 1d (a plain number is seconds), found '1 d' [spec.lifetime.ttl] (write '1d')",
            "10:30 error: expected a time of at least 1ms, found '0' [spec.lifetime.idle]",
            "10:33 warning: unknown key 'tll' in spec.lifetime [spec.lifetime.tll] (did you mean 'ttl'?)"),
        SpecCase(
            "lifetime: {ttl: 5m, idle: 10m}",
            "10:23 warning: 'idle' has no effect because 'ttl' is over before [spec.lifetime.idle] (give 'idle' a shorter time)"
        ),
        SpecCase(
            "ttl: 5m",
            "10:3 warning: unknown key 'ttl' in spec [spec.ttl] ('ttl' belongs under 'spec.lifetime')"),
        SpecCase(
            "dependsOn: database",
            "10:14 error: expected a list, found the text 'database' [spec.dependsOn] (such as 'dependsOn: [database]')"
        ),
        SpecCase(
            "dependsOn: [database, database, [x], {condition: healty}, null]",
            "10:15 error: there is no agent 'database' [spec.dependsOn[0]] (name the file of that agent with -f, too)",
            "10:25 error: 'database' is named twice in 'dependsOn' [spec.dependsOn[1]]",
            "10:25 error: there is no agent 'database' [spec.dependsOn[1]] (name the file of that agent with -f, too)",
            "10:35 error: expected the name of an agent, or a mapping with 'name' and 'condition', found a list [spec.dependsOn[2]]",
            "10:40 error: 'spec.dependsOn[3].name' is required [spec.dependsOn[3].name]",
            "10:52 error: unknown condition 'healty'; expected started, healthy or completed [spec.dependsOn[3].condition] (did you mean 'healthy'?)",
            "10:61 error: expected the name of an agent, or a mapping with 'name' and 'condition', found nothing [spec.dependsOn[4]]"
        ),
        SpecCase(
            "dependsOn: [demo]",
            "10:15 error: the agent 'demo' depends on itself [spec.dependsOn[0]]"),
        SpecCase(
            "scaling: {replicas: 3, minReplicas: 4, maxReplicas: 2}",

            "10:23 error: 'replicas' (3) is less than 'minReplicas' (4) [spec.scaling.replicas]",
            "10:23 error: 'replicas' (3) is more than 'maxReplicas' (2) [spec.scaling.replicas]",
            "10:26 warning: 'minReplicas' is not acted on by this version: the number of containers never changes [spec.scaling.minReplicas]",
            "10:39 error: 'minReplicas' (4) is more than 'maxReplicas' (2) [spec.scaling.minReplicas]",
            "10:42 warning: 'maxReplicas' is not acted on by this version: the number of containers never changes [spec.scaling.maxReplicas]"
        ),
        SpecCase(
            "scaling: {replicas: 1}"),
        SpecCase(
            "scaling: {min: 2, max: 10, vertical: {enabled: true}}",
            "10:13 warning: 'min' comes from a draft of the format and is not acted on [spec.scaling.min] (the key is 'minReplicas')",
            "10:21 warning: 'max' comes from a draft of the format and is not acted on [spec.scaling.max] (the key is 'maxReplicas')",
            "10:30 warning: 'vertical' is not acted on by this version: the limits never change [spec.scaling.vertical]"
        ),
    ]
}
