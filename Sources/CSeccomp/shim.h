#include <seccomp.h>

/* The C library hides this behind _GNU_SOURCE, which comes too late in a module; see memfd_create(2). */
extern int memfd_create(const char *name, unsigned int flags);

/* An unnamed file in memory, closed by execve; -1 and errno when there is none. */
static inline int cseccomp_memory_file(void) { return memfd_create("seccomp", 1U); }
