import AgentTesting

/// One command that is disturbed at one of its calls.
struct FaultCase: Sendable, Hashable, CustomStringConvertible {
    /// What happens at the call.
    enum Disturbance: Sendable, Hashable {
        case fault(Fault, FaultRule.Extent)
        /// SIGKILL of the command; `down` follows.
        case kill(FaultProxy.Moment)
        /// SIGKILL after the call; the same command follows, then `down`.
        case killAndRepeat
        /// SIGINT to the command.
        case interrupt
    }

    var engine: TestEngine
    var operation: FaultOperation
    /// The call, from 1, as the recorded run had it.
    var call: ProxiedCall
    var disturbance: Disturbance

    /// A word for the column of a table.
    var kind: String {
        switch disturbance {
        case .fault(let fault, _): fault.description
        case .kill(.beforeExecution): "kill-before"
        case .kill(.afterExecution): "kill-after"
        case .killAndRepeat: "kill-repeat"
        case .interrupt: "interrupt"
        }
    }

    /// The case as `AAC_FAULT_CASE` takes it: engine, operation, call, fault and, for faults, how long it lasts.
    var name: String {
        let extent = if case .fault(_, let extent) = disturbance { "/\(extent.rawValue)" } else { "" }
        return "\(engine)/\(operation.rawValue)/\(call.index)/\(kind)\(extent)".lowercased()
    }

    var description: String { "\(name) (\(call))" }
}

extension FaultCase {
    private static let faults: [Fault] = [
        .replyLost, .closed, .refused, .status(404), .status(409), .status(500), .status(503), .hang,
        .drip(.milliseconds(5)), .cutHead, .cutBody, .cutJSON, .cutChunk, .garbage, .streamError, .unbounded,
    ]

    /// Every disturbance that makes a difference for the calls of a recorded run.
    static func all(_ engine: TestEngine, _ operation: FaultOperation, _ calls: [ProxiedCall]) -> [FaultCase] {
        calls.flatMap { call -> [FaultCase] in
            let faults = faults.filter { makesSense($0, for: call, of: operation) }.flatMap { fault in
                FaultRule.Extent.allCases.map { Disturbance.fault(fault, $0) }
            }
            let signals: [Disturbance] = [
                .kill(.beforeExecution), .kill(.afterExecution), .killAndRepeat, .interrupt,
            ]
            return (faults + signals).map {
                FaultCase(engine: engine, operation: operation, call: call, disturbance: $0)
            }
        }
    }

    /// Faults that leave an engine in other states. How answers are read is the same as for `up`, which is struck with all.
    private static let lasting: [Fault] = [
        .replyLost, .refused, .status(404), .status(409), .status(500), .hang, .cutBody,
    ]

    /// A body that is not there cannot be cut, and only progress reports an error after a 200.
    ///
    /// A build that hangs is not told from one with a long, silent step: it has no limit, and is not struck so.
    private static func makesSense(_ fault: Fault, for call: ProxiedCall, of operation: FaultOperation) -> Bool {
        if operation.replacesAgent, !lasting.contains(fault) { return false }
        return switch fault {
        case .hang: operation != .build || call.path == "/_ping"
        case .streamError: call.reportsProgress
        case .cutBody: call.hasBody
        case .cutJSON, .cutChunk: call.hasBody && !call.isOpenEnded
        default: true
        }
    }
}
