import SeccompProfiles
import Testing

/// Our profiles as data.
@Suite(.timeLimit(.minutes(2))) struct ProfileTests {
    static let profiles = [SeccompArchitecture.x86_64, .aarch64].flatMap {
        [SeccompProfile.default(for: $0), .strict(for: $0)]
    }

    @Test(arguments: profiles)
    func nothingIsWrongWithThem(_ profile: SeccompProfile) {
        #expect(profile.check() == [])
    }

    @Test(arguments: profiles)
    func everyGroupHasANameAndAReason(_ profile: SeccompProfile) {
        #expect(Set(profile.groups.map(\.name)).count == profile.groups.count)
        #expect(profile.groups.allSatisfy { !$0.reason.isEmpty && !$0.syscalls.isEmpty })
    }

    /// No call is forgotten: each is in a group, or left out for a reason, and not both.
    @Test(arguments: profiles)
    func everyCallIsDecided(_ profile: SeccompProfile) throws {
        let named = Set(profile.groups.flatMap(\.syscalls))
        let refused = Set(profile.refusals.flatMap(\.syscalls))
        #expect(named.intersection(refused).isEmpty)
        for number in Int32(0)..<460 {
            guard let call = SeccompProfile.callName(number, on: profile.architectures[0]) else { continue }
            #expect(named.contains(call) || refused.contains(call), "\(call)")
        }
    }

    @Test func theyAreSmall() {
        #expect(SeccompProfile.default(for: .x86_64).allowedCalls.count <= 245)
        #expect(SeccompProfile.strict(for: .x86_64).allowedCalls.count <= 200)
    }

    @Test func strictAllowsNothingThatDefaultDoesNot() {
        #expect(SeccompProfile.strict().allowedCalls.isSubset(of: SeccompProfile.default().allowedCalls))
    }

    @Test func theEngineGetsWhatItKnows() {
        var profile = SeccompProfile(name: "small", architectures: [.x86_64])
        profile.groups = [
            SeccompGroup(
                name: "pipes", reason: "why", syscalls: ["mknod"],
                alternatives: [[.argument(1, masked: 0xF000, is: 0x1000)]]),
            SeccompGroup(name: "absent", reason: "why", syscalls: ["clone3"], action: .absent),
        ]
        let rule =
            #"{"action":"SCMP_ACT_ALLOW","args":[{"index":1,"op":"SCMP_CMP_MASKED_EQ","value":61440,"valueTwo":4096}],"names":["mknod"]}"#
        let absent = #"{"action":"SCMP_ACT_ERRNO","args":[],"errnoRet":38,"names":["clone3"]}"#
        #expect(
            profile.engineJSON
                == #"{"architectures":["SCMP_ARCH_X86_64"],"defaultAction":"SCMP_ACT_ERRNO","syscalls":[\#(rule),\#(absent)]}"#
        )
        profile.defaultAction = .absent
        #expect(profile.engineJSON.contains(#""defaultErrnoRet":38"#))
    }

    @Test func itExplains() throws {
        let profile = SeccompProfile.default(for: .x86_64)
        #expect(
            "\(try profile.explain("mount"))"
                == "mount: refused with EPERM: changes mounts or namespaces, which are the container's walls")
        #expect("\(try profile.explain("read"))".hasPrefix("read: allowed by 'files'"))
        #expect("\(try profile.explain("clone3"))".hasPrefix("clone3: refused with ENOSYS by 'absent'"))
        #expect(
            "\(try profile.explain("mknod"))".hasSuffix(
                "when argument 1 & 0xf000 is 0x1000\n  otherwise refused with EPERM"))
        #expect(try profile.explain("socket").rules.map(\.group).contains("route-sockets"))
        #expect(try profile.explain("socket").numbers == ["x86_64": 41])
        #expect("\(try SeccompProfile.strict().explain("chown"))".contains("gives none away"))
        #expect(throws: (any Error).self) { try profile.explain("mont") }
    }
}
