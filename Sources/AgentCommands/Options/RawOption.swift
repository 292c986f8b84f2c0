import ArgumentParser

/// `--raw`.
struct RawOption: ParsableArguments {
    @Flag(
        name: .customLong("raw"),
        help: "Pass on to a terminal all that agents print, also what steers it; else text and colours alone.")
    var isOn = false
}
