extension ManifestReader {
    func readLifetime(_ spec: MappingReader) -> Manifest.Lifetime {
        var result = Manifest.Lifetime()
        guard let lifetime = spec["lifetime"]?.mapping(hint: "such as 'lifetime: {ttl: 30m}'") else { return result }
        let least = Duration.milliseconds(1)
        result.ttl = lifetime["ttl"]?.duration(atLeast: least)
        result.idle = lifetime["idle"]?.duration(atLeast: least)
        if let ttl = result.ttl, let idle = result.idle, idle >= ttl {
            lifetime["idle"]?.warn(
                "'idle' has no effect because 'ttl' is over before", hint: "give 'idle' a shorter time")
        }
        return result
    }
}
