extension SeccompGroup {
    static let memory = SeccompGroup(
        "memory", "map, unmap and protect memory of one's own",
        "brk mmap munmap mprotect mremap madvise msync mincore membarrier")

    static let memoryFiles = SeccompGroup(
        "memory-files", "make files that live in memory, as Python and JavaScript workers do", "memfd_create")

    static let memoryKeys = SeccompGroup(
        "memory-keys", "guard memory of one's own with protection keys, as V8 does",
        "pkey_alloc pkey_free pkey_mprotect")
}
