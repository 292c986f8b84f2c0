import Testing

/// Health checks.
@Suite(.timeLimit(.minutes(2))) struct ProbeMistakesTests {
    @Test(arguments: cases) func reports(_ specCase: SpecCase) { specCase.check() }

    static let cases: [SpecCase] = [
        SpecCase(
            """
            healthCheck: {path: /health}
            healthcheck: {readiness: {path: /ready}}
            """,
            "11:16 error: 'healthCheck' and 'healthcheck' are both given [spec.healthcheck] (keep one of the two; the other is in line 10)"
        ),
        SpecCase(
            "healthCheck: {type: htpp}",
            "10:23 error: unknown type of health check 'htpp'; expected http, tcp, command, file, log or engine [spec.healthCheck.type] (did you mean 'http'?)"
        ),
        SpecCase(
            "healthCheck: {type: command}",
            "10:3 error: 'spec.healthCheck.command' is required [spec.healthCheck.command] (such as 'command: [curl, -f, http://localhost:8080/health]')"
        ),
        SpecCase(
            "healthCheck: {type: http, path: health, port: 0, interval: 30, timeout: 10 s, retries: 0, startPeriod: -1s, startInterval: 0s}",
            "10:35 error: expected a path that begins with '/', found 'health' [spec.healthCheck.path] (such as '/health'; host and port are not part of it)",
            "10:49 error: expected a port from 1 to 65535, found 0 [spec.healthCheck.port]",
            "10:75 error: expected a time such as 30s, 1m30s, 500ms or 1d (a plain number is seconds), found '10 s' [spec.healthCheck.timeout] (write '10s')",
            "10:90 error: expected a whole number from 1 to 1000, found 0 [spec.healthCheck.retries]",
            "10:106 error: expected a time such as 30s, 1m30s, 500ms or 1d (a plain number is seconds), found '-1s' [spec.healthCheck.startPeriod]",
            "10:126 error: expected a time of at least 1ms, found '0s' [spec.healthCheck.startInterval]"),
        SpecCase(
            "healthCheck: {type: tcp, port: 80, path: /x, expect: 200}",
            "10:38 warning: 'path' has no effect on a health check of type tcp [spec.healthCheck.path]",
            "10:48 warning: 'expect' has no effect on a health check of type tcp [spec.healthCheck.expect]"),
        SpecCase(
            "healthCheck: {type: http, expect: 99}",
            "10:37 error: expected a status from 100 to 599, a range such as 200-399, or a list of them, found '99' [spec.healthCheck.expect]"
        ),
        SpecCase(
            "healthCheck: {type: http, expect: '200-299,x'}",
            "10:37 error: expected a status from 100 to 599, a range such as 200-399, or a list of them, found '200-299,x' [spec.healthCheck.expect]"
        ),
        SpecCase(
            "healthCheck: {command: [a], expect: 256}",
            "10:39 error: expected an exit code from 0 to 255, found 256 [spec.healthCheck.expect]"),
        SpecCase(
            "healthCheck: {type: http, scheme: htps, address: host, headers: {Host: a, 'x y': b, Content-Length: 3}}",
            "10:37 error: unknown scheme 'htps'; expected http or https [spec.healthCheck.scheme] (did you mean 'https'?)",
            "10:52 error: unknown address of a health check 'host'; expected container or loopback [spec.healthCheck.address]",
            "10:84 error: the header 'x y' cannot be sent: a name has letters, digits and '-' [spec.healthCheck.headers.x y]",
            "10:103 error: the header 'Content-Length' cannot be sent: it belongs to the connection [spec.healthCheck.headers.Content-Length]"
        ),
        SpecCase(
            "healthCheck: {type: http, insecure: true}",
            "10:29 warning: 'insecure' has no effect without 'scheme: https' [spec.healthCheck.insecure]"),
        SpecCase(
            "healthCheck: {type: file, path: /x, headers: {a: b}, address: loopback}",
            "10:39 warning: 'headers' has no effect on a health check of type file [spec.healthCheck.headers]",
            "10:56 warning: 'address' has no effect on a health check of type file [spec.healthCheck.address]"),
        SpecCase(
            "healthCheck: {type: file}",
            "10:3 error: 'spec.healthCheck.path' is required [spec.healthCheck.path] (the file that must exist in the container)"
        ),
        SpecCase(
            "healthCheck: {type: file, path: ready}",
            "10:35 error: 'path' must be an absolute path in the container, found 'ready' [spec.healthCheck.path]"),
        SpecCase(
            "healthCheck: {type: log}",
            "10:3 error: 'spec.healthCheck.expect' is required [spec.healthCheck.expect] (a regular expression that a line of the log must match)"
        ),
        SpecCase(
            "healthCheck: {type: log, expect: '('}",
            "10:36 error: '(' is not a regular expression [spec.healthCheck.expect]"),
        SpecCase(
            "healthCheck: {command: []}",
            "10:26 error: 'command' must name a program [spec.healthCheck.command]"),
        SpecCase(
            "healthCheck: {intervall: 30s, periodSeconds: 5}",
            "10:17 warning: unknown key 'intervall' in spec.healthCheck [spec.healthCheck.intervall] (did you mean 'interval'?)",
            "10:33 warning: unknown key 'periodSeconds' in spec.healthCheck [spec.healthCheck.periodSeconds] (the key is 'interval' here)"
        ),
        SpecCase(
            """
            healthcheck:
              liveness: {path: /health}
              readiness: {path: /ready}
              interval: 5s
            """,
            "13:5 warning: 'interval' has no effect beside 'readiness' and 'liveness' [spec.healthcheck.interval] (move it into one of the two)"
        ),
        SpecCase(
            "healthcheck: {liveness: {type: log, expect: up}}",
            "10:17 warning: a line of the log cannot tell whether the agent is still alive [spec.healthcheck.liveness] (use another type; without 'liveness' a running agent is not asked again)"
        ),
        SpecCase(
            "healthCheck: {all: [{path: /a}], any: [{path: /b}]}",
            "10:41 error: 'all' and 'any' are both given [spec.healthCheck.any] (keep one of the two)"),
        SpecCase(
            "healthCheck: {all: []}",
            "10:22 error: expected at least one health check [spec.healthCheck.all]"),
        SpecCase(
            "healthCheck: {any: [{type: tcp, prot: 1, interval: 1s}, {type: file}], path: /x}",
            "10:35 warning: unknown key 'prot' in spec.healthCheck.any[0] [spec.healthCheck.any[0].prot] (did you mean 'port'?)",
            "10:44 warning: 'interval' has no effect on one of several health checks [spec.healthCheck.any[0].interval] (write it beside 'any')",
            "10:59 error: 'spec.healthCheck.any[1].path' is required [spec.healthCheck.any[1].path] (the file that must exist in the container)",
            "10:80 error: 'path' cannot stand beside 'any' [spec.healthCheck.path] (move it into one of the list's items)"
        ),
        SpecCase(
            "healthCheck: {all: [{any: [{path: /a}]}]}",
            "10:29 error: 'any' cannot stand within 'all' [spec.healthCheck.all[0].any] (one level is all there is)"),
        SpecCase(
            "healthCheck: {type: all}",
            "10:23 error: 'all' is no type of health check [spec.healthCheck.type] (write 'all: [{type: http}, {type: tcp}]' in its place)"
        ),
    ]
}
