import Synchronization

/// What became of the cases, as a table of operations and faults.
final class FaultTable: Sendable {
    private struct Cell {
        var passed = 0
        var failed = 0
    }

    private struct State {
        var cells: [String: [String: Cell]] = [:]
        var kinds: [String] = []
        var failures: [(name: String, problems: [String])] = []
    }

    private let title: String
    private let state = Mutex(State())

    init(_ title: String) { self.title = title }

    func add(_ subject: FaultCase, _ problems: [String]) {
        state.withLock { state in
            if !state.kinds.contains(subject.kind) { state.kinds.append(subject.kind) }
            var cell = state.cells[subject.operation.rawValue]?[subject.kind] ?? Cell()
            if problems.isEmpty { cell.passed += 1 } else { cell.failed += 1 }
            state.cells[subject.operation.rawValue, default: [:]][subject.kind] = cell
            if !problems.isEmpty { state.failures.append(("\(subject)", problems)) }
        }
    }

    /// The failing cases with what was wrong, then the counts.
    var text: String {
        state.withLock { state in
            var lines = ["\(title): passed/failed"]
            let operations = FaultOperation.allCases.map(\.rawValue).filter { state.cells[$0] != nil }
            let width = (state.kinds.map(\.count).max() ?? 0) + 2
            lines.append(Self.row("", operations, width))
            for kind in state.kinds.sorted() {
                lines.append(Self.row(kind, operations.map { Self.text(state.cells[$0]?[kind]) }, width))
            }
            let all = operations.flatMap { Array((state.cells[$0] ?? [:]).values) }
            let (passed, failed) = (all.map(\.passed).reduce(0, +), all.map(\.failed).reduce(0, +))
            lines.append("total: \(passed + failed) cases, \(passed) passed, \(failed) failed")
            for failure in state.failures.sorted(by: { $0.name < $1.name }) {
                lines.append("FAILED \(failure.name)")
                lines += failure.problems.map { "    \($0.split(separator: "\n").joined(separator: "\n    "))" }
            }
            return lines.joined(separator: "\n")
        }
    }

    /// The failing cases' names.
    var failures: [String] { state.withLock { $0.failures.map(\.name) } }

    private static func text(_ cell: Cell?) -> String { cell.map { "\($0.passed)/\($0.failed)" } ?? "-" }

    private static func row(_ head: String, _ cells: [String], _ width: Int) -> String {
        ([head] + cells).enumerated().map { index, text in
            text + String(repeating: " ", count: max(1, (index == 0 ? width : 9) - text.count))
        }.joined()
    }
}
