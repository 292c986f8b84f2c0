/*
 * The first process of an agent's container: proves the cage before the agent's first instruction, gives the agent its secrets as
 * environment variables, so that their values stand nowhere in the container's configuration, and does an init's work.
 *
 *   launcher [--gate FOLDER] [--cage FILE] [--closed] [--exec] [--env NAME=FILE]... -- COMMAND [ARGUMENT]...
 *   launcher --find PROGRAM
 *   launcher --connect PORT [ADDRESS], launcher --relay PORT [ADDRESS]: see relay.h
 *   launcher --end NAME=VALUE
 *
 * The agent is a child, which goes this way before it becomes COMMAND:
 *
 *   1. COMMAND must be there, and a program. It is looked up in PATH unless it has a slash.
 *   2. --gate: where somebody waits at the pipes in FOLDER, it says that it is there and waits to be let go; see gate.h.
 *   3. --cage: what can be seen from inside must be what FILE says; see cage.h.
 *   4. --env: NAME becomes what FILE holds, without one line end at its end, and NAME_FILE becomes the path.
 *
 * The launcher reaps whatever loses its parent, passes every signal on to the agent, and ends when the agent ends, with its exit
 * status, or 128 and the number of the signal that killed it. With --closed nobody of the agent's user can look into its memory or
 * change it, nor use its files, such as /proc/1/fd/1. With --exec it has no child: it goes the same way and becomes COMMAND
 * itself. 125: the launcher itself failed, such as for a missing file or a cage that is not as asked for; 126: COMMAND cannot be
 * executed; 127: there is no COMMAND. --find ends with 0, 126 or 127 by the same search for PROGRAM, and runs nothing.
 *
 * --end ends what carries a variable in its environment; see marked.h.
 *
 * Secrets are read in the child, after the fork, and die with its memory at execve: the first process never holds them.
 * No C library, no /proc but for --end, nothing written to disk: it runs in any image, as any user, on a read-only root.
 */
#include "cage.h"
#include "gate.h"
#include "marked.h"
#include "relay.h"

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

/* Whether `path` is a file that this user may execute; else why not, as a negative errno. */
static word executable(const char *path) {
    unsigned status[STAT_BYTES / sizeof(unsigned)];
    word error = call(SYS_NEWFSTATAT, AT_FDCWD, path, status, 0);
    if (error < 0) return error;
    if ((status[STAT_MODE] & S_IFMT) != S_IFREG) return -EACCES;
    return call(SYS_FACCESSAT, AT_FDCWD, path, X_OK, 0);
}

/* Where the command is, looked up as execvp(3) does, but without its fallback to a shell. */
static const char *locate(const char *command, const struct environment *environment) {
    word error = -ENOENT;
    if (find(command, '/') >= 0) {
        error = executable(command);
        if (error == 0) return command;
    } else if (*command) {
        const char *path = value(environment, "PATH");
        if (!path) path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        uword command_count = length(command);
        char *candidate = allocate(PATH_BYTES);
        for (;;) {
            word end = find(path, ':');
            uword count = end < 0 ? length(path) : (uword)end;
            if (count + 1 + command_count < PATH_BYTES) {
                memcpy(candidate, path, count);
                /* An empty part means the current folder. */
                if (count) candidate[count++] = '/';
                memcpy(candidate + count, command, command_count + 1);
                word refusal = executable(candidate);
                if (refusal == 0) return candidate;
                /* There, and refused: another part of PATH may have one that runs. */
                if (refusal == -EACCES) error = refusal;
            }
            if (end < 0) break;
            path += end + 1;
        }
    }
    if (error == -EACCES) fail(STATUS_NOT_EXECUTABLE, "cannot run", command, ": permission denied");
    fail(STATUS_NOT_FOUND, "cannot run", command, ": not found");
}

/* What the options say. */
struct plan {
    const char *gate, *cage;
    int has_child, is_closed;
    /* The values of --env, as many as there are. */
    char **secrets;
    uword secret_count;
    char **command;
};

/* Goes the agent's way, and becomes the command. */
static _Noreturn void become_agent(const struct plan *plan, struct environment *environment) {
    word arrived = plan->gate ? come_to(plan->gate) : -1;
    const char *path = locate(plan->command[0], environment);
    wait_at(plan->gate, arrived);
    if (plan->cage) check_cage(plan->cage);

    /* Until execve, nobody of the same user may look into this memory. */
    call(SYS_PRCTL, PR_SET_DUMPABLE, 0, 0, 0);
    uword room = environment->count + 2 * plan->secret_count + 1;
    char **variables = allocate(room * sizeof *variables);
    memcpy(variables, environment->variables, (environment->count + 1) * sizeof *variables);
    environment->variables = variables;
    for (uword i = 0; i < plan->secret_count; i++) read_secret(environment, plan->secrets[i]);

    word error = call(SYS_EXECVE, path, plan->command, environment->variables, 0);
    if (error == -ENOENT) fail(STATUS_NOT_FOUND, "cannot run", plan->command[0], ": its interpreter is not there");
    if (error == -EACCES) fail(STATUS_NOT_EXECUTABLE, "cannot run", plan->command[0], ": permission denied");
    fail(
        STATUS_NOT_EXECUTABLE, "cannot run", plan->command[0],
        ": not a program for this machine, or the kernel refuses");
}

