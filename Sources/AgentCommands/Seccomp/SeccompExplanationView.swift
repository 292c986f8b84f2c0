import SeccompProfiles

/// What a profile says about a call, as `seccomp explain --output json` prints it.
struct SeccompExplanationView: Encodable {
    struct Rule: Encodable {
        var group: String
        var reason: String
        /// Such as `allowed`, or `refused with EPERM`.
        var action: String
        /// Any of these lists, all of which must hold; empty means always.
        var conditions: [[String]]
    }

    var call: String
    var profile: String
    /// The call's number by architecture.
    var numbers: [String: Int32]
    var rules: [Rule]
    /// What happens when no rule fits.
    var otherwise: String
    /// Why it is left out.
    var refusal: String?

    init(_ explanation: SeccompExplanation) {
        call = explanation.call
        profile = explanation.profile
        numbers = explanation.numbers
        rules = explanation.rules.map { rule in
            Rule(
                group: rule.group, reason: rule.reason, action: rule.action.description,
                conditions: rule.alternatives.map { $0.map(\.description) })
        }
        otherwise = explanation.otherwise.description
        refusal = explanation.refusal
    }
}
