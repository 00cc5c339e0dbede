#include "live/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_DIRS = 16, TRIES = 3 };

static const char *place(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named == '/' ? named : "/tmp";
}

/* Depth first. A directory that its owner has closed is opened, for the next try. */
static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)at;
    if (kind == FTW_DNR)
        chmod(path, 0700);
    else if (kind == FTW_DP)
        rmdir(path);
    else
        unlink(path);
    return 0;
}

void scratch_close(const char *path)
{
    for (int i = 0; *path && i < TRIES && access(path, F_OK) == 0; i++)
        nftw(path, remove_one, OPEN_DIRS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* Whether a name is of a shell that is no more. */
static bool is_left(const char *name)
{
    int pid, end = 0;
    return sscanf(name, "conch-%d-%n", &pid, &end) == 1 && end && pid > 0 && kill(pid, 0) < 0 && errno == ESRCH;
}

static void sweep(const char *dir)
{
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[PATH_MAX];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (is_left(e->d_name) && lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid())
            scratch_close(path);
    }
    if (d)
        closedir(d);
}

int scratch_open(char *ret_path, size_t size)
{
    int n = snprintf(ret_path, size, "%s/conch-%d-XXXXXX", place(), getpid());
    sweep(place());
    if (n > 0 && (size_t)n < size && mkdtemp(ret_path))
        return 0;
    int e = n > 0 && (size_t)n < size ? errno : ENAMETOOLONG;
    *ret_path = 0;
    return -e;
}
