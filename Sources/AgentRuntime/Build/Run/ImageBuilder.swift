public import EngineAPI
public struct ImageBuilder: Sendable { public init() {}
 public func build(_ plan: ImageBuildPlan, on engine: EngineClient, output: @escaping @Sendable (BuildOutput) -> Void) async throws -> BuiltImage { throw CancellationError() } }
