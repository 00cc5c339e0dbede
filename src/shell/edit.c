/* edit.c: a file is changed, by the user's editor or, without one, line by line. */
#include "shell/edit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "live/process.h"
#include "shell/lineedit.h"

/* ---- the user's editor ---- */

static const char *named(const char *variable)
{
    const char *s = getenv(variable);
    return s && s[strspn(s, " \t")] ? s : NULL;
}

/* $VISUAL draws on the whole screen, which a dumb terminal cannot. */
static const char *wanted_editor(const struct shell *sh)
{
    const char *visual = sh->out.escapes ? named("VISUAL") : NULL;
    return visual ? visual : named("EDITOR");
}

/* Keys that were meant for the editor: its Ctrl-C and Ctrl-Z are no business of ours. */
static void forget_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTSTP);
    while (sigtimedwait(&set, NULL, &(struct timespec){ 0 }) > 0)
        ;
}

/* The variable may hold options too: the system's shell takes it apart. */
static int run_editor(struct shell *sh, const char *editor, const char *path)
{
    struct buf line = { 0 };
    buf_addf(&line, "%s \"$1\"", editor);
    const char *argv[] = { "/bin/sh", "-c", line.text, "conch-edit", path, NULL };
    shell_flush(sh);
    lineedit_suspend();
    int r = process_run_tool(argv);
    forget_signals();
    lineedit_resume();
    buf_finish(&line);
    return r;
}

/* ---- line by line ---- */

struct line_edit {
    struct shell *sh;
    char *path;
    char **lines;
    size_t n, cap;
    void (*done)(void *arg);
    void *arg;
};

static void lines_insert(struct line_edit *e, size_t at, const char *s, size_t n)
{
    MEM_GROW(e->lines, e->n, e->cap, 32);
    memmove(e->lines + at + 1, e->lines + at, (e->n++ - at) * sizeof *e->lines);
    e->lines[at] = mem_text(s, n);
}

static void lines_remove(struct line_edit *e, size_t at)
{
    free(e->lines[at]);
    memmove(e->lines + at, e->lines + at + 1, (--e->n - at) * sizeof *e->lines);
}

static void show_lines(struct line_edit *e, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        buf_addf(shell_out(e->sh), "%4zu  ", i + 1);
        text_safe(shell_out(e->sh), e->lines[i], strlen(e->lines[i]), false);
        buf_addc(shell_out(e->sh), '\n');
    }
    shell_flush(e->sh);
}

static void show_how(struct line_edit *e)
{
    shell_note(e->sh, "%s", _("N TEXT changes line N (it keeps its indentation; `|` before TEXT sets another), "
                              "N+ TEXT adds one behind it, N- takes it out;"));
    shell_note(e->sh, "%s", _("Enter shows the text, `done` keeps it, `cancel` does not"));
}

static int save_lines(const struct line_edit *e)
{
    struct buf text = { 0 };
    for (size_t i = 0; i < e->n; i++)
        buf_addf(&text, "%s\n", e->lines[i]);
    int fd = open(e->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int r = fd < 0 ? -errno : 0;
    if (fd >= 0 && write(fd, buf_str(&text), text.n) != (ssize_t)text.n)
        r = -EIO;
    if (fd >= 0)
        close(fd);
    buf_finish(&text);
    return r;
}

static void line_edit_free(struct line_edit *e)
{
    for (size_t i = 0; e && i < e->n; i++)
        free(e->lines[i]);
    if (!e)
        return;
    free(e->lines);
    free(e->path);
    free(e);
}

static struct line_edit *open_edit; // Ctrl-C takes the lines away without a word: freed by the next one

static void end_lines(struct line_edit *e, bool keep)
{
    int r = keep ? save_lines(e) : 0;
    if (r < 0)
        shell_error(e->sh, "%s: %s", e->path, i18n_errno(-r));
    shell_take_lines(e->sh, NULL, NULL, NULL);
    open_edit = NULL;
    e->done(e->arg);
    line_edit_free(e);
}

/* The new text of a line that was like `old`. */
static void add_indented(struct buf *b, const char *old, const char *text)
{
    if (*text == '|')
        text++;
    else if (*text != ' ' && *text != '\t')
        buf_add(b, old, strspn(old, " \t"));
    buf_adds(b, text);
}

/* `N TEXT`, `N+ TEXT`, `N-`. False if it is none of these. */
static bool change_line(struct line_edit *e, const char *line)
{
    char *rest;
    unsigned long number = strtoul(line, &rest, 10);
    char verb = *rest == '+' || *rest == '-' ? *rest++ : ' ';
    if (*rest == ' ')
        rest++;
    if (rest == line || *line < '0' || *line > '9' || number > e->n || (number == 0 && verb != '+'))
        return false;
    if (verb == '-' ? *rest : !*rest && verb != '+')
        return false;
    struct buf b = { 0 };
    add_indented(&b, number ? e->lines[number - 1] : "", rest);
    if (verb == '+') {
        lines_insert(e, number, buf_str(&b), b.n);
    } else {
        lines_remove(e, number - 1);
        if (verb == ' ')
            lines_insert(e, number - 1, buf_str(&b), b.n);
    }
    buf_finish(&b);
    size_t at = number - (verb != '+');
    show_lines(e, at ? at - 1 : 0, MIN(at + 2, e->n));
    return true;
}

static bool take_line(struct shell *sh, const char *line, void *arg)
{
    struct line_edit *e = arg;
    size_t n = strlen(line);
    while (n && (line[n - 1] == ' ' || line[n - 1] == '\t'))
        n--;
    (void)sh;
    if (n == 0)
        show_lines(e, 0, e->n);
    else if (n == 4 && memcmp(line, "done", 4) == 0)
        end_lines(e, true);
    else if (n == 6 && memcmp(line, "cancel", 6) == 0)
        end_lines(e, false);
    else if (!change_line(e, line))
        show_how(e);
    return true;
}

static int load_lines(struct line_edit *e)
{
    char piece[4096];
    struct buf text = { 0 };
    int fd = open(e->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
        buf_add(&text, piece, (size_t)n);
    close(fd);
    for (const char *s = buf_str(&text); *s;) {
        size_t n = strcspn(s, "\n");
        lines_insert(e, e->n, s, n);
        s += n + (s[n] == '\n');
    }
    buf_finish(&text);
    return 0;
}

static int edit_lines(struct shell *sh, const char *path, void (*done)(void *arg), void *arg)
{
    struct line_edit *e = mem_zalloc(1, sizeof *e);
    *e = (struct line_edit){ .sh = sh, .path = mem_text(path, strlen(path)), .done = done, .arg = arg };
    int r = load_lines(e);
    if (r < 0) {
        shell_error(sh, "%s: %s", path, i18n_errno(-r));
        line_edit_free(e);
        return r;
    }
    line_edit_free(open_edit);
    open_edit = e;
    show_lines(e, 0, e->n);
    show_how(e);
    shell_take_lines(sh, take_line, e, "edit> ");
    return 0;
}

int edit_file(struct shell *sh, const char *path, void (*done)(void *arg), void *arg)
{
    const char *editor = shell_interactive(sh) && sh->out.tty ? wanted_editor(sh) : NULL;
    if (!editor)
        return edit_lines(sh, path, done, arg);
    int r = run_editor(sh, editor, path);
    if (r == 127)
        return edit_lines(sh, path, done, arg); // there is no such editor after all
    if (r < 0)
        shell_error(sh, "%s: %s", editor, i18n_errno(-r));
    done(arg);
    return r < 0 ? r : 0;
}
