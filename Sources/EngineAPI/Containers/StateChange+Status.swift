import AgentValues

extension StateChange {
    /// 304 says that nothing changed.
    init(status: Int) { self = status == 304 ? .alreadySo : .changed }
}
