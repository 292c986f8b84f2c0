import AgentValues

extension ManifestReader {
    func readResources(_ spec: MappingReader) -> Manifest.Resources {
        var result = Manifest.Resources()
        guard let resources = spec["resources"]?.mapping() else { return result }
        let limits = resources["limits"]?.mapping()
        let requests = resources["requests"]?.mapping()
        if let limits { result.limits = readAmounts(limits) }
        if let requests { result.requests = readAmounts(requests) }
        func compare(_ key: String, _ request: Int64?, _ limit: Int64?) {
            guard let request, let limit, request > limit, let value = requests?[key] else { return }
            let line = limits?[key]?.keyMark.line
            value.fail(
                "the request for \(key) is more than its limit", hint: line.map { "the limit is in line \($0)" })
        }
        compare("cpu", result.requests.nanoCPUs, result.limits.nanoCPUs)
        compare("memory", result.requests.memory, result.limits.memory)
        compare("pids", result.requests.pids, result.limits.pids)
        compare("ephemeral-storage", result.requests.ephemeralStorage, result.limits.ephemeralStorage)
        if case .count(let request) = result.requests.gpus, case .count(let limit) = result.limits.gpus {
            compare("gpus", Int64(request), Int64(limit))
        }
        return result
    }

    func readAmounts(_ mapping: MappingReader) -> Manifest.Resources.Amounts {
        var result = Manifest.Resources.Amounts()
        result.nanoCPUs = mapping["cpu"]?.quantity(Quantity.nanoCPUs)
        result.memory = mapping["memory"]?.quantity(Quantity.bytes)
        result.pids = mapping["pids"]?.integer(in: 1...4_194_304).map(Int64.init)
        result.ephemeralStorage = mapping["ephemeral-storage"]?.quantity(Quantity.bytes)
        if let value = mapping["gpus"] {
            if case .scalar(let scalar) = value.node.content, scalar.text == "all" {
                result.gpus = .all
            } else {
                result.gpus = value.integer(in: 1...1024, what: "'all' or a number").map { .count($0) }
            }
        }
        return result
    }
}
