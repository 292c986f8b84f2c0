/*
 * An agent that tries to break out, one attempt after the other, and prints what worked:
 *
 *   redteam [--list] [ATTEMPT]...
 *
 *   [{"attempt":"mount-tmpfs","worked":false,"detail":"mount: Operation not permitted"}, ...]
 *
 * Without a name it makes every attempt but the bombs, which run only when they are named and are bounded by themselves.
 * Each attempt is a process of its own and has five seconds. The exit status is 0 whatever worked.
 *
 * Variables say what to look for; an attempt whose variable is missing is not made, and has no "worked":
 *   REDTEAM_GATEWAY   HOST:PORT of a service on the host, at the bridge's gateway
 *   REDTEAM_LOOPBACK  the same of a service that listens on the host's loopback alone
 *   REDTEAM_PEER      HOST:PORT of an agent of another project
 *   REDTEAM_PEER_OF_RUN  the same of one that `run` started
 *   REDTEAM_OUTSIDE   HOST:PORT of something beyond the bridge
 *   REDTEAM_METADATA  HOST:PORT of where a cloud answers with credentials, such as 169.254.169.254:80
 *   REDTEAM_LINK_PORT the port of a service on the host that answers datagrams of IPv6
 *   REDTEAM_STAY      how many seconds to go on running after the report; 0 unless given
 *   REDTEAM_SECRET    the secret's value of another agent, as hexadecimal, so that this variable is no finding
 */
#define _GNU_SOURCE
#include "attempts.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 5, BOMB_SECONDS = 20, DETAIL_BYTES = 300 };

static int answer_to = -1;

static _Noreturn void answer(char verdict, const char *format, va_list arguments) {
    char line[DETAIL_BYTES];
    line[0] = verdict;
    vsnprintf(line + 1, sizeof line - 1, format, arguments);
    if (write(answer_to, line, strlen(line)) < 0) _exit(2);
    _exit(0);
}

void worked(const char *detail, ...) {
    va_list arguments;
    va_start(arguments, detail);
    answer('+', detail, arguments);
}

void blocked(const char *detail, ...) {
    va_list arguments;
    va_start(arguments, detail);
    answer('-', detail, arguments);
}

void not_tried(void) {
    if (write(answer_to, "0", 1) < 0) _exit(2);
    _exit(0);
}

void refused(const char *what) { blocked("%s: %s", what, strerror(errno)); }

static void print_quoted(const char *text) {
    putchar('"');
    for (const unsigned char *letter = (const unsigned char *)text; *letter; letter++) {
        if (*letter == '"' || *letter == '\\') putchar('\\');
        if (*letter < 0x20 || *letter > 0x7E) printf("\\u%04x", *letter);
        else putchar(*letter);
    }
    putchar('"');
}

/* Makes one attempt in a child, which leads a group so that all of it can be killed. */
static void try_one(const struct attempt *attempt) {
    static int count = 0;
    int ends[2];
    if (pipe(ends)) exit(1);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        answer_to = ends[1];
        alarm(attempt->is_bomb ? BOMB_SECONDS : SECONDS);
        attempt->run();
        blocked("came back without a verdict");
    }
    close(ends[1]);
    char detail[DETAIL_BYTES] = "";
    ssize_t length = child < 0 ? 0 : read(ends[0], detail, sizeof detail - 1);
    close(ends[0]);
    int status = 0;
    if (child > 0) {
        kill(-child, SIGKILL);
        waitpid(child, &status, 0);
        while (waitpid(-1, NULL, WNOHANG) > 0) continue;
    }
    if (length <= 0) {
        const char *why = child < 0 ? "fork" : WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "no answer";
        snprintf(detail, sizeof detail, "-%s", why);
    }
    printf(count++ ? ",\n {\"attempt\":" : "\n {\"attempt\":");
    print_quoted(attempt->name);
    if (detail[0] != '0') printf(",\"worked\":%s,\"detail\":", detail[0] == '+' ? "true" : "false");
    else printf(",\"detail\":");
    print_quoted(detail[0] == '0' ? "nobody said where" : detail + 1);
    putchar('}');
}

int main(int argc, char **argv) {
    const struct attempt *groups[] = {
        kernel_attempts, call_attempts, process_attempts, file_attempts, door_attempts, network_attempts, bombs};
    int is_list = argc == 2 && !strcmp(argv[1], "--list");
    signal(SIGPIPE, SIG_IGN);
    if (!is_list) putchar('[');
    for (size_t group = 0; group < sizeof groups / sizeof *groups; group++) {
        for (const struct attempt *attempt = groups[group]; attempt->name; attempt++) {
            if (is_list) {
                puts(attempt->name);
                continue;
            }
            int is_wanted = argc == 1 && !attempt->is_bomb;
            for (int i = 1; i < argc; i++) is_wanted |= !strcmp(argv[i], attempt->name);
            if (is_wanted) try_one(attempt);
        }
    }
    if (!is_list) puts("\n]");
    fflush(stdout);
    const char *stay = getenv("REDTEAM_STAY");
    if (stay) sleep((unsigned)atoi(stay));
    return 0;
}
