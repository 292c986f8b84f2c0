import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct MountTableTests {
    private let table = MountTable(
        parsing: """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            23 22 0:21 / /proc rw,nosuid,nodev,noexec shared:2 master:1 propagate_from:3 - proc proc rw
            24 22 0:22 / /run rw,nosuid,noexec - tmpfs tmpfs rw,size=1024k
            25 24 8:1 /x /run/with\\040blank\\134 ro - ext4 /dev/sda1 rw
            26 22 8:1 /y /data rw - ext4 /dev/sda1 rw
            27 22 0:30 / /data ro,noexec - tmpfs tmpfs rw
            cut off
            28 22 0:31 / /no-dash rw shared:1 ext4 x rw

            """)

    @Test func optionsAndKindsAreRead() {
        #expect(table["/proc"]?.options == ["rw", "nosuid", "nodev", "noexec"])
        #expect(table["/proc"]?.fileSystem == "proc")
        #expect(table["/"]?.fileSystem == "ext4")
        #expect(table["/no-dash"] == nil && table["/nowhere"] == nil)
    }

    @Test func theTopmostMountCounts() {
        #expect(table["/data"]?.fileSystem == "tmpfs")
        #expect(table["/data"]?.options.contains("ro") == true)
    }

    @Test func aPlaceInAFileSystemIsSeenWhereverItIsMounted() {
        #expect(table.shows("/x/file", in: "/run/with blank\\"))
        #expect(table.shows("/x/file", in: "/run") && !table.shows("/y/file", in: "/run"))
        #expect(!table.shows("/proc/1", in: "/data") && !table.shows("/proc", in: "/run"))
        #expect(!MountTable(parsing: "").shows("/a", in: "/"))
    }

    @Test func namesAreUnescaped() { #expect(table["/run/with blank\\"]?.options == ["ro"]) }

    @Test func aPathIsInTheNearestMountAbove() {
        #expect(table.entry(holding: "/run/not-there/file")?.target == "/run")
        #expect(table.entry(holding: "/runner")?.target == "/")
        #expect(table.isInMemory("/data/a") && !table.isInMemory("/srv"))
    }

    @Test func thisProcessHasMounts() {
        #expect(MountTable.own["/proc"]?.fileSystem == "proc")
        #expect(MountTable(of: "0") == nil)
        #expect(MountTable(parsing: "").entry(holding: "/") == nil)
    }
}
