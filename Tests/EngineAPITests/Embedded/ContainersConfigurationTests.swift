import Testing

@testable import EngineAPI

@Suite(.timeLimit(.minutes(2))) struct ContainersConfigurationTests {
    @Test func plainMachine() {
        #expect(
            ContainersConfiguration(host: EmbeddedEngineHost()).text == """
                [containers]
                default_ulimits = ["nofile=1048576:1048576", "nproc=32768:32768"]

                [engine]

                [network]

                """)
    }

    @Test func nothingToRelyOn() {
        let host = EmbeddedEngineHost(
            hasSystemd: false, hasJournal: false, hasHybridCgroups: true, hasRunc: true, hasNetavark: true,
            openFiles: 20000, processes: 96365, initPath: "/usr/bin/tini")
        #expect(
            ContainersConfiguration(host: host).text == """
                [containers]
                default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
                init_path = "/usr/bin/tini"
                log_driver = "k8s-file"

                [engine]
                init_path = "/usr/bin/tini"
                events_logger = "file"
                cgroup_manager = "cgroupfs"
                runtime = "runc"

                [network]
                network_backend = "netavark"

                """)
    }

    @Test(arguments: [(UInt64?.none, "32768:32768"), (100, "100:100"), (4_194_304, "32768:32768")])
    func processLimit(hard: UInt64?, expected: String) {
        #expect(ContainersConfiguration(host: EmbeddedEngineHost(processes: hard)).text.contains("nproc=\(expected)"))
    }

    /// What `doctor` says is there must be what an embedded engine is given.
    @Test(arguments: PodmanPrograms.initPaths) func anInitProcessIsFoundWherePodmanLooks(path: String) {
        #expect(EmbeddedEngineHost.initPath { $0 == path } == path)
        #expect(EmbeddedEngineHost.initPath { [path, "/usr/bin/tini"].contains($0) } == path)
    }

    @Test func runcOnlyWhereItIs() {
        #expect(!ContainersConfiguration(host: EmbeddedEngineHost(hasHybridCgroups: true)).text.contains("runtime"))
    }
}
