import AgentValues
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct DockerfileGeneratorTests {
    static func generator(_ runtime: String, files: Set<String>, texts: [String: String] = [:]) throws
        -> DockerfileGenerator
    {
        let selection = try RuntimeCatalog().select(runtime)
        return DockerfileGenerator(
            definition: selection.definition, version: selection.version,
            folder: FolderContents(files: files.union(texts.keys), texts: texts))
    }

    @Test func python() throws {
        var generator = try Self.generator(
            "python", files: ["main.py", "requirements.txt", "requirements-dev.txt", "constraints.txt", "README.md"])
        generator.labels = ["dev.agent.name": "hello", "a": "say \"$HOME\" \\\n"]
        let made = try generator.generate()
        #expect(
            made.text == #"""
                # Made by aac-runtime for the runtime python:3.11.
                FROM python:3.11-slim
                ENV HOME="/tmp" PYTHONDONTWRITEBYTECODE="1" PYTHONUNBUFFERED="1"
                WORKDIR /app
                COPY ["requirements-dev.txt", "requirements.txt", "constraints.txt", "./"]
                RUN ["python3", "-m", "pip", "install", "--no-cache-dir", "-r", "requirements.txt"]
                COPY [".", "./"]
                LABEL "a"="say \"\$HOME\" \\ " "dev.agent.name"="hello"
                EXPOSE 8080
                USER 10001:10001
                ENTRYPOINT ["python3", "main.py"]

                """#)
        #expect(made.baseImages == ["python:3.11-slim"])
        #expect(made.dependencyFile == "requirements.txt" && !made.usesDependencies)
    }

    @Test func pythonWithoutDependenciesNeedsNoNetwork() throws {
        let made = try Self.generator("python:3.12", files: ["app.py"]).generate()
        #expect(!made.text.contains("RUN"))
        #expect(made.text.contains("FROM python:3.12-slim\n"))
    }

    @Test func pythonProjects() throws {
        let built = try Self.generator(
            "python", files: ["main.py"], texts: ["pyproject.toml": "[project]\nname = 'x'\n [build-system] \r\n"]
        ).generate()
        #expect(
            built.text.contains(
                "COPY [\".\", \"./\"]\nRUN [\"python3\", \"-m\", \"pip\", \"install\", \"--no-cache-dir\", \".\"]"))
        let application = try Self.generator("python", files: ["main.py"], texts: ["pyproject.toml": "[project]\n"])
            .generate()
        #expect(application.text.contains("COPY [\"pyproject.toml\", \"./\"]\nRUN [\"python3\", \"-c\", "))
        let settings = try Self.generator("python", files: ["main.py"], texts: ["pyproject.toml": "[tool.ruff]\n"])
            .generate()
        #expect(!settings.text.contains("RUN"))
    }

    @Test func nodejs() throws {
        let made = try Self.generator(
            "nodejs", files: ["package-lock.json", "src/server.js"],
            texts: ["package.json": #"{"main": "./src/server.js"}"#]
        ).generate()
        #expect(
            made.text == #"""
                # Made by aac-runtime for the runtime nodejs:22.
                FROM node:22-slim
                ENV HOME="/tmp" NODE_ENV="production" NPM_CONFIG_UPDATE_NOTIFIER="false"
                WORKDIR /app
                COPY ["package.json", "package-lock.json", "./"]
                RUN ["/bin/sh", "-c", "npm ci --omit=dev --no-audit --no-fund && rm -rf ~/.npm"]
                COPY [".", "./"]
                EXPOSE 8080
                USER 10001:10001
                ENTRYPOINT ["node", "src/server.js"]

                """#)
    }

    @Test(arguments: [
        (#"{"scripts": {"start": "node x.js"}, "main": "index.js"}"#, ["index.js"], ["npm", "start"]),
        (#"{"scripts": {"start": ""}, "main": "a/b.js"}"#, ["a/b.js", "index.js"], ["node", "a/b.js"]),
        // `npm init` writes a main that often does not exist.
        (#"{"main": "index.js"}"#, ["server.js"], ["node", "server.js"]),
        (#"{"main": "../x.js"}"#, ["app.js"], ["node", "app.js"]),
        (#"{"main": 3, "scripts": []}"#, ["app.js"], ["node", "app.js"]),
        ("not json", ["main.mjs"], ["node", "main.mjs"]),
    ])
    func nodejsEntry(_ package: String, _ files: [String], _ command: [String]) throws {
        let made = try Self.generator("node", files: Set(files), texts: ["package.json": package]).generate()
        #expect(made.command == command)
    }

    @Test func go() throws {
        let made = try Self.generator("go:1.25", files: ["go.mod", "go.sum", "cmd/agent/main.go"]).generate()
        #expect(
            made.text == #"""
                # Made by aac-runtime for the runtime go:1.25.
                FROM golang:1.25 AS build
                ENV CGO_ENABLED="0"
                WORKDIR /src
                COPY ["go.mod", "go.sum", "./"]
                RUN ["go", "mod", "download"]
                COPY [".", "./"]
                RUN ["/bin/sh", "-c", "set -e\nmkdir -p /out\ngo build -trimpath -o /out/agent ./'cmd/agent'\nfor folder in assets config prompts static templates; do [ ! -d $folder ] || cp -R $folder /out/; done\n"]

                FROM alpine:3
                ENV HOME="/tmp"
                WORKDIR /app
                COPY --from=build ["/out/", "./"]
                EXPOSE 8080
                USER 10001:10001
                ENTRYPOINT ["/app/agent"]

                """#)
        #expect(made.baseImages == ["golang:1.25", "alpine:3"])
        let vendored = try Self.generator("go", files: ["go.mod", "vendor/modules.txt", "main.go"]).generate()
        #expect(!vendored.text.contains("download") && vendored.text.contains("./'.'"))
    }

    @Test func rust() throws {
        let made = try Self.generator("rust", files: ["Cargo.toml", "Cargo.lock"]).generate()
        #expect(
            made.text.contains(
                "FROM rust:1-bookworm AS build\nWORKDIR /src\nCOPY [\"Cargo.toml\", \"Cargo.lock\", \"./\"]\nRUN"))
        #expect(
            made.text.contains("COPY [\".\", \"./\"]\nRUN [\"cargo\", \"build\", \"--release\", \"--locked\"]\nRUN"))
        #expect(made.text.contains("\n\nFROM buildpack-deps:bookworm-curl\n"))
        #expect(made.command == ["/app/agent"])
        let unlocked = try Self.generator("rust", files: ["Cargo.toml"]).generate()
        #expect(!unlocked.text.contains("--locked"))
    }

    @Test func java() throws {
        var generator = try Self.generator("java:17", files: ["Main.java"])
        generator.dependencies = ["com.google.code.gson:gson:2.10.1", "org.slf4j:slf4j-api:2.0.13"]
        let made = try generator.generate()
        #expect(made.baseImages == ["maven:3-eclipse-temurin-17", "eclipse-temurin:17-jre"])
        #expect(made.text.contains("COPY [\".aac-runtime/\", \"./\"]\nRUN [\"mvn\", "))
        #expect(made.command == ["java", "-XX:MaxRAMPercentage=75", "-cp", "/app/classes:/app/lib/*", "Main"])
        let file = try #require(made.extraFiles.first)
        #expect(file.path == ".aac-runtime/pom.xml" && made.extraFiles.count == 1)
        let packages = file.text.split(separator: "\n").filter {
            $0.contains("<artifactId>") && $0.contains("<version>")
        }
        #expect(
            packages.count == 2
                && packages[1].contains("<groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.13")
        )
        let gradle = try Self.generator("java", files: ["build.gradle.kts", "settings.gradle.kts"]).generate()
        #expect(gradle.text.contains("FROM gradle:8-jdk21 AS build\n"))
        #expect(gradle.text.contains("COPY [\"build.gradle.kts\", \"settings.gradle.kts\", \"./\"]"))
        #expect(gradle.command == ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/agent.jar"])
    }

    @Test func otherImagesAndSettings() throws {
        var generator = try Self.generator("go", files: ["main.go"])
        generator.baseImage = "registry.example:5000/base/alpine@sha256:0123"
        generator.buildImage = "my-go"
        generator.command = ["/app/agent", "--port", "80 80", "\"x\""]
        generator.ports = ["8080", "53/udp"]
        let made = try generator.generate()
        #expect(made.baseImages == ["my-go", "registry.example:5000/base/alpine@sha256:0123"])
        #expect(made.text.contains("EXPOSE 8080 53/udp\n"))
        #expect(made.text.contains(#"ENTRYPOINT ["/app/agent", "--port", "80 80", "\"x\""]"#))
        #expect(try generator.generate() == made)
    }

    /// Each package stays one word of one instruction, whatever it holds.
    @Test(arguments: [
        "a; rm -rf /", "$(id)", "`id`", "a\"] && [\"b", "a' || 'b", "${entry}", "a\\", "# x", "a b", "ünï",
    ])
    func packagesCannotBreakOut(_ package: String) throws {
        var generator = try Self.generator("python", files: ["main.py"])
        generator.dependencies = [package]
        let lines = try generator.generate().text.split(separator: "\n")
        let run = try #require(lines.first { $0.hasPrefix("RUN") })
        #expect(lines.count { $0.hasPrefix("RUN") } == 1)
        #expect(run.hasSuffix("\"--\", \(JSONValue.string(package).jsonText)]"))

        // In a script, it is one single-quoted word.
        generator = try Self.generator("nodejs", files: ["index.js"])
        generator.dependencies = [package, "next"]
        let script = try #require(try generator.generate().text.split(separator: "\n").first { $0.hasPrefix("RUN") })
        let quoted =
            "'" + package.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "' 'next'"
        #expect(script.contains(String(JSONValue.string(quoted).jsonText.dropFirst().dropLast())))
    }

    @Test(arguments: ["a\nRUN id", "a\r\nb", "a\u{0}b", "a\u{2028}b", "--index-url=http://x", "-e .", ""])
    func refusesPackages(_ package: String) throws {
        var generator = try Self.generator("python", files: ["main.py"])
        generator.dependencies = ["fine", package]
        let error = #expect(throws: BuildError.self) { try generator.generate() }
        #expect(error?.code == .invalidText && error?.manifestPath == "spec.dependencies[1]")
    }

    @Test func refusesPackagesThatDoNotMatchThePattern() throws {
        var generator = try Self.generator("java", files: ["Main.java"])
        generator.dependencies = ["a:b:1</version><x>"]
        #expect(throws: BuildError.self) { try generator.generate() }
    }

    @Test(arguments: ["a b", "a\nRUN x", "$X", "", "-x", "a\"b", "--platform=x a"])
    func refusesBaseImages(_ image: String) throws {
        var generator = try Self.generator("python", files: ["main.py"])
        generator.baseImage = image
        #expect(#expect(throws: BuildError.self) { try generator.generate() }?.code == .invalidText)
    }

    @Test func saysWhatItLookedFor() throws {
        let error = #expect(throws: BuildError.self) { try Self.generator("python", files: ["other.py"]).generate() }
        #expect(error?.code == .noEntryFile)
        #expect(error?.details.first?.hasPrefix("looked for: main.py, app.py, agent.py, server.py") == true)
    }

    /// A file with a name that COPY would take for a pattern or a variable is not copied on its own.
    @Test func copiesOnlyPlainNames() throws {
        let made = try Self.generator(
            "python", files: ["main.py", "requirements.txt", "requirements[1].txt", "requirements$X.txt"]
        )
        .generate()
        #expect(made.text.contains("COPY [\"requirements.txt\", \"./\"]"))
    }
}
