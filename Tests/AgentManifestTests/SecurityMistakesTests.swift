import Testing

/// Security and network.
@Suite(.timeLimit(.minutes(2))) struct SecurityMistakesTests {
    @Test(arguments: cases) func reports(_ specCase: SpecCase) { specCase.check() }

    static let cases: [SpecCase] = [
        SpecCase(
            """
            security:
              level: restrited
              runAsUser: -1
              runAsGroup: 'a b'
              runAsNonRoot: 'true'
              capabilities: {drop: [ALL], add: [CAP_NET_ADMN, chown]}
              seccomp: defalt
            """,
            "11:12 error: unknown security level 'restrited'; expected baseline, restricted or privileged [spec.security.level] (did you mean 'restricted'?)",
            "12:16 error: expected the number or name of a user, found '-1' [spec.security.runAsUser]",
            "13:17 error: expected the number or name of a group, found 'a b' [spec.security.runAsGroup]",
            "14:19 error: expected true or false, found the text 'true' [spec.security.runAsNonRoot] (write it without quotes)",
            "15:39 error: unknown capability 'CAP_NET_ADMN' [spec.security.capabilities.add[0]] (did you mean 'NET_ADMIN'?)",
            "16:14 error: 'defalt' is not a seccomp profile; expected default, strict or unconfined, the path of a file, or a mapping [spec.security.seccomp] (did you mean 'default'?)"
        ),
        SpecCase(
            "security: {level: restricted, seccomp: strict, auth_provider: custom, config: {auth_url: x}}",
            "10:50 warning: 'auth_provider' is not acted on by this version: nobody is asked who calls the agent [spec.security.auth_provider]",
            "10:73 warning: 'config' is not acted on by this version: nobody is asked who calls the agent [spec.security.config]"
        ),
        SpecCase(
            "security: {runAsNonRoot: true, runAsUser: 0, config: {}}",
            "10:45 error: 'runAsNonRoot' is true, but 'runAsUser' is root [spec.security.runAsUser]",
            "10:48 warning: 'config' is not acted on by this version: nobody is asked who calls the agent [spec.security.config]",
            "10:48 warning: 'config' has no effect without 'auth_provider' [spec.security.config]"),
        SpecCase(
            """
            security:
              runAsUser: 1000
              securityContext:
                runAsUser: 1001
                allowPrivilegeEscalation: false
            """,
            "13:18 error: 'runAsUser' is given in 'security' and in 'securityContext' [spec.security.securityContext.runAsUser]",
            "14:7 warning: unknown key 'allowPrivilegeEscalation' in spec.security.securityContext [spec.security.securityContext.allowPrivilegeEscalation] (the key is 'noNewPrivileges' here)"
        ),
        SpecCase(
            "security: {seccomp: {defaultAction: SCMP_ACT_ERRNO}}",

        ),
        SpecCase(
            "network: {mode: 'a b', dns: [dns.example], aliases: [My_Alias], egress: [{to: [api.openai.com]}], ingress: [], security: {allowExternalConnections: nope}}",
            "10:19 error: 'a b' is not a network mode; expected bridge, host, none or the name of a network [spec.network.mode]",
            "10:32 error: 'dns.example' is not an IP address [spec.network.dns[0]] (such as 1.1.1.1)",
            "10:56 error: 'My_Alias' is not a DNS name [spec.network.aliases[0]] (use lower-case letters, digits, '-' and '.')",
            "10:67 warning: 'egress' is not acted on by this version: the agent can connect to every host [spec.network.egress]",
            "10:101 warning: 'ingress' comes from a draft of the format and is not acted on [spec.network.ingress] (publish ports with 'spec.ports')",
            "10:114 warning: 'security' is not acted on by this version: the agent can connect to every host [spec.network.security]",
            "10:151 error: expected true or false, found the text 'nope' [spec.network.security.allowExternalConnections]"
        ),
        SpecCase(
            """
            network: {mode: host}
            ports: [{container: 80}]
            """,
            "11:3 warning: 'ports' has no effect with the network mode host [spec.ports]"),
    ]
}
