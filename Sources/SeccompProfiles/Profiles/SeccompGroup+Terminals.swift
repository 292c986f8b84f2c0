extension SeccompGroup {
    /// Requests that put text into a terminal's input; see ioctl_tty(2).
    private static let typingRequests: [UInt32] = [0x5412, 0x541C]

    static let terminals = SeccompGroup(
        "ioctl", "configure terminals, sockets and files, but never type into a terminal (TIOCSTI, TIOCLINUX)",
        "ioctl", when: SeccompCondition.lowHalf(of: 1, isNoneOf: typingRequests).map { [$0] })

    /// What runtimes ask of terminals, pipes and sockets; see ioctl_tty(2) and the kernel's `asm-generic/ioctls.h`.
    private static let ordinaryRequests: [UInt32] = [
        0x5401, 0x5402, 0x5403, 0x5404,  // TCGETS, TCSETS, TCSETSW, TCSETSF
        0x802C_542A, 0x402C_542B, 0x402C_542C, 0x402C_542D,  // the same as TCGETS2 …, which new C libraries use
        0x540E, 0x540F, 0x5410,  // TIOCSCTTY, TIOCGPGRP, TIOCSPGRP: job control
        0x5413, 0x5414,  // TIOCGWINSZ, TIOCSWINSZ
        0x541B, 0x5421,  // FIONREAD, FIONBIO
        0x5450, 0x5451, 0x5452,  // FIONCLEX, FIOCLEX, FIOASYNC
        0x8004_5430, 0x4004_5431, 0x5441,  // TIOCGPTN, TIOCSPTLCK, TIOCGPTPEER: new pseudo-terminals
    ]

    static let ordinaryTerminals = SeccompGroup(
        "ioctl", "configure terminals, and whether a file blocks; nothing else", "ioctl",
        when: ordinaryRequests.map { [.argument(1, masked: 0xFFFF_FFFF, is: UInt64($0))] })
}
