extension Duration {
    /// How long ago something was, in its one or two largest units, such as `45s`, `5m`, `2h10m`, `3d4h`.
    public var age: String {
        let seconds = max(0, components.seconds)
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<7200: return "\(seconds / 60)m"
        case ..<172_800:
            let minutes = seconds / 60 % 60
            return "\(seconds / 3600)h" + (minutes == 0 || seconds >= 36_000 ? "" : "\(minutes)m")
        default:
            let hours = seconds / 3600 % 24
            return "\(seconds / 86_400)d" + (hours == 0 || seconds >= 864_000 ? "" : "\(hours)h")
        }
    }
}
