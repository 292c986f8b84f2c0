import AgentValues
import Testing

@Suite(.timeLimit(.minutes(2))) struct QuantityTests {
    @Test(
        arguments: [
            ("2", 2_000_000_000), ("0.5", 500_000_000), ("500m", 500_000_000), ("1500m", 1_500_000_000),
            ("0.1", 100_000_000),
            (".25", 250_000_000), ("1.000000001", 1_000_000_001), ("0.5m", 500_000), ("1024", 1_024_000_000_000),
        ] as [(String, Int64)]) func cpus(_ text: String, _ expected: Int64) throws
    {
        #expect(try Quantity.nanoCPUs(text) == expected)
    }

    @Test(arguments: [
        "", "m", "0", "0m", "-1", "1.", "1 ", " 1", "1e3", "1M", "1k", "1,5", "0.0000000001", "1mm", "NaN",
        "9223372037",
    ])
    func badCPUs(_ text: String) {
        #expect(throws: Quantity.Problem.self) { try Quantity.nanoCPUs(text) }
    }

    @Test(
        arguments: [
            ("1", 1), ("536870912", 536_870_912), ("1B", 1), ("1b", 1), ("1k", 1024), ("1kb", 1024),
            ("512m", 536_870_912), ("512mb", 536_870_912),
            ("1g", 1 << 30), ("1gb", 1 << 30), ("1.5g", 1_610_612_736), ("1t", 1 << 40), ("1p", 1 << 50), ("1K", 1000),
            ("1KB", 1000), ("1kB", 1000),
            ("1Ki", 1024), ("1KiB", 1024), ("512Mi", 536_870_912), ("512MiB", 536_870_912), ("512M", 512_000_000),
            ("2GB", 2_000_000_000), ("1G", 1_000_000_000), ("1.5Gi", 1_610_612_736), ("1Ti", 1_099_511_627_776),
            ("0.5Ki", 512), ("8191Pi", 8191 << 50),
        ] as [(String, Int64)]) func memory(_ text: String, _ expected: Int64) throws
    {
        #expect(try Quantity.bytes(text) == expected)
    }

    @Test(arguments: [
        "", "0", "Mi", "-1Mi", "1.5", "1.5b", "1mi", "1gib", "1Mb", "1mB", "1 Mi", "1X", "1MM", "8192Pi",
        "99999999999999999999",
        "1e6",
    ])
    func badMemory(_ text: String) {
        #expect(throws: Quantity.Problem.self) { try Quantity.bytes(text) }
    }

    @Test(arguments: [(Int64(32 << 20), "32Mi"), (1 << 30, "1Gi"), (1000, "1000"), (1536, "1536"), (1 << 40, "1Ti")])
    func amountsReadWell(bytes: Int64, text: String) {
        #expect(Quantity.binary(bytes) == text)
    }
}
