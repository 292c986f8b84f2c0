/// A mount as Compose writes it: `SOURCE:TARGET[:OPTIONS]`.
struct VolumeText: Equatable {
    /// Why a text is no mount.
    struct Problem: Error, Equatable {
        var message: String
        var hint: String?
    }

    /// What a schema can say of it.
    static let pattern = "^[^:]+:/[^:]*(:[a-zA-Z,]+)?$"

    /// A path of the host or the name of a volume.
    var source: String
    /// Where the agent finds it.
    var target: String
    var readOnly = false
    /// Options that mean nothing on Linux.
    var idle: [String] = []

    static func parse(_ text: String) throws(Problem) -> VolumeText {
        let example = "such as './data:/data', './data:/data:ro' or 'name:/data'"
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1 else {
            throw Problem(
                message: "the volume '\(text)' has no name, so nothing would ever be found in it again",
                hint: text.hasPrefix("/") ? "give it one, such as 'data:\(text)'" : example)
        }
        guard parts.count <= 3, parts.allSatisfy({ !$0.isEmpty }) else {
            throw Problem(message: "'\(text)' is not a volume", hint: example)
        }
        var volume = VolumeText(source: parts[0], target: parts[1])
        for option in parts.count == 3 ? parts[2].split(separator: ",").map(String.init) : [] {
            switch option {
            case "ro": volume.readOnly = true
            case "rw": volume.readOnly = false
            case "cached", "delegated", "consistent": volume.idle.append(option)
            case "z", "Z":
                throw Problem(
                    message: "the volume option '\(option)' is not taken: no label of SELinux is ever changed",
                    hint: "leave it out, and label the folder on the host: chcon -Rt container_file_t \(parts[0])")
            default:
                throw Problem(
                    message: "the volume option '\(option)' is not taken", hint: "the options are ro and rw")
            }
        }
        return volume
    }
}
