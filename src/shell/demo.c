/* conch play, conch present, conch notes.
 *
 * A playback at a terminal is a prompt that is kept away: the line editor has the terminal, the keys
 * steer the playback, and TAB gives the prompt to whoever wants to improvise. Without a terminal there are
 * no keys, and the playback goes from the first step to the last. */
#include "shell/exploring.h"
#include "shell/teach.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/text.h"
#include "shell/lineedit.h"

static struct {
    struct play *play;
    const char *spec;  // the lesson
    double speed;
    bool keys;         // somebody can steer it
    bool paused;       // until a key
    bool improvising;  // the prompt is there
} demo;

/* ---- the playback ---- */

static void type_keys(void *ctx, const char *text, size_t n)
{
    struct shell *sh = ctx;
    if (!n) { // a line begins
        struct buf prompt = { 0 };
        term_styled(&prompt, &sh->out, STYLE_PROMPT, "conch> ");
        output_write(sh, STDOUT_FILENO, prompt.text, prompt.n);
        buf_finish(&prompt);
    } else if (n) {
        output_write(sh, STDOUT_FILENO, text, n);
    }
}

static bool run_over(void *ctx)
{
    const struct shell *sh = ctx;
    return !exploring_busy(sh) && (shell_idle(sh) || run_state(sh->run) == RUN_DEADLOCK);
}

static void play_on(struct shell *sh);

/* The line that was begun will begin anew, below what is said now. */
static void hold(struct shell *sh)
{
    sh->tick = NULL;
    play_drop(demo.play);
    output_end_line(sh);
}

static void pause_play(struct shell *sh)
{
    hold(sh);
    demo.paused = true;
    shell_note(sh, _("paused: space goes on, TAB lets you type, b goes back, q quits"));
}

static void go_on(struct shell *sh)
{
    lineedit_hide(); // before the first key that is typed
    demo.paused = demo.improvising = false;
    sh->tick = play_on;
    sh->tick_at_ns = 0;
}

static void improvise(struct shell *sh)
{
    hold(sh);
    demo.paused = false;
    demo.improvising = true;
    session_set_free_play(learn_session(sh), true);
    shell_note(sh, _("type what you like; TAB on an empty line (or `resume`) goes on playing"));
}

static void play_on(struct shell *sh)
{
    uint64_t wait_ns = 0;
    switch (play_step(demo.play, &wait_ns)) {
    case PLAY_TYPES: sh->tick_at_ns = clock_now_ns() + wait_ns; break;
    case PLAY_WAITS: sh->tick_at_ns = clock_now_ns() + 20 * 1000000ull; break;
    case PLAY_PAUSES:
        if (demo.keys)
            pause_play(sh);
        break;
    case PLAY_DONE:
        if (demo.keys && sh->opts.until)
            improvise(sh);
        else
            shell_quit(sh);
        break;
    }
}

bool demo_plays(const struct shell *sh)
{
    (void)sh;
    return demo.play && demo.keys && !demo.improvising;
}

bool demo_prompt(const struct shell *sh, struct buf *text)
{
    (void)sh;
    if (demo.play && demo.improvising)
        buf_adds(text, _("(playback waits) "));
    return demo.play && demo.improvising;
}

bool demo_tab(struct shell *sh)
{
    if (!demo.play || !demo.improvising)
        return false;
    shell_enter_line(sh, "resume");
    return true;
}

bool demo_resume(struct shell *sh)
{
    if (!demo.play || !demo.improvising)
        return false;
    session_set_free_play(learn_session(sh), false);
    go_on(sh);
    return true;
}

static void faster(double times)
{
    demo.speed = MIN(MAX(demo.speed * times, 0.05), 100.0);
    play_set_speed(demo.play, demo.speed);
}

static void step_back(struct shell *sh)
{
    bool paused = demo.paused;
    hold(sh);
    play_back(demo.play);
    shell_flush(sh);
    go_on(sh);
    if (paused)
        pause_play(sh);
}

/* What a key means; arrows come as three bytes. */
static void take_key(struct shell *sh, const char *key)
{
    if (strcmp(key, "\033[D") == 0 || *key == 'b')
        step_back(sh);
    else if (strcmp(key, "\033[C") == 0 || *key == 'n' || *key == '\r' || *key == '\n')
        go_on(sh);
    else if (*key == ' ')
        (demo.paused ? go_on : pause_play)(sh);
    else if (*key == '\t')
        improvise(sh);
    else if (*key == '+' || *key == '-')
        faster(*key == '+' ? 1.5 : 1 / 1.5);
    else if (*key == 'q' || *key == '\004')
        shell_quit(sh);
}

bool demo_keys(struct shell *sh)
{
    char keys[64];
    if (!demo_plays(sh))
        return false;
    ssize_t n = read(STDIN_FILENO, keys, sizeof keys - 1);
    if (n <= 0) {
        shell_quit(sh);
        return true;
    }
    keys[n] = 0;
    for (char *k = keys; *k && demo_plays(sh); k++) {
        bool arrow = k[0] == '\033' && k[1] == '[' && k[2];
        char one[4] = { k[0], arrow ? k[1] : 0, arrow ? k[2] : 0 };
        take_key(sh, one);
        k += arrow ? 2 : 0;
    }
    shell_flush(sh);
    return true;
}

