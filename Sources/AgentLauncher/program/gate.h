/*
 * Where the agent waits until it is let go.
 *
 * Two named pipes in one folder. `arrived`: somebody who watches this start reads it; opening it to write fails at once when nobody
 * does, and then nobody is waited for. `go`: one byte lets the agent go; its end without one means that whoever watched is gone,
 * and then nothing may run.
 */
#pragma once
#include "text.h"

/* Ends what waits here as the signal would: a first process has no default actions. */
static void end_of_wait(int signal) {
    for (;;) call(SYS_EXIT_GROUP, 128 + signal, 0, 0, 0);
}

static void end_with_signals(void) {
    static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM};
    for (uword i = 0; i < sizeof ends / sizeof *ends; i++) {
        /* handler, flags, restorer, mask. It never returns, so any address does as the restorer. */
        word action[4] = {(word)end_of_wait, SA_RESTORER, (word)end_of_wait, 0};
        call(SYS_RT_SIGACTION, ends[i], action, 0, sizeof(signals));
    }
}

static word open_pipe(const char *folder, const char *name, word flags) {
    char path[PATH_BYTES];
    uword count = length(folder), name_count = length(name);
    if (count + 1 + name_count >= sizeof path) fail(STATUS_LAUNCHER, "too long a path of the gate", folder, "");
    memcpy(path, folder, count);
    path[count] = '/';
    memcpy(path + count + 1, name, name_count + 1);
    return call(SYS_OPENAT, AT_FDCWD, path, flags | O_CLOEXEC, 0);
}

/* Opened before anything else, so that whoever watches sees our end too. Returns -1 where nobody watches. */
static word come_to(const char *folder) {
    word arrived = open_pipe(folder, "arrived", O_WRONLY | O_NONBLOCK);
    if (arrived == -ENXIO || arrived == -ENOENT) return -1;
    if (arrived < 0) fail(STATUS_LAUNCHER, "cannot come to the gate", folder, reason(arrived));
    return arrived;
}

static void wait_at(const char *folder, word arrived) {
    if (arrived < 0) return;
    /* Before it is said that we are there: from then on there is somebody at the other end. */
    word go = open_pipe(folder, "go", O_RDONLY | O_NONBLOCK);
    if (go < 0) fail(STATUS_LAUNCHER, "cannot wait at the gate", folder, reason(go));
    call(SYS_FCNTL, go, F_SETFL, O_RDONLY, 0);
    byte sign = 'a', answer = 0;
    word sent = call(SYS_WRITE, arrived, &sign, 1, 0);
    word got;
    do got = sent < 0 ? sent : call(SYS_READ, go, &answer, 1, 0);
    while (got == -EINTR);
    if (got != 1 || answer != 'g') fail(STATUS_LAUNCHER, "nobody let the agent go at", folder, "");
    call(SYS_CLOSE, arrived, 0, 0, 0);
    call(SYS_CLOSE, go, 0, 0, 0);
}
