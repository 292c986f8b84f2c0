import AgentTesting
import FoundationEssentials
import Synchronization

/// The table of the article about security: what the red team found, by attempt, engine and level. The test writes it, with
/// `AAC_RED_TEAM_TABLE=update`, and else compares it.
enum RedTeamTable {
    /// An attempt, and what came of it in a container of the engine's own and at each level.
    typealias Row = (attempt: String, cells: [String])

    private static let article = "\(#filePath)".replacing(
        "Tests/AgentCommandsTests/RedTeam/RedTeamTable.swift",
        with: "Sources/AgentRuntime/AgentRuntime.docc/Security.md")
    private static let levels = ["baseline", "restricted", "privileged"]
    /// The engines that the table is about; others have other containers of their own.
    private static let engines: [(engine: TestEngine, version: String)] = [(.docker, "20.10."), (.podman, "4.3.")]
    /// Engines are tested at the same time, and share the file.
    private static let lock = Mutex(())

    static func cell(_ finding: RedTeamTests.Finding?) -> String {
        switch finding?.worked {
        case true?: "**worked**"
        case false?: "blocked"
        case nil: "not tried"
        }
    }

    /// Compares an engine's columns with the article's, or puts them there.
    ///
    /// - Returns: the lines in which they differ.
    static func settle(_ rows: [Row], of engine: TestEngine, version: String) throws -> [String] {
        guard let place = engines.firstIndex(where: { $0.engine == engine && version.hasPrefix($0.version) }) else {
            return []
        }
        return try lock.withLock { _ in
            let text = try String(contentsOfFile: article, encoding: .utf8)
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard let start = lines.firstIndex(where: { $0.hasPrefix("| attempt | Docker plain |") }) else {
                return ["\(article) has no table"]
            }
            let end = lines[start...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
            let old = Array(lines[start..<end])
            let new = table(rows, in: place, keeping: old)
            if ProcessInfo.processInfo.environment["AAC_RED_TEAM_TABLE"] == "update" {
                lines.replaceSubrange(start..<end, with: new)
                try lines.joined(separator: "\n").write(toFile: article, atomically: true, encoding: .utf8)
                return []
            }
            let differences = new.difference(from: old).map { change in
                switch change {
                case .insert(_, let line, _): "found: \(line)"
                case .remove(_, let line, _): "written: \(line)"
                }
            }
            return differences.isEmpty ? [] : differences + ["AAC_RED_TEAM_TABLE=update writes what was found"]
        }
    }

    /// The whole table with new columns of one engine, and those of the other one as they are.
    private static func table(_ rows: [Row], in place: Int, keeping old: [String]) -> [String] {
        let width = 1 + levels.count
        let known = Dictionary(
            old.map { line in
                let cells = line.split(separator: "|").map { $0.trimmed }
                return (cells.first ?? "", Array(cells.dropFirst()))
            }, uniquingKeysWith: { first, _ in first })
        func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
        let names = engines.flatMap { ["\($0.engine) plain"] + levels }
        let body = rows.map { row -> [String] in
            var cells = known["`\(row.attempt)`"] ?? []
            cells += [String](repeating: "not tried", count: max(0, names.count - cells.count))
            cells.replaceSubrange(place * width..<(place + 1) * width, with: row.cells)
            return cells
        }
        let sums = names.indices.map { column in "\(body.count { $0[column] == "**worked**" }) worked" }
        var table = [line(["attempt"] + names), "|" + String(repeating: "---|", count: names.count + 1)]
        for (row, cells) in zip(rows, body) { table.append(line(["`\(row.attempt)`"] + cells)) }
        table.append(line(["\(rows.count) attempts"] + sums))
        return table
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
