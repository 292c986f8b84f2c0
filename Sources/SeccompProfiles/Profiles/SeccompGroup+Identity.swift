extension SeccompGroup {
    static let identity = SeccompGroup(
        "identity", "see whom one runs as",
        "getuid geteuid getresuid getgid getegid getresgid getgroups capget")

    static let identitySwitch = SeccompGroup(
        "identity-switch", "become another user, as an image that starts as root does; it takes the capability too",
        "setuid setgid setgroups setreuid setregid setresuid setresgid setfsuid setfsgid")
}
