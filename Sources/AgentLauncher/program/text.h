/* Texts, memory, and ending with a sentence. */
#pragma once
#include "system.h"

enum { STATUS_LAUNCHER = 125, STATUS_NOT_EXECUTABLE = 126, STATUS_NOT_FOUND = 127 };

/* What Linux takes as one string of the environment (MAX_ARG_STRLEN), with name, equals sign and final zero. */
enum { VARIABLE_BYTES = 131072, PATH_BYTES = 4096, MESSAGE_BYTES = 1024 };

/* The compiler may call these for copies and initial values. */
void *memcpy(void *to, const void *from, uword count) {
    for (uword i = 0; i < count; i++) ((volatile byte *)to)[i] = ((const byte *)from)[i];
    return to;
}

void *memset(void *to, int value, uword count) {
    for (uword i = 0; i < count; i++) ((volatile byte *)to)[i] = (byte)value;
    return to;
}

static uword length(const char *text) {
    uword count = 0;
    while (text[count]) count++;
    return count;
}

static int equal(const char *a, const char *b) {
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

/* The place of `letter` in `text`, or -1. */
static word find(const char *text, char letter) {
    for (word i = 0; text[i]; i++)
        if (text[i] == letter) return i;
    return -1;
}

/* Ends with a line on standard error: `launcher: BEFORE 'WHAT'AFTER`. One write, so that lines of others do not cut it. */
static _Noreturn void fail(int status, const char *before, const char *what, const char *after) {
    const char *parts[] = {"launcher: ", before, " '", what, "'", after, "\n"};
    char line[MESSAGE_BYTES];
    uword count = 0;
    for (uword part = 0; part < sizeof parts / sizeof *parts; part++) {
        const char *text = parts[part];
        /* Leaves room for the line end. */
        for (uword i = 0; text[i] && (count < sizeof line - 1 || text[i] == '\n'); i++) line[count++] = text[i];
    }
    call(SYS_WRITE, 2, line, count, 0);
    for (;;) call(SYS_EXIT_GROUP, status, 0, 0, 0);
}

static const char *reason(word error) {
    switch (-error) {
    case ENOENT: return ": no such file";
    case EACCES: return ": permission denied";
    case EPERM: return ": not permitted";
    case ECONNREFUSED: return ": connection refused";
    case ETIMEDOUT: return ": no answer";
    case ENETUNREACH:
    case EHOSTUNREACH: return ": no way there";
    case ENOTDIR: return ": a part of the path is not a folder";
    default: return ": the kernel refuses";
    }
}

static void *allocate(uword count) {
    word address = call6(SYS_MMAP, 0, (word)count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (address < 0 && address > -4096) fail(STATUS_LAUNCHER, "cannot get", "memory", "");
    return (void *)address;
}
