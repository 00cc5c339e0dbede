#include "shell/lineedit.h"

#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "shell/command.h"

typedef char **attempt_fn(const char *text, int start, int end);
typedef void void_fn(void);
typedef int key_fn(int count, int key);
typedef void display_fn(char **matches, int count, int longest);

/* The library's functions and variables under their own names, as pointers. */
static struct {
#define FUNCTION(result, name, parameters) result (*name) parameters;
#define VARIABLE(type, name) type *name;
#include "shell/lineedit_syms.def"
#undef FUNCTION
#undef VARIABLE
} rl;

static struct {
    const struct lineedit_hooks *hooks;
    bool loaded;      // rl is usable
    bool shown;
    bool hinted;      // a hint stands behind the cursor
    char *prompt;
    struct buf plain; // without readline: what was read and is no whole line yet
    struct completion found;
    size_t cut;       // bytes of each candidate that stand before the word, as readline cuts it
    unsigned offered;
} ed;

static bool load_symbol(void *library, const char *name, void *ret)
{
    void *at = dlsym(library, name);
    memcpy(ret, &at, sizeof at);
    return at != NULL;
}

static bool load_library(void)
{
    void *library = dlopen("libreadline.so.8", RTLD_NOW | RTLD_LOCAL);
    bool ok = library != NULL;
#define FUNCTION(result, name, parameters) ok = ok && load_symbol(library, #name, &rl.name);
#define VARIABLE(type, name) ok = ok && load_symbol(library, #name, &rl.name);
#include "shell/lineedit_syms.def"
#undef FUNCTION
#undef VARIABLE
    return ok;
}

/* ---- the hint */

static bool at_end(void)
{
    return ed.shown && *rl.rl_end > 0 && *rl.rl_point == *rl.rl_end;
}

static void find_hint(struct buf *show, struct buf *take)
{
    if (ed.hooks->hint && at_end())
        ed.hooks->hint(ed.hooks->arg, *rl.rl_line_buffer, show, take);
}

/* The hint stands at the end of the line, wherever the cursor has gone. */
static void erase_hint(void)
{
    if (!ed.hinted)
        return;
    int point = *rl.rl_point;
    *rl.rl_point = *rl.rl_end;
    rl.rl_redisplay();
    fputs(ed.hooks->erase, *rl.rl_outstream);
    *rl.rl_point = point;
    rl.rl_redisplay();
    ed.hinted = false;
}

static void redisplay(void)
{
    struct buf show = { 0 }, take = { 0 };
    rl.rl_redisplay();
    find_hint(&show, &take);
    if (show.n) {
        fputs(show.text, *rl.rl_outstream);
        ed.hinted = true;
    } else {
        erase_hint();
    }
    fflush(*rl.rl_outstream);
    buf_finish(&show);
    buf_finish(&take);
}

static int enter_key(int count, int key)
{
    erase_hint();
    return rl.rl_newline(count, key);
}

/* Right and End take the hint; without one they are what they were. */
static int take_hint(int count, int key, key_fn *otherwise)
{
    struct buf show = { 0 }, take = { 0 };
    find_hint(&show, &take);
    int r = take.n ? rl.rl_insert_text(take.text) : otherwise(count, key);
    buf_finish(&show);
    buf_finish(&take);
    return take.n ? 0 : r;
}

/* On an empty line an arrow can stand for a whole line. */
static const char *arrow_line(bool right)
{
    return ed.shown && *rl.rl_end == 0 ? ed.hooks->arrow(ed.hooks->arg, right) : NULL;
}

static int enter_line(const char *line, int key)
{
    rl.rl_insert_text(line);
    return rl.rl_newline(1, key);
}

static int right_key(int count, int key)
{
    const char *line = arrow_line(true);
    return line ? enter_line(line, key) : take_hint(count, key, rl.rl_forward_char);
}

static int left_key(int count, int key)
{
    const char *line = arrow_line(false);
    return line ? enter_line(line, key) : rl.rl_backward_char(count, key);
}

static int end_key(int count, int key)
{
    return take_hint(count, key, rl.rl_end_of_line);
}

/* Keys that the user's inputrc gave another meaning keep it. */
static void bind_instead(key_fn *usual, key_fn *ours, const char *const keys[3])
{
    for (int i = 0; i < 3; i++)
        if (rl.rl_function_of_keyseq(keys[i], NULL, NULL) == usual)
            rl.rl_bind_keyseq(keys[i], ours);
}

static void bind_arrows(void)
{
    bind_instead(rl.rl_forward_char, right_key, (const char *const[]){ "\033[C", "\033OC", "\006" });
    bind_instead(rl.rl_backward_char, left_key, (const char *const[]){ "\033[D", "\033OD", "\002" });
}

static void bind_hint_keys(void)
{
    bind_instead(rl.rl_end_of_line, end_key, (const char *const[]){ "\033[F", "\033OF", "\005" });
    rl.rl_bind_key('\r', enter_key);
    rl.rl_bind_key('\n', enter_key);
}

/* ---- completion */

