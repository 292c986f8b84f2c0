extension SeccompGroup {
    static let clocks = SeccompGroup(
        "clocks", "read clocks, sleep, and be woken",
        """
        clock_gettime clock_getres clock_nanosleep gettimeofday time nanosleep alarm getitimer setitimer
        """)

    static let timers = SeccompGroup(
        "timers", "POSIX timers, as profilers use them",
        "timer_create timer_settime timer_gettime timer_getoverrun timer_delete")
}
