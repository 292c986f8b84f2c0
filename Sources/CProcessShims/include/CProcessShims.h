#pragma once
#include <stddef.h>
#include <sys/types.h>

// What Swift cannot import, because the C library declares it for _GNU_SOURCE alone or not at all.

/// Starts a program in a session of its own, with default signals, in `directory`, and with the descriptors as standard input, output
/// and error and no others. The descriptors must be above 2. Returns 0, or an errno.
int aac_process_spawn(pid_t *process, const char *path, char *const arguments[], char *const environment[],
                      const char *directory, const int descriptors[3]);

/// Makes a pipe whose ends are closed in other programs; the reading end does not wait. Returns 0, or -1 with errno.
int aac_process_pipe(int ends[2]);

/// Makes a file in memory that is closed in other programs. Returns a descriptor, or -1 with errno.
int aac_process_memory_file(const char *name);

/// How aac_openat2 walks a path: the constants of openat2(2), which older C libraries lack.
enum {
    AAC_RESOLVE_NO_XDEV = 0x01,
    AAC_RESOLVE_NO_MAGICLINKS = 0x02,
    AAC_RESOLVE_NO_SYMLINKS = 0x04,
    AAC_RESOLVE_BENEATH = 0x08,
    AAC_RESOLVE_IN_ROOT = 0x10,
};

/// O_PATH of open(2), which the C library declares for _GNU_SOURCE alone.
enum { AAC_O_PATH = 010000000 };

/// openat2(2), for which the C library has no function. Returns a descriptor, or -1 with errno; ENOSYS before Linux 5.6.
int aac_openat2(int folder, const char *path, unsigned long long flags, unsigned long long mode,
                unsigned long long resolve);
