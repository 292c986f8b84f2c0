import Foundation

/// Writes programs into a Swift source file: `launcher-embedder OUTPUT PROGRAM...`, each named `launcher-PROCESSOR`.
@main struct Embedder {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first, arguments.count > 1 else {
            throw CocoaError(.fileNoSuchFile)
        }
        var text = "extension AgentLauncher {\n    static let programs: [String: [UInt8]] = [\n"
        for path in arguments.dropFirst() {
            let file = URL(filePath: path)
            let processor = file.lastPathComponent.split(separator: "-").last ?? ""
            let bytes = try Data(contentsOf: file)
            text += "        \"\(processor)\": [\(bytes.map { String($0) }.joined(separator: ","))],\n"
        }
        text += "    ]\n}\n"
        try Data(text.utf8).write(to: URL(filePath: output), options: .atomic)
    }
}
