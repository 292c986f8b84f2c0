import AgentValues
import FoundationEssentials

extension RunOptions {
    /// 16 hexadecimal digits that are equal for options that make equal containers: 64-bit FNV-1a over the sorted JSON,
    /// without what makes no other container: the run's id, how the caller waits, and what the policies were told.
    ///
    /// It is for noticing changes, and is not a cryptographic digest.
    public var configHash: String {
        // Encoding fails on non-finite numbers alone; a duration is never one, and an empty digest equals no other.
        guard let bytes = try? Self.encoder.encode(comparable) else { return "" }
        return Self.digest(bytes)
    }

    /// For each option that was given eight hexadecimal digits of its digest, by the option's name. Two runs that differ in
    /// ``configHash`` differ in one of them.
    public var configParts: [String: String] {
        guard let bytes = try? Self.encoder.encode(comparable),
            let parts = try? JSONDecoder().decode([String: JSONValue].self, from: bytes)
        else { return [:] }
        return parts.compactMapValues { try? Self.digest(Self.encoder.encode($0)) }.mapValues { String($0.prefix(8)) }
    }

    /// Without what makes no other container.
    private var comparable: RunOptions {
        var subject = self
        subject.identity = identity.withoutRun
        subject.detach = false
        subject.keepsFailedContainer = false
        // What the caller waits for, and how long. The liveness probe counts: a label of the container holds it.
        subject.readiness = nil
        subject.readinessTimeout = .zero
        // Why something may be done changes nothing about what is done.
        subject.security.mountAllow = []
        subject.security.allowUnsafe = []
        for index in subject.volumes.indices {
            subject.volumes[index].allowUnsafe = []
            subject.volumes[index].root = nil
        }
        return subject
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return encoder
    }

    /// 16 hexadecimal digits for a text (FNV-1a). Not for protection: anybody can find another text with the same
    /// digits.
    public static func shortDigest(of text: String) -> String { digest(text.utf8) }

    static func digest(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
