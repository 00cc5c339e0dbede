#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"

#include <vterm.h>

struct pty {
    int fd;
    pid_t pid;
    bool gone; // the other side is closed
    int status;
    bool reaped;
    unsigned rows, columns;
    struct buf output, screen, line;
    VTerm *vt;
    struct buf above; // rows that have scrolled off
};

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void trim(struct buf *b, size_t from)
{
    while (b->n > from && b->text[b->n - 1] == ' ')
        b->text[--b->n] = 0;
}

/* ---- the screen */

static void add_cell(struct buf *out, const VTermScreenCell *cell)
{
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
        char utf8[4];
        buf_add(out, utf8, utf8_put(utf8, cell->chars[i]));
    }
    if (!cell->chars[0])
        buf_addc(out, ' ');
}

static int keep_row(int columns, const VTermScreenCell *cells, void *arg)
{
    struct buf *above = arg;
    size_t from = above->n;
    for (int c = 0; c < columns; c += cells[c].width > 1 ? cells[c].width : 1)
        add_cell(above, &cells[c]);
    trim(above, from);
    buf_addc(above, '\n');
    return 1;
}

static void send_back(const char *s, size_t n, void *arg)
{
    (void)!write(*(int *)arg, s, n); // answers to the program's questions
}

static void screen_open(struct pty *p)
{
    static const VTermScreenCallbacks callbacks = { .sb_pushline = keep_row };
    p->vt = vterm_new((int)p->rows, (int)p->columns);
    vterm_set_utf8(p->vt, 1);
    vterm_output_set_callback(p->vt, send_back, &p->fd);
    VTermScreen *screen = vterm_obtain_screen(p->vt);
    vterm_screen_set_callbacks(screen, &callbacks, &p->above);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_reset(screen, 1);
}

static void screen_take(struct pty *p, const char *s, size_t n)
{
    vterm_input_write(p->vt, s, n);
}

static void add_row(struct pty *p, struct buf *out, int row)
{
    VTermScreen *screen = vterm_obtain_screen(p->vt);
    size_t from = out->n;
    for (int c = 0; c < (int)p->columns;) {
        VTermScreenCell cell;
        vterm_screen_get_cell(screen, (VTermPos){ row, c }, &cell);
        add_cell(out, &cell);
        c += cell.width > 1 ? cell.width : 1;
    }
    trim(out, from);
}

void pty_cursor(struct pty *p, int *ret_row, int *ret_column)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &at);
    *ret_row = at.row;
    *ret_column = at.col;
}

const char *pty_screen(struct pty *p)
{
    buf_clear(&p->screen);
    buf_add(&p->screen, buf_str(&p->above), p->above.n);
    for (int row = 0; row < (int)p->rows; row++) {
        add_row(p, &p->screen, row);
        buf_addc(&p->screen, '\n');
    }
    return p->screen.text;
}

const char *pty_line(struct pty *p)
{
    int row, column;
    pty_cursor(p, &row, &column);
    buf_clear(&p->line);
    add_row(p, &p->line, row);
    return buf_str(&p->line);
}

static void screen_resize(struct pty *p)
{
    vterm_set_size(p->vt, (int)p->rows, (int)p->columns);
}

static void screen_close(struct pty *p)
{
    vterm_free(p->vt);
    buf_finish(&p->above);
}

/* ---- the program */

static void set_environment(const struct pty_opts *opts)
{
    static const char *const unwanted[] = { "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES",
                                            "LANGUAGE", "CONCH_LANG" };
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        unsetenv(unwanted[i]);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("INPUTRC", "/dev/null", 1); // the tester's own key bindings stay out of it
    for (size_t i = 0; opts->env && opts->env[i]; i++)
        putenv((char *)opts->env[i]);
}

