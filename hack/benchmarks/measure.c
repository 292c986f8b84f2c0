// Runs a program once and tells its cost: wall time in nanoseconds, peak memory in KiB, user and system time in
// microseconds, and its status as wait4 gives it, on one line of the file REPORT.
//
// usage: measure REPORT PROGRAM [ARGUMENT]...
//
// In C, and small, because the kernel counts the memory of the process that forks toward the peak of its child.

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: measure REPORT PROGRAM [ARGUMENT]...\n");
        return 64;
    }
    int status;
    struct rusage usage;
    long long start = now();
    pid_t child = vfork();
    if (child == 0) {
        execv(arguments[2], arguments + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        fprintf(stderr, "measure: %s\n", strerror(errno));
        return 1;
    }
    long long end = now();
    FILE *report = fopen(arguments[1], "w");
    if (!report) {
        fprintf(stderr, "measure: %s: %s\n", arguments[1], strerror(errno));
        return 1;
    }
    fprintf(report, "%lld %ld %lld %lld %d\n", end - start, usage.ru_maxrss, microseconds(usage.ru_utime),
            microseconds(usage.ru_stime), status);
    return fclose(report) != 0;
}
