extension ValueFormat<Manifest.Resources.GPUs> {
    /// `all` or a number of GPUs.
    static var gpus: ValueFormat {
        ValueFormat(.either([.words(["all"]), .integer(1...1024)])) { value in
            if case .scalar(let scalar) = value.node.content, scalar.text == "all" { return .all }
            return value.integer(in: 1...1024, what: "'all' or a number").map { .count($0) }
        }
    }
}

extension ValueFormat<Manifest.Resources> {
    /// Limits and requests, none of which is more than its limit.
    static var resources: ValueFormat {
        section(Manifest.Resources(), Manifest.Resources.fields) { mapping, resources in
            let (requests, limits) = (resources.requests, resources.limits)
            func compare(_ key: String, _ request: Int64?, _ limit: Int64?) {
                guard let request, let limit, request > limit, let value = mapping["requests"]?.mapping()?[key] else {
                    return
                }
                let line = mapping["limits"]?.mapping()?[key]?.keyMark.line
                value.fail(
                    "the request for \(key) is more than its limit", hint: line.map { "the limit is in line \($0)" })
            }
            compare("cpu", requests.nanoCPUs, limits.nanoCPUs)
            compare("memory", requests.memory, limits.memory)
            compare("pids", requests.pids, limits.pids)
            compare("ephemeral-storage", requests.ephemeralStorage, limits.ephemeralStorage)
            if case .count(let request) = requests.gpus, case .count(let limit) = limits.gpus {
                compare("gpus", Int64(request), Int64(limit))
            }
        }
    }
}
