/* golden.h: pictures are compared with files in tests/views/.
 * CONCH_BLESS=1 in the environment writes the files anew; look at the diff then. */
#ifndef TESTS_VIEW_GOLDEN_H
#define TESTS_VIEW_GOLDEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tap.h"

static inline bool read_all(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return false;
    char piece[4096];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(out, piece, n);
    fclose(f);
    return true;
}

static inline void write_all(const char *path, const struct buf *b)
{
    FILE *f = fopen(path, "w");
    CHECK(f != NULL);
    CHECK_INT(fwrite(buf_str(b), 1, b->n, f), b->n);
    CHECK_INT(fclose(f), 0);
}

/* Frees the picture. */
static inline void check_golden(const char *name, struct buf *picture)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.txt", VIEWS_DIR, name);
    if (getenv("CONCH_BLESS")) {
        write_all(path, picture);
    } else {
        struct buf want = { 0 };
        CHECK(read_all(path, &want));
        CHECK_STR(buf_str(picture), buf_str(&want));
        buf_finish(&want);
    }
    buf_finish(picture);
}

#endif
