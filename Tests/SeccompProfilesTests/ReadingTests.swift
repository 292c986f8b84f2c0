import AgentValues
import Diagnostics
import SeccompProfiles
import Testing

/// Profiles and rules that users write.
@Suite(.timeLimit(.minutes(2))) struct ReadingTests {
    /// `severity: message [path] (hint)` of everything said about a file.
    private func messages(_ text: String) -> [String] {
        func short(_ diagnostic: Diagnostic) -> String {
            let place = diagnostic.position.map { "\($0.line):\($0.column) " } ?? ""
            return "\(place)\(diagnostic.message)" + (diagnostic.hint.map { " (\($0))" } ?? "")
        }
        do throws(DiagnosticsError) {
            return try SeccompProfile.read(Array(text.utf8), file: "p.json").warnings.map(short)
        } catch {
            return error.diagnostics.map(short)
        }
    }

    @Test(arguments: [
        ("{allow: [mkdirr]}", "1:10 unknown system call 'mkdirr' (did you mean 'mkdir'?)"),
        ("{alow: [shmget]}", "1:2 unknown key 'alow' (did you mean 'allow'?)"),
        ("{base: stict}", "1:8 'stict' is no profile; expected default or strict"),
        ("{errno: EPREM}", "1:9 unknown error 'EPREM' (did you mean 'EPERM'?)"),
        ("{errno: 5000}", "1:9 expected a whole number from 0 to 4095, found 5000"),
        ("{allow: [read], deny: [read]}", "1:17 'read' is allowed and denied"),
        ("{allow: 3}", "1:9 expected a list, found 3"),
        ("{rules: [{names: [read]}]}", "1:10 'action' is required"),
        ("{rules: [{names: [read], action: alow}]}", "1:34 unknown action 'alow' (did you mean 'allow'?)"),
        (
            "{rules: [{names: [read], action: allow, args: [{index: 6, value: 1, op: eq}]}]}",
            "1:56 expected a whole number from 0 to 5, found 6"
        ),
        (
            "{rules: [{names: [read], action: allow, args: [{index: 0, value: 1, op: SCMP_CMP_EG}]}]}",
            "1:73 unknown comparison 'SCMP_CMP_EG' (did you mean 'SCMP_CMP_EQ'?)"
        ),
        (
            "{rules: [{names: [socket], action: deny, args: [{index: 0, value: 10, op: eq}]}]}",
            "1:10 a rule that denies a call for some arguments leaves open what is allowed (write rules that allow the call for the arguments that it may have)"
        ),
        (
            #"{"defaultAction": "SCMP_ACT_ALOW"}"#,
            "1:19 unknown action 'SCMP_ACT_ALOW' (did you mean 'SCMP_ACT_ALLOW'?)"
        ),
        (
            #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_46"]}"#,
            "1:55 unknown architecture 'SCMP_ARCH_X86_46' (did you mean 'SCMP_ARCH_X86_64'?)"
        ),
        (
            #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_NOTIFY"}]}"#,
            "1:81 'SCMP_ACT_NOTIFY' needs a program that answers it, and none does"
        ),
        (
            #"{"defaultAction": "SCMP_ACT_ALLOW", "flags": []}"#,
            "1:37 unknown key 'flags' (known are defaultAction, defaultErrnoRet, defaultErrno, architectures, archMap, syscalls)"
        ),
    ])
    func mistakes(_ text: String, _ message: String) {
        #expect(messages(text).contains(message), "\(messages(text))")
    }

    @Test func duplicateKeysAreMistakes() {
        let text = #"{"defaultAction": "SCMP_ACT_ERRNO", "defaultAction": "SCMP_ACT_ALLOW"}"#
        #expect(messages(text).contains { $0.contains("duplicate key 'defaultAction'") }, "\(messages(text))")
    }

    @Test func contradictionsAreMistakes() {
        let text = """
            {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
              {"names": ["read"], "action": "SCMP_ACT_ALLOW"}, {"names": ["read"], "action": "SCMP_ACT_KILL"}]}
            """
        #expect(messages(text).contains("'read' has two actions"))
    }

    @Test func risksAndMissingCallsAreWarnings() {
        let risky = messages("{allow: [mount, bpf]}")
        #expect(risky.count == 2 && risky[0].hasPrefix("allows mount: changes mounts"), "\(risky)")
        let small = messages(
            #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW"}]}"#)
        #expect(small.count == 1 && small[0].contains("needs to start a container"), "\(small)")
    }

    @Test func whatIsWrittenTakesThePlaceOfTheBase() throws {
        let value: JSONValue = [
            "allow": ["shmget"], "deny": ["memfd_create"],
            "rules": [
                ["names": ["socket"], "action": "allow", "args": [["index": 0, "op": "==", "value": 1]]]
            ],
        ]
        let profile = try SeccompProfile.read(value).profile
        #expect(profile.allowedCalls.contains("shmget") && !profile.allowedCalls.contains("memfd_create"))
        #expect(try profile.explain("socket").rules.map(\.alternatives) == [[[.argument(0, is: 1)]]])
        #expect(try profile.explain("memfd_create").refusal == "the manifest denies it")
        let program = BPFProgram(try SeccompFilter(profile))
        #expect(try program.answer(to: 41, [2, 1, 0]) == FilterTests.refuse)
        #expect(try program.answer(to: 41, [1, 1, 0]) == FilterTests.allow)
    }

    @Test func engineProfilesAreResolvedForTheirSurroundings() throws {
        let text = """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1,
             "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]},
                         {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]}],
             "syscalls": [
               {"names": ["read", "listmount"], "action": "SCMP_ACT_ALLOW"},
               {"names": ["chroot"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_CHROOT"]}, "excludes": {}},
               {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
               {"names": ["arch_prctl"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["amd64", "x32"]}},
               {"names": ["bpf"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1, "excludes": {"caps": ["CAP_BPF"]}}]}
            """
        func read(_ surroundings: SeccompSurroundings) throws -> SeccompProfile {
            try SeccompProfile.read(Array(text.utf8), file: "moby.json", in: surroundings).profile
        }
        let plain = try read(SeccompSurroundings(architecture: .x86_64, kernel: [4, 4]))
        #expect(plain.allowedCalls == ["read", "arch_prctl"])
        #expect(plain.architectures.map(\.rawValue) == ["x86_64", "x86", "x32"])
        #expect(plain.groups.count == 3)
        let other = try read(
            SeccompSurroundings(architecture: .aarch64, capabilities: ["CAP_SYS_CHROOT", "CAP_BPF"], kernel: [6, 1]))
        #expect(other.allowedCalls == ["read", "chroot", "ptrace"])
        #expect(other.groups.count == 3)
    }

    @Test func whatWeWriteWeRead() throws {
        for profile in [SeccompProfile.default(), .strict()] {
            for text in [profile.engineJSON, profile.readableJSON] {
                let read = try SeccompProfile.read(Array(text.utf8), file: "own.json")
                #expect(read.warnings == [])
                #expect(try SeccompFilter(read.profile).program == SeccompFilter(profile).program)
            }
        }
    }
}
