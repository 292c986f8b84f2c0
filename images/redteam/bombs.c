/*
 * What takes the host's memory, processes or disk from others. Only on request, and each ends by itself at a bound that a host
 * survives: the parent kills what is left of a bomb's process group.
 */
#define _GNU_SOURCE
#include "attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 2000, FILES = 20000 };
#define MEGABYTE (1UL << 20)

static void fork_bomb(void) {
    for (int count = 0; count < PROCESSES; count++) {
        pid_t pid = fork();
        if (pid < 0) blocked("fork: %s after %d processes", strerror(errno), count);
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            pause();
            _exit(0);
        }
    }
    worked("%d processes", PROCESSES);
}

/* The kernel kills the process at the limit; then there is no answer, which counts as blocked. */
static void memory_bomb(void) {
    for (unsigned long count = 0; count < 1536; count += 16) {
        char *memory = mmap(NULL, 16 * MEGABYTE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) blocked("mmap: %s after %lu MiB", strerror(errno), count);
        memset(memory, 1, 16 * MEGABYTE);
    }
    worked("1536 MiB");
}

static void file_bomb(void) {
    for (int count = 0; count < FILES; count++)
        if (open("/", O_RDONLY) < 0) blocked("open: %s after %d files", strerror(errno), count);
    worked("%d open files", FILES);
}

static void fill(const char *path, unsigned long limit) {
    static char megabyte[MEGABYTE];
    memset(megabyte, 'x', sizeof megabyte);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0) refused(path);
    /* Gone with the last descriptor, also when this is killed. */
    unlink(path);
    for (unsigned long count = 0; count < limit; count++) {
        ssize_t written = write(fd, megabyte, sizeof megabyte);
        if (written < (ssize_t)sizeof megabyte)
            blocked("%s: %s after %lu MiB", path, written < 0 ? strerror(errno) : "full", count);
    }
    worked("%lu MiB in %s", limit, path);
}
static void fill_tmp(void) { fill("/tmp/redteam-fill", 1024); }
static void fill_shared(void) { fill("/dev/shm/redteam-fill", 1024); }
static void fill_root(void) { fill("/redteam-fill", 1024); }

/* To standard error, so that the report stays whole. Whether the engine kept it all is for the host to see. */
static void log_flood(void) {
    char line[1024];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    for (unsigned long count = 0; count < 40 * 1024; count++)
        if (write(2, line, sizeof line) < 0) refused("write");
    worked("wrote 40 MiB");
}

static void spin(void) {
    for (int count = 0; count < 16; count++)
        if (fork() == 0) break;
    alarm(4);
    for (volatile unsigned long count = 0;; count++) continue;
}

const struct attempt bombs[] = {
    {"fork-bomb", fork_bomb, 1}, {"memory-bomb", memory_bomb, 1}, {"file-bomb", file_bomb, 1}, {"fill-tmp", fill_tmp, 1},
    {"fill-shm", fill_shared, 1}, {"fill-root", fill_root, 1}, {"log-flood", log_flood, 1}, {"spin", spin, 1}, {0, 0, 0},
};
