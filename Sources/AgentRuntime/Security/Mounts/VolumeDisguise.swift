import EngineAPI

/// Finds volumes whose driver mounts something else, such as a folder of the host: their name does not say what a
/// container gets.
enum VolumeDisguise {
    /// The file systems that a volume of the driver `local` may be of: memory, and shares of other hosts.
    private static let harmless: Set<String> = ["tmpfs", "nfs", "nfs4", "cifs"]

    /// Why a volume is more than its name, in words that follow "it"; nil for an ordinary one.
    static func objection(to volume: VolumeInspection) -> String? {
        guard volume.driver.isEmpty || volume.driver == "local" else {
            return "is of the driver '\(volume.driver)', which may mount anything of the host"
        }
        let type = volume.options["type"] ?? ""
        let device = volume.options["device"]
        // With the flag for a bind mount the kernel ignores the type (mount(2)).
        let isBind = (volume.options["o"] ?? "").split(separator: ",").contains { $0 == "bind" || $0 == "rbind" }
        if !isBind, harmless.contains(type) || (type.isEmpty && device == nil) { return nil }
        return "mounts '\(device ?? type)' of the host under its name"
    }
}
