import Foundation
import PackagePlugin

/// Compiles the launcher, a C program without a C library, for every processor that it knows, and writes the programs into Swift
/// source. The compiler and the linker are those of the Swift toolchain, which make programs for any processor.
@main struct EmbedLauncher: BuildToolPlugin {
    private static let processors = ["x86_64", "aarch64"]

    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let sources = target.directoryURL.appending(path: "program")
        let inputs = ["launcher.c", "cage.h", "gate.h", "marked.h", "relay.h", "system.h", "text.h"].map {
            sources.appending(path: $0)
        }
        let work = context.pluginWorkDirectoryURL
        let clang = try context.tool(named: "clang").url
        let programs = Self.processors.map { work.appending(path: "launcher-\($0)") }
        let generated = work.appending(path: "AgentLauncher+Programs.swift")
        let compilations = zip(Self.processors, programs).map { processor, program in
            Command.buildCommand(
                displayName: "Compiling the launcher for \(processor)", executable: clang,
                arguments: Self.flags + [
                    "--target=\(processor)-unknown-linux-gnu", "-o", program.path, inputs[0].path,
                ],
                inputFiles: inputs, outputFiles: [program])
        }
        return compilations + [
            .buildCommand(
                displayName: "Embedding the launcher", executable: try context.tool(named: "launcher-embedder").url,
                arguments: [generated.path] + programs.map(\.path), inputFiles: programs, outputFiles: [generated])
        ]
    }

    private static let flags = [
        "-std=c11", "-Os", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fno-stack-protector", "-fno-pic",
        "-fno-pie",
        "-fno-asynchronous-unwind-tables", "-nostdlib", "-static", "-fuse-ld=lld", "-Wl,--build-id=none",
        "-Wl,-z,noexecstack", "-Wl,--strip-all",
    ]
}
