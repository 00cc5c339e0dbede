/* What a student has done, in one text file that can be read, copied and deleted:
 *
 *     2026-03-02T10:15:00Z at lost-update 3
 *     2026-03-02T10:16:21Z predict lost-update values a wrong
 *     2026-03-02T10:25:09Z again lost-update values c right
 *     2026-03-02T10:25:40Z note lost-update count is read and written apart
 *     2026-03-02T10:26:02Z level lost-update smash passed 2
 *     2026-03-02T10:26:30Z done lost-update
 *     2026-03-04T09:00:12Z review lost-update values c right
 *
 * Lines are only ever added; the latest of a kind counts. A file that cannot be written is no reason
 * to stop a lesson. If its only line is `file PATH`, the file is at that place: `progress move`. */
#include "lesson/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { PROGRESS_MAX = 1 << 20 };

/* ---- the file ---------------------------------------------------------------------------------- */

static void make_folders(char *path)
{
    for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        mkdir(path, 0700);
        *slash = '/';
    }
}

void state_path(struct buf *path, const char *part, const char *name)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        buf_addf(path, "%s/conch/", state);
    else if (home && *home == '/')
        buf_addf(path, "%s/.local/state/conch/", home);
    else
        return;
    if (*part)
        buf_addf(path, "%s/", part);
    buf_adds(path, name);
    make_folders(path->text);
}

/* At most about a megabyte. False if it cannot be read. */
static bool read_file(struct buf *out, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    ssize_t got = 1;
    while (got > 0 && out->n < PROGRESS_MAX)
        if ((got = read(fd, buf_room(out, 65536), 65536)) > 0)
            out->n += (size_t)got;
    close(fd);
    if (out->text)
        out->text[out->n] = 0;
    return true;
}

/* The file's path; empty if there is no home. */
static void progress_path(struct buf *path)
{
    struct buf text = {0};
    state_path(path, "", "progress");
    if (path->n && read_file(&text, path->text) && text.n > 6 && memcmp(text.text, "file /", 6) == 0) {
        buf_clear(path);
        buf_add(path, text.text + 5, strcspn(text.text + 5, "\n"));
    }
    buf_finish(&text);
}

static int write_file(const char *path, int flags, const char *s, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return -errno;
    int r = write(fd, s, n) == (ssize_t)n ? 0 : -EIO; // one write: lines stay whole
    close(fd);
    return r;
}

int progress_add(const char *line)
{
    struct buf path = {0}, text = {0};
    time_t now = (time_t)(clock_wall_ns() / 1000000000);
    struct tm tm;
    char stamp[32];
    progress_path(&path);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
    buf_addf(&text, "%s %s\n", stamp, line);
    int r = path.n ? write_file(path.text, O_APPEND, text.text, text.n) : -ENOENT;
    buf_finish(&text);
    buf_finish(&path);
    return r;
}

void progress_read(struct buf *out)
{
    struct buf path = {0};
    progress_path(&path);
    if (path.n)
        read_file(out, path.text);
    buf_finish(&path);
}

/* ---- its lines ------------------------------------------------------------------------------------ */

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

bool progress_line(struct slice *rest, struct progress_line *ret)
{
    struct slice line;
    if (!slice_line(rest, &line))
        return false;
    *ret = (struct progress_line){.whole = line};
    struct slice word = cut_word(&line);
    struct tm tm = {0};
    char stamp[21] = "";
    if (word.n == 20 && *word.s >= '0' && *word.s <= '9') { // files of before had no times
        memcpy(stamp, word.s, 20);
        if (strptime(stamp, "%Y-%m-%dT%H:%M:%SZ", &tm))
            ret->time_s = (uint64_t)timegm(&tm);
        word = cut_word(&line);
    }
    ret->kind = word;
    ret->lesson = cut_word(&line);
    ret->rest = slice_trim(line);
    return true;
}

static unsigned number_of(struct slice s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.n && s.s[i] >= '0' && s.s[i] <= '9' && n < 10000; i++)
        n = n * 10 + (unsigned)(s.s[i] - '0');
    return n;
}

void progress_count(const char *text, const char *lesson, struct progress *ret)
{
    struct slice rest = {text, strlen(text)};
    struct progress_line line;
    *ret = (struct progress){0};
    while (progress_line(&rest, &line)) {
        if (!slice_is(line.lesson, lesson))
            continue;
        if (slice_is(line.kind, "done")) {
            ret->done = true;
            ret->chapter = 0;
        } else if (slice_is(line.kind, "at")) {
            ret->chapter = number_of(line.rest);
        } else if (slice_is(line.kind, "level")) {
            cut_word(&line.rest);
            struct slice how = cut_word(&line.rest);
            ret->levels += slice_is(how, "passed") || slice_is(how, "slow");
        }
        if (!slice_is(line.kind, "predict"))
            continue;
        cut_word(&line.rest); // the question
        cut_word(&line.rest); // the answer
        bool right = slice_is(cut_word(&line.rest), "right");
        ret->right += right;
        ret->wrong += !right;
    }
}

/* ---- what should be asked again -------------------------------------------------------------------- */

