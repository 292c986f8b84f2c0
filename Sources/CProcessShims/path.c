#define _GNU_SOURCE
#include "CProcessShims.h"

#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

int aac_openat2(int folder, const char *path, unsigned long long flags, unsigned long long mode,
                unsigned long long resolve) {
    struct open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}
