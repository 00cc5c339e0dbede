#include "live/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- Landlock. The numbers are the kernel's own (Documentation/userspace-api/landlock.rst);
 * headers of older systems lack the newer ones. ---- */

#define SYS_LANDLOCK_CREATE 444
#define SYS_LANDLOCK_ADD 445
#define SYS_LANDLOCK_RESTRICT 446
#define FS_EXECUTE 1ull
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)

struct ruleset {
    uint64_t fs, net, scoped;
};

struct beneath {
    uint64_t allowed;
    int32_t fd;
} __attribute__((packed));

int sandbox_landlock_abi(void)
{
    long abi = syscall(SYS_LANDLOCK_CREATE, NULL, 0, 1);
    return abi > 0 ? (int)abi : 0;
}

/* All rights that this ABI knows, so that everything not allowed is refused. */
static struct ruleset all_rights(int abi, const struct sandbox_opts *o, size_t *ret_size)
{
    unsigned bits = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
    struct ruleset rs = {.fs = (1ull << bits) - 1};
    *ret_size = 8;
    if (abi >= 4) {
        rs.net = o->net ? 0 : 3; // TCP bind and connect
        *ret_size = 16;
    }
    if (abi >= 6) {
        rs.scoped = 3; // abstract sockets, signals
        *ret_size = 24;
    }
    return rs;
}

static void allow(int ruleset, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return; // what is not there need not be allowed
    struct beneath b = {rights, fd};
    syscall(SYS_LANDLOCK_ADD, ruleset, 1, &b, 0);
    close(fd);
}

static const char *const system_dirs[] = {
    "/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/opt", "/proc", "/dev", NULL,
};

static void allow_all(int fd, const struct ruleset *rs, const struct sandbox_opts *o)
{
    uint64_t files = rs->fs & ~FS_EXECUTE;
    for (int i = 0; i < 8 && o->dirs[i]; i++)
        allow(fd, o->dirs[i], o->exec ? rs->fs : files);
    allow(fd, "/dev/null", files & ~FS_READ_DIR & 0x4006); // read, write, truncate
    allow(fd, "/proc/self/task", FS_READ_FILE | FS_READ_DIR);
    for (int i = 0; o->exec && system_dirs[i]; i++)
        allow(fd, system_dirs[i], FS_EXECUTE | FS_READ_FILE | FS_READ_DIR);
    if (o->net) { // names are looked up in these
        allow(fd, "/etc", FS_READ_FILE | FS_READ_DIR);
        allow(fd, "/run/systemd/resolve", FS_READ_FILE | FS_READ_DIR);
    }
}

int sandbox_landlock(const struct sandbox_opts *opts)
{
    int abi = sandbox_landlock_abi();
    if (!abi)
        return -EOPNOTSUPP;
    size_t size;
    struct ruleset rs = all_rights(abi, opts, &size);
    int fd = (int)syscall(SYS_LANDLOCK_CREATE, &rs, size, 0);
    if (fd < 0)
        return -errno;
    allow_all(fd, &rs, opts);
    int e = syscall(SYS_LANDLOCK_RESTRICT, fd, 0) < 0 ? -errno : 0;
    close(fd);
    return e;
}

/* ---- seccomp ---- */

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#else
#define THIS_ARCH 0
#endif

static const int always_denied[] = {
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_setsid, SYS_setpgid, SYS_unshare,
    SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_bpf, SYS_keyctl, SYS_add_key,
    SYS_request_key, SYS_perf_event_open, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_init_module,
    SYS_finit_module, SYS_delete_module, SYS_userfaultfd, SYS_open_by_handle_at, SYS_personality,
};
static const int exec_denied[] = {SYS_execve, SYS_execveat, SYS_ioctl};
static const int net_denied[] = {SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4};

struct program {
    struct sock_filter code[128];
    unsigned short n;
};

static void emit(struct program *p, struct sock_filter f)
{
    p->code[p->n++] = f;
}

/* EPERM rather than death, so that a library's unknown call is survived. */
static void deny(struct program *p, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i], 0, 1));
        emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    }
}

/* socket(): only within the machine. */
static void deny_inet(struct program *p)
{
    emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 4));
    emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])));
    emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1)); // AF_UNIX
    emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
}

static void build(struct program *p, const struct sandbox_opts *o)
{
    emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0));
    emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    // x32 calls would be other numbers for the same things
    emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
    emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    deny(p, always_denied, ARRAY_LEN(always_denied));
    if (!o->exec)
        deny(p, exec_denied, ARRAY_LEN(exec_denied));
    if (!o->net) {
        deny(p, net_denied, ARRAY_LEN(net_denied));
        deny_inet(p);
    }
    emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
}

int sandbox_seccomp(const struct sandbox_opts *opts)
{
    if (!THIS_ARCH)
        return -EOPNOTSUPP;
    struct program p = {.n = 0};
    build(&p, opts);
    struct sock_fprog prog = {p.n, p.code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) < 0 ? -errno : 0;
}
