extension SeccompGroup {
    /// The flags of clone(2) that make new namespaces. `CLONE_NEWTIME` is no flag of this call.
    private static let namespaceFlags: UInt64 = 0x7E02_0000

    static let newProcesses = SeccompGroup(
        "clone", "start threads and processes, in no new namespace", "clone",
        when: [[.argument(0, masked: namespaceFlags, is: 0)]])

    static let processes = SeccompGroup(
        "processes", "start programs, wait for them, end",
        """
        fork vfork execve exit exit_group wait4 waitid getpid getppid gettid getpgid getpgrp setpgid getsid setsid
        pidfd_open prctl arch_prctl
        """)

    static let programFromDescriptor = SeccompGroup(
        "execveat", "start a program from an open file", "execveat")

    static let signals = SeccompGroup(
        "signals", "send and handle signals",
        """
        kill tkill tgkill pidfd_send_signal rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend
        rt_sigtimedwait sigaltstack pause restart_syscall
        """)

    static let queuedSignals = SeccompGroup(
        "queued-signals", "send signals that carry a value", "rt_sigqueueinfo rt_tgsigqueueinfo")

    static let threads = SeccompGroup(
        "threads", "wait for one another",
        "futex futex_waitv set_tid_address set_robust_list get_robust_list rseq")

    static let scheduling = SeccompGroup(
        "scheduling", "see how the processors are shared",
        """
        sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_getattr sched_get_priority_max
        sched_get_priority_min sched_rr_get_interval getpriority getcpu
        """)

    static let schedulingOfOwn = SeccompGroup(
        "scheduling-own", "choose processors and be nicer", "sched_setaffinity setpriority")

    static let limits = SeccompGroup(
        "limits", "read limits and lower them; read what was used",
        "getrlimit setrlimit prlimit64 getrusage times sysinfo")

    static let system = SeccompGroup("system", "kernel release and random numbers", "uname getrandom")

    static let personality = SeccompGroup(
        "personality", "ask for the execution domain, or set the usual one", "personality",
        when: [[.argument(0, is: 0)], [.argument(0, is: 0xFFFF_FFFF)]])

    static let ownSandbox = SeccompGroup(
        "landlock", "give up rights to files for good",
        "landlock_create_ruleset landlock_add_rule landlock_restrict_self")

    static let ownFilter = SeccompGroup("seccomp", "tighten one's own filter", "seccomp")

    /// The flags of `clone3` are in memory, where no filter can see them. The others are new, and C libraries that know them know
    /// what to use in their place, but only after `ENOSYS`.
    static let absentCalls = SeccompGroup(
        "absent", "answered as by an older kernel, so that programs use the calls that came before",
        "clone3 cachestat fchmodat2 map_shadow_stack futex_wake futex_wait futex_requeue", action: .absent)

    static let identity = SeccompGroup(
        "identity", "see whom one runs as",
        "getuid geteuid getresuid getgid getegid getresgid getgroups capget")

    static let identitySwitch = SeccompGroup(
        "identity-switch", "become another user, as an image that starts as root does; it takes the capability too",
        "setuid setgid setgroups setreuid setregid setresuid setresgid setfsuid setfsgid")

    static let memory = SeccompGroup(
        "memory", "map, unmap and protect memory of one's own",
        "brk mmap munmap mprotect mremap madvise msync mincore membarrier")

    static let memoryFiles = SeccompGroup(
        "memory-files", "make files that live in memory, as Python and JavaScript workers do", "memfd_create")

    static let memoryKeys = SeccompGroup(
        "memory-keys", "guard memory of one's own with protection keys, as V8 does",
        "pkey_alloc pkey_free pkey_mprotect")

    static let clocks = SeccompGroup(
        "clocks", "read clocks, sleep, and be woken",
        """
        clock_gettime clock_getres clock_nanosleep gettimeofday time nanosleep alarm getitimer setitimer
        """)

    static let timers = SeccompGroup(
        "timers", "POSIX timers, as profilers use them",
        "timer_create timer_settime timer_gettime timer_getoverrun timer_delete")
}
