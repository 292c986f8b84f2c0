/*
 * A way from outside to a port of this container, for a host that has no route to it: connects, and carries what comes on standard
 * input there and what comes back to standard output.
 *
 *   launcher --connect PORT [ADDRESS]   ends with 0 once there is a connection
 *   launcher --relay PORT [ADDRESS]     carries until either side ends
 *
 * ADDRESS is IPv4; the loopback address of either family unless given. What cannot be reached is said on standard error, with
 * status 1.
 */
#pragma once
#include "text.h"

enum { STATUS_NOT_REACHED = 1 };
enum { AF_INET = 2, AF_INET6 = 10, SOCK_STREAM = 1, SOCK_CLOEXEC = 02000000, POLLIN = 1 };
/* Nobody is waited for so long: whoever asked has gone, and the engine has not told. */
enum { RELAY_SECONDS = 600, RELAY_BYTES = 65536 };

struct poll { int file; short wanted, found; };
struct duration { word seconds, nanoseconds; };
/* sockaddr_in and sockaddr_in6; the port and the addresses in network byte order. */
struct address4 { unsigned short family; byte port[2], address[4], zero[8]; };
struct address6 { unsigned short family; byte port[2], flow[4], address[16], scope[4]; };

/* A number of decimal digits up to `most`; -1 where there is none. `end` is set to what follows. */
static word decimal(const char *text, word most, const char **end) {
    word value = -1;
    for (; *text >= '0' && *text <= '9'; text++) {
        value = (value < 0 ? 0 : value * 10) + (*text - '0');
        if (value > most) return -1;
    }
    *end = text;
    return value;
}

static int read_address(const char *text, byte *to) {
    for (int part = 0; part < 4; part++) {
        word value = decimal(text, 255, &text);
        if (value < 0 || *text != (part < 3 ? '.' : 0)) return 0;
        to[part] = (byte)value;
        text++;
    }
    return 1;
}

static word connect_to(const void *address, uword size, int family) {
    word file = call(SYS_SOCKET, family, SOCK_STREAM | SOCK_CLOEXEC, 0, 0);
    if (file < 0) return file;
    word error;
    do error = call(SYS_CONNECT, file, address, size, 0);
    while (error == -EINTR);
    if (error == 0) return file;
    call(SYS_CLOSE, file, 0, 0, 0);
    return error;
}

static void write_all(int file, const byte *bytes, word count) {
    while (count > 0) {
        word written = call(SYS_WRITE, file, bytes, count, 0);
        if (written == -EINTR) continue;
        if (written <= 0)
            for (;;) call(SYS_EXIT_GROUP, 0, 0, 0, 0);
        bytes += written;
        count -= written;
    }
}

static _Noreturn void carry(int connection) {
    byte *bytes = allocate(RELAY_BYTES);
    for (;;) {
        struct poll files[] = {{0, POLLIN, 0}, {connection, POLLIN, 0}};
        struct duration limit = {RELAY_SECONDS, 0};
        word ready = call6(SYS_PPOLL, (word)files, 2, (word)&limit, 0, 0, 0);
        if (ready == -EINTR) continue;
        if (ready <= 0) break;
        int from = files[1].found ? 1 : 0;
        word count = call(SYS_READ, files[from].file, bytes, RELAY_BYTES, 0);
        if (count == -EINTR) continue;
        if (count <= 0) break;
        write_all(from ? 1 : connection, bytes, count);
    }
    for (;;) call(SYS_EXIT_GROUP, 0, 0, 0, 0);
}

/* `arguments` are what follows --connect or --relay. */
static _Noreturn void reach(char **arguments, int carries) {
    const char *text = arguments[0] ? arguments[0] : "", *end = text;
    word port = decimal(text, 65535, &end);
    if (port < 1 || *end) fail(STATUS_LAUNCHER, "expected a port, found", text, "");
    struct address4 four = {AF_INET, {(byte)(port >> 8), (byte)port}, {127, 0, 0, 1}, {0}};
    if (arguments[1] && !read_address(arguments[1], four.address))
        fail(STATUS_LAUNCHER, "expected an IPv4 address, found", arguments[1], "");
    word connection = connect_to(&four, sizeof four, AF_INET);
    if (connection < 0 && !arguments[1]) {
        struct address6 six = {AF_INET6, {(byte)(port >> 8), (byte)port}, {0}, {0}, {0}};
        six.address[15] = 1;
        word other = connect_to(&six, sizeof six, AF_INET6);
        if (other >= 0) connection = other;
    }
    if (connection < 0) fail(STATUS_NOT_REACHED, "cannot connect to port", text, reason(connection));
    if (carries) carry((int)connection);
    for (;;) call(SYS_EXIT_GROUP, 0, 0, 0, 0);
}