static char *next_candidate(const char *text, int again)
{
    (void)text;
    if (!again)
        ed.offered = 0;
    if (ed.offered >= ed.found.n)
        return NULL;
    const char *s = ed.found.list[ed.offered++].text;
    s += MIN(ed.cut, strlen(s));
    return strdup(s); // freed by the library, so not by mem_text
}

static char **complete_word(const char *text, int start, int end)
{
    size_t our_start = (size_t)start;
    erase_hint();
    *rl.rl_attempted_completion_over = 1;
    completion_finish(&ed.found);
    ed.hooks->complete(ed.hooks->arg, *rl.rl_line_buffer, (size_t)end, &ed.found, &our_start);
    ed.cut = (size_t)start > our_start ? (size_t)start - our_start : 0;
    if (ed.found.files)
        *rl.rl_attempted_completion_over = ed.found.n > 0;
    *rl.rl_completion_append_character = ' ';
    return ed.found.n ? rl.rl_completion_matches(text, next_candidate) : NULL;
}

static const char *note_of(const char *match)
{
    for (unsigned i = 0; i < ed.found.n; i++) {
        const char *s = ed.found.list[i].text;
        if (strcmp(s + MIN(ed.cut, strlen(s)), match) == 0)
            return ed.found.list[i].note;
    }
    return NULL;
}

static void display_matches(char **matches, int count, int longest)
{
    rl.rl_crlf();
    fflush(*rl.rl_outstream);
    for (int i = 1; i <= count; i++)
        ed.hooks->list(ed.hooks->arg, matches[i], note_of(matches[i]), (unsigned)longest);
    rl.rl_on_new_line();
    rl.rl_redisplay();
}

/* ---- the line */

static void on_line(char *line)
{
    // The library shows its prompt again when this returns; the shell says when it may.
    rl.rl_set_prompt("");
    ed.shown = ed.hinted = false;
    ed.hooks->line(ed.hooks->arg, line);
    free(line);
}

/* A Ctrl-C would make the kernel forget keys that poll() has announced, and the editor would
 * wait for them with its signals blocked. So they stay, and lineedit_interrupt drops them. */
static void keep_keys(void)
{
    struct termios t;
    if (tcgetattr(STDIN_FILENO, &t) < 0)
        return;
    t.c_lflag |= NOFLSH;
    tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

static ssize_t draw(void *cookie, const char *s, size_t n)
{
    (void)cookie;
    if (ed.hooks) // the library's stream outlives the editor
        ed.hooks->write(ed.hooks->arg, s, n);
    return (ssize_t)n;
}

/* The library sets the locale once more before each line, by the environment: that shall say
 * what conch has chosen. */
static void keep_charset(void)
{
    const char *chosen = setlocale(LC_CTYPE, NULL), *all = getenv("LC_ALL");
    if (chosen)
        setenv(all && *all ? "LC_ALL" : "LC_CTYPE", chosen, 1);
}

static void set_up(void)
{
    keep_charset();
    FILE *screen = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = draw });
    if (screen)
        *rl.rl_outstream = screen;
    *rl.rl_readline_name = "conch"; // first: for $if conch in the user's inputrc
    rl.rl_initialize();
    *rl.rl_catch_signals = 0;
    *rl.rl_catch_sigwinch = 0;
    *rl.rl_completer_word_break_characters = " \t\n()[]{},;=+*<>%&|^~!@#\"'";
    *rl.rl_attempted_completion_function = complete_word;
    *rl.rl_completion_display_matches_hook = display_matches;
    rl.using_history();
    rl.stifle_history(1000);
    // inputrc has bound the arrows already if its owner wants them otherwise
    rl.rl_bind_keyseq_if_unbound("\\e[1;5A", rl.rl_history_search_backward);
    rl.rl_bind_keyseq_if_unbound("\\e[1;5B", rl.rl_history_search_forward);
    bind_arrows();
    if (ed.hooks->hint) {
        bind_hint_keys();
        *rl.rl_redisplay_function = redisplay; // after rl_initialize, or the terminal counts as dumb
    }
    rl.rl_callback_handler_install("", on_line);
    // The terminal stays in the editor's mode between two lines as well: a Ctrl-D that is typed
    // early would otherwise become an end of file that nobody can undo.
    *rl.rl_deprep_term_function = NULL;
    keep_keys();
}

bool lineedit_open(const struct lineedit_hooks *hooks)
{
    ed.hooks = hooks;
    ed.prompt = mem_text("", 0);
    ed.loaded = !getenv("CONCH_PLAIN_INPUT") && load_library();
    if (ed.loaded)
        set_up();
    return ed.loaded;
}

void lineedit_close(void)
{
    if (!ed.hooks)
        return;
    if (ed.loaded) {
        rl.rl_callback_handler_remove();
        rl.rl_deprep_terminal();
        fflush(*rl.rl_outstream);
    }
    completion_finish(&ed.found);
    buf_finish(&ed.plain);
    free(ed.prompt);
    ed.prompt = NULL;
    ed.hooks = NULL;
}

