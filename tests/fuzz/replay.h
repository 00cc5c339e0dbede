/* replay.h: the main function of a fuzzer's target where there is no fuzzer: each file that is named, and each
 * file in a folder that is named, is an input. TAP. */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/buf.h"

static int replayed;

static void replay_file(const char *path)
{
    struct buf b = { 0 };
    size_t got;
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    while ((got = fread(buf_room(&b, 65536), 1, 65536, f)) > 0)
        b.n += got;
    fclose(f);
    LLVMFuzzerTestOneInput((const uint8_t *)buf_str(&b), b.n);
    buf_finish(&b);
    printf("ok %d - %s\n", ++replayed, path);
    fflush(stdout);
}

static void replay(const char *path)
{
    struct stat st;
    DIR *d = stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? opendir(path) : NULL;
    if (!d) {
        replay_file(path);
        return;
    }
    for (struct dirent *e; (e = readdir(d));) {
        struct buf inside = { 0 };
        buf_addf(&inside, "%s/%s", path, e->d_name);
        if (e->d_name[0] != '.')
            replay(buf_str(&inside));
        buf_finish(&inside);
    }
    closedir(d);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("1..%d\n", replayed);
    return 0;
}

#endif
