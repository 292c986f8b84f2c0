import AgentManifest
import AgentValues
import Diagnostics
import Testing

/// What hands that know Compose write, and what it is the short form of.
@Suite(.timeLimit(.minutes(2))) struct ShortFormTests {
    @Test(
        arguments: [
            ("8080", .init(container: 8080, host: 0)), ("'8080'", .init(container: 8080, host: 0)),
            ("8080:80", .init(container: 80, host: 8080)),
            ("'53:53/udp'", .init(container: 53, host: 53, transport: .udp)),
            ("'80/UDP'", .init(container: 80, host: 0, transport: .udp)),
            ("127.0.0.1:8080:80/udp", .init(container: 80, host: 8080, transport: .udp)),
            ("0.0.0.0:8080:80", .init(container: 80, host: 8080, hostIP: "0.0.0.0")),
            ("127.0.0.1::80", .init(container: 80, host: 0)),
            ("'[::1]:81:80'", .init(container: 80, host: 81, hostIP: "::1")),
            ("'0:80'", .init(container: 80, host: 0)), ("'${PORT}:80'", .init(container: 80, host: 8080)),
        ] as [(String, Manifest.Port)]) func ports(_ written: String, _ expected: Manifest.Port) throws
    {
        #expect(try agent(manifest("ports: [\(written)]"), variables: ["PORT": "8080"]).ports == [expected])
    }

    @Test func volumes() throws {
        let volumes = try agent(
            manifest("volumes: ['./d:/d:ro', 'name:/n', '../up:/u:rw', '/abs:/a', '~/home:/h', '${D}:/v']"),
            variables: ["D": "./v"]
        ).volumes
        #expect(volumes.map(\.kind) == [.bind, .volume, .bind, .bind, .bind, .bind])
        #expect(volumes.map(\.source) == ["./d", "name", "../up", "/abs", "~/home", "./v"])
        #expect(volumes.map(\.target) == ["/d", "/n", "/u", "/a", "/h", "/v"])
        #expect(volumes.map(\.readOnly) == [true, false, false, false, false, false])
    }

    @Test func shortAndLongFormsMakeTheSameManifest() throws {
        func same(_ short: String, _ long: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
            var (a, b) = (try agent(manifest(short)), try agent(manifest(long)))
            a.source = b.source
            b.source = a.source
            #expect(a == b, sourceLocation: sourceLocation)
        }
        try same(
            "ports: ['8080:80', '53:53/udp']", "ports: [{container: 80, host: 8080}, {container: 53, protocol: udp}]")
        try same(
            "volumes: ['./d:/d:ro', 'n:/n']",
            "volumes: [{source: ./d, target: /d, readOnly: true}, {source: n, target: /n}]")
        try same("environment: {A: b, C: 1.10}", "environment: [{name: A, value: b}, {name: C, value: 1.10}]")
        try same(
            "environment: [A=b, 'C=d=e', 'F=']",
            "environment: [{name: A, value: b}, {name: C, value: d=e}, {name: F, value: ''}]")
        try same("env_file: app.env", "env_file: [{path: app.env, required: true}]")
        try same("resources: {limits: {memory: 512m}}", "resources: {limits: {memory: 512Mi}}")
        try same("resources: {limits: {memory: 1.5gb}}", "resources: {limits: {memory: 1.5Gi}}")
        try same("lifetime: {ttl: 1h30m}", "lifetime: {ttl: 5400}")
    }

    @Test func aVariableWithoutAValueIsTheHosts() throws {
        let wanted = [Manifest.EnvironmentVariable(name: "TOKEN", source: .hostEnvironmentIfSet(key: "TOKEN"))]
        #expect(try agent(manifest("environment: [TOKEN]")).environment == wanted)
        #expect(try agent(manifest("environment: {TOKEN: }")).environment == wanted)
    }

    @Test func theModelMayBeLeftOut() throws {
        let text = manifest().replacing("  model:\n    provider: openai\n    name: gpt-4\n", with: "")
        #expect(try agent(text).model == nil)
        #expect(messages(text) == [])
    }

    /// Later steps point at a short form, too.
    @Test func placesOfShortForms() throws {
        let manifest = try agent(manifest("ports: ['8080:80']\nenvironment:\n  A: b\n  C: d"))
        #expect(manifest.positions["spec.ports[0].host"]?.line == 10)
        #expect(manifest.positions["spec.environment[1]"]?.line == 13)
    }
}
