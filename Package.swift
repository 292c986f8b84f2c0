// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let logging = product(name: "Logging", package: "swift-log")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let system = product(name: "SystemPackage", package: "swift-system")
}

func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
        swiftSettings: settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]
    )
}

let package = Package(
    name: "aac-runtime",
    products: [
        .executable(name: "aac-runtime", targets: ["aac-runtime"]),
        .library(name: "AgentCommands", targets: ["AgentCommands"]),
        .library(name: "AgentManifest", targets: ["AgentManifest"]),
        .library(name: "AgentOrchestrator", targets: ["AgentOrchestrator"]),
        .library(name: "AgentRuntime", targets: ["AgentRuntime"]),
        .library(name: "AgentTesting", targets: ["AgentTesting"]),
        .library(name: "AgentValues", targets: ["AgentValues"]),
        .library(name: "Diagnostics", targets: ["Diagnostics"]),
        .library(name: "EngineAPI", targets: ["EngineAPI"]),
        .library(name: "HTTPTransport", targets: ["HTTPTransport"]),
        .library(name: "SeccompProfiles", targets: ["SeccompProfiles"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CCurlShims", dependencies: ["CCurl"]),
        .target(name: "CProcessShims"),
        library("Diagnostics", []),
        library("AgentValues", ["Diagnostics"]),
        library("HTTPTransport", ["CCurl", "CCurlShims", "Diagnostics", .httpTypes, .logging, .system]),
        library(
            "EngineAPI", ["HTTPTransport", "AgentValues", "Diagnostics", .httpTypes, .logging, .subprocess, .system]),
        library("AgentManifest", ["CYAML", "AgentValues", "Diagnostics", .system]),
        .target(
            name: "AgentLauncher", exclude: ["program"], swiftSettings: settings, plugins: ["EmbedLauncher"]),
        .plugin(
            name: "EmbedLauncher", capability: .buildTool(), dependencies: ["launcher-embedder"],
            path: "Sources/EmbedLauncher"),
        .executableTarget(name: "launcher-embedder", swiftSettings: settings),
        library("SeccompProfiles", ["CSeccomp", "AgentManifest", "AgentValues", "Diagnostics", .system]),
        library(
            "AgentRuntime",
            [
                "EngineAPI", "HTTPTransport", "AgentManifest", "AgentValues", "AgentLauncher", "CProcessShims",
                "Diagnostics", "SeccompProfiles", .httpTypes, .logging, .system,
            ],
            resources: [.embedInCode("Definitions/runtimes")]),
        library(
            "AgentOrchestrator",
            [
                "AgentRuntime", "AgentManifest", "AgentValues", "EngineAPI", "HTTPTransport", "Diagnostics", .logging,
                .subprocess, .system,
            ]),
        library(
            "AgentCommands",
            [
                "AgentOrchestrator", "AgentRuntime", "EngineAPI", "AgentManifest", "AgentValues", "SeccompProfiles",
                "Diagnostics", "HTTPTransport", .arguments, .logging, .subprocess, .system,
            ],
            resources: [.embedInCode("Init/Templates")]),
        library(
            "AgentTesting",
            ["AgentRuntime", "AgentValues", "EngineAPI", "HTTPTransport", "Diagnostics", .subprocess, .system]),
        .executableTarget(name: "aac-runtime", dependencies: ["AgentCommands"], swiftSettings: settings),
        tests(of: "Diagnostics"),
        tests(of: "AgentValues", ["AgentTesting", "Diagnostics"]),
        tests(of: "HTTPTransport", ["AgentTesting", "Diagnostics", .httpTypes]),
        tests(of: "EngineAPI", ["AgentTesting", "Diagnostics", "HTTPTransport", .httpTypes]),
        tests(of: "AgentManifest", ["AgentValues", "Diagnostics", .subprocess, .system]),
        tests(of: "AgentLauncher", ["AgentTesting", "EngineAPI", .subprocess, .system]),
        tests(of: "SeccompProfiles", ["AgentManifest", "AgentTesting", "AgentValues", "Diagnostics", "EngineAPI"]),
        tests(
            of: "AgentRuntime",
            [
                "AgentTesting", "AgentManifest", "AgentValues", "Diagnostics", "EngineAPI", "SeccompProfiles", .logging,
                .subprocess, .system,
            ]),
        tests(
            of: "AgentOrchestrator",
            ["AgentTesting", "AgentRuntime", "AgentManifest", "AgentValues", "Diagnostics", "EngineAPI"]),
        tests(of: "AgentTesting", ["AgentRuntime", "EngineAPI"]),
        tests(
            of: "AgentCommands",
            [
                "AgentOrchestrator", "AgentTesting", "AgentRuntime", "AgentValues", "Diagnostics", "EngineAPI",
                "HTTPTransport",
                "SeccompProfiles", .httpTypes, .subprocess, .system,
            ]),
    ]
)