/* In one piece, or the echo of early keys would fall between. */
static void write_plain(const char *s)
{
    struct buf b = { 0 };
    for (; *s; s++)
        if (*s != '\001' && *s != '\002')
            buf_addc(&b, *s);
    ed.hooks->write(ed.hooks->arg, buf_str(&b), b.n);
    buf_finish(&b);
}

void lineedit_show(const char *prompt)
{
    bool same = ed.shown && strcmp(prompt, ed.prompt) == 0;
    if (same)
        return;
    char *copy = mem_text(prompt, strlen(prompt));
    free(ed.prompt);
    ed.prompt = copy;
    bool was_shown = ed.shown;
    ed.shown = true;
    if (!ed.loaded) {
        if (was_shown)
            write_plain("\n");
        write_plain(prompt);
        return;
    }
    if (was_shown)
        rl.rl_clear_visible_line();
    rl.rl_set_prompt(prompt);
    rl.rl_on_new_line();
    rl.rl_redisplay();
    fflush(*rl.rl_outstream);
}

void lineedit_hide(void)
{
    if (!ed.shown)
        return;
    ed.shown = false;
    if (!ed.loaded)
        return;
    rl.rl_clear_visible_line();
    rl.rl_set_prompt("");
    rl.rl_on_new_line();
    fflush(*rl.rl_outstream);
}

void lineedit_above_begin(void)
{
    if (!ed.hooks || !ed.shown)
        return;
    if (!ed.loaded) {
        write_plain("\n");
        return;
    }
    erase_hint();
    rl.rl_clear_visible_line();
    fflush(*rl.rl_outstream);
}

void lineedit_above_end(void)
{
    if (!ed.hooks || !ed.shown)
        return;
    if (!ed.loaded) {
        write_plain(ed.prompt);
        return;
    }
    rl.rl_on_new_line();
    rl.rl_redisplay();
    fflush(*rl.rl_outstream);
}

static void deliver_plain(void)
{
    char *end;
    while (ed.hooks && ed.plain.n && (end = memchr(ed.plain.text, '\n', ed.plain.n)) != NULL) {
        size_t n = (size_t)(end - ed.plain.text);
        char *line = mem_text(ed.plain.text, n);
        memmove(ed.plain.text, end + 1, ed.plain.n - n);
        ed.plain.n -= n + 1;
        ed.shown = false;
        ed.hooks->line(ed.hooks->arg, line);
        free(line);
    }
}

static void read_plain(void)
{
    char piece[4096];
    ssize_t n = read(STDIN_FILENO, piece, sizeof piece);
    if (n < 0 && errno == EINTR)
        return;
    if (n <= 0) {
        ed.shown = false;
        ed.hooks->line(ed.hooks->arg, NULL);
        return;
    }
    buf_add(&ed.plain, piece, (size_t)n);
    deliver_plain();
}

/* One key may be the start of a paste, and the library may hold more keys than the
 * descriptor shows; what is there is taken now, so a paste is drawn once. */
void lineedit_read(void)
{
    if (!ed.loaded) {
        read_plain();
        return;
    }
    int left = 0;
    struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
    if (poll(&p, 1, 0) == 0)
        return; // an interrupt has dropped the keys since they were announced; the library would wait for others
    do {
        rl.rl_callback_read_char();
    } while (ed.hooks && ed.shown && ioctl(STDIN_FILENO, FIONREAD, &left) == 0 && left > 0);
}

void lineedit_interrupt(void)
{
    if (!ed.loaded) {
        buf_clear(&ed.plain);
        write_plain("^C\n");
        ed.shown = false;
        return;
    }
    tcflush(STDIN_FILENO, TCIFLUSH);
    erase_hint();
    ed.shown = false; // or the library, drawing once more below, would bring the hint back
    *rl.rl_point = *rl.rl_end;
    rl.rl_redisplay();
    rl.rl_free_line_state();
    rl.rl_callback_sigcleanup();
    fputs("^C\n", *rl.rl_outstream);
    rl.rl_replace_line("", 1);
    rl.rl_set_prompt("");
    rl.rl_on_new_line();
    fflush(*rl.rl_outstream);
}

void lineedit_suspend(void)
{
    if (!ed.hooks || !ed.loaded)
        return;
    erase_hint();
    rl.rl_clear_visible_line();
    fflush(*rl.rl_outstream);
    rl.rl_deprep_terminal();
}

void lineedit_resume(void)
{
    if (!ed.hooks || !ed.loaded)
        return;
    rl.rl_prep_terminal(1);
    keep_keys();
    if (ed.shown) {
        rl.rl_on_new_line();
        rl.rl_redisplay();
    }
    fflush(*rl.rl_outstream);
}

/* The library's rl_resize_terminal would, with a redisplay function of our own, draw the line a
 * second time behind the first. */
void lineedit_resize(void)
{
    if (!ed.hooks || !ed.loaded)
        return;
    if (ed.shown)
        lineedit_above_begin();
    rl.rl_reset_screen_size();
    if (ed.shown)
        lineedit_above_end();
}

void lineedit_remember(const char *line)
{
    if (!ed.loaded)
        return;
    rl.add_history(line);
    rl.using_history(); // Up starts from here
}

bool lineedit_shown(void)
{
    return ed.hooks && ed.shown;
}
