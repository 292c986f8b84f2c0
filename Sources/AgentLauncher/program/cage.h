/*
 * Compares what confines this process with what was asked for, as far as it can be seen from inside.
 *
 * The file has one fact a line, and `end` in its last one, so that a file that was cut is known:
 *
 *   no-new-privileges        PR_GET_NO_NEW_PRIVS
 *   seccomp                  a filter is in force (PR_GET_SECCOMP)
 *   capabilities HEX         the bounding set has no others (PR_CAPBSET_READ)
 *   user NUMBER, not-root    the effective user
 *   read-only-root           /
 *   memory BYTES             at most; so are memory-and-swap BYTES, cpus BILLIONTHS, processes COUNT: the control group's
 *                            files below /sys/fs/cgroup, of version 2 or 1, where they are there
 *   mount DEVICE INODE ro|rw PATH
 *                            what stat(2) says of PATH; ro: it cannot be written through that mount
 */
#pragma once
#include "text.h"

enum { CAGE_BYTES = 262144, LIMIT_BYTES = 64, STAT_BYTES = 256 };

static _Noreturn void mismatch(const char *what, const char *after) {
    fail(STATUS_LAUNCHER, "the agent was not started: its cage is not what was asked for:", what, after);
}

/* The whole file at `path`, with a final zero; 0 where it cannot be read. */
static const char *content(const char *path, char *buffer, uword size) {
    word file = call(SYS_OPENAT, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return 0;
    uword count = 0;
    for (;;) {
        word got = call(SYS_READ, file, buffer + count, size - 1 - count, 0);
        if (got == -EINTR) continue;
        if (got <= 0) break;
        count += (uword)got;
    }
    call(SYS_CLOSE, file, 0, 0, 0);
    buffer[count] = 0;
    return buffer;
}

/* Reads digits and moves behind them; more than the largest number is the largest. */
static uword number(const char **text, uword base) {
    uword value = 0;
    for (;; (*text)++) {
        char letter = **text;
        uword digit = letter >= '0' && letter <= '9' ? (uword)(letter - '0')
            : letter >= 'a' && letter <= 'f' ? (uword)(letter - 'a') + 10 : 16;
        if (digit >= base) return value;
        value = value > (~0UL - digit) / base ? ~0UL : value * base + digit;
    }
}

/* A limit from a control group's file: the largest number for `max` and -1. Returns 0 where there is no such file. */
static int limit(const char *path, uword *value) {
    char buffer[LIMIT_BYTES];
    const char *text = content(path, buffer, sizeof buffer);
    if (!text || !*text) return 0;
    *value = *text >= '0' && *text <= '9' ? number(&text, 10) : ~0UL;
    return 1;
}

#define GROUPS "/sys/fs/cgroup/"

static void check_limit(const char *name, uword wanted, int is_seen, uword found) {
    if (is_seen && found > wanted) mismatch(name, ": the limit is higher, or there is none");
}

static void check_memory_and_swap(const char *name, uword wanted) {
    uword memory, swap;
    if (limit(GROUPS "memory.max", &memory) && limit(GROUPS "memory.swap.max", &swap))
        check_limit(name, wanted, 1, memory > ~0UL - swap ? ~0UL : memory + swap);
    else
        check_limit(name, wanted, limit(GROUPS "memory/memory.memsw.limit_in_bytes", &memory), memory);
}

static void check_cpus(const char *name, uword wanted) {
    uword quota, period;
    char buffer[LIMIT_BYTES];
    const char *text = content(GROUPS "cpu.max", buffer, sizeof buffer);
    if (text && *text) {
        /* QUOTA PERIOD, in microseconds */
        quota = *text >= '0' && *text <= '9' ? number(&text, 10) : ~0UL;
        while (*text && (*text < '0' || *text > '9')) text++;
        period = number(&text, 10);
    } else if (
        !(limit(GROUPS "cpu/cpu.cfs_quota_us", &quota) && limit(GROUPS "cpu/cpu.cfs_period_us", &period))
        && !(limit(GROUPS "cpu,cpuacct/cpu.cfs_quota_us", &quota)
             && limit(GROUPS "cpu,cpuacct/cpu.cfs_period_us", &period))) {
        return;
    }
    if (quota > ~0UL / 1000000000 || !period) quota = ~0UL, period = 1;
    check_limit(name, wanted, 1, quota == ~0UL ? quota : quota * 1000000000 / period);
}

static void check_capabilities(const char *name, uword allowed) {
    for (uword one = 0; one < 64; one++) {
        word has = call(SYS_PRCTL, PR_CAPBSET_READ, one, 0, 0);
        if (has < 0) return;
        if (has == 1 && !(allowed >> one & 1)) mismatch(name, ": there are more");
    }
}

static void check_mount(const char *text) {
    uword device = number(&text, 10);
    if (*text) text++;
    uword inode = number(&text, 10);
    int is_read_only = text[0] == ' ' && text[1] == 'r' && text[2] == 'o';
    if (text[0] != ' ' || length(text) < 5) mismatch(text, ": the line cannot be read");
    const char *path = text + 4;
    uword status[STAT_BYTES / sizeof(uword)];
    word error = call(SYS_NEWFSTATAT, AT_FDCWD, path, status, 0);
    /* Where this user cannot go, the agent cannot either. */
    if (error == -EACCES) return;
    if (error < 0) mismatch(path, reason(error));
    /* struct stat begins with device and inode. */
    if (status[0] != device || status[1] != inode)
        mismatch(path, ": another folder or file is mounted than the one that was checked");
    if (!is_read_only) return;
    error = call(SYS_STATFS, path, status, 0, 0);
    if (error < 0) mismatch(path, reason(error));
    if (!(status[STATFS_FLAGS] & ST_RDONLY)) mismatch(path, ": it can be written to");
}

/* Whether `line` begins with `word` and a blank, or is `word`; what follows otherwise is 0. */
static const char *after(const char *line, const char *word) {
    while (*word && *line == *word) line++, word++;
    if (*word) return 0;
    return *line == ' ' ? line + 1 : *line ? 0 : line;
}

/* Whether the line was the last one. */
static int check_line(const char *line) {
    const char *rest;
    uword value;
    if (after(line, "end")) return 1;
    if (after(line, "no-new-privileges")) {
        if (call(SYS_PRCTL, PR_GET_NO_NEW_PRIVS, 0, 0, 0) != 1) mismatch(line, ": it can gain privileges");
    } else if (after(line, "seccomp")) {
        if (call(SYS_PRCTL, PR_GET_SECCOMP, 0, 0, 0) != SECCOMP_MODE_FILTER) mismatch(line, ": no filter is in force");
    } else if ((rest = after(line, "capabilities"))) {
        check_capabilities("capabilities", number(&rest, 16));
    } else if ((rest = after(line, "user"))) {
        if ((uword)call(SYS_GETEUID, 0, 0, 0, 0) != number(&rest, 10)) mismatch(line, ": it is another user");
    } else if (after(line, "not-root")) {
        if (call(SYS_GETEUID, 0, 0, 0, 0) == 0) mismatch(line, ": it is root");
    } else if (after(line, "read-only-root")) {
        uword status[STAT_BYTES / sizeof(uword)];
        if (call(SYS_STATFS, "/", status, 0, 0) < 0 || !(status[STATFS_FLAGS] & ST_RDONLY))
            mismatch(line, ": it can be written to");
    } else if ((rest = after(line, "memory"))) {
        int is_seen = limit(GROUPS "memory.max", &value) || limit(GROUPS "memory/memory.limit_in_bytes", &value);
        check_limit("memory", number(&rest, 10), is_seen, value);
    } else if ((rest = after(line, "memory-and-swap"))) {
        check_memory_and_swap("memory and swap", number(&rest, 10));
    } else if ((rest = after(line, "cpus"))) {
        check_cpus("CPUs", number(&rest, 10));
    } else if ((rest = after(line, "processes"))) {
        int is_seen = limit(GROUPS "pids.max", &value) || limit(GROUPS "pids/pids.max", &value);
        check_limit("processes", number(&rest, 10), is_seen, value);
    } else if ((rest = after(line, "mount"))) {
        check_mount(rest);
    } else {
        mismatch(line, ": this launcher does not know that");
    }
    return 0;
}

static void check_cage(const char *path) {
    char *text = allocate(CAGE_BYTES);
    if (!content(path, text, CAGE_BYTES)) mismatch(path, ": the file cannot be read");
    while (*text) {
        word end = find(text, '\n');
        if (end < 0) break;
        text[end] = 0;
        if (check_line(text)) return;
        text += end + 1;
    }
    mismatch(path, ": the file was cut");
}