/* The agent's side of the fork. */
static _Noreturn void be_child(const struct plan *plan, struct environment *environment, int is_first, signals mask) {
    /* Who started it can look at it while it waits. */
    call(SYS_PRCTL, PR_SET_DUMPABLE, 1, 0, 0);
    /* The end of the first process ends all others by itself. */
    if (!is_first) call(SYS_PRCTL, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
    /* A group of its own, in the terminal's foreground where there is one, so that Ctrl-C reaches the agent alone. */
    call(SYS_SETPGID, 0, 0, 0, 0);
    int group = 0;
    if (call(SYS_IOCTL, 0, TIOCGPGRP, &group, 0) == 0) {
        group = (int)call(SYS_GETPID, 0, 0, 0, 0);
        /* SIGTTOU, which this raises, is still blocked. */
        call(SYS_IOCTL, 0, TIOCSPGRP, &group, 0);
    }
    call(SYS_RT_SIGPROCMASK, SIG_SETMASK, &mask, 0, sizeof mask);
    become_agent(plan, environment);
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

/* Reads the options; the command begins after `--`. The secrets' values are moved together, where the options were. */
static struct plan read_options(char **options) {
    struct plan plan = {0, 0, 1, 0, options, 0, 0};
    char **argument = options;
    for (; *argument && !equal(*argument, "--"); argument++) {
        if (equal(*argument, "--exec")) {
            plan.has_child = 0;
            continue;
        }
        if (equal(*argument, "--closed")) {
            plan.is_closed = 1;
            continue;
        }
        const char *name = *argument;
        int is_gate = equal(name, "--gate"), is_cage = equal(name, "--cage");
        if (!is_gate && !is_cage && !equal(name, "--env")) fail(STATUS_LAUNCHER, "unknown option", name, "");
        char *option = *++argument;
        if (!option) fail(STATUS_LAUNCHER, "missing value of", name, "");
        if (is_gate || is_cage) {
            if (option[0] != '/') fail(STATUS_LAUNCHER, "expected an absolute path, found", option, "");
            *(is_gate ? &plan.gate : &plan.cage) = option;
            continue;
        }
        word end = find(option, '=');
        if (!is_name(option, end) || end > 1024 || option[end + 1] != '/')
            fail(STATUS_LAUNCHER, "expected NAME=/FILE, found", option, "");
        plan.secrets[plan.secret_count++] = option;
    }
    if (!*argument || !argument[1]) fail(STATUS_LAUNCHER, "missing", "-- COMMAND", "");
    plan.command = argument + 1;
    return plan;
}

_Noreturn void start(word *stack) {
    char **arguments = (char **)(stack + 1);
    struct environment environment = {arguments + stack[0] + 1, 0};
    while (environment.variables[environment.count]) environment.count++;
    char **options = arguments + (stack[0] > 0);
    if (*options && equal(*options, "--find")) {
        locate(options[1] ? options[1] : "", &environment);
        for (;;) call(SYS_EXIT_GROUP, 0, 0, 0, 0);
    }
    if (*options && equal(*options, "--connect")) reach(options + 1, 0);
    if (*options && equal(*options, "--relay")) reach(options + 1, 1);
    if (*options && equal(*options, "--end") && options[1] && !options[2]) end_marked(options[1]);
    struct plan plan = read_options(options);
    int is_first = call(SYS_GETPID, 0, 0, 0, 0) == 1;
    if (!plan.has_child) {
        /* What it waits at must end with signals, and a first process has no default actions; execve brings those back. */
        if (is_first) end_with_signals();
        become_agent(&plan, &environment);
    }

    /* From here on signals wait until they are asked for; the first process gets even those without a handler so. */
    signals all = ~0UL, mask = 0;
    call(SYS_RT_SIGPROCMASK, SIG_SETMASK, &all, &mask, sizeof mask);
    /* handler, flags, restorer and mask: all zero is the default. An ignored SIGCHLD would reap by itself. */
    word usual[4] = {0, 0, 0, 0};
    call(SYS_RT_SIGACTION, SIGCHLD, usual, 0, sizeof mask);
    if (!is_first) call(SYS_PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0);

    if (plan.is_closed) call(SYS_PRCTL, PR_SET_DUMPABLE, 0, 0, 0);
    word agent = call(SYS_CLONE, SIGCHLD, 0, 0, 0);
    if (agent < 0) fail(STATUS_LAUNCHER, "cannot start", *plan.command, ": no further process allowed");
    if (agent == 0) be_child(&plan, &environment, is_first, mask);
    int status = watch(agent);
    for (;;) call(SYS_EXIT_GROUP, status, 0, 0, 0);
}
