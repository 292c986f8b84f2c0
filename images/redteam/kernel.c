/* Attempts on parts of the kernel that no server needs. */
#define _GNU_SOURCE
#include "attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/reboot.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <unistd.h>

static void mount_tmpfs(void) {
    if (mount("none", "/tmp", "tmpfs", 0, 0) && mount("none", "/proc", "tmpfs", 0, 0)) refused("mount");
    worked("mounted a tmpfs");
}

static void mount_proc(void) {
    if (mount("proc", "/proc", "proc", 0, 0)) refused("mount");
    worked("mounted proc anew, without its masks");
}

static void mount_sysfs_writable(void) {
    if (mount("none", "/sys", NULL, MS_REMOUNT | MS_BIND, NULL)) refused("mount");
    worked("made /sys writable");
}

static void remount_root(void) {
    if (mount("none", "/", NULL, MS_REMOUNT | MS_BIND, NULL)) refused("mount");
    worked("made the root writable");
}

static void unmount_proc(void) {
    if (umount2("/proc/kcore", MNT_DETACH)) refused("umount2");
    worked("took the mask off /proc/kcore");
}

static void new_mount_api(void) {
    long fd = syscall(SYS_fsopen, "tmpfs", 0);
    if (fd < 0) refused("fsopen");
    worked("opened a new file system");
}

static void pivot(void) {
    if (syscall(SYS_pivot_root, ".", ".") && errno != EINVAL && errno != EBUSY) refused("pivot_root");
    worked("pivot_root is answered by the kernel");
}

static void unshare_one(int flag, const char *what) {
    if (unshare(flag)) refused("unshare");
    worked("has a new %s namespace", what);
}
static void unshare_user(void) { unshare_one(CLONE_NEWUSER, "user"); }
static void unshare_mount(void) { unshare_one(CLONE_NEWNS, "mount"); }
static void unshare_network(void) { unshare_one(CLONE_NEWNET, "network"); }

static void clone_user(void) {
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (pid < 0) refused("clone");
    if (pid == 0) _exit(0);
    worked("made a process in a new user namespace");
}

static void clone3_user(void) {
    struct { unsigned long long flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls; } arguments = {
        .flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid < 0) refused("clone3");
    if (pid == 0) _exit(0);
    worked("made a process in a new user namespace");
}

static void setns_init(void) {
    int fd = open("/proc/1/ns/mnt", O_RDONLY);
    if (fd < 0) refused("open /proc/1/ns/mnt");
    if (setns(fd, 0)) refused("setns");
    worked("entered the mount namespace of process 1");
}

static void bpf(void) {
    struct { unsigned type, key, value, entries, flags; char rest[100]; } map = {2, 4, 8, 1, 0, {0}};
    if (syscall(SYS_bpf, 0, &map, sizeof map) < 0) refused("bpf");
    worked("made a BPF map");
}

static void perf(void) {
    struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE, .size = sizeof event, .config = PERF_COUNT_SW_CPU_CLOCK,
                                    .exclude_kernel = 1, .exclude_hv = 1};
    if (syscall(SYS_perf_event_open, &event, 0, -1, -1, 0) < 0) refused("perf_event_open");
    worked("counts events");
}

static void userfault(void) {
    if (syscall(SYS_userfaultfd, O_CLOEXEC | 1 /* user mode only */) < 0) refused("userfaultfd");
    worked("handles page faults");
}

static void io_uring(void) {
    struct io_uring_params parameters;
    memset(&parameters, 0, sizeof parameters);
    if (syscall(SYS_io_uring_setup, 4, &parameters) < 0) refused("io_uring_setup");
    worked("has a ring");
}

static void keyring(void) {
    if (syscall(SYS_keyctl, 0 /* get the keyring's id */, -3 /* session */, 1) < 0) refused("keyctl");
    worked("has a session keyring");
}

static void add_a_key(void) {
    if (syscall(SYS_add_key, "user", "redteam", "x", 1, -3) < 0) refused("add_key");
    worked("added a key");
}

static void kexec(void) {
    if (syscall(SYS_kexec_load, 0, 0, 0, 0) < 0) refused("kexec_load");
    worked("unloaded the next kernel");
}

static void module(void) {
    /* Of an empty image the kernel says ENOEXEC when it would have loaded a good one. */
    if (syscall(SYS_init_module, "", 0, "") < 0 && errno != ENOEXEC) refused("init_module");
    worked("may load modules");
}

