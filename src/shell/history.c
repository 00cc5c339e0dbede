#include "shell/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { MOST_LINES = 1000, MOST_BYTES = 1 << 20 };

static const char *environment(const char *name)
{
    const char *s = getenv(name);
    return s && *s ? s : NULL;
}

static int own_folder(int at, const char *path)
{
    int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    if (fd >= 0 && (fstat(fd, &st) < 0 || st.st_uid != getuid())) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* The folder's parents, which may be links of the user's own. */
static void make_parents(char *path)
{
    for (char *p = path + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            mkdir(path, 0700);
            *p = '/';
        }
}

static int open_state_folder(void)
{
    struct buf path = { 0 };
    const char *state = environment("XDG_STATE_HOME"), *home = environment("HOME");
    if (state && *state == '/')
        buf_adds(&path, state);
    else if (home)
        buf_addf(&path, "%s/.local/state", home);
    else
        return -1;
    buf_adds(&path, "/conch");
    make_parents(path.text);
    mkdir(path.text, 0700);
    int fd = own_folder(AT_FDCWD, path.text);
    buf_finish(&path);
    return fd;
}

static int open_file(void)
{
    const char *named = environment("CONCH_HISTFILE");
    int flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int folder = named ? AT_FDCWD : open_state_folder();
    if (!named && folder < 0)
        return -1;
    int fd = openat(folder, named ? named : "history", flags, 0600);
    if (!named)
        close(folder);
    struct stat st;
    if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != getuid())) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static void keep(struct history *h, char *line)
{
    MEM_GROW(h->lines, h->n, h->cap, 64);
    h->lines[h->n++] = line;
}

/* "\n" and "\\" in the file are a newline and a backslash. */
static char *decode(const char *s, size_t n)
{
    struct buf b = { 0 };
    buf_adds(&b, "");
    for (size_t i = 0; i < n; i++) {
        bool escape = s[i] == '\\' && i + 1 < n;
        i += escape;
        buf_addc(&b, escape && s[i] == 'n' ? '\n' : s[i]);
    }
    return b.text;
}

static void encode(struct buf *out, const char *line)
{
    for (; *line; line++) {
        if (*line == '\n')
            buf_adds(out, "\\n");
        else if (*line == '\\')
            buf_adds(out, "\\\\");
        else
            buf_addc(out, *line);
    }
    buf_addc(out, '\n');
}

static void read_lines(struct history *h)
{
    struct buf text = { 0 };
    off_t size = lseek(h->fd, 0, SEEK_END);
    off_t from = size > MOST_BYTES ? size - MOST_BYTES : 0;
    char *to = buf_room(&text, MOST_BYTES);
    ssize_t n = size > 0 ? pread(h->fd, to, MOST_BYTES, from) : 0;
    for (char *s = to, *end = to + MAX(n, 0), *eol; s < end; s = eol + 1) {
        eol = memchr(s, '\n', (size_t)(end - s));
        if (!eol)
            break;
        if (eol > s)
            keep(h, decode(s, (size_t)(eol - s)));
    }
    buf_finish(&text);
}

/* A file of twice the length is written anew with the last lines only. */
static void shorten(struct history *h)
{
    size_t from = h->n > MOST_LINES ? h->n - MOST_LINES : 0;
    if (h->n > 2 * MOST_LINES && ftruncate(h->fd, 0) == 0) {
        struct buf text = { 0 };
        for (size_t i = from; i < h->n; i++)
            encode(&text, h->lines[i]);
        (void)!write(h->fd, text.text, text.n);
        buf_finish(&text);
    }
    for (size_t i = 0; i < from; i++)
        free(h->lines[i]);
    memmove(h->lines, h->lines + from, (h->n - from) * sizeof *h->lines);
    h->n -= from;
}

void history_open(struct history *h)
{
    *h = (struct history){ .fd = open_file() };
    if (h->fd < 0)
        return;
    read_lines(h);
    if (h->n)
        shorten(h);
}

void history_close(struct history *h)
{
    for (size_t i = 0; i < h->n; i++)
        free(h->lines[i]);
    free(h->lines);
    if (h->fd >= 0)
        close(h->fd);
    *h = (struct history){ .fd = -1 };
}

bool history_add(struct history *h, const char *line)
{
    if (!*line || *line == ' ' || *line == '\n')
        return false;
    if (h->n && strcmp(h->lines[h->n - 1], line) == 0)
        return false;
    keep(h, mem_text(line, strlen(line)));
    struct buf text = { 0 };
    encode(&text, line);
    if (h->fd >= 0)
        (void)!write(h->fd, text.text, text.n); // a full disk costs the history, not the session
    buf_finish(&text);
    return true;
}
