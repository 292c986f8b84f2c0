/* What the attempts of redteam.c share. Each runs in a process of its own and ends by one of these. */
#pragma once

#include <stdarg.h>

/* It worked: what was reached. */
_Noreturn void worked(const char *detail, ...) __attribute__((format(printf, 1, 2)));
/* It did not: why. */
_Noreturn void blocked(const char *detail, ...) __attribute__((format(printf, 1, 2)));
/* Nobody said where to try. */
_Noreturn void not_tried(void);
/* It did not, with errno and the name of what failed. */
_Noreturn void refused(const char *what);

/* Opening it is what must not work; one that is made is for its owner alone. */
_Noreturn void can_open(const char *path, int flags);
/* Reads at least one byte: masked files open and are empty. */
_Noreturn void can_read(const char *path);

struct attempt {
    const char *name;
    void (*run)(void);
    /* Bombs run only when they are named on the command line. */
    int is_bomb;
};

extern const struct attempt kernel_attempts[], call_attempts[], process_attempts[], file_attempts[], door_attempts[],
    network_attempts[], bombs[];
