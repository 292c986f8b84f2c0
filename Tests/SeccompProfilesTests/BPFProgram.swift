import SeccompProfiles

/// The kernel's view of a filter: runs its program on one call; see seccomp(2) and bpf(4).
struct BPFProgram {
    struct Problem: Error { var message: String }

    private struct Instruction {
        var code: UInt16
        var whenTrue: Int
        var whenFalse: Int
        var constant: UInt32
    }

    private let instructions: [Instruction]

    init(_ filter: SeccompFilter) {
        let bytes = filter.program
        instructions = stride(from: 0, to: bytes.count, by: 8).map { start in
            func number(_ offset: Int, _ count: Int) -> UInt32 {
                (0..<count).reduce(0) { $0 | UInt32(bytes[start + offset + $1]) << (8 * UInt32($1)) }
            }
            return Instruction(
                code: UInt16(number(0, 2)), whenTrue: Int(bytes[start + 2]), whenFalse: Int(bytes[start + 3]),
                constant: number(4, 4))
        }
    }

    /// What the filter answers: `SECCOMP_RET_…` with its data.
    /// - Parameter audit: the architecture as `AUDIT_ARCH_…`; x86_64 unless given.
    func answer(to number: UInt32, _ arguments: [UInt64] = [], audit: UInt32 = 0xC000_003E) throws -> UInt32 {
        // struct seccomp_data: number, architecture, instruction pointer, six arguments of 64 bits, little end first.
        var data = [number, audit, 0, 0]
        for place in 0..<6 {
            let argument = place < arguments.count ? arguments[place] : 0
            data += [UInt32(truncatingIfNeeded: argument), UInt32(argument >> 32)]
        }
        var accumulator: UInt32 = 0
        var place = 0
        while place < instructions.count {
            let instruction = instructions[place]
            place += 1
            let constant = instruction.constant
            func jump(_ holds: Bool) { place += holds ? instruction.whenTrue : instruction.whenFalse }
            switch instruction.code {
            case 0x20: accumulator = data[Int(constant / 4)]
            case 0x54: accumulator &= constant
            case 0x05: place += Int(constant)
            case 0x15: jump(accumulator == constant)
            case 0x25: jump(accumulator > constant)
            case 0x35: jump(accumulator >= constant)
            case 0x45: jump(accumulator & constant != 0)
            case 0x06: return constant
            default: throw Problem(message: "instruction \(instruction.code)")
            }
        }
        throw Problem(message: "no answer")
    }
}
