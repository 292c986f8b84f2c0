/* Attempts with system calls that a server has no use for: did the kernel answer, or somebody before it? */
#define _GNU_SOURCE
#include "attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/quota.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

/* Whoever refuses says one of three; every other error is about the arguments, which are wrong on purpose. */
static _Noreturn void reached(long result) {
    if (result < 0 && (errno == EPERM || errno == EACCES || errno == ENOSYS)) refused("call");
    worked("the kernel answers: %s", result < 0 ? strerror(errno) : "done");
}
#define CALL(name, ...) static void name(void) { reached(syscall(__VA_ARGS__)); }

/* The calls that mount without mount(2); older C libraries do not name their newest. */
CALL(open_tree_clone, SYS_open_tree, AT_FDCWD, "/", 1 /* OPEN_TREE_CLONE */)
CALL(move_mount_away, SYS_move_mount, -1, "none", -1, "none", 0)
CALL(pick_mount, SYS_fspick, AT_FDCWD, "/", 0)
CALL(configure_mount, SYS_fsconfig, -1, 6, 0, 0, 0)
CALL(make_mount, SYS_fsmount, -1, 0, 0)
CALL(change_mount, 442 /* mount_setattr */, AT_FDCWD, "/", 0, &(struct { unsigned long long v[4]; }){{0}}, 32)
static void mount_cgroup(void) {
    if (mount("none", "/tmp", "cgroup", 0, "memory") && mount("none", "/tmp", "cgroup2", 0, 0)) refused("mount");
    umount2("/tmp", MNT_DETACH);
    worked("mounted the cgroups writable");
}
static void bind_over(void) { reached(mount("/proc/self/status", "/etc/hosts", NULL, MS_BIND, NULL)); }
static void unmount_hosts(void) { reached(umount2("/etc/hosts", MNT_DETACH)); }

/* Namespaces, each by itself and all that a way out by release_agent wants (CVE-2022-0492). */
CALL(unshare_processes, SYS_unshare, CLONE_NEWPID)
CALL(unshare_ipc, SYS_unshare, CLONE_NEWIPC)
CALL(unshare_names, SYS_unshare, CLONE_NEWUTS)
CALL(unshare_cgroup, SYS_unshare, CLONE_NEWCGROUP)
CALL(unshare_time, SYS_unshare, 0x80 /* CLONE_NEWTIME */)
CALL(unshare_all, SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWCGROUP)
static void clone_with(unsigned long flags) {
    long pid = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) _exit(0);
    reached(pid);
}
static void clone_mount(void) { clone_with(CLONE_NEWNS); }
static void clone_network(void) { clone_with(CLONE_NEWNET); }
static void clone_processes(void) { clone_with(CLONE_NEWPID); }
static void setns_by_process(void) {
    long fd = syscall(SYS_pidfd_open, 1, 0);
    if (fd < 0) refused("pidfd_open");
    reached(syscall(SYS_setns, fd, CLONE_NEWNS | CLONE_NEWNET));
}

/* The machine's own state. None changes anything where it is let through. */
CALL(kexec_file, SYS_kexec_file_load, -1, -1, 0L, 0L, 8L /* no initrd: no file is read */)
CALL(finit_module, SYS_finit_module, -1, "", 0)
CALL(delete_module, SYS_delete_module, "no-such-module", O_NONBLOCK)
CALL(accounting, SYS_acct, 0)
CALL(swap_on, SYS_swapon, "/no/such/file", 0)
CALL(quota, SYS_quotactl, QCMD(Q_SYNC, USRQUOTA), 0, 0, 0)
CALL(hang_up, SYS_vhangup)
CALL(domain_name, SYS_setdomainname, "redteam", 7)
CALL(time_of_day, SYS_settimeofday, 0, 0)
static void adjust_clock(void) {
    struct timex state = {.modes = 0};
    if (syscall(SYS_clock_adjtime, 0, &state) < 0) refused("clock_adjtime");
    state.modes = ADJ_STATUS;
    reached(syscall(SYS_clock_adjtime, 0, &state));
}
CALL(profile_cookie, SYS_lookup_dcookie, 0L, 0L, 0L)
CALL(watch_files, SYS_fanotify_init, 0x200 /* FAN_REPORT_FID */, O_RDONLY)
CALL(request_key, SYS_request_key, "user", "redteam", 0, 0)
#if defined(__x86_64__)
static void io_level(void) { reached(iopl(3)); }
static void io_ports(void) { reached(ioperm(0x80, 1, 1)); }
CALL(local_descriptors, SYS_modify_ldt, 0, 0, 0)
#else
static void io_level(void) { blocked("no such call on this processor"); }
static void io_ports(void) { blocked("no such call on this processor"); }
static void local_descriptors(void) { blocked("no such call on this processor"); }
#endif

