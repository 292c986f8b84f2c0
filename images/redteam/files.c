/* Attempts on files: the host's, the kernel's, the engine's and other agents'. */
#define _GNU_SOURCE
#include "attempts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

void can_open(const char *path, int flags) {
    if (open(path, flags, 0600) < 0) refused(path);
    worked("opened %s", path);
}

void can_read(const char *path) {
    char letter;
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    if (fd < 0) refused(path);
    ssize_t count = read(fd, &letter, 1);
    if (count < 0) refused(path);
    if (count == 0) blocked("%s is empty", path);
    worked("read %s", path);
}

static void write_proc_sys(void) { can_open("/proc/sys/kernel/core_pattern", O_WRONLY); }
static void write_proc_network(void) { can_open("/proc/sys/vm/overcommit_memory", O_WRONLY); }
static void write_sysrq(void) { can_open("/proc/sysrq-trigger", O_WRONLY); }
static void write_sys(void) { can_open("/sys/kernel/mm/transparent_hugepage/enabled", O_WRONLY); }
static void write_cgroup(void) {
    const char *paths[] = {
        "/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/pids/pids.max", "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/release_agent", "/sys/fs/cgroup/memory/release_agent"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (open(paths[i], O_WRONLY) >= 0) worked("opened %s for writing", paths[i]);
    refused("cgroup files");
}
static void read_kcore(void) { can_read("/proc/kcore"); }
static void read_keys(void) { can_read("/proc/keys"); }
static void read_timers(void) { can_read("/proc/timer_list"); }
static void read_memory(void) { can_open("/dev/mem", O_RDONLY); }
static void read_kernel_messages(void) { can_read("/dev/kmsg"); }

static void make_device(void) {
    if (mknod("/tmp/redteam-device", S_IFBLK | 0600, makedev(8, 0))) refused("mknod");
    unlink("/tmp/redteam-device");
    worked("made a block device");
}

static void open_disk(void) {
    const char *paths[] = {"/dev/vda", "/dev/sda", "/dev/nvme0n1"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (open(paths[i], O_RDONLY) >= 0) worked("opened %s", paths[i]);
    refused("disks");
}

static void change_root(void) {
    if (chroot("/tmp")) refused("chroot");
    worked("chroot");
}

static void write_root(void) {
    int fd = open("/redteam-file", O_WRONLY | O_CREAT, 0600);
    if (fd < 0) refused("/redteam-file");
    unlink("/redteam-file");
    worked("wrote to the root");
}

static void change_owner(void) {
    int fd = open("/tmp/redteam-owner", O_WRONLY | O_CREAT, 0600);
    if (fd < 0) refused("/tmp/redteam-owner");
    int status = fchown(fd, 4242, 4242), error = errno;
    unlink("/tmp/redteam-owner");
    errno = error;
    if (status) refused("fchown");
    worked("gave a file away");
}

static void file_capability(void) {
    int fd = open("/tmp/redteam-capability", O_WRONLY | O_CREAT, 0700);
    if (fd < 0) refused("/tmp/redteam-capability");
    /* struct vfs_cap_data of version 2: every capability, effective. */
    const unsigned data[5] = {0x02000001, ~0U, 0, ~0U, 0};
    int status = fsetxattr(fd, "security.capability", data, sizeof data, 0), error = errno;
    unlink("/tmp/redteam-capability");
    errno = error;
    if (status) refused("fsetxattr");
    worked("gave a program capabilities");
}

static void engine_socket(void) {
    const char *paths[] = {
        "/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock",
        "/run/crio/crio.sock", "/run/user/1000/docker.sock", "/run/user/1000/podman/podman.sock"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (access(paths[i], F_OK) == 0) worked("%s is there", paths[i]);
    refused("engine sockets");
}

static void host_root(void) {
    const char *paths[] = {"/proc/1/root/etc/shadow", "/host/etc/shadow", "/etc/shadow-"};
    /* Process 1 is the container's own; another machine name in its root would be the host's. */
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (open(paths[i], O_RDONLY) >= 0 && i > 0) worked("opened %s", paths[i]);
    blocked("no root of the host");
}

static void escape_working_folder(void) {
    /* A descriptor that the runtime left open (CVE-2024-21626) leads to the host's root. */
    for (int fd = 3; fd < 64; fd++) {
        char path[64], target[256];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t count = readlink(path, target, sizeof target - 1);
        if (count <= 0) continue;
        target[count] = 0;
        if (strncmp(target, "pipe:", 5)) worked("descriptor %d is %s", fd, target);
    }
    blocked("no descriptor left open");
}

static int holds(const char *path, const unsigned char *secret, size_t length) {
    static unsigned char text[1 << 20];
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    if (fd < 0) return 0;
    ssize_t count = read(fd, text, sizeof text);
    close(fd);
    return count > 0 && memmem(text, (size_t)count, secret, length) != NULL;
}

static void look_in(const char *folder, const unsigned char *secret, size_t length, int depth) {
    DIR *entries = opendir(folder);
    if (!entries) return;
    struct dirent *entry;
    while ((entry = readdir(entries))) {
        if (entry->d_name[0] == '.') continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        struct stat info;
        if (lstat(path, &info)) continue;
        if (S_ISDIR(info.st_mode) && depth > 0) look_in(path, secret, length, depth - 1);
        if (S_ISREG(info.st_mode) && holds(path, secret, length)) worked("found it in %s", path);
    }
    closedir(entries);
}

static void secret_of_another(void) {
    const char *text = getenv("REDTEAM_SECRET");
    if (!text) not_tried();
    unsigned char secret[256];
    size_t length = 0;
    while (length < sizeof secret && sscanf(text + 2 * length, "%2hhx", &secret[length]) == 1) length++;
    if (!length) blocked("no secret to look for");
    const char *folders[] = {"/run", "/tmp", "/var", "/etc", "/dev/shm", "/mnt", "/home", "/root"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) look_in(folders[i], secret, length, 4);
    for (int pid = 1; pid < 200; pid++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/environ", pid);
        if (holds(path, secret, length)) worked("found it in %s", path);
    }
    blocked("not found");
}

const struct attempt file_attempts[] = {
    {"write-proc-sys", write_proc_sys, 0}, {"write-proc-vm", write_proc_network, 0}, {"write-sysrq", write_sysrq, 0},
    {"write-sys", write_sys, 0}, {"write-cgroup", write_cgroup, 0}, {"read-kcore", read_kcore, 0},
    {"read-keys", read_keys, 0}, {"read-timers", read_timers, 0}, {"read-dev-mem", read_memory, 0},
    {"read-kmsg", read_kernel_messages, 0}, {"mknod", make_device, 0}, {"open-disk", open_disk, 0},
    {"chroot", change_root, 0}, {"write-root", write_root, 0}, {"chown", change_owner, 0},
    {"file-capability", file_capability, 0}, {"engine-socket", engine_socket, 0}, {"host-root", host_root, 0},
    {"left-descriptor", escape_working_folder, 0}, {"secret-of-another", secret_of_another, 0}, {0, 0, 0},
};
