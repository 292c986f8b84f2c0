import FoundationEssentials

extension RunOptions {
    /// 16 hexadecimal digits that are equal for options that make equal containers: 64-bit FNV-1a over the sorted JSON,
    /// without what differs between two runs of the same manifest (the run's id, and whether the caller stays attached), and
    /// without the liveness probe, which is a matter of whoever watches the container.
    ///
    /// It tells change from no change; it is not a cryptographic digest.
    public var configHash: String {
        var subject = self
        subject.identity.run = ""
        subject.detach = false
        subject.declaredHash = nil
        subject.liveness = nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Encoding fails on non-finite numbers alone; a duration is never one, and an empty digest equals no other.
        guard let bytes = try? encoder.encode(subject) else { return "" }
        return Self.digest(bytes)
    }

    static func digest(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