void demo_finish(void)
{
    play_free(demo.play);
    demo.play = NULL;
}

/* Opens the lesson in the loop: keys that are typed early are the playback's already. */
static void begin_play(struct shell *sh)
{
    struct lesson_session *s = learn_session(sh);
    sh->tick = NULL;
    if (session_open(s, demo.spec) < 0) {
        sh->status = 3;
        shell_quit(sh);
    } else if (sh->opts.until && !play_until(demo.play, sh->opts.until)) {
        shell_error(sh, _("there is no place `%s` in this lesson"), sh->opts.until);
        sh->status = 2;
        shell_quit(sh);
    } else {
        go_on(sh);
    }
}

int learn_play(struct shell *sh, int argc, char **argv)
{
    static struct play_host host;
    if (argc != 1) {
        shell_error(sh, _("usage: conch play LESSON [--speed X] [--until PLACE] [--large]"));
        return 2;
    }
    struct lesson_session *s = learn_session(sh);
    double typist = sh->out.tty ? 1 : 0; // nobody looks: no pauses
    session_set_presenter(s, true);
    host = (struct play_host){ sh, type_keys, run_over };
    sh->lanes_mode = LANES_AUTO;
    demo.spec = argv[0];
    demo.keys = sh->mode == SHELL_PROMPT;
    demo.speed = sh->opts.speed > 0 ? MAX(sh->opts.speed, 0.05) : typist;
    demo.play = play_new(s, &host, demo.speed);
    sh->tick = begin_play;
    return shell_loop(sh);
}

/* ---- the presenter ---- */

int learn_present(struct shell *sh, int argc, char **argv)
{
    if (argc < 1 || argc > 2) {
        shell_error(sh, _("usage: conch present LESSON [PLACE] [--large]"));
        return 2;
    }
    struct lesson_session *s = learn_session(sh);
    session_set_presenter(s, true);
    if (shell_start_main(sh) < 0)
        return 1;
    int r = argc == 2 ? session_open_at(s, argv[0], argv[1]) : session_open(s, argv[0]);
    shell_flush(sh);
    return r < 0 ? 3 : shell_loop(sh);
}

/* Both terminals are the same user's: a file of theirs is enough. */
static void notes_path(struct buf *folder, struct buf *path)
{
    const char *run = getenv("XDG_RUNTIME_DIR");
    if (run && *run == '/')
        buf_addf(path, "%s/conch-presenter", run);
    else
        state_path(path, "", "presenter");
    const char *slash = path->n ? strrchr(path->text, '/') : NULL;
    if (slash)
        buf_add(folder, path->text, (size_t)(slash - path->text));
}

void presenter_write(void *ctx, const char *text, size_t n)
{
    struct buf folder = { 0 }, path = { 0 }, beside = { 0 };
    (void)ctx;
    notes_path(&folder, &path);
    buf_addf(&beside, "%s.new", buf_str(&path));
    int fd = path.n ? open(beside.text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (fd >= 0) { // whoever reads sees the old text or the new one, never half
        bool whole = write(fd, text, n) == (ssize_t)n;
        close(fd);
        if (!whole || rename(beside.text, path.text) < 0)
            unlink(beside.text);
    }
    buf_finish(&folder);
    buf_finish(&path);
    buf_finish(&beside);
}

static void show_notes(struct shell *sh, const char *path)
{
    char piece[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct buf *out = shell_out(sh);
    term_clear_screen(out, &sh->out);
    if (!sh->out.escapes)
        buf_adds(out, "\n----\n");
    if (fd < 0)
        buf_adds(out, _("Nothing is presented yet: `conch present LESSON` in another terminal.\n"));
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;)
        text_safe(out, piece, (size_t)n, false);
    if (fd >= 0)
        close(fd);
    shell_flush(sh);
}

/* Shows the file anew whenever another one takes its place, until Ctrl-C. */
int learn_notes(struct shell *sh, int argc, char **argv)
{
    struct buf folder = { 0 }, path = { 0 };
    (void)argv;
    if (argc) {
        shell_error(sh, _("usage: conch notes"));
        return 2;
    }
    notes_path(&folder, &path);
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (!path.n || watch < 0 || inotify_add_watch(watch, folder.text, IN_MOVED_TO) < 0) {
        shell_error(sh, "%s: %s", buf_str(&path), i18n_errno(errno));
        return 3;
    }
    struct pollfd fds[2] = { { .fd = sh->signal_fd, .events = POLLIN }, { .fd = watch, .events = POLLIN } };
    const char *name = path.text + folder.n + 1;
    bool changed = true;
    for (;;) {
        if (changed)
            show_notes(sh, path.text);
        changed = false;
        if (sh->quit || (poll(fds, 2, -1) < 0 && errno != EINTR) || fds[0].revents)
            break;
        char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
        ssize_t n = read(watch, events, sizeof events);
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *ev = (const struct inotify_event *)(events + at);
            changed |= ev->len && strcmp(ev->name, name) == 0;
            at += (ssize_t)(sizeof *ev + ev->len);
        }
    }
    close(watch);
    buf_finish(&folder);
    buf_finish(&path);
    return 0;
}
