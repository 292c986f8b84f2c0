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
#include <sys/ioctl.h>
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
static void express(void) { can_make(44, SOCK_RAW, 0, "socket AF_XDP"); }
static void cluster(void) { can_make(30, SOCK_RDM, 0, "socket AF_TIPC"); }
static void vehicle(void) { can_make(29, SOCK_RAW, 1, "socket AF_CAN"); }
static void near_field(void) { can_make(39, SOCK_SEQPACKET, 0, "socket AF_NFC"); }
static void modem(void) { can_make(42, SOCK_DGRAM, 0, "socket AF_QIPCRTR"); }
static void packet_radio(void) { can_make(3, SOCK_DGRAM, 0, "socket AF_AX25"); }
static void link_control(void) { can_make(26, SOCK_STREAM, 0, "socket AF_LLC"); }
static void point_to_point(void) { can_make(24, SOCK_STREAM, 0, "socket AF_PPPOX"); }
static void phone(void) { can_make(35, SOCK_DGRAM, 0, "socket AF_PHONET"); }
static void fabric(void) { can_make(27, SOCK_STREAM, 0, "socket AF_IB"); }
static void shared_memory(void) { can_make(43, SOCK_STREAM, 0, "socket AF_SMC"); }
static void transform(void) { can_make(AF_NETLINK, SOCK_RAW, 6, "socket NETLINK_XFRM"); }
static void storage(void) { can_make(AF_NETLINK, SOCK_RAW, 8, "socket NETLINK_ISCSI"); }
static void connector(void) { can_make(AF_NETLINK, SOCK_DGRAM, 11, "socket NETLINK_CONNECTOR"); }
static void devices(void) { can_make(AF_NETLINK, SOCK_RAW, 15, "socket NETLINK_KOBJECT_UEVENT"); }
static void ciphers(void) { can_make(AF_NETLINK, SOCK_RAW, 21, "socket NETLINK_CRYPTO"); }

static void can_set(int level, int option, const char *what) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    if (fd < 0) refused("socket");
    if (setsockopt(fd, level, option, &one, sizeof one)) refused(what);
    worked("set it");
}
static void mark(void) { can_set(SOL_SOCKET, SO_MARK, "SO_MARK"); }
static void force_buffer(void) { can_set(SOL_SOCKET, SO_RCVBUFFORCE, "SO_RCVBUFFORCE"); }
static void transparent(void) { can_set(IPPROTO_IP, IP_TRANSPARENT, "IP_TRANSPARENT"); }
static void repair(void) { can_set(IPPROTO_TCP, 19 /* TCP_REPAIR */, "TCP_REPAIR"); }

/* Takes on another address, and with it what is meant for another agent. */
static void take_address(void) {
    struct ifreq request = {.ifr_name = "lo"};
    struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0) refused("socket");
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(0x7F000001);
    if (ioctl(fd, SIOCSIFADDR, &request)) refused("SIOCSIFADDR");
    worked("may change addresses");
}

/* The host's services without a file, such as containerd's (CVE-2020-15257), stand in the list of its network namespace. */
static void abstract_socket(void) {
    char line[512];
    FILE *list = fopen("/proc/net/unix", "r");
    if (!list) refused("/proc/net/unix");
    while (fgets(line, sizeof line, list)) {
        char *name = strchr(line, '@');
        if (name) worked("the list has %.40s", name);
    }
    blocked("none in the list");
}

/* An address of IPv6 beside the loopback's is a way to all who have one, which nobody asked for. */
static void global_ipv6(void) {
    char line[256];
    FILE *list = fopen("/proc/net/if_inet6", "r");
    if (!list) refused("/proc/net/if_inet6");
    while (fgets(line, sizeof line, list))
        if (!strstr(line, " lo")) worked("an address: %.32s", line);
    blocked("no address");
}

