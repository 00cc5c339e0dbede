#include "shell/modes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "live/process.h"
#include "shell/exploring.h"
#include "shell/permission.h"
#include "shell/shell.h"

enum { EXIT_USAGE = 2, EXIT_UNREADABLE = 3 };

static void put(int fd, const struct buf *text)
{
    (void)!write(fd, buf_str(text), text->n);
}

static bool ends_with(const char *s, const char *tail)
{
    size_t n = strlen(s), m = strlen(tail);
    return n >= m && strcmp(s + n - m, tail) == 0;
}

/* ---- program: as python3 would */

/* python3's own words and exit code for a file that is not there. */
static int check_file(const char *path)
{
    struct stat st;
    int e = stat(path, &st) < 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
    if (!e && access(path, R_OK) < 0)
        e = errno;
    if (!e)
        return 0;
    struct buf name = { 0 };
    text_safe(&name, path, strlen(path), false);
    fprintf(stderr, _("conch: can't open file '%s': [Errno %d] %s\n"), buf_str(&name), e, strerror(e));
    buf_finish(&name);
    return EXIT_USAGE;
}

/* sys.argv of -c: "-c" and what stands behind the text. */
static char **code_arguments(const struct options *o)
{
    static char name[] = "-c";
    char **argv = mem_zalloc((size_t)o->argc + 2, sizeof *argv);
    argv[0] = name;
    memcpy(argv + 1, o->argv, (size_t)o->argc * sizeof *argv);
    return argv;
}

static void read_text(struct buf *out, const char *path)
{
    char piece[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;)
        buf_add(out, piece, (size_t)n);
    if (fd >= 0)
        close(fd);
}

/* Waits for a line at the terminal or a signal. False: a signal, which stays unread. */
static bool read_answer(struct shell *sh, char *answer, size_t size)
{
    struct pollfd fds[2] = { { .fd = sh->signal_fd, .events = POLLIN },
                             { .fd = STDIN_FILENO, .events = POLLIN } };
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        ;
    if (fds[0].revents)
        return false;
    ssize_t n = read(STDIN_FILENO, answer, size - 1);
    answer[MAX(n, 0)] = 0;
    return true;
}

/* R10: what needs a yes is asked for before main starts, if there is somebody to ask. */
static bool settle_rights(struct shell *sh, struct run_opts *r)
{
    struct buf text = { 0 }, question = { 0 };
    struct wants wants;
    char answer[64];
    bool go_on = true;
    if (r->source)
        buf_add(&text, r->source, r->source_n);
    else
        read_text(&text, r->file);
    permission_scan(&wants, buf_str(&text), text.n);
    if (isatty(STDIN_FILENO) && sh->err.tty &&
        permission_question(&question, &wants, r, r->file ? r->file : "-c")) {
        put(STDERR_FILENO, &question);
        go_on = read_answer(sh, answer, sizeof answer);
        if (go_on && permission_yes(answer))
            permission_grant(r, &wants);
    }
    buf_finish(&text);
    buf_finish(&question);
    return go_on;
}

static int run_program(struct shell *sh)
{
    const struct options *o = &sh->opts;
    struct run_opts r = shell_run_opts(sh);
    char **code_argv = o->code ? code_arguments(o) : NULL;
    r.trusted_file = true;
    r.file = o->code ? NULL : o->argv[0];
    r.source = o->code;
    r.source_n = o->code ? strlen(o->code) : 0;
    r.argc = o->argc + (o->code != NULL);
    r.argv = o->code ? code_argv : o->argv;
    sh->source = (struct source){ .fd = STDIN_FILENO, .name = "stdin" };
    int status = 128 + SIGINT;
    if (settle_rights(sh, &r))
        status = shell_start(sh, &r) < 0 ? 1 : shell_loop(sh);
    free(code_argv);
    return status;
}

/* ---- script */

