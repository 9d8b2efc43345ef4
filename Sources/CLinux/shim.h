// Two functions that glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#include <stddef.h>
#include <sys/types.h>

extern ssize_t copy_file_range(int source, off_t *source_offset, int target, off_t *target_offset, size_t count,
                               unsigned int flags);
extern int renameat2(int source_folder, const char *source, int target_folder, const char *target, unsigned int flags);