/* Connects to HOST:PORT, numbers both, within two seconds; so many times, a fifth of a second apart, and each must succeed. */
static void can_reach(const char *variable, int times) {
    const char *target = getenv(variable);
    if (!target || !*target) not_tried();
    char host[64];
    const char *colon = strrchr(target, ':');
    if (!colon || (size_t)(colon - target) >= sizeof host) blocked("'%s' is not HOST:PORT", target);
    memcpy(host, target, (size_t)(colon - target));
    host[colon - target] = 0;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(colon + 1))};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) blocked("'%s' is no IPv4 address", host);
    for (int i = 0; i < times; i++) {
        if (i) usleep(200000);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (fd < 0) refused("socket");
        if (connect(fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) refused("connect");
        struct pollfd wait = {fd, POLLOUT, 0};
        if (poll(&wait, 1, 2000) != 1) blocked("no answer from %s", target);
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
        errno = error;
        if (error) refused("connect");
        close(fd);
    }
    worked("connected to %s", target);
}
static void gateway(void) { can_reach("REDTEAM_GATEWAY", 1); }
/* Docker takes its rules away for a moment when any network is made or removed; what is not apart answers each time. */
static void peer(void) { can_reach("REDTEAM_PEER", 8); }
static void outside(void) { can_reach("REDTEAM_OUTSIDE", 1); }
/* Another agent that `run` started, of another project. */
static void peer_of_run(void) { can_reach("REDTEAM_PEER_OF_RUN", 8); }
/* What the host serves to itself alone, asked for at the bridge's end. */
static void host_loopback(void) { can_reach("REDTEAM_LOOPBACK", 1); }
/* Where clouds answer with credentials. */
static void metadata(void) { can_reach("REDTEAM_METADATA", 1); }

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
    /* A new address is on trial for a second or two, here and on the host's bridge, and nothing is sent from it meanwhile. */
    struct pollfd wait = {fd, POLLIN, 0};
    for (int tries = 0; poll(&wait, 1, 100) != 1; tries++) {
        ssize_t sent = sendto(fd, "?", 1, 0, (struct sockaddr *)&all, sizeof all);
        if (sent < 0 && errno != EADDRNOTAVAIL) refused("sendto ff02::1");
        if (tries < 40) continue;
        if (sent < 0) refused("sendto ff02::1");
        blocked("nobody answered at ff02::1");
    }
    struct sockaddr_in6 host;
    socklen_t size = sizeof host;
    char byte, text[INET6_ADDRSTRLEN];
    if (recvfrom(fd, &byte, 1, 0, (struct sockaddr *)&host, &size) < 0) refused("recvfrom");
    worked("the host answered from %s", inet_ntop(AF_INET6, &host.sin6_addr, text, sizeof text));
}

const struct attempt network_attempts[] = {
    {"raw-socket", raw, 0}, {"packet-socket", packet, 0}, {"af-alg", algorithm, 0}, {"af-vsock", machine, 0},
    {"netlink-audit", audit, 0}, {"netlink-netfilter", netfilter, 0}, {"af-bluetooth", bluetooth, 0},
    {"af-kcm", kernel_connections, 0}, {"sctp", stream_control, 0}, {"af-rds", infiniband, 0},
    {"af-xdp", express, 0}, {"af-tipc", cluster, 0}, {"af-can", vehicle, 0}, {"af-nfc", near_field, 0},
    {"af-qipcrtr", modem, 0}, {"af-ax25", packet_radio, 0}, {"af-llc", link_control, 0},
    {"af-pppox", point_to_point, 0}, {"af-phonet", phone, 0}, {"af-ib", fabric, 0}, {"af-smc", shared_memory, 0},
    {"netlink-xfrm", transform, 0}, {"netlink-iscsi", storage, 0}, {"netlink-connector", connector, 0},
    {"netlink-uevent", devices, 0}, {"netlink-crypto", ciphers, 0}, {"socket-mark", mark, 0},
    {"socket-buffer", force_buffer, 0}, {"transparent-socket", transparent, 0}, {"tcp-repair", repair, 0},
    {"take-address", take_address, 0}, {"abstract-socket", abstract_socket, 0}, {"ipv6-address", global_ipv6, 0},
    {"gateway", gateway, 0}, {"host-loopback", host_loopback, 0}, {"peer", peer, 0}, {"peer-of-run", peer_of_run, 0},
    {"outside", outside, 0}, {"metadata", metadata, 0}, {"link-local", link_local, 0}, {0, 0, 0},
};