static void reboot_machine(void) {
    /* Switches Ctrl-Alt-Delete off, which is as it is already. */
    if (reboot(RB_DISABLE_CAD)) refused("reboot");
    worked("may reboot");
}

static void swap_off(void) {
    if (swapoff("/no/such/file") && errno == EPERM) refused("swapoff");
    worked("may change the swap: %s", strerror(errno));
}

static void set_clock(void) {
    struct timex state = {.modes = 0};
    if (adjtimex(&state) < 0) refused("adjtimex");
    /* To what it is already: this may be the host's clock. */
    state.modes = ADJ_STATUS;
    if (adjtimex(&state) < 0) refused("adjtimex");
    worked("may set the clock");
}

static void set_host_name(void) {
    if (sethostname("redteam", 7)) refused("sethostname");
    worked("changed the host's name");
}

static void kernel_log(void) {
    char text[16];
    if (syscall(SYS_syslog, 3, text, sizeof text) < 0) refused("syslog");
    worked("read the kernel's log");
}

static void file_handle(void) {
    struct { unsigned bytes; int type; unsigned char rest[128]; } handle = {.bytes = 128};
    int mount = 0;
    if (syscall(SYS_name_to_handle_at, AT_FDCWD, "/", &handle, &mount, 0)) refused("name_to_handle_at");
    if (syscall(SYS_open_by_handle_at, AT_FDCWD, &handle, O_RDONLY) < 0) refused("open_by_handle_at");
    worked("opened a file by its handle");
}

static void shared_segment(void) {
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    if (id < 0) refused("shmget");
    shmctl(id, IPC_RMID, NULL);
    worked("made a System V segment");
}

static void change_personality(void) {
    if (personality(ADDR_NO_RANDOMIZE) < 0) refused("personality");
    worked("switched address randomisation off");
}

static void nested_calls_32(void) {
#if defined(__x86_64__)
    long pid;
    /* getpid of the 32-bit calls. */
    __asm__ volatile("int $0x80" : "=a"(pid) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
    if (pid <= 0) blocked("the kernel answers %ld", pid);
    worked("made a 32-bit call");
#else
    blocked("no 32-bit calls on this processor");
#endif
}

static void type_into_terminal(void) {
    int fd = open("/dev/tty", O_RDWR);
    if (fd < 0) fd = 0;
    /* Without a terminal the kernel's own answer is ENOTTY: then the call was let through. */
    if (ioctl(fd, TIOCSTI, "x") && errno != ENOTTY && errno != EIO) refused("ioctl TIOCSTI");
    worked("the call reaches the kernel: %s", strerror(errno));
}

static void secret_memory(void) {
    if (syscall(447 /* memfd_secret */, 0) < 0) refused("memfd_secret");
    worked("has memory that the host cannot read");
}

static void lock_memory(void) {
    if (mlockall(MCL_FUTURE)) refused("mlockall");
    worked("locks memory");
}

const struct attempt kernel_attempts[] = {
    {"mount-tmpfs", mount_tmpfs, 0}, {"mount-proc", mount_proc, 0}, {"mount-sysfs-writable", mount_sysfs_writable, 0},
    {"remount-root", remount_root, 0}, {"unmount-mask", unmount_proc, 0}, {"fsopen", new_mount_api, 0},
    {"pivot-root", pivot, 0}, {"unshare-user", unshare_user, 0}, {"unshare-mount", unshare_mount, 0},
    {"unshare-network", unshare_network, 0}, {"clone-user", clone_user, 0}, {"clone3-user", clone3_user, 0},
    {"setns", setns_init, 0}, {"bpf", bpf, 0}, {"perf-event", perf, 0}, {"userfaultfd", userfault, 0},
    {"io-uring", io_uring, 0}, {"keyctl", keyring, 0}, {"add-key", add_a_key, 0}, {"kexec", kexec, 0},
    {"module-load", module, 0}, {"reboot", reboot_machine, 0}, {"swap", swap_off, 0}, {"set-clock", set_clock, 0},
    {"set-host-name", set_host_name, 0}, {"kernel-log", kernel_log, 0}, {"file-handle", file_handle, 0},
    {"sysv-shared-memory", shared_segment, 0}, {"personality", change_personality, 0},
    {"calls-of-32-bit", nested_calls_32, 0}, {"tiocsti", type_into_terminal, 0}, {"memfd-secret", secret_memory, 0},
    {"mlock", lock_memory, 0}, {0, 0, 0},
};
