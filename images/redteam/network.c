/* Attempts with sockets. */
#define _GNU_SOURCE
#include "attempts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void can_make(int family, int type, int protocol, const char *what) {
    /* That the kernel has no such family is no wall of the container's. */
    if (socket(family, type, protocol) < 0) refused(what);
    worked("has a socket");
}
static void raw(void) { can_make(AF_INET, SOCK_RAW, IPPROTO_ICMP, "socket AF_INET raw"); }
static void packet(void) { can_make(AF_PACKET, SOCK_RAW, htons(3), "socket AF_PACKET"); }
static void algorithm(void) { can_make(38, SOCK_SEQPACKET, 0, "socket AF_ALG"); }
static void machine(void) { can_make(40, SOCK_STREAM, 0, "socket AF_VSOCK"); }
static void audit(void) { can_make(AF_NETLINK, SOCK_RAW, 9, "socket NETLINK_AUDIT"); }
static void netfilter(void) { can_make(AF_NETLINK, SOCK_RAW, 12, "socket NETLINK_NETFILTER"); }
static void bluetooth(void) { can_make(31, SOCK_RAW, 1, "socket AF_BLUETOOTH"); }
static void kernel_connections(void) { can_make(41, SOCK_DGRAM, 0, "socket AF_KCM"); }
static void stream_control(void) { can_make(AF_INET, SOCK_STREAM, 132, "socket SCTP"); }
static void infiniband(void) { can_make(21, SOCK_SEQPACKET, 0, "socket AF_RDS"); }

/* Connects to HOST:PORT, numbers both, within two seconds. */
static void can_reach(const char *variable) {
    const char *target = getenv(variable);
    if (!target || !*target) not_tried();
    char host[64];
    const char *colon = strrchr(target, ':');
    if (!colon || (size_t)(colon - target) >= sizeof host) blocked("'%s' is not HOST:PORT", target);
    memcpy(host, target, (size_t)(colon - target));
    host[colon - target] = 0;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(colon + 1))};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) blocked("'%s' is no IPv4 address", host);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0) refused("socket");
    if (connect(fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) refused("connect");
    struct pollfd wait = {fd, POLLOUT, 0};
    if (poll(&wait, 1, 2000) != 1) blocked("no answer from %s", target);
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error == 0) worked("connected to %s", target);
    errno = error;
    refused("connect");
}
static void gateway(void) { can_reach("REDTEAM_GATEWAY"); }
static void peer(void) { can_reach("REDTEAM_PEER"); }
static void outside(void) { can_reach("REDTEAM_OUTSIDE"); }
/* Where clouds answer with credentials. */
static void metadata(void) { can_reach("REDTEAM_METADATA"); }

/* Asks everybody on the interface by IPv6, which needs nobody's address: the host answers from its link-local one. */
static void link_local(void) {
    const char *port = getenv("REDTEAM_LINK_PORT");
    if (!port || !*port) not_tried();
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (fd < 0) refused("socket AF_INET6");
    struct sockaddr_in6 all = {
        .sin6_family = AF_INET6,
        .sin6_port = htons((unsigned short)atoi(port)),
        .sin6_addr = {{{0xFF, 2, [15] = 1}}},
        .sin6_scope_id = if_nametoindex("eth0"),
    };
    /* A new address is on trial for a second or two, and nothing is sent from it meanwhile. */
    for (int tries = 0; sendto(fd, "?", 1, 0, (struct sockaddr *)&all, sizeof all) < 0; tries++) {
        if (errno != EADDRNOTAVAIL || tries == 25) refused("sendto ff02::1");
        usleep(100000);
    }
    struct pollfd wait = {fd, POLLIN, 0};
    if (poll(&wait, 1, 1000) != 1) blocked("nobody answered at ff02::1");
    struct sockaddr_in6 host;
    socklen_t size = sizeof host;
    char byte, text[INET6_ADDRSTRLEN];
    if (recvfrom(fd, &byte, 1, 0, (struct sockaddr *)&host, &size) < 0) refused("recvfrom");
    worked("the host answered from %s", inet_ntop(AF_INET6, &host.sin6_addr, text, sizeof text));
}

const struct attempt network_attempts[] = {
    {"raw-socket", raw, 0}, {"packet-socket", packet, 0}, {"af-alg", algorithm, 0}, {"af-vsock", machine, 0},
    {"netlink-audit", audit, 0}, {"netlink-netfilter", netfilter, 0}, {"af-bluetooth", bluetooth, 0},
    {"af-kcm", kernel_connections, 0}, {"sctp", stream_control, 0}, {"af-rds", infiniband, 0}, {"gateway", gateway, 0},
    {"peer", peer, 0}, {"outside", outside, 0}, {"metadata", metadata, 0}, {"link-local", link_local, 0}, {0, 0, 0},
};
