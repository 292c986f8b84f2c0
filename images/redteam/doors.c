/* Attempts on what leads out of a container without a call of its own: kernel files, devices, the launcher's files. */
#define _GNU_SOURCE
#include "attempts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void writes(const char *path) { can_open(path, O_WRONLY | O_NONBLOCK); }
static void opens(const char *path) { can_open(path, O_RDWR | O_NONBLOCK); }
static void lists(const char *path) {
    DIR *folder = opendir(path);
    struct dirent *entry;
    if (!folder) refused(path);
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.') worked("%s has %s", path, entry->d_name);
    blocked("%s is empty", path);
}
#define FILE_ATTEMPT(name, how, path) static void name(void) { how(path); }

/* What the kernel starts as root of the host, where it is told a path (CVE-2022-0492 and its kind). */
FILE_ATTEMPT(module_helper, writes, "/proc/sys/kernel/modprobe")
FILE_ATTEMPT(uevent_helper, writes, "/sys/kernel/uevent_helper")
FILE_ATTEMPT(program_formats, writes, "/proc/sys/fs/binfmt_misc/register")
FILE_ATTEMPT(host_name, writes, "/proc/sys/kernel/hostname")
FILE_ATTEMPT(interrupts, writes, "/proc/irq/default_smp_affinity")
FILE_ATTEMPT(memory_ranges, writes, "/proc/mtrr")
FILE_ATTEMPT(block_queue, writes, "/sys/block/vda/queue/nr_requests")
FILE_ATTEMPT(buses, writes, "/sys/bus/pci/rescan")
/* What says something of the host. */
FILE_ATTEMPT(firmware, lists, "/sys/firmware")
FILE_ATTEMPT(debug_files, lists, "/sys/kernel/debug")
FILE_ATTEMPT(tracing, lists, "/sys/kernel/tracing")
FILE_ATTEMPT(security_files, lists, "/sys/kernel/security")
FILE_ATTEMPT(acpi, lists, "/proc/acpi")
FILE_ATTEMPT(scsi, lists, "/proc/scsi")
FILE_ATTEMPT(scheduler, can_read, "/proc/sched_debug")
FILE_ATTEMPT(latencies, can_read, "/proc/latency_stats")
FILE_ATTEMPT(slabs, can_read, "/proc/slabinfo")
FILE_ATTEMPT(power, can_read, "/sys/class/powercap/intel-rapl:0/energy_uj")
/* Devices that no container needs. */
FILE_ATTEMPT(kvm, opens, "/dev/kvm")
FILE_ATTEMPT(fuse, opens, "/dev/fuse")
FILE_ATTEMPT(tunnel, opens, "/dev/net/tun")
FILE_ATTEMPT(loops, opens, "/dev/loop-control")
FILE_ATTEMPT(mapper, opens, "/dev/mapper/control")
FILE_ATTEMPT(ports, opens, "/dev/port")
FILE_ATTEMPT(vsock, opens, "/dev/vsock")

/* A device made under a number that the host has: the kernel asks the container's cgroup. */
static void kernel_log_device(void) {
    if (mknod("/tmp/redteam-kmsg", S_IFCHR | 0600, makedev(1, 11))) refused("mknod");
    int fd = open("/tmp/redteam-kmsg", O_RDONLY | O_NONBLOCK), error = errno;
    unlink("/tmp/redteam-kmsg");
    errno = error;
    if (fd < 0) refused("open");
    worked("opened the kernel's log as a device of its own");
}

static void kernel_addresses(void) {
    FILE *file = fopen("/proc/kallsyms", "r");
    unsigned long long address;
    if (!file) refused("/proc/kallsyms");
    if (fscanf(file, "%llx", &address) != 1 || address == 0) blocked("no addresses");
    worked("an address of the kernel: %llx", address);
}

static void page_frames(void) {
    static volatile char page[4096];
    uint64_t entry = 0;
    page[0] = 1;
    int fd = open("/proc/self/pagemap", O_RDONLY);
    if (fd < 0) refused("/proc/self/pagemap");
    if (pread(fd, &entry, sizeof entry, (off_t)((uintptr_t)page / (uintptr_t)getpagesize() * sizeof entry)) < 0) refused("pread");
    if ((entry & ((1ULL << 55) - 1)) == 0) blocked("no frame numbers");
    worked("knows where a page is in memory");
}

