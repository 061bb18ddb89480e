/* Makes the n-th operation on a file fail, or ends the program there as `kill -9` would.
 *
 * Loaded before the C library (LD_PRELOAD), so that the program under test needs no seam of its own:
 * it meets every way in which a disk can let it down. Counted are the operations on paths that begin
 * with FAULT_UNDER. FAULT_HOW: `count` does nothing, `fail` fails operation FAULT_AT, `kill` ends the
 * program before it, `short` lets every read and write do at most 7 bytes, every second one after it
 * was interrupted. FAULT_LOG: a file that takes a line for each operation. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum how { COUNT, FAIL, KILL, SHORT };
static enum how how;
static const char *under;
static long at;
static int journal = -1;
static atomic_long seen;

__attribute__((constructor)) static void begin(void) {
    const char *word = getenv("FAULT_HOW"), *number = getenv("FAULT_AT"), *log = getenv("FAULT_LOG");
    under = getenv("FAULT_UNDER");
    at = number ? atol(number) : 0;
    how = !word ? COUNT : !strcmp(word, "fail") ? FAIL : !strcmp(word, "kill") ? KILL
        : !strcmp(word, "short") ? SHORT : COUNT;
    if (log)
        journal = syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_APPEND | O_WRONLY, 0600);
}

/* Whether this operation is the one that fails. */
static int falls(const char *op, const char *path) {
    char line[4400];
    if (!under || !path || strncmp(path, under, strlen(under)))
        return 0;
    long n = atomic_fetch_add(&seen, 1) + 1;
    int length = snprintf(line, sizeof line, "%ld\t%s\t%s\n", n, op, path);
    if (journal >= 0)
        syscall(SYS_write, journal, line, length);
    if (how == KILL && n == at)
        syscall(SYS_kill, getpid(), SIGKILL);
    return how == FAIL && n == at;
}

static int falls_fd(const char *op, int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return falls(op, path);
}

static int falls_in(const char *op, int folder, const char *path) {
    char link[64], whole[8192];
    if (path[0] == '/' || folder == AT_FDCWD)
        return path[0] ? falls(op, path) : 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, whole, 4095);
    if (length < 0)
        return 0;
    snprintf(whole + length, 4096, path[0] ? "/%s" : "%s", path);
    return falls(op, whole);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define OR_FAIL(fallen, code, call) do { if (fallen) { errno = code; return -1; } return call; } while (0)

static int opened(const char *path, int flags, mode_t mode) {
    OR_FAIL(falls(flags & O_CREAT ? "create" : "open", path), flags & O_CREAT ? ENOSPC : EIO,
            syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(path, flags | O_LARGEFILE, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(path, flags, mode);
}

/* How much a read or a write of `size` bytes does; 0: it is interrupted. */
static size_t part(size_t size) {
    static atomic_long calls;
    if (how != SHORT || size == 0)
        return size;
    return atomic_fetch_add(&calls, 1) % 2 ? 0 : size < 7 ? size : 7;
}

ssize_t read(int fd, void *to, size_t size) {
    int fallen = falls_fd("read", fd);
    size_t some = part(size);
    if (size && !some) {
        errno = EINTR;
        return -1;
    }
    OR_FAIL(fallen, EIO, syscall(SYS_read, fd, to, some));
}

ssize_t write(int fd, const void *from, size_t size) {
    int fallen = falls_fd("write", fd);
    size_t some = part(size);
    if (size && !some) {
        errno = EINTR;
        return -1;
    }
    OR_FAIL(fallen, ENOSPC, syscall(SYS_write, fd, from, some));
}

ssize_t copy_file_range(int in, off64_t *a, int out, off64_t *b, size_t size, unsigned flags) {
    OR_FAIL(falls_fd("copy", in), EIO, syscall(SYS_copy_file_range, in, a, out, b, size, flags));
}

int fsync(int fd) { OR_FAIL(falls_fd("sync", fd), EIO, REAL(fsync)(fd)); }

int rename(const char *from, const char *to) {
    OR_FAIL(falls("rename", from), ENOSPC, REAL(rename)(from, to));
}

int link(const char *from, const char *to) {
    OR_FAIL(falls("link", from), EPERM, REAL(link)(from, to));
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
    OR_FAIL(falls_in("link", a, from), EPERM, REAL(linkat)(a, from, b, to, flags));
}

int mkdir(const char *path, mode_t mode) {
    OR_FAIL(falls("mkdir", path), ENOSPC, REAL(mkdir)(path, mode));
}

int unlink(const char *path) { OR_FAIL(falls("remove", path), EIO, REAL(unlink)(path)); }

int rmdir(const char *path) { OR_FAIL(falls("remove", path), EIO, REAL(rmdir)(path)); }

int unlinkat(int folder, const char *path, int flags) {
    OR_FAIL(falls_in("remove", folder, path), EIO, REAL(unlinkat)(folder, path, flags));
}

int statx(int folder, const char *restrict path, int flags, unsigned mask, struct statx *restrict to) {
    OR_FAIL(falls_in("stat", folder, path), EIO, syscall(SYS_statx, folder, path, flags, mask, to));
}

DIR *opendir(const char *path) {
    if (falls("list", path)) {
        errno = EIO;
        return NULL;
    }
    return REAL(opendir)(path);
}
