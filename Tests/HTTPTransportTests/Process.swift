import Glibc
import Synchronization

/// The memory of this process that is in use, in bytes.
func residentBytes() -> Int {
    let fields = readFile("/proc/self/statm").split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
    return pages * Int(getpagesize())
}

/// The open descriptors of this process, and what they are, such as `socket:[123]`.
func openDescriptors() -> [Int32: String] {
    var found: [Int32: String] = [:]
    for name in entries("/proc/self/fd") {
        guard let descriptor = Int32(name) else { continue }
        var target = [CChar](repeating: 0, count: 256)
        if readlink("/proc/self/fd/\(name)", &target, 255) > 0 {
            found[descriptor] = String(decoding: target.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
    return found
}

/// The names of this process's threads.
func threadNames() -> [String] {
    entries("/proc/self/task").map { readFile("/proc/self/task/\($0)/comm").split(separator: "\n").joined() }
}

private func entries(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

private func readFile(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}

/// A number that several threads add to.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .acquiring) }

    func add(_ more: Int) { number.add(more, ordering: .acquiringAndReleasing) }
}