/* How long a question that was missed rests, by how often it was right since. */
static const unsigned rest_days[] = {1, 3, 7, 21};

static struct due_question *question_named(struct due_question *list, size_t n, struct slice lesson,
                                           struct slice question)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(lesson, list[i].lesson) && slice_is(question, list[i].question))
            return &list[i];
    return NULL;
}

static int by_time(const void *a, const void *b)
{
    const struct due_question *x = a, *y = b;
    return x->due_s < y->due_s ? -1 : x->due_s > y->due_s;
}

size_t progress_due(struct arena *a, const char *text, struct due_question **ret_list)
{
    struct slice rest = {text, strlen(text)};
    struct progress_line line;
    size_t n = 0, cap = 16, kept = 0;
    struct due_question *list = mem_alloc(cap * sizeof *list);
    while (progress_line(&rest, &line)) {
        bool review = slice_is(line.kind, "review");
        if (!review && !slice_is(line.kind, "predict"))
            continue;
        struct slice question = cut_word(&line.rest);
        cut_word(&line.rest); // the answer
        bool right = slice_is(cut_word(&line.rest), "right");
        struct due_question *q = question_named(list, n, line.lesson, question);
        if (!q && right)
            continue; // never missed
        if (!q && n == cap)
            list = mem_resize(list, cap *= 2, sizeof *list);
        if (!q) {
            q = &list[n++];
            *q = (struct due_question){arena_text(a, line.lesson.s, line.lesson.n),
                                       arena_text(a, question.s, question.n), 0, 0};
        }
        if (right && !review)
            continue; // a lesson played again soon after says little
        q->box = right ? q->box + 1 : 0;
        q->due_s = line.time_s + (uint64_t)rest_days[MIN(q->box, ARRAY_LEN(rest_days) - 1)] * 86400;
    }
    for (size_t i = 0; i < n; i++)
        if (list[i].box < ARRAY_LEN(rest_days)) // four times right: learnt
            list[kept++] = list[i];
    qsort(list, kept, sizeof *list, by_time);
    *ret_list = ARENA_ARRAY(a, struct due_question, kept + 1);
    memcpy(*ret_list, list, kept * sizeof *list);
    free(list);
    return kept;
}

/* ---- moved, merged, reset --------------------------------------------------------------------------- */

static bool text_has_line(const char *text, struct slice line)
{
    struct slice rest = {text, strlen(text)}, own;
    while (slice_line(&rest, &own))
        if (own.n == line.n && memcmp(own.s, line.s, line.n) == 0)
            return true;
    return false;
}

static int by_stamp(const void *a, const void *b)
{
    const struct slice *x = a, *y = b;
    int order = memcmp(x->s, y->s, MIN(MIN(x->n, y->n), (size_t)20)); // stamps sort as texts
    return order ? order : x->s < y->s ? -1 : x->s > y->s; // else as they stood
}

void progress_merge(struct buf *out, const char *mine, const char *other)
{
    struct buf all = {0};
    struct slice rest = {other, strlen(other)}, line, *lines;
    size_t n = 0, cap = 1;
    buf_adds(&all, mine);
    if (all.n && all.text[all.n - 1] != '\n')
        buf_addc(&all, '\n');
    while (slice_line(&rest, &line))
        if (line.n && !text_has_line(mine, line))
            buf_addf(&all, "%.*s\n", (int)line.n, line.s);
    for (size_t i = 0; i < all.n; i++)
        cap += all.text[i] == '\n';
    lines = mem_alloc(cap * sizeof *lines);
    rest = (struct slice){buf_str(&all), all.n};
    while (slice_line(&rest, &line))
        lines[n++] = line;
    qsort(lines, n, sizeof *lines, by_stamp);
    for (size_t i = 0; i < n; i++)
        buf_addf(out, "%.*s\n", (int)lines[i].n, lines[i].s);
    free(lines);
    buf_finish(&all);
}

/* Says what failed; the result of the command. */
static int tell(const struct lesson_session *s, int r, const char *path)
{
    if (r < 0)
        say_fmt(s, SAY_ERROR, "%s: %s", path, i18n_errno(-r));
    return r;
}

/* The new text is there before the old one goes. */
static int replace_file(const char *path, const struct buf *text)
{
    struct buf beside = {0};
    buf_addf(&beside, "%s.new", path);
    int r = write_file(beside.text, O_TRUNC, buf_str(text), text->n);
    if (r == 0 && rename(beside.text, path) < 0)
        r = -errno;
    buf_finish(&beside);
    return r;
}

static int progress_move(struct lesson_session *s, const char *to)
{
    struct buf text = {0}, home = {0}, pointer = {0}, full = {0};
    char *cwd = *to == '/' ? NULL : getcwd(NULL, 0);
    if (cwd)
        buf_addf(&full, "%s/", cwd);
    buf_adds(&full, to);
    progress_read(&text);
    state_path(&home, "", "progress");
    buf_addf(&pointer, "file %s\n", full.text);
    int r = write_file(full.text, O_EXCL, buf_str(&text), text.n); // never over another file
    if (tell(s, r, full.text) == 0 && (r = tell(s, replace_file(home.text, &pointer), home.text)) == 0)
        say_fmt(s, SAY_GREY, _("Your progress is in `%s` from now on."), full.text);
    free(cwd);
    buf_finish(&full);
    buf_finish(&text);
    buf_finish(&home);
    buf_finish(&pointer);
    return r;
}

