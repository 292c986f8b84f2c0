extension SeccompProfile {
    /// What runc 1.1 does after the filter is in force and before the agent's first instruction: without any of these a container
    /// does not start, or its start hangs. Measured by leaving out one after the other.
    static let neededCalls: Set<String> = [
        "capget", "close", "execve", "exit", "exit_group", "fstat", "fstatfs", "getdents64", "getpid", "nanosleep",
        "openat", "prctl", "read", "write",
    ]

    /// ``neededCalls``, and what runc, Go's runtime in it, and crun may do then too.
    static let startCalls: Set<String> = neededCalls.union([
        "access", "arch_prctl", "brk", "chdir", "clone", "epoll_ctl", "epoll_pwait", "fcntl", "futex", "getppid",
        "gettid",
        "lstat", "madvise", "mmap", "mprotect", "munmap", "newfstatat", "rt_sigaction", "rt_sigprocmask",
        "rt_sigreturn",
        "sched_yield", "set_robust_list", "set_tid_address", "setgid", "setgroups", "setuid", "sigaltstack", "stat",
        "statfs", "tgkill",
    ])

    /// What the launcher does, the container's first process.
    package static let launcherCalls: Set<String> = [
        "clone", "close", "execve", "exit_group", "faccessat", "fcntl", "getdents64", "geteuid", "getpid", "ioctl",
        "kill", "mmap",
        "newfstatat", "openat", "prctl", "read", "rt_sigaction", "rt_sigprocmask", "rt_sigtimedwait", "setpgid",
        "statfs", "wait4", "write",
    ]
}
