import AgentRuntime
import Testing

@Suite(.timeLimit(.minutes(2))) struct VolumeMountTests {
    @Test(arguments: [
        ("/srv/data:/data", VolumeMount(.bind, source: "/srv/data", target: "/data", root: "/here")),
        ("./data:/data:ro", VolumeMount(.bind, source: "/here/./data", target: "/data", readOnly: true, root: "/here")),
        ("~/data:/data:rw", VolumeMount(.bind, source: "/home/me/data", target: "/data", root: "/here")),
        ("cache:/var/cache", VolumeMount(.volume, source: "cache", target: "/var/cache")),
        ("/scratch", VolumeMount(.volume, target: "/scratch")),
    ])
    func parses(text: String, expected: VolumeMount) {
        #expect(VolumeMount(parsing: text, directory: "/here", home: "/home/me") == expected)
    }

    @Test(arguments: ["", ":", "a", "a:b", "a:/b:rx", "a:/b:ro:z", ":/b", "~you/x:/b"])
    func refuses(text: String) {
        #expect(VolumeMount(parsing: text, directory: "/here", home: "/home/me") == nil)
    }
}