/* Memory and processors of others. */
CALL(move_pages, SYS_move_pages, 0, 0, 0, 0, 0, 0)
CALL(migrate_pages, SYS_migrate_pages, 0, 0, 0, 0)
CALL(memory_policy, SYS_set_mempolicy, 0, 0, 0)
CALL(bind_memory, SYS_mbind, 0, 0, 0, 0, 0, 0)
CALL(free_memory_of_another, 448 /* process_mrelease */, -1, 0)
CALL(deadline, SYS_sched_setattr, 0,
     &(struct { unsigned size, policy; unsigned long long flags; int nice; unsigned priority; unsigned long long t[3]; }){
         48, 6, 0, 0, 0, {10000000, 30000000, 30000000}}, 0)
CALL(io_first, SYS_ioprio_set, 1, 0, 1 << 13 /* real time */)
CALL(map_of_memory, SYS_prctl, 35 /* PR_SET_MM */, 6 /* PR_SET_MM_START_BRK */, 4096, 0, 0)
CALL(secure_bits, SYS_prctl, PR_SET_SECUREBITS, 0, 0, 0, 0)
static void ambient(void) { reached(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21 /* SYS_ADMIN */, 0, 0)); }
const struct attempt call_attempts[] = {
    {"open-tree", open_tree_clone, 0}, {"move-mount", move_mount_away, 0}, {"fspick", pick_mount, 0},
    {"fsconfig", configure_mount, 0}, {"fsmount", make_mount, 0}, {"mount-setattr", change_mount, 0},
    {"mount-cgroup", mount_cgroup, 0}, {"bind-over-file", bind_over, 0}, {"unmount-file", unmount_hosts, 0},
    {"unshare-pid", unshare_processes, 0}, {"unshare-ipc", unshare_ipc, 0}, {"unshare-uts", unshare_names, 0},
    {"unshare-cgroup", unshare_cgroup, 0}, {"unshare-time", unshare_time, 0}, {"unshare-all", unshare_all, 0},
    {"clone-mount", clone_mount, 0}, {"clone-network", clone_network, 0}, {"clone-pid", clone_processes, 0},
    {"setns-by-pidfd", setns_by_process, 0}, {"kexec-file", kexec_file, 0}, {"module-load-file", finit_module, 0},
    {"module-unload", delete_module, 0}, {"accounting", accounting, 0}, {"swap-on", swap_on, 0}, {"quota", quota, 0},
    {"hang-up-terminal", hang_up, 0}, {"domain-name", domain_name, 0}, {"time-of-day", time_of_day, 0},
    {"adjust-clock", adjust_clock, 0}, {"lookup-dcookie", profile_cookie, 0}, {"fanotify", watch_files, 0},
    {"request-key", request_key, 0}, {"io-level", io_level, 0}, {"io-ports", io_ports, 0},
    {"modify-ldt", local_descriptors, 0}, {"move-pages", move_pages, 0}, {"migrate-pages", migrate_pages, 0},
    {"memory-policy", memory_policy, 0}, {"bind-memory", bind_memory, 0},
    {"process-mrelease", free_memory_of_another, 0}, {"deadline", deadline, 0}, {"io-priority", io_first, 0},
    {"map-of-memory", map_of_memory, 0}, {"secure-bits", secure_bits, 0}, {"ambient-capability", ambient, 0},
    {0, 0, 0},
};