static void killed_last(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    if (fd < 0) refused("oom_score_adj");
    if (write(fd, "-1000", 5) < 0) refused("write");
    worked("is never killed for want of memory");
}

static void cgroup_of_its_own(void) {
    const char *paths[] = {"/sys/fs/cgroup/redteam", "/sys/fs/cgroup/memory/redteam", "/sys/fs/cgroup/pids/redteam"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (mkdir(paths[i], 0700)) continue;
        char file[64];
        snprintf(file, sizeof file, "%s/cgroup.procs", paths[i]);
        /* Where version 1 is mounted, what is above the hierarchies is an ordinary folder. */
        int is_group = access(file, F_OK) == 0;
        rmdir(paths[i]);
        if (is_group) worked("made %s", paths[i]);
        errno = ENOTDIR;
    }
    refused("mkdir");
}

/* Process 1 is the launcher, or the engine's init: who could change it would be what restarts are checked by. */
static void trace_first(void) {
    /* Where process 1 is this program itself, it must go on running. */
    if (ptrace(PTRACE_SEIZE, 1, 0, 0)) refused("ptrace");
    worked("traces process 1");
}
static void memory_of_first(void) { opens("/proc/1/mem"); }
/* The program that a runtime runs is overwritten through it (CVE-2019-5736). */
static void program_of_first(void) { writes("/proc/1/exe"); }

/* What the launcher compares the cage with, the pipe that it waits at, and itself. */
static void cage_record(void) { writes("/run/aac/cage"); }
static void launcher(void) { writes("/run/aac-launcher"); }
static void start_gate(void) { writes("/run/aac/go"); }
static void file_beside_record(void) { can_open("/run/aac/redteam", O_WRONLY | O_CREAT); }
static void other_record(void) {
    if (rename("/run/aac", "/run/aac-old")) refused("rename");
    worked("moved the folder of the record");
}
static void file_beside_secrets(void) { can_open("/run/secrets/redteam", O_WRONLY | O_CREAT); }
static void names_of_hosts(void) {
    /* The engine's file, on the host. At restricted it is read-only, so that an agent does not fill the disk with it. */
    writes("/etc/hosts");
}

const struct attempt door_attempts[] = {
    {"module-helper", module_helper, 0}, {"uevent-helper", uevent_helper, 0}, {"program-formats", program_formats, 0},
    {"write-host-name", host_name, 0}, {"write-interrupts", interrupts, 0}, {"write-mtrr", memory_ranges, 0},
    {"write-block-queue", block_queue, 0}, {"write-pci", buses, 0}, {"list-firmware", firmware, 0},
    {"list-debugfs", debug_files, 0}, {"list-tracefs", tracing, 0}, {"list-securityfs", security_files, 0},
    {"list-acpi", acpi, 0}, {"list-scsi", scsi, 0}, {"read-scheduler", scheduler, 0},
    {"read-latencies", latencies, 0}, {"read-slabs", slabs, 0}, {"read-power", power, 0}, {"kvm", kvm, 0},
    {"fuse", fuse, 0}, {"tunnel", tunnel, 0}, {"loop-control", loops, 0}, {"device-mapper", mapper, 0},
    {"io-port-device", ports, 0}, {"vsock-device", vsock, 0}, {"mknod-kmsg", kernel_log_device, 0},
    {"kernel-addresses", kernel_addresses, 0}, {"page-frames", page_frames, 0}, {"killed-last", killed_last, 0},
    {"cgroup-of-its-own", cgroup_of_its_own, 0}, {"trace-first", trace_first, 0},
    {"memory-of-first", memory_of_first, 0}, {"program-of-first", program_of_first, 0},
    {"cage-record", cage_record, 0}, {"launcher-file", launcher, 0}, {"start-gate", start_gate, 0},
    {"file-beside-record", file_beside_record, 0}, {"move-record", other_record, 0},
    {"file-beside-secrets", file_beside_secrets, 0}, {"write-hosts", names_of_hosts, 0}, {0, 0, 0},
};