static int run_script(struct shell *sh, const char *path)
{
    int fd = path && strcmp(path, "-") != 0 ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (fd < 0) {
        shell_error(sh, "%s: %s", path, i18n_errno(errno));
        return EXIT_UNREADABLE;
    }
    sh->source = (struct source){ .fd = fd, .name = path ? path : "stdin" };
    return shell_loop(sh);
}

/* ---- prompt */

static void banner(struct shell *sh)
{
    if (sh->opts.quiet)
        return;
    buf_addf(shell_out(sh), _("conch %s: Python whose processes, threads and coroutines you can see.\n"),
             CONCH_VERSION);
    buf_adds(shell_out(sh), _("Type lesson 1 to start, help for commands"));
    buf_adds(shell_out(sh), strcmp(sh->lang, "zh") == 0 ? " (English: lang en)\n" : " (中文: lang zh)\n");
    shell_flush(sh);
}

/* The start-up script: lines as typed, before the first prompt. */
static void read_rc(struct shell *sh)
{
    struct buf path = { 0 };
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (sh->opts.no_rc || (!(config && *config == '/') && !home))
        return;
    if (config && *config == '/')
        buf_addf(&path, "%s/conch/rc", config);
    else
        buf_addf(&path, "%s/.config/conch/rc", home);
    FILE *f = fopen(path.text, "re");
    char *line = NULL;
    size_t cap = 0;
    for (ssize_t n; f && (n = getline(&line, &cap, f)) >= 0;) {
        if (n && line[n - 1] == '\n')
            line[n - 1] = 0;
        shell_enter_line(sh, line);
    }
    free(line);
    if (f)
        fclose(f);
    buf_finish(&path);
}

/* -i: the file's text is the first entry, so its names stay. */
static int enter_file(struct shell *sh, const char *path)
{
    struct buf text = { 0 };
    if (access(path, R_OK) < 0) {
        shell_error(sh, "%s: %s", path, i18n_errno(errno));
        return EXIT_UNREADABLE;
    }
    read_text(&text, path);
    shell_enter_python(sh, buf_str(&text), text.n, path);
    buf_finish(&text);
    return 0;
}

static int run_prompt(struct shell *sh)
{
    const struct options *o = &sh->opts;
    banner(sh);
    if (shell_start_main(sh) < 0) // so that main is there before the first ps
        return 1;
    read_rc(sh);
    if (o->code)
        shell_enter_python(sh, o->code, strlen(o->code), "-c");
    if (o->first_lesson)
        shell_enter_line(sh, "lesson 1");
    int r = o->interactive && o->argc ? enter_file(sh, o->argv[0]) : 0;
    return r ? r : shell_loop(sh);
}

/* ---- which */

typedef int lesson_fn(struct shell *sh, int argc, char **argv);
static const struct verb {
    const char *word;
    lesson_fn *run;
    enum { VERB_ALONE, VERB_KEYS, VERB_PROMPT } needs; // keys if there is a terminal; a prompt always
} verbs[] = {
    { "play", learn_play, VERB_KEYS },     { "present", learn_present, VERB_PROMPT },
    { "notes", learn_notes, VERB_ALONE },  { "check", learn_check, VERB_ALONE },
    { "grade", learn_grade, VERB_ALONE },  { "lint", learn_lint, VERB_ALONE },
    { "promote", learn_promote, VERB_ALONE }, { "new", learn_new, VERB_ALONE },
    { "explore", explore_tool, VERB_ALONE }, { "log", look_back, VERB_ALONE },
};

/* A program may be called `log`; a folder of that name is none. */
static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

static const struct verb *verb_of(const struct options *o)
{
    for (size_t i = 0; o->argc && !o->code && i < ARRAY_LEN(verbs); i++)
        if (strcmp(o->argv[0], verbs[i].word) == 0 && !is_file(o->argv[0]))
            return &verbs[i];
    return NULL;
}