static int progress_merge_file(struct lesson_session *s, const char *from)
{
    struct buf other = {0}, mine = {0}, both = {0}, path = {0};
    int r = read_file(&other, from) ? 0 : -errno;
    progress_read(&mine);
    progress_path(&path);
    progress_merge(&both, buf_str(&mine), buf_str(&other));
    if (tell(s, r, from) == 0 && (r = tell(s, replace_file(buf_str(&path), &both), buf_str(&path))) == 0)
        say_fmt(s, SAY_GREY, _("Merged: both are in `%s` now."), path.text);
    buf_finish(&other);
    buf_finish(&mine);
    buf_finish(&both);
    buf_finish(&path);
    return r;
}

/* Forgets the lesson of that id, or all (""); what was there is kept beside it. */
static int forget(struct lesson_session *s, const char *id)
{
    struct buf text = {0}, path = {0}, old = {0}, left = {0};
    struct progress_line line;
    progress_read(&text);
    progress_path(&path);
    buf_addf(&old, "%s.old", buf_str(&path));
    struct slice rest = {buf_str(&text), text.n};
    while (*id && progress_line(&rest, &line))
        if (!slice_is(line.lesson, id))
            buf_addf(&left, "%.*s\n", (int)line.whole.n, line.whole.s);
    int r = tell(s, replace_file(old.text, &text), old.text);
    if (r == 0 && (r = tell(s, replace_file(path.text, &left), path.text)) == 0)
        say_fmt(s, SAY_GREY, _("Forgotten; what was there is kept in `%s`."), old.text);
    buf_finish(&text);
    buf_finish(&path);
    buf_finish(&old);
    buf_finish(&left);
    return r;
}

/* Whether anything is known of the lesson of that id, which may be a stranger's. */
static bool is_begun(const char *id)
{
    struct buf text = {0};
    struct progress_line line;
    bool begun = false;
    progress_read(&text);
    struct slice rest = {buf_str(&text), text.n};
    while (!begun && progress_line(&rest, &line))
        begun = slice_is(line.lesson, id);
    buf_finish(&text);
    return begun;
}

static int progress_reset(struct lesson_session *s, const char *spec)
{
    struct lesson_index index;
    int r = 0;
    lesson_index_init(&index, &s->dirs, s->lang);
    const struct lesson_entry *entry = lesson_index_find(&index, spec);
    const char *id = entry ? entry->id : spec;
    if (!*spec || is_begun(id))
        r = forget(s, id);
    else if (entry)
        say_fmt(s, SAY_GREY, _("Nothing is known of it: you have not begun it."));
    else
        r = -ENOENT, say_words(s, SAY_ERROR, WORD_NOT_FOUND, spec);
    lesson_index_finish(&index);
    return r;
}

static int progress_where(struct lesson_session *s)
{
    struct buf path = {0};
    progress_path(&path);
    buf_addc(&path, '\n');
    say(s, SAY_TEXT, &path);
    buf_finish(&path);
    return 0;
}

/* The lessons that were begun, and where predictions went wrong. */
static int progress_list(struct lesson_session *s)
{
    struct lesson_index index;
    struct buf b = {0}, done = {0};
    progress_read(&done);
    lesson_index_init(&index, &s->dirs, s->lang);
    for (size_t i = 0; i < index.count; i++) {
        struct progress progress;
        progress_count(buf_str(&done), index.list[i].id, &progress);
        if (progress.done || progress.right || progress.wrong || progress.chapter)
            add_lesson_line(s, &b, &index.list[i], buf_str(&done));
    }
    if (b.n)
        say(s, SAY_TEXT, &b);
    else
        say_words(s, SAY_GREY, WORD_NO_PROGRESS);
    size_t waiting = review_waiting(buf_str(&done));
    if (waiting)
        say_words(s, SAY_GREY, WORD_REVIEW_WAITS, (unsigned)waiting);
    buf_finish(&b);
    buf_finish(&done);
    lesson_index_finish(&index);
    return 0;
}

int command_progress(struct lesson_session *s, const char *args)
{
    struct slice rest = slice_trim((struct slice){args, strlen(args)});
    struct slice verb = cut_word(&rest);
    rest = slice_trim(rest);
    char *what = mem_text(rest.s, rest.n);
    int r = -EINVAL;
    if (verb.n == 0)
        r = progress_list(s);
    else if (slice_is(verb, "file"))
        r = progress_where(s);
    else if (slice_is(verb, "reset"))
        r = progress_reset(s, what);
    else if (slice_is(verb, "move") && *what)
        r = progress_move(s, what);
    else if (slice_is(verb, "merge") && *what)
        r = progress_merge_file(s, what);
    else
        say_fmt(s, SAY_ERROR, "%s", "`progress [file | move FILE | merge FILE | reset [LESSON]]`");
    free(what);
    return r;
}
