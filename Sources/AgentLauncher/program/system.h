/* System calls without a C library, for x86_64 and aarch64; see syscall(2). A failed call returns -errno. */
#pragma once

typedef long word;
typedef unsigned long uword;
typedef unsigned char byte;

#if defined(__x86_64__)

enum {
    SYS_READ = 0, SYS_WRITE = 1, SYS_CLOSE = 3, SYS_MMAP = 9, SYS_RT_SIGACTION = 13, SYS_RT_SIGPROCMASK = 14,
    SYS_IOCTL = 16, SYS_GETPID = 39, SYS_SOCKET = 41, SYS_CONNECT = 42, SYS_CLONE = 56, SYS_EXECVE = 59, SYS_WAIT4 = 61,
    SYS_KILL = 62, SYS_FCNTL = 72, SYS_GETEUID = 107, SYS_SETPGID = 109, SYS_RT_SIGTIMEDWAIT = 128, SYS_STATFS = 137, SYS_PRCTL = 157,
    SYS_GETDENTS64 = 217, SYS_EXIT_GROUP = 231, SYS_OPENAT = 257, SYS_NEWFSTATAT = 262, SYS_FACCESSAT = 269, SYS_PPOLL = 271,
};

static inline word call6(word number, word a, word b, word c, word d, word e, word f) {
    register word r10 __asm__("r10") = d;
    register word r8 __asm__("r8") = e;
    register word r9 __asm__("r9") = f;
    word result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

/* The kernel starts here, with argc, argv and the environment on the stack. */
__asm__(".global _start\n"
        "_start:\n"
        "    xorl %ebp, %ebp\n"
        "    movq %rsp, %rdi\n"
        "    andq $-16, %rsp\n"
        "    call start\n"
        "    hlt\n");

/* struct stat, in words of 32 bits: where the mode stands. */
enum { STAT_MODE = 6 };

#elif defined(__aarch64__)

enum { STAT_MODE = 4 };

enum {
    SYS_READ = 63, SYS_WRITE = 64, SYS_CLOSE = 57, SYS_MMAP = 222, SYS_RT_SIGACTION = 134, SYS_RT_SIGPROCMASK = 135,
    SYS_IOCTL = 29, SYS_GETPID = 172, SYS_CLONE = 220, SYS_EXECVE = 221, SYS_WAIT4 = 260, SYS_KILL = 129,
    SYS_SETPGID = 154, SYS_RT_SIGTIMEDWAIT = 137, SYS_PRCTL = 167, SYS_GETDENTS64 = 61, SYS_EXIT_GROUP = 94,
    SYS_OPENAT = 56, SYS_FACCESSAT = 48, SYS_FCNTL = 25, SYS_GETEUID = 175, SYS_STATFS = 43, SYS_NEWFSTATAT = 79,
    SYS_PPOLL = 73, SYS_SOCKET = 198, SYS_CONNECT = 203,
};

static inline word call6(word number, word a, word b, word c, word d, word e, word f) {
    register word x8 __asm__("x8") = number;
    register word x0 __asm__("x0") = a;
    register word x1 __asm__("x1") = b;
    register word x2 __asm__("x2") = c;
    register word x3 __asm__("x3") = d;
    register word x4 __asm__("x4") = e;
    register word x5 __asm__("x5") = f;
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}

__asm__(".global _start\n"
        "_start:\n"
        "    mov x29, #0\n"
        "    mov x30, #0\n"
        "    mov x0, sp\n"
        "    bl start\n"
        "    brk #0\n");

#else
#error "the launcher knows x86_64 and aarch64"
#endif

#define call(number, a, b, c, d) call6(number, (word)(a), (word)(b), (word)(c), (word)(d), 0, 0)

enum { EPERM = 1, ENOENT = 2, EINTR = 4, ENXIO = 6, EACCES = 13, ENOTDIR = 20, ELOOP = 40, ENAMETOOLONG = 36 };
enum { ENETUNREACH = 101, ETIMEDOUT = 110, ECONNREFUSED = 111, EHOSTUNREACH = 113 };
enum { AT_FDCWD = -100, O_RDONLY = 0, O_WRONLY = 1, O_NONBLOCK = 04000, O_CLOEXEC = 02000000 };
enum { F_SETFL = 4, X_OK = 1, S_IFMT = 0170000, S_IFREG = 0100000 };
enum { PROT_READ = 1, PROT_WRITE = 2, MAP_PRIVATE = 2, MAP_ANONYMOUS = 32 };
enum { PR_SET_PDEATHSIG = 1, PR_SET_DUMPABLE = 4, PR_SET_CHILD_SUBREAPER = 36 };
enum { PR_GET_SECCOMP = 21, PR_CAPBSET_READ = 23, PR_GET_NO_NEW_PRIVS = 39, SECCOMP_MODE_FILTER = 2 };
enum { WNOHANG = 1, WUNTRACED = 2 };
enum { SIG_SETMASK = 2 };
enum {
    SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGKILL = 9, SIGUSR1 = 10, SIGUSR2 = 12, SIGALRM = 14, SIGTERM = 15, SIGCHLD = 17,
    SIGCONT = 18, SIGTSTP = 20, SIGTTIN = 21, SIGTTOU = 22,
};
enum { SA_RESTORER = 0x04000000 };
enum { TIOCGPGRP = 0x540F, TIOCSPGRP = 0x5410 };

/* The kernel's signal set: 64 bits, whatever a C library says. */
typedef unsigned long signals;

/* struct statfs, in words: the mount's flags are the eleventh. */
enum { STATFS_FLAGS = 10, ST_RDONLY = 1 };
