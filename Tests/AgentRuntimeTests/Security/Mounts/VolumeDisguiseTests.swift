import AgentTesting
import Diagnostics
import EngineAPI
import FoundationEssentials
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct VolumeDisguiseTests {
    @Test(arguments: [
        (#"{"Name":"v","Driver":"local","Options":null}"#, false),
        (#"{"Name":"v","Driver":"local","Options":{}}"#, false),
        (#"{"Name":"v","Driver":"local","Options":{"o":"size=1g"}}"#, false),
        (#"{"Name":"v","Driver":"local","Options":{"type":"tmpfs","device":"tmpfs"}}"#, false),
        (#"{"Name":"v","Driver":"local","Options":{"type":"nfs","o":"addr=10.0.0.1,rw","device":":/x"}}"#, false),
        (#"{"Name":"v","Driver":"local","Options":{"type":"none","o":"bind","device":"/"}}"#, true),
        (#"{"Name":"v","Driver":"local","Options":{"type":"tmpfs","o":"rw,rbind","device":"/etc"}}"#, true),
        (#"{"Name":"v","Driver":"local","Options":{"type":"ext4","device":"/dev/sda1"}}"#, true),
        (#"{"Name":"v","Driver":"local","Options":{"type":"overlay","o":"lowerdir=/etc:/x"}}"#, true),
        (#"{"Name":"v","Driver":"local-persist","Options":{"mountpoint":"/etc"}}"#, true),
    ])
    func volumesThatAreMoreThanTheirNames(json: String, isDisguise: Bool) throws {
        let volume = try JSONDecoder().decode(VolumeInspection.self, from: Data(json.utf8))
        #expect((VolumeDisguise.objection(to: volume) != nil) == isDisguise)
    }

    @Test(arguments: TestEngine.allCases) func aVolumeThatIsAFolderOfTheHostIsRefused(
        _ engine: TestEngine
    ) async throws {
        let folder = try TemporaryFolder()
        let name = TestEngine.uniqueName("disguise")
        let client = try await engine.connect()
        defer { client.shutdown() }
        for (device, isForNobody) in [(folder.path, false), ("/run", true)] {
            try await client.volumes.create(
                VolumeConfiguration(
                    name: name, options: ["type": "none", "o": "bind", "device": device], labels: TestEngine.labels))
            do {
                var mount = VolumeMount(.volume, source: name, target: "/data")
                let error = try await refusedMounts(engine, [mount])
                #expect(error?.exitCode == .denied && error?.message.contains("'\(device)'") == true)
                mount.allowUnsafe = ["a test"]
                #expect((try await refusedMounts(engine, [mount]) != nil) == isForNobody, "\(device)")
            } catch {
                try? await client.volumes.remove(name)
                throw error
            }
            try await client.volumes.remove(name)
        }
    }
}