static bool at_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static enum shell_mode mode_of(const struct options *o)
{
    const struct verb *verb = verb_of(o);
    if (verb)
        return verb->needs == VERB_PROMPT || (verb->needs == VERB_KEYS && at_terminal()) ? SHELL_PROMPT
                                                                                         : SHELL_PLAY;
    if (o->interactive || o->first_lesson)
        return SHELL_PROMPT;
    if (o->code)
        return SHELL_PROGRAM;
    if (o->argc)
        return strcmp(o->argv[0], "-") == 0 || ends_with(o->argv[0], ".conch") ? SHELL_SCRIPT
                                                                              : SHELL_PROGRAM;
    return at_terminal() ? SHELL_PROMPT : SHELL_SCRIPT;
}

static int begin_recording(struct shell *sh)
{
    int r = sh->opts.record ? shell_record(sh, sh->opts.record, O_TRUNC) : 0;
    return r == 0 ? 0 : r == -EINVAL ? EXIT_USAGE : EXIT_UNREADABLE;
}

static int run_verb(struct shell *sh)
{
    struct buf wrong = { 0 };
    lesson_fn *run = verb_of(&sh->opts)->run;
    char **argv = sh->opts.argv;
    int argc = sh->opts.argc;
    // options may stand behind the verb too: conch play 010 --speed 0.5
    if (!options_read_more(&sh->opts, &argc, argv, &wrong)) {
        shell_error(sh, "conch: %s", buf_str(&wrong));
        buf_finish(&wrong);
        return EXIT_USAGE;
    }
    shell_options_changed(sh);
    int r = sh->recording.kind == RECORD_NOTHING ? begin_recording(sh) : 0; // it may stand behind the verb
    return r ? r : run(sh, argc - 1, argv + 1);
}

static int run_mode(struct shell *sh)
{
    const struct options *o = &sh->opts;
    if (sh->mode != SHELL_PROGRAM) {
        locale_choose(sh, o->lang);
        learn_register();
    }
    int r = begin_recording(sh);
    if (r)
        return r;
    if (verb_of(o))
        return run_verb(sh);
    switch (sh->mode) {
    case SHELL_PLAY: break;
    case SHELL_PROMPT: return run_prompt(sh);
    case SHELL_SCRIPT: return run_script(sh, o->argc ? o->argv[0] : NULL);
    case SHELL_PROGRAM: break;
    }
    return run_program(sh);
}

static int tell_usage(struct buf *wrong)
{
    struct buf text = { 0 };
    buf_addf(&text, _("conch: %s\nTry: conch --help\n"), buf_str(wrong));
    put(STDERR_FILENO, &text);
    buf_finish(&text);
    buf_finish(wrong);
    return EXIT_USAGE;
}

static int tell_help(const struct options *o)
{
    struct buf text = { 0 };
    if (o->version)
        buf_adds(&text, "conch " CONCH_VERSION "\n");
    else if (o->man)
        man_write(&text);
    else
        options_help(&text);
    put(STDOUT_FILENO, &text);
    buf_finish(&text);
    return 0;
}

/* Between the user's terminal and the shell stands the guard: it puts the terminal right and
 * ends what is left if the shell is killed. */
static struct guard_note *start_guard(enum shell_mode mode)
{
    struct guard_note *note = NULL;
    bool alone = mode != SHELL_PROMPT && !isatty(STDIN_FILENO);
    if (alone || getenv("CONCH_NO_GUARD"))
        return NULL;
    return guard_start(&note) < 0 ? NULL : note;
}

int modes_main(int argc, char **argv)
{
    struct options o;
    struct buf wrong = { 0 };
    if (!options_read(&o, argc, argv, &wrong))
        return tell_usage(&wrong);
    if (o.lang)
        i18n_choose(o.lang);
    if (o.help || o.version || o.man)
        return tell_help(&o);
    enum shell_mode mode = mode_of(&o);
    if (mode == SHELL_PROGRAM && !o.code) {
        int r = check_file(o.argv[0]);
        if (r)
            return r;
    }
    struct guard_note *guard = start_guard(mode);
    struct shell *sh = calloc(1, sizeof *sh);
    if (!sh)
        return 1;
    shell_init(sh, &o, mode);
    sh->guard = guard;
    int status = run_mode(sh);
    shell_finish(sh);
    free(sh);
    return status;
}
