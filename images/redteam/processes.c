/* Attempts on other processes, and to become somebody else. */
#define _GNU_SOURCE
#include "attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child of the same user, asleep. */
static pid_t sleeper(void) {
    pid_t pid = fork();
    if (pid < 0) refused("fork");
    if (pid == 0) {
        pause();
        _exit(0);
    }
    return pid;
}

static void trace(void) {
    if (ptrace(PTRACE_ATTACH, sleeper(), 0, 0)) refused("ptrace");
    worked("traces a process of the same user");
}

static void read_memory(void) {
    static char secret[] = "memory";
    char copy[sizeof secret];
    struct iovec to = {copy, sizeof copy}, from = {secret, sizeof secret};
    if (process_vm_readv(sleeper(), &to, 1, &from, 1, 0) < 0) refused("process_vm_readv");
    worked("read another process's memory");
}

static void write_memory(void) {
    static char target[8];
    struct iovec from = {"x", 1}, to = {target, 1};
    if (process_vm_writev(sleeper(), &from, 1, &to, 1, 0) < 0) refused("process_vm_writev");
    worked("wrote another process's memory");
}

static void take_descriptor(void) {
    int fd = (int)syscall(SYS_pidfd_open, sleeper(), 0);
    if (fd < 0) refused("pidfd_open");
    if (syscall(438 /* pidfd_getfd */, fd, 0, 0) < 0) refused("pidfd_getfd");
    worked("took a descriptor of another process");
}

static void compare(void) {
    if (syscall(SYS_kcmp, getpid(), sleeper(), 0, 1, 1) < 0) refused("kcmp");
    worked("compares the kernel's pointers");
}

static void environment_of_first(void) {
    int fd = open("/proc/1/environ", O_RDONLY);
    char text[8192];
    ssize_t count = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (count < 0) refused("/proc/1/environ");
    for (ssize_t i = 0; i < count; i++)
        if (!text[i]) text[i] = '\n';
    /* What we were told ourselves is no finding. */
    char *told = strstr(text, "REDTEAM_SECRET=");
    if (told) memset(told, '-', strlen("REDTEAM_SECRET="));
    text[count] = 0;
    const char *words[] = {"_KEY=", "_TOKEN=", "PASSWORD=", "SECRET="};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i])) worked("a variable with %.12s", words[i]);
    blocked("no secret in it");
}

static void host_processes(void) {
    /* In a namespace of its own, process 2 is a child of this one's container, never the kernel's kthreadd. */
    char text[64] = "";
    int fd = open("/proc/2/comm", O_RDONLY);
    if (fd < 0 || read(fd, text, sizeof text - 1) < 0) blocked("no kthreadd");
    if (strncmp(text, "kthreadd", 8)) blocked("no kthreadd");
    worked("sees the host's processes");
}

static void become_root(void) {
    if (geteuid() == 0) worked("is root already");
    if (setresuid(0, 0, 0)) refused("setresuid");
    worked("became root");
}

static void become_another(void) {
    uid_t other = geteuid() + 4242;
    if (setresuid(other, other, other)) refused("setresuid");
    worked("became another user");
}

static void join_groups(void) {
    gid_t groups[] = {0, 4, 999};
    if (setgroups(3, groups)) refused("setgroups");
    worked("joined groups");
}

/* A copy of itself with the set-user bit: does it gain anything? It counts when no-new-privileges is off and it can be made. */
static void setuid_program(void) {
    char path[] = "/tmp/redteam-setuid";
    int from = open("/proc/self/exe", O_RDONLY), to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    if (from < 0 || to < 0) refused("copy");
    if (fchmod(to, 04755)) {
        int error = errno;
        unlink(path);
        errno = error;
        refused("fchmod");
    }
    close(to);
    unlink(path);
    char text[4096];
    int fd = open("/proc/self/status", O_RDONLY);
    ssize_t count = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    text[count > 0 ? count : 0] = 0;
    if (strstr(text, "NoNewPrivs:\t1")) blocked("no-new-privileges");
    worked("set-user programs gain privileges");
}

static void raise_capabilities(void) {
    struct { unsigned version; int pid; } header = {0x20080522, 0};
    struct { unsigned effective, permitted, inheritable; } data[2];
    if (syscall(SYS_capget, &header, data)) refused("capget");
    data[0].effective = data[0].permitted = ~0U;
    if (syscall(SYS_capset, &header, data)) refused("capset");
    worked("has every capability");
}

static void has(int number) {
    struct { unsigned version; int pid; } header = {0x20080522, 0};
    struct { unsigned effective, permitted, inheritable; } data[2];
    if (syscall(SYS_capget, &header, data)) refused("capget");
    if (data[number / 32].effective & (1U << (number % 32))) worked("has it");
    blocked("does not have it");
}
static void has_raw(void) { has(13); }
static void has_admin(void) { has(21); }
static void has_mknod(void) { has(27); }
static void has_any(void) {
    struct { unsigned version; int pid; } header = {0x20080522, 0};
    struct { unsigned effective, permitted, inheritable; } data[2];
    if (syscall(SYS_capget, &header, data)) refused("capget");
    if (data[0].effective | data[1].effective) worked("%08x%08x", data[1].effective, data[0].effective);
    blocked("has none");
}

static void real_time(void) {
    struct sched_param parameter = {1};
    if (sched_setscheduler(0, SCHED_FIFO, &parameter)) refused("sched_setscheduler");
    worked("goes before all others");
}

static void nicer(void) {
    if (setpriority(PRIO_PROCESS, 0, -10)) refused("setpriority");
    worked("goes before others");
}

static void raise_limit(void) {
    struct rlimit limit = {1 << 20, 1 << 20};
    if (setrlimit(RLIMIT_NOFILE, &limit)) refused("setrlimit");
    worked("a million open files");
}

static void core_dumps(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit)) refused("getrlimit");
    if (limit.rlim_max == 0) blocked("no core files");
    worked("may leave core files");
}

static void run_from_memory(void) {
    int fd = (int)syscall(SYS_memfd_create, "x", 0);
    if (fd < 0) refused("memfd_create");
    worked("can run programs that no file system has");
}

const struct attempt process_attempts[] = {
    {"ptrace", trace, 0}, {"process-vm-read", read_memory, 0}, {"process-vm-write", write_memory, 0},
    {"pidfd-getfd", take_descriptor, 0}, {"kcmp", compare, 0}, {"environment-of-first", environment_of_first, 0},
    {"host-processes", host_processes, 0}, {"root", become_root, 0}, {"another-user", become_another, 0},
    {"groups", join_groups, 0}, {"setuid-program", setuid_program, 0}, {"capset", raise_capabilities, 0},
    {"cap-net-raw", has_raw, 0}, {"cap-sys-admin", has_admin, 0}, {"cap-mknod", has_mknod, 0}, {"cap-any", has_any, 0},
    {"real-time", real_time, 0}, {"nice", nicer, 0}, {"raise-limit", raise_limit, 0}, {"core-dumps", core_dumps, 0},
    {"run-from-memory", run_from_memory, 0}, {0, 0, 0},
};
