extension SeccompRefusal {
    /// What neither of our profiles allows.
    static let always = [
        SeccompRefusal(
            "changes mounts or namespaces, which are the container's walls",
            """
            mount umount umount2 pivot_root chroot move_mount open_tree open_tree_attr fsopen fsconfig fsmount fspick
            mount_setattr statmount listmount unshare setns
            """),
        SeccompRefusal(
            "sees into or steers other processes",
            "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd get_thread_area"
        ),
        SeccompRefusal(
            "loads code into the kernel, or replaces it",
            "init_module finit_module delete_module create_module get_kernel_syms query_module kexec_load kexec_file_load reboot"
        ),
        SeccompRefusal(
            "a large part of the kernel, with a history of flaws, that servers work without",
            """
            bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register io_setup io_destroy io_submit
            io_cancel io_getevents io_pgetevents vmsplice
            """),
        SeccompRefusal(
            "the kernel's keyrings are not separate for each container", "add_key request_key keyctl"),
        SeccompRefusal(
            "opens files by handle, around the mounts",
            "name_to_handle_at open_by_handle_at fanotify_init fanotify_mark"),
        SeccompRefusal(
            "System V and POSIX queues, semaphores and shared memory have newer substitutes, and room of their own in the kernel",
            """
            shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl ipc
            mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
            """),
        SeccompRefusal(
            "changes the host's clock, name, swap, accounting, quotas or log",
            """
            adjtimex clock_adjtime clock_settime settimeofday stime sethostname setdomainname swapon swapoff acct quotactl
            quotactl_fd syslog vhangup nfsservctl
            """),
        SeccompRefusal(
            "reaches the hardware, or parts of the processor that only old programs use", "ioperm iopl modify_ldt"),
        SeccompRefusal(
            "keeps memory or processors from others, or moves memory between nodes",
            """
            mlock mlock2 mlockall munlock munlockall sched_setparam sched_setscheduler sched_setattr ioprio_get ioprio_set
            mbind get_mempolicy set_mempolicy set_mempolicy_home_node migrate_pages move_pages
            """),
        SeccompRefusal(
            "raises or passes on capabilities; an agent's are fixed before it starts", "capset"),
        SeccompRefusal(
            "hides memory from the host, which must be able to look", "memfd_secret"),
        SeccompRefusal(
            "superseded; no program of today calls it",
            """
            _sysctl afs_syscall epoll_ctl_old epoll_wait_old getpmsg lookup_dcookie putpmsg remap_file_pages
            security set_thread_area sysfs tuxcall uselib ustat vserver
            """),
    ]
}
