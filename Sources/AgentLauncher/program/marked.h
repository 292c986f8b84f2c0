/* Ends the processes that carry a mark in their environment, which is how a command that `exec` started is found again, with all
 * that it started. */
#pragma once
#include "text.h"

enum { PIECE_BYTES = 4096, NUMBER_BYTES = 24, ENTRY_LENGTH = 16, ENTRY_NAME = 19, MOST_ROUNDS = 10 };

/* Whether the file, a list of texts that end with zero, has this one. */
static int has(const char *path, const char *text) {
    word file = call(SYS_OPENAT, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return 0;
    byte piece[PIECE_BYTES];
    uword same = 0;
    int fits = 1, found = 0;
    for (;;) {
        word got = call(SYS_READ, file, piece, sizeof piece, 0);
        if (got == -EINTR) continue;
        if (got <= 0) break;
        for (word i = 0; i < got; i++) {
            if (piece[i] == 0) {
                found |= fits && !text[same];
                same = 0;
                fits = 1;
            } else if (fits && (byte)text[same] == piece[i]) {
                same++;
            } else {
                fits = 0;
            }
        }
    }
    call(SYS_CLOSE, file, 0, 0, 0);
    return found;
}

/* Sends a signal, or 0 for none, to all that carry the mark; returns how many they are. What has ended has no environment. */
static uword signal_marked(const char *mark, int signal) {
    word folder = call(SYS_OPENAT, AT_FDCWD, "/proc", O_RDONLY | O_CLOEXEC, 0);
    if (folder < 0) fail(STATUS_LAUNCHER, "cannot open", "/proc", reason(folder));
    byte entries[PIECE_BYTES];
    uword count = 0;
    for (;;) {
        word got = call(SYS_GETDENTS64, folder, entries, sizeof entries, 0);
        if (got <= 0) break;
        for (word at = 0; at < got; at += entries[at + ENTRY_LENGTH] | entries[at + ENTRY_LENGTH + 1] << 8) {
            const char *name = (const char *)entries + at + ENTRY_NAME;
            word process = 0;
            uword digits = 0;
            while (name[digits] >= '0' && name[digits] <= '9') process = process * 10 + name[digits++] - '0';
            if (!digits || name[digits] || digits >= NUMBER_BYTES) continue;
            char path[sizeof "/proc//environ" + NUMBER_BYTES];
            memcpy(path, "/proc/", 6);
            memcpy(path + 6, name, digits);
            memcpy(path + 6 + digits, "/environ", sizeof "/environ");
            if (!has(path, mark)) continue;
            count++;
            if (signal) call(SYS_KILL, process, signal, 0, 0);
        }
    }
    call(SYS_CLOSE, folder, 0, 0, 0);
    return count;
}

/* SIGTERM, and SIGKILL for what still runs three seconds later. Ends when none is left. */
static _Noreturn void end_marked(const char *mark) {
    const struct { word seconds, nanoseconds; } moment = {0, 100000000};
    const signals none = 0;
    for (int round = 0; signal_marked(mark, round == 0 ? SIGTERM : round >= 30 ? SIGKILL : 0); round++) {
        if (round == 30 + MOST_ROUNDS) fail(STATUS_LAUNCHER, "cannot end the processes of", mark, "");
        call(SYS_RT_SIGTIMEDWAIT, &none, 0, &moment, sizeof none);
    }
    for (;;) call(SYS_EXIT_GROUP, 0, 0, 0, 0);
}
