/*
 * The first process of an agent's container: gives the agent its secrets as environment variables, so that their values
 * stand nowhere in the container's configuration, and does an init's work.
 *
 *   launcher [--env NAME=FILE]... -- COMMAND [ARGUMENT]...
 *
 * For each --env, NAME becomes what FILE holds, without one line end at its end, and NAME_FILE becomes the path. COMMAND is looked
 * up in PATH unless it has a slash.
 *
 * The agent is a child. The launcher reaps whatever loses its parent, passes every signal on to the agent, and ends when the
 * agent ends, with its exit status, or 128 and the number of the signal that killed it. 125: the launcher itself failed,
 * such as for a missing file; 126: COMMAND cannot be executed; 127: there is no COMMAND.
 *
 * Secrets are read in the child, after the fork, and die with its memory at execve: the first process never holds them.
 * No C library, no /proc, nothing written to disk: it runs in any image, as any user, on a read-only root.
 */
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
    case ENOTDIR: return ": a part of the path is not a folder";
    default: return ": the kernel refuses";
    }
}

static void *allocate(uword count) {
    word address = call6(SYS_MMAP, 0, (word)count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (address < 0 && address > -4096) fail(STATUS_LAUNCHER, "cannot get", "memory", "");
    return (void *)address;
}

struct environment {
    char **variables;
    uword count;
};

/* Sets a variable in place of one of the same name. `entry` is NAME=VALUE. */
static void set(struct environment *environment, char *entry) {
    uword name = (uword)find(entry, '=') + 1;
    uword kept = 0;
    for (uword i = 0; i < environment->count; i++) {
        char *other = environment->variables[i];
        uword same = 0;
        while (same < name && other[same] && other[same] == entry[same]) same++;
        if (same < name) environment->variables[kept++] = other;
    }
    environment->variables[kept++] = entry;
    environment->variables[kept] = 0;
    environment->count = kept;
}

/* Makes NAME=content and NAME_FILE=path of `NAME=path`. */
static void read_secret(struct environment *environment, const char *option) {
    uword name = (uword)find(option, '=');
    const char *path = option + name + 1;
    word file = call(SYS_OPENAT, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) fail(STATUS_LAUNCHER, "cannot open the secret", path, reason(file));

    char *entry = allocate(VARIABLE_BYTES);
    memcpy(entry, option, name + 1);
    uword count = name + 1;
    for (;;) {
        word got = call(SYS_READ, file, entry + count, VARIABLE_BYTES - count, 0);
        if (got == -EINTR) continue;
        if (got < 0) fail(STATUS_LAUNCHER, "cannot read the secret", path, reason(got));
        if (got == 0) break;
        count += (uword)got;
        if (count == VARIABLE_BYTES)
            fail(STATUS_LAUNCHER, "the secret", path, " is larger than a variable may be (128 KiB)");
    }
    call(SYS_CLOSE, file, 0, 0, 0);
    for (uword i = name + 1; i < count; i++)
        if (!entry[i]) fail(STATUS_LAUNCHER, "the secret", path, " holds a zero byte, which no variable can");
    if (count > name + 1 && entry[count - 1] == '\n') entry[--count] = 0;
    set(environment, entry);

    static const char suffix[] = "_FILE=";
    uword path_count = length(path);
    char *pointer = allocate(name + sizeof suffix + path_count);
    memcpy(pointer, option, name);
    memcpy(pointer + name, suffix, sizeof suffix - 1);
    memcpy(pointer + name + sizeof suffix - 1, path, path_count + 1);
    set(environment, pointer);
}

/* The value of a variable; 0 when it is not set. */
static const char *value(const struct environment *environment, const char *name) {
    uword count = length(name);
    for (uword i = 0; i < environment->count; i++) {
        const char *entry = environment->variables[i];
        uword same = 0;
        while (same < count && entry[same] == name[same]) same++;
        if (same == count && entry[count] == '=') return entry + count + 1;
    }
    return 0;
}

/* Runs `path`; returns only when the kernel refuses. */
static word execute(const char *path, char **arguments, struct environment *environment) {
    return call(SYS_EXECVE, path, arguments, environment->variables, 0);
}

/* Becomes the command, looked up as execvp(3) does, but without its fallback to a shell. */
static _Noreturn void run(char **arguments, struct environment *environment) {
    const char *command = arguments[0];
    word error = -ENOENT;
    int is_found = 0;
    if (find(command, '/') >= 0) {
        error = execute(command, arguments, environment);
        is_found = call(SYS_FACCESSAT, AT_FDCWD, command, 0, 0) == 0;
    } else if (*command) {
        const char *path = value(environment, "PATH");
        if (!path) path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        uword command_count = length(command);
        for (;;) {
            word end = find(path, ':');
            uword count = end < 0 ? length(path) : (uword)end;
            char candidate[PATH_BYTES];
            if (count + 1 + command_count < sizeof candidate) {
                memcpy(candidate, path, count);
                /* An empty part means the current folder. */
                if (count) candidate[count++] = '/';
                memcpy(candidate + count, command, command_count + 1);
                word refusal = execute(candidate, arguments, environment);
                if (call(SYS_FACCESSAT, AT_FDCWD, candidate, 0, 0) == 0) {
                    /* There, and refused: another part of PATH may have one that runs. */
                    is_found = 1;
                    error = refusal;
                }
            }
            if (end < 0) break;
            path += end + 1;
        }
    }
    if (!is_found) fail(STATUS_NOT_FOUND, "cannot run", command, ": not found");
    if (error == -ENOENT) fail(STATUS_NOT_FOUND, "cannot run", command, ": its interpreter is not there");
    if (error == -EACCES) fail(STATUS_NOT_EXECUTABLE, "cannot run", command, ": permission denied");
    fail(STATUS_NOT_EXECUTABLE, "cannot run", command, ": not a program for this machine, or the kernel refuses");
}

/* The agent's side of the fork. */
static _Noreturn void become_agent(
    char **options, char **command, struct environment *environment, int is_first, signals mask) {
    /* The end of the first process ends all others by itself. */
    if (!is_first) call(SYS_PRCTL, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
    /* Until execve, nobody of the same user may look into this memory. */
    call(SYS_PRCTL, PR_SET_DUMPABLE, 0, 0, 0);
    /* A group of its own, in the terminal's foreground where there is one, so that Ctrl-C reaches the agent alone. */
    call(SYS_SETPGID, 0, 0, 0, 0);
    int group = 0;
    if (call(SYS_IOCTL, 0, TIOCGPGRP, &group, 0) == 0) {
        group = (int)call(SYS_GETPID, 0, 0, 0, 0);
        /* SIGTTOU, which this raises, is still blocked. */
        call(SYS_IOCTL, 0, TIOCSPGRP, &group, 0);
    }

    uword secrets = 0;
    for (char **option = options; option < command - 1; option += 2) secrets++;
    uword room = environment->count + 2 * secrets + 1;
    char **variables = allocate(room * sizeof *variables);
    memcpy(variables, environment->variables, (environment->count + 1) * sizeof *variables);
    environment->variables = variables;
    for (char **option = options; option < command - 1; option += 2) read_secret(environment, option[1]);

    call(SYS_RT_SIGPROCMASK, SIG_SETMASK, &mask, 0, sizeof mask);
    run(command, environment);
}

/* Reaps and forwards until the agent ends; returns the status to end with. */
static int watch(word agent) {
    signals all = ~0UL;
    for (;;) {
        word signal = call(SYS_RT_SIGTIMEDWAIT, &all, 0, 0, sizeof all);
        if (signal < 0) continue;
        if (signal != SIGCHLD) {
            call(SYS_KILL, agent, signal, 0, 0);
            continue;
        }
        for (;;) {
            int status = 0;
            word child = call(SYS_WAIT4, -1, &status, WNOHANG | WUNTRACED, 0);
            if (child <= 0) break;
            if (child != agent) continue;
            int low = status & 0x7F;
            if (low == 0) return (status >> 8) & 0xFF;
            if (low != 0x7F) return 128 + low;
            /* Stopped. Nobody here could ever continue what a terminal stopped; what was sent SIGSTOP stays stopped. */
            int stop = (status >> 8) & 0xFF;
            if (stop == SIGTSTP || stop == SIGTTIN || stop == SIGTTOU) call(SYS_KILL, agent, SIGCONT, 0, 0);
        }
    }
}

static int is_name(const char *text, word count) {
    if (count <= 0 || (text[0] >= '0' && text[0] <= '9')) return 0;
    for (word i = 0; i < count; i++) {
        char letter = text[i];
        int is_letter = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || letter == '_';
        if (!is_letter && !(letter >= '0' && letter <= '9')) return 0;
    }
    return 1;
}

/* Checks the options; the command begins after `--`. */
static char **command_after(char **options) {
    char **argument = options;
    for (; *argument; argument++) {
        if (equal(*argument, "--")) break;
        if (!equal(*argument, "--env")) fail(STATUS_LAUNCHER, "unknown option", *argument, "");
        const char *option = *++argument;
        if (!option) fail(STATUS_LAUNCHER, "missing value of", "--env", "");
        word name = find(option, '=');
        if (!is_name(option, name) || name > 1024 || option[name + 1] != '/')
            fail(STATUS_LAUNCHER, "expected NAME=/FILE, found", option, "");
    }
    if (!*argument || !argument[1]) fail(STATUS_LAUNCHER, "missing", "-- COMMAND", "");
    return argument + 1;
}

_Noreturn void start(word *stack) {
    char **arguments = (char **)(stack + 1);
    struct environment environment = {arguments + stack[0] + 1, 0};
    while (environment.variables[environment.count]) environment.count++;
    char **options = arguments + (stack[0] > 0);
    char **command = command_after(options);

    /* From here on signals wait until they are asked for; the first process gets even those without a handler so. */
    signals all = ~0UL, mask = 0;
    call(SYS_RT_SIGPROCMASK, SIG_SETMASK, &all, &mask, sizeof mask);
    /* handler, flags, restorer and mask: all zero is the default. An ignored SIGCHLD would reap by itself. */
    word usual[4] = {0, 0, 0, 0};
    call(SYS_RT_SIGACTION, SIGCHLD, usual, 0, sizeof mask);
    int is_first = call(SYS_GETPID, 0, 0, 0, 0) == 1;
    if (!is_first) call(SYS_PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0);

    word agent = call(SYS_CLONE, SIGCHLD, 0, 0, 0);
    if (agent < 0) fail(STATUS_LAUNCHER, "cannot start", *command, ": no further process allowed");
    if (agent == 0) become_agent(options, command, &environment, is_first, mask);
    int status = watch(agent);
    for (;;) call(SYS_EXIT_GROUP, status, 0, 0, 0);
}
