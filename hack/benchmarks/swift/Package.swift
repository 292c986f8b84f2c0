// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the product carries no benchmark. `hack/bench call` builds it.
let package = Package(
    name: "call",
    dependencies: [
        .package(name: "aac-runtime", path: "../../.."),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .executableTarget(
            name: "call",
            dependencies: [
                .product(name: "EngineAPI", package: "aac-runtime"),
                .product(name: "HTTPTransport", package: "aac-runtime"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .treatAllWarnings(as: .error),
            ])
    ]
)
