import FoundationEssentials

extension SeccompProfile {
    /// The profile as engines take it: compact JSON in the format of moby's `profiles/seccomp`, names in a fixed order.
    ///
    /// Docker takes it inline (`SecurityOpt: ["seccomp={…}"]`), Podman's compatible API as the path of a file on its host.
    /// `defaultErrnoRet` stands in it only where refused calls fail with something else than `EPERM`, since Docker 20.10 does
    /// not know it; comments are left out.
    public var engineJSON: String { encoded(formatting: []) }

    /// ``engineJSON`` over several lines with the groups' reasons as comments, for people; engines take it too.
    public var readableJSON: String { encoded(formatting: .prettyPrinted) }

    private func encoded(formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
        let document = Document(self, hasComments: formatting.contains(.prettyPrinted))
        // Every value below is text or a whole number, so there is nothing that cannot be encoded.
        return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private struct Document: Encodable {
        var defaultAction: String
        var defaultErrnoRet: UInt16?
        var architectures: [String]
        var syscalls: [Rule]

        init(_ profile: SeccompProfile, hasComments: Bool) {
            defaultAction = profile.defaultAction.engineName
            if profile.defaultAction != .refuse { defaultErrnoRet = profile.defaultAction.errorNumber }
            architectures = profile.architectures.map(\.engineName)
            syscalls = profile.groups.flatMap { group in
                (group.alternatives.isEmpty ? [[]] : group.alternatives).map { conditions in
                    Rule(group, conditions, comment: hasComments ? "\(group.name): \(group.reason)" : nil)
                }
            }
        }
    }

    private struct Rule: Encodable {
        var names: [String]
        var action: String
        var errnoRet: UInt16?
        var args: [Argument]
        var comment: String?

        init(_ group: SeccompGroup, _ conditions: [SeccompCondition], comment: String?) {
            names = group.syscalls
            action = group.action.engineName
            errnoRet = group.action.errorNumber
            args = conditions.map(Argument.init)
            self.comment = comment
        }
    }

    private struct Argument: Encodable {
        var index: UInt32
        var value: UInt64
        var valueTwo: UInt64
        var op: String

        init(_ condition: SeccompCondition) {
            index = condition.argument
            value = condition.value
            valueTwo = condition.secondValue
            op = condition.comparison.rawValue
        }
    }
}
