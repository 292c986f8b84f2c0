import SeccompProfiles
import Testing

/// What the kernel's filter answers, worked out by running its program.
@Suite(.timeLimit(.minutes(2))) struct FilterTests {
    static let allow: UInt32 = 0x7FFF_0000
    static let refuse: UInt32 = 0x0005_0001
    static let absent: UInt32 = 0x0005_0026
    static let kill: UInt32 = 0

    struct Case: Sendable, CustomTestStringConvertible {
        var call: String
        var arguments: [UInt64]
        var underDefault: UInt32
        var underStrict: UInt32
        var testDescription: String { "\(call) \(arguments)" }

        init(_ call: String, _ arguments: [UInt64], _ underDefault: UInt32, _ underStrict: UInt32) {
            self.call = call
            self.arguments = arguments
            self.underDefault = underDefault
            self.underStrict = underStrict
        }
    }

    static let cases: [Case] = [
        Case("read", [], allow, allow), Case("mount", [], refuse, refuse), Case("ptrace", [], refuse, refuse),
        Case("clone3", [], absent, absent), Case("keyctl", [], refuse, refuse), Case("setuid", [], allow, refuse),
        // SIGCHLD alone; threads; a new user namespace, also with the upper half set.
        Case("clone", [17], allow, allow), Case("clone", [0x003D_0F00], allow, allow),
        Case("clone", [0x1000_0011], refuse, refuse), Case("clone", [0xFFFF_FFFF_1000_0000], refuse, refuse),
        // TIOCSTI and TIOCLINUX, also with bits that the kernel does not look at; their neighbours.
        Case("ioctl", [0, 0x5412], refuse, refuse), Case("ioctl", [0, 0x1_0000_5412], refuse, refuse),
        Case("ioctl", [0, 0x541C], refuse, refuse), Case("ioctl", [0, 0xFFFF_FFFF_0000_541C], refuse, refuse),
        Case("ioctl", [0, 0x5411], allow, refuse), Case("ioctl", [0, 0x5413], allow, allow),
        Case("ioctl", [0, 0xFFFF_FFFF_8004_5430], allow, allow), Case("ioctl", [0, 0x8912], allow, refuse),
        // Families, types and protocols of sockets: Unix, TCP, UDP, raw, SCTP, ping, netlink, packet, AF_ALG, AF_VSOCK.
        Case("socket", [1, 1, 0], allow, allow), Case("socket", [2, 0x80801, 0], allow, allow),
        Case("socket", [10, 2, 17], allow, allow), Case("socket", [2, 3, 6], refuse, refuse),
        Case("socket", [2, 1, 132], refuse, refuse), Case("socket", [2, 2, 1], allow, refuse),
        Case("socket", [16, 3, 0], allow, refuse), Case("socket", [16, 3, 9], refuse, refuse),
        Case("socket", [17, 3, 0], refuse, refuse), Case("socket", [38, 5, 0], refuse, refuse),
        Case("socket", [40, 1, 0], refuse, refuse), Case("socket", [0x1_0000_0011, 3, 0], refuse, refuse),
        // A FIFO; a device; a file with the set-user bit.
        Case("mknod", [0, 0o010_644], allow, refuse), Case("mknod", [0, 0o060_644], refuse, refuse),
        Case("mknodat", [0, 0, 0o020_644], refuse, refuse), Case("chmod", [0, 0o755], allow, allow),
        Case("chmod", [0, 0o4755], allow, refuse), Case("fchmodat", [0, 0, 0o2755], allow, refuse),
        Case("personality", [0xFFFF_FFFF], allow, refuse), Case("personality", [0x4_0000], refuse, refuse),
    ]

    @Test(arguments: cases)
    func answers(_ test: Case) throws {
        for (profile, answer) in [
            (SeccompProfile.default(for: .x86_64), test.underDefault), (.strict(for: .x86_64), test.underStrict),
        ] {
            let number = try #require(try profile.explain(test.call).numbers["x86_64"])
            let program = BPFProgram(try SeccompFilter(profile))
            #expect(try program.answer(to: UInt32(number), test.arguments) == answer, "\(profile.name)")
        }
    }

    /// The 32-bit calls (AUDIT_ARCH_I386) and those of x32 (bit 30 of the number) are no way around.
    @Test func otherArchitecturesAreKilled() throws {
        let program = BPFProgram(try SeccompFilter(.default(for: .x86_64)))
        #expect(try program.answer(to: 3, audit: 0x4000_0003) == Self.kill)
        #expect(try program.answer(to: 0x4000_0000) == Self.kill)
    }

    @Test func aForeignArchitectureBuilds() throws {
        let program = BPFProgram(try SeccompFilter(.default(for: .aarch64)))
        // On aarch64, read is 63 and mount 40.
        #expect(try program.answer(to: 63, audit: 0xC000_00B7) == Self.allow)
        #expect(try program.answer(to: 40, audit: 0xC000_00B7) == Self.refuse)
        #expect(try program.answer(to: 0) == Self.kill)
    }

    @Test func pseudoCodeIsForPeople() throws {
        #expect(try SeccompFilter(.default()).pseudoCode.contains("pseudo filter code start"))
    }

    /// For every value, exactly when it is none of the excluded ones.
    @Test(arguments: [[0x5412, 0x541C], [0], [UInt32.max], [0, 1, 2, 3], []])
    func lowHalfConditionsExclude(_ excluded: [UInt32]) {
        let conditions = SeccompCondition.lowHalf(of: 1, isNoneOf: excluded)
        for value in excluded + excluded.flatMap({ [$0 &+ 1, $0 &- 1, $0 ^ 0x8000_0000] }) + [0x5413, 7] {
            let count = conditions.count { UInt64(value) & $0.value == $0.secondValue }
            #expect(count == (excluded.contains(value) ? 0 : 1), "\(value)")
        }
    }
}
