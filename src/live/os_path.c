/* os_path.c: calls about what a path names.
 *
 * In:      paths, as bytes that end in 0; for some a descriptor instead.
 * Out:     what is there, or it is changed.
 * Locks:   none is held; a file system may take its time, but no task waits for another here.
 *
 * Before a file's contents are looked at, what forgotten handles would still write is written (files.h). */
#include "live/oscall.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* ---- what is there ---- */

static int64_t ns_of(const struct timespec *t)
{
    return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static int answer_stat(struct os_call *c, int r, const struct stat *st)
{
    if (r < 0)
        return -errno;
    const int64_t all[] = { st->st_mode, (int64_t)st->st_ino, (int64_t)st->st_dev, (int64_t)st->st_nlink, st->st_uid,
                            st->st_gid, st->st_size, ns_of(&st->st_atim), ns_of(&st->st_mtim), ns_of(&st->st_ctim),
                            st->st_blksize, st->st_blocks };
    return answer_ints(c, all, ARRAY_LEN(all));
}

int oscall_fstat(struct os_call *c)
{
    struct stat st;
    return answer_stat(c, fstat((int)c->n[0], &st), &st);
}

int oscall_stat(struct os_call *c)
{
    struct stat st;
    if (!c->path[0])
        return oscall_fstat(c);
    files_settle_path(c->t, c->path[0]);
    return answer_stat(c, stat(c->path[0], &st), &st);
}

int oscall_lstat(struct os_call *c)
{
    struct stat st;
    return answer_stat(c, lstat(c->path[0], &st), &st);
}

int oscall_access(struct os_call *c)
{
    return answer(c, V_BOOL(access(c->path[0], (int)c->n[1]) == 0));
}

static DIR *open_dir(struct os_call *c)
{
    if (c->path[0])
        return opendir(c->path[0]);
    int fd = dup((int)c->n[0]);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (d)
        rewinddir(d);
    else if (fd >= 0)
        close(fd);
    return d;
}

static int read_dir(struct os_call *c, bool kinds)
{
    struct task *t = c->t;
    DIR *d = open_dir(c);
    if (!d)
        return -errno;
    value list = list_new(t, NULL, 0);
    for (struct dirent *e; list && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        value item = os_name(t, e->d_name);
        if (item && kinds)
            item = tuple_new(t, (value[]){ item, V_INT(e->d_type) }, 2);
        if (!item || !list_append(t, REF(list), item))
            list = 0;
    }
    closedir(d);
    return answer(c, list);
}

int oscall_listdir(struct os_call *c)
{
    return read_dir(c, false);
}

int oscall_scandir(struct os_call *c)
{
    return read_dir(c, true);
}

int oscall_readlink(struct os_call *c)
{
    char to[PATH_MAX];
    ssize_t n = readlink(c->path[0], to, sizeof to - 1);
    if (n < 0)
        return -errno;
    to[n] = 0;
    return answer(c, os_name(c->t, to));
}

int oscall_statvfs(struct os_call *c)
{
    struct statvfs s;
    if (statvfs(c->path[0], &s) < 0)
        return -errno;
    const int64_t all[] = { (int64_t)(s.f_blocks * s.f_frsize), (int64_t)(s.f_bfree * s.f_frsize),
                            (int64_t)(s.f_bavail * s.f_frsize) };
    return answer_ints(c, all, ARRAY_LEN(all));
}

/* ---- changing it ---- */

int oscall_chmod(struct os_call *c)
{
    return checked(chmod(c->path[0], (mode_t)c->n[1]));
}

int oscall_link(struct os_call *c)
{
    return checked(link(c->path[0], c->path[1]));
}

int oscall_mkdir(struct os_call *c)
{
    return checked(mkdir(c->path[0], (mode_t)c->n[1]));
}

int oscall_mkfifo(struct os_call *c)
{
    return checked(mkfifo(c->path[0], (mode_t)c->n[1]));
}

int oscall_rename(struct os_call *c)
{
    return checked(rename(c->path[0], c->path[1]));
}

int oscall_rmdir(struct os_call *c)
{
    return checked(rmdir(c->path[0]));
}

int oscall_symlink(struct os_call *c)
{
    return checked(symlink(c->path[0], c->path[1]));
}

int oscall_truncate(struct os_call *c)
{
    files_settle_path(c->t, c->path[0]);
    return checked(truncate(c->path[0], (off_t)c->n[1]));
}

int oscall_unlink(struct os_call *c)
{
    return checked(unlink(c->path[0]));
}

int oscall_utime(struct os_call *c)
{
    struct timespec at[2];
    for (int i = 0; i < 2; i++)
        at[i] = c->none[i + 1] ? (struct timespec){ .tv_nsec = UTIME_NOW }
                               : (struct timespec){ c->n[i + 1] / 1000000000, c->n[i + 1] % 1000000000 };
    files_settle_path(c->t, c->path[0]);
    return checked(utimensat(AT_FDCWD, c->path[0], at, 0));
}

/* ---- where we are ---- */

int oscall_chdir(struct os_call *c)
{
    return checked(c->path[0] ? chdir(c->path[0]) : fchdir((int)c->n[0]));
}

int oscall_getcwd(struct os_call *c)
{
    char at[PATH_MAX];
    return getcwd(at, sizeof at) ? answer(c, os_name(c->t, at)) : -errno;
}