struct pty *pty_start(const char *const argv[], const struct pty_opts *opts)
{
    static const struct pty_opts plain;
    opts = opts ? opts : &plain;
    struct pty *p = calloc(1, sizeof *p);
    p->rows = opts->rows ? opts->rows : 24;
    p->columns = opts->columns ? opts->columns : 80;
    struct winsize size = { .ws_row = (unsigned short)p->rows, .ws_col = (unsigned short)p->columns };
    p->pid = forkpty(&p->fd, NULL, NULL, &size);
    if (p->pid == 0) {
        set_environment(opts);
        if (opts->dir && chdir(opts->dir) < 0)
            _exit(127);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    if (p->pid < 0) {
        perror("forkpty");
        exit(1);
    }
    fcntl(p->fd, F_SETFD, FD_CLOEXEC);
    screen_open(p);
    return p;
}

/* Takes in what is there, waiting at most so long for the first byte. */
static void pump(struct pty *p, int ms)
{
    struct pollfd fd = { .fd = p->fd, .events = POLLIN };
    char piece[4096];
    if (p->gone || poll(&fd, 1, ms) <= 0)
        return;
    ssize_t n = read(p->fd, piece, sizeof piece);
    if (n <= 0) {
        p->gone = n == 0 || errno != EINTR; // EIO: nobody has the terminal open
        return;
    }
    buf_add(&p->output, piece, (size_t)n);
    screen_take(p, piece, (size_t)n);
}

typedef bool seen_fn(struct pty *p, const char *text, unsigned times);

static bool wait_for(struct pty *p, seen_fn *seen, const char *text, unsigned times)
{
    long long limit = now_ms() + PTY_LIMIT_MS;
    while (!seen(p, text, times)) {
        if (now_ms() > limit || p->gone) {
            fprintf(stderr, "# waited in vain for [%s]; the screen is\n%s", text, pty_screen(p));
            return false;
        }
        pump(p, 100);
    }
    return true;
}

static bool has_text(struct pty *p, const char *text, unsigned times)
{
    const char *s = pty_screen(p);
    unsigned n = 0;
    for (; (s = strstr(s, text)) != NULL; s += strlen(text))
        n++;
    return n >= times;
}

/* text: several, one a line; each counts. */
static bool has_any(struct pty *p, const char *text, unsigned times)
{
    unsigned n = 0;
    char one[128];
    const char *screen = pty_screen(p);
    for (size_t len; *text; text += len + (text[len] == '\n')) {
        len = strcspn(text, "\n");
        snprintf(one, sizeof one, "\n%.*s", (int)len, text);
        for (const char *s = screen; (s = strstr(s, one)) != NULL; s++)
            n++;
    }
    return n >= times;
}

static bool has_line(struct pty *p, const char *line, unsigned times)
{
    (void)times;
    size_t n = strlen(line);
    while (n && line[n - 1] == ' ')
        n--;
    const char *now = pty_line(p);
    return strlen(now) == n && memcmp(now, line, n) == 0;
}

/* `(deadlock) conch>` too. */
static bool has_prompt(struct pty *p, const char *prompt, unsigned times)
{
    (void)times;
    const char *now = pty_line(p);
    size_t n = strlen(now), k = strlen(prompt);
    return n >= k && memcmp(now + n - k, prompt, k) == 0;
}

bool pty_wait(struct pty *p, const char *text) { return wait_for(p, has_text, text, 1); }
bool pty_wait_count(struct pty *p, const char *text, unsigned n) { return wait_for(p, has_text, text, n); }
bool pty_wait_any(struct pty *p, const char *starts, unsigned n) { return wait_for(p, has_any, starts, n); }
bool pty_wait_line(struct pty *p, const char *line) { return wait_for(p, has_line, line, 1); }
bool pty_wait_prompt(struct pty *p) { return wait_for(p, has_prompt, "conch>", 1); }

void pty_type(struct pty *p, const char *keys)
{
    size_t n = strlen(keys);
    while (n) {
        ssize_t done = write(p->fd, keys, n);
        if (done < 0)
            return;
        keys += done;
        n -= (size_t)done;
    }
}

void pty_paste(struct pty *p, const char *text)
{
    pty_type(p, "\033[200~");
    pty_type(p, text);
    pty_type(p, "\033[201~");
}

const char *pty_output(struct pty *p)
{
    return buf_str(&p->output);
}

void pty_resize(struct pty *p, unsigned rows, unsigned columns)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
    p->rows = rows;
    p->columns = columns;
    screen_resize(p);
    ioctl(p->fd, TIOCSWINSZ, &size);
}

static bool has_ended(struct pty *p)
{
    if (!p->reaped && waitpid(p->pid, &p->status, WNOHANG) == p->pid)
        p->reaped = true;
    return p->reaped;
}

int pty_end(struct pty *p)
{
    long long limit = now_ms() + PTY_LIMIT_MS;
    while (!has_ended(p)) {
        if (now_ms() > limit) {
            fprintf(stderr, "# it does not end; the screen is\n%s", pty_screen(p));
            return -1;
        }
        pump(p, 20);
        if (p->gone)
            poll(NULL, 0, 5);
    }
    pump(p, 0);
    return WIFSIGNALED(p->status) ? 128 + WTERMSIG(p->status) : WEXITSTATUS(p->status);
}

pid_t pty_pid(const struct pty *p)
{
    return p->pid;
}

bool pty_is_sane(struct pty *p)
{
    struct termios t;
    if (tcgetattr(p->fd, &t) < 0)
        return false;
    return (t.c_lflag & (ECHO | ICANON | ISIG)) == (ECHO | ICANON | ISIG);
}

void pty_finish(struct pty *p)
{
    if (!has_ended(p)) {
        kill(-p->pid, SIGKILL);
        waitpid(p->pid, &p->status, 0);
    }
    close(p->fd);
    screen_close(p);
    buf_finish(&p->output);
    buf_finish(&p->screen);
    buf_finish(&p->line);
    free(p);
}
