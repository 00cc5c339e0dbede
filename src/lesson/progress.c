/* What a student has done, in one text file that can be read, copied and deleted:
 *
 *     predict lost-update values a wrong
 *     done lost-update
 *
 * Lines are only ever added; the latest of a kind counts. A file that cannot be written is no reason
 * to stop a lesson. */
#include "lesson/parts.h"
#include "lesson/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { PROGRESS_MAX = 1 << 20 };

/* The file's path; its folders are made if wanted. Empty if there is no home. */
static void progress_path(struct buf *path, bool make)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        buf_addf(path, "%s/conch", state);
    else if (home && *home == '/')
        buf_addf(path, "%s/.local/state/conch", home);
    else
        return;
    for (char *slash = path->text + 1; make && (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        mkdir(path->text, 0700);
        *slash = '/';
    }
    if (make)
        mkdir(path->text, 0700);
    buf_adds(path, "/progress");
}

int progress_add(const char *line)
{
    struct buf path = {0}, text = {0};
    progress_path(&path, true);
    int fd = path.n ? open(path.text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    int r = fd < 0 ? -errno : 0;
    buf_addf(&text, "%s\n", line);
    if (fd >= 0 && write(fd, text.text, text.n) != (ssize_t)text.n) // one write: lines stay whole
        r = -EIO;
    if (fd >= 0)
        close(fd);
    buf_finish(&text);
    buf_finish(&path);
    return r;
}

void progress_read(struct buf *out)
{
    struct buf path = {0};
    progress_path(&path, false);
    int fd = path.n ? open(path.text, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    while (fd >= 0 && out->n < PROGRESS_MAX) {
        ssize_t got = read(fd, buf_room(out, 65536), 65536);
        if (got <= 0)
            break;
        out->n += (size_t)got;
    }
    if (fd >= 0)
        close(fd);
    if (out->text)
        out->text[out->n] = 0;
    buf_finish(&path);
}

/* Cuts the next word of a line off. */
static struct slice cut_word(struct slice *line)
{
    while (line->n && is_blank(*line->s))
        line->s++, line->n--;
    size_t n = 0;
    while (n < line->n && !is_blank(line->s[n]))
        n++;
    struct slice word = {line->s, n};
    line->s += n;
    line->n -= n;
    return word;
}

void progress_count(const char *text, const char *lesson, struct progress *ret)
{
    struct slice rest = {text, strlen(text)}, line;
    *ret = (struct progress){0};
    while (slice_line(&rest, &line)) {
        struct slice kind = cut_word(&line), id = cut_word(&line);
        if (!slice_is(id, lesson))
            continue;
        if (slice_is(kind, "done"))
            ret->done = true;
        if (!slice_is(kind, "predict"))
            continue;
        cut_word(&line); // the question
        cut_word(&line); // the answer
        bool right = slice_is(cut_word(&line), "right");
        ret->right += right;
        ret->wrong += !right;
    }
}
