/* conch check, conch promote, conch lint, conch new: for those who write lessons. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lesson/lesson.h"
#include "lang/lang.h"
#include "shell/permission.h"
#include "shell/teach.h"

/* ---- conch check: one run after another, without the session's loop */

enum { CHECK_LIMIT_S = 20 };

struct checked_run {
    struct asker live;
    const char *format; // NULL: text, said at once
    struct check_report report;
};

/* Pumps until done() says so; false at the deadline. */
static bool pump_until(struct run *r, bool (*done)(const struct run *r), uint64_t deadline_ns)
{
    while (run_pump(r), !done(r)) {
        struct pollfd fds[16];
        int n = run_poll_fds(r, fds, 16), ms = run_timeout_ms(r);
        if (clock_now_ns() > deadline_ns)
            return false;
        poll(fds, (nfds_t)n, ms < 0 || ms > 100 ? 100 : ms);
    }
    return true;
}

static bool is_over(const struct run *r)
{
    enum run_state s = run_state(r);
    return s == RUN_ENDED || s == RUN_DEADLOCK;
}

/* The run's switches are those of the claims, and the next group of claims begins with none. */
static void flip_switches(struct shell *sh, struct run *run, const struct lesson_run_ask *ask,
                          struct arena *a, struct lesson_run_result *ret)
{
    struct options kept = sh->opts;
    struct run *before = sh->run;
    sh->run = run;
    for (unsigned i = 0; i < ask->switch_n; i++)
        if (shell_switch_line(sh, ask->switches[i]) != COMMAND_OK)
            ret->trouble = arena_text(a, "unknown switch", 14);
    sh->run = before;
    sh->switch_n = 0;
    sh->opts = kept;
}

/* Whether it starts other programs, or uses the network, and nobody has allowed that. */
static bool is_refused(const struct run_opts *o, const struct lesson_run_ask *ask)
{
    struct wants wants;
    permission_scan(&wants, ask->source, ask->source_n);
    return (wants.exec_line && !o->allow_exec) || (wants.net_line && !o->allow_net);
}

int asker_run(struct asker *asker, const struct lesson_run_ask *ask, struct arena *a,
             struct lesson_run_result *ret)
{
    struct run_opts o = shell_run_opts(asker->sh);
    struct buf source = { 0 };
    char *argv[] = { (char *)ask->name, NULL };
    if (is_refused(&o, ask)) {
        *ret = (struct lesson_run_result){ .refused = _("it needs --allow-exec (other programs) or --trust (network)") };
        return 0;
    }
    ask_questions(&source, ask);
    o.record = RECORD_ALL;
    o.has_seed = true;
    o.seed = ask->seed;
    o.controlled = ask->controlled;
    o.file = ask->name;
    o.source = buf_str(&source);
    o.source_n = source.n;
    o.argc = 1;
    o.argv = argv;
    o.own_dir = true;
    run_close(asker->run);
    asker->run = NULL;
    int r = run_open(&o, &asker->run);
    buf_finish(&source); // main has its copy
    if (r < 0)
        return r;
    struct run *run = asker->run;
    *ret = (struct lesson_run_result){ .trace = run_trace(run) };
    flip_switches(asker->sh, run, ask, a, ret);
    bool ok = pump_until(run, is_over, clock_now_ns() + CHECK_LIMIT_S * 1000000000ull);
    ret->deadlock = run_state(run) == RUN_DEADLOCK;
    ret->timed_out = !ok;
    ret->exit_code = run_state(run) == RUN_ENDED ? run_exit_code(run) : 1;
    size_t n;
    struct printed_line *lines = expect_lines(a, ret->trace, &n);
    ask_answers(ret, lines, n, ask->expr_n, a);
    return 0;
}

static int check_run(void *ctx, const struct lesson_run_ask *ask, struct arena *a, struct lesson_run_result *ret)
{
    struct checked_run *checked = ctx;
    return asker_run(&checked->live, ask, a, ret);
}

static int check_prove(void *ctx, const struct lesson_run_ask *ask, const struct claim *claim, enum verdict *ret, struct buf *why)
{
    struct checked_run *checked = ctx;
    return judge_prove(checked->live.sh, ask, claim, ret, why);
}

static int check_fewest(void *ctx, const struct lesson_run_ask *ask, unsigned *ret)
{
    struct checked_run *checked = ctx;
    return judge_fewest(checked->live.sh, ask, ret);
}

static unsigned count_words(const char *s, size_t n)
{
    unsigned words = 0;
    for (size_t i = 0; i < n; i++)
        words += s[i] != ' ' && (i == 0 || s[i - 1] == ' ');
    return words;
}

/* How many words a command must have: those of its usage that stand in no brackets. */
static unsigned words_needed(const char *usage)
{
    unsigned words = 0;
    int depth = 0;
    for (const char *s = usage; *s; s++) {
        depth += (*s == '[') - (*s == ']');
        words += depth == 0 && *s != ' ' && *s != ']' && (s == usage || s[-1] == ' ');
        if (depth == 0 && *s == '|')
            return MIN(words, 2u); // one of several forms
    }
    return words;
}

/* An option that the command does not have, or NULL. */
static const char *unknown_option(const struct command *c, const char *line, size_t n, size_t *ret_n)
{
    for (const char *s = line; (s = memmem(s, (size_t)(line + n - s), " --", 3));) {
        size_t len = 3;
        while (s + len < line + n && s[len] != ' ')
            len++;
        *ret_n = len - 1;
        if (!memmem(c->usage, strlen(c->usage), s + 1, len - 1))
            return s + 1;
        s += len;
    }
    return NULL;
}

static bool is_python(const char *line, size_t n)
{
    struct arena arena;
    struct node *tree;
    struct diag diag;
    arena_init(&arena);
    size_t name = 0;
    while (name < n && cp_continues_name((unsigned char)line[name]))
        name++;
    bool ok = name < n && !memmem(line, n, " --", 3) && // a name alone is a slip, or a word in prose
              lang_parse(&arena, line, n, &(struct parse_opts){ .file = "" }, &tree, &diag) == PARSE_OK;
    arena_finish(&arena);
    return ok;
}

/* A line of a lesson's commands that conch would not take: no such command, no such option, too few
 * words, and no Python either. */
static const char *line_fault(void *ctx, const char *line, size_t n)
{
    static char text[160];
    (void)ctx;
    while (n && (*line == ' ' || *line == '\t'))
        line++, n--;
    size_t word = 0, option_n = 0;
    while (word < n && line[word] != ' ')
        word++;
    if (!n || *line == '#')
        return NULL;
    const struct command *c = command_find(line, word);
    const char *option = c ? unknown_option(c, line, n, &option_n) : NULL;
    if (!c && is_python(line, n))
        return NULL;
    if (!c)
        snprintf(text, sizeof text, _("`%.*s` is no command"), (int)MIN(word, (size_t)60), line);
    else if (option)
        snprintf(text, sizeof text, _("`%s` has no option `%.*s`"), c->name, (int)MIN(option_n, (size_t)60), option);
    else if (count_words(line, n) < words_needed(c->usage))
        snprintf(text, sizeof text, _("`%.*s` lacks something: %s"), (int)MIN(n, (size_t)60), line, c->usage);
    else
        return NULL;
    return text;
}

/* What is wrong with the file itself; in a report each fault is a claim that fails. */
static void tell_faults(struct checked_run *checked, const struct lesson_notes *notes)
{
    if (!checked->format) {
        notes_render(shell_out(checked->live.sh), notes);
        return;
    }
    for (size_t i = 0; i < notes->count; i++) {
        const struct lesson_note *n = &notes->list[i];
        if (n->level == NOTE_ERROR)
            check_report_add(&checked->report,
                             &(struct check_line){ n->file, n->line, VERDICT_FAILS, _("the file"), n->text });
    }
}

/* One lesson file; what was found is said at once, a line a claim. */
static int check_file(struct shell *sh, struct checked_run *checked, const char *path)
{
    struct lesson_notes notes;
    struct lesson *lesson = NULL;
    struct check_count count = { 0 };
    notes_init(&notes);
    int status = 3, r = lesson_load_file(path, &notes, &lesson);
    if (r == 0)
        lint_compiles(lesson, line_fault, sh, &notes);
    if (r == 0 && !notes.errors) {
        struct lesson_runner runner = { .ctx = checked, .run = check_run, .prove = check_prove, .fewest = check_fewest };
        struct buf text = { 0 };
        r = check_lesson(lesson, &runner,
                         &(struct check_opts){ .told = check_report_add, .ctx = &checked->report }, &text, &count);
        status = r < 0 || count.fails ? 1 : 0;
        buf_addf(&text, _("%s: %u hold, %u fail, %u cannot be told by running\n"), path,
                 count.proved + count.seen, count.fails, count.open);
        if (!checked->format)
            buf_add(shell_out(sh), text.text, text.n);
        buf_finish(&text);
        shell_flush(sh);
    }
    tell_faults(checked, &notes);
    if (r < 0)
        shell_error(sh, "%s: %s", path, i18n_errno(-r));
    shell_flush(sh);
    lesson_free(lesson);
    notes_finish(&notes);
    return status;
}

/* A lesson's number or name, a file, or a folder of lessons. */
static int check_one(struct shell *sh, struct checked_run *checked, const char *spec)
{
    struct arena arena;
    struct lesson_dirs dirs;
    size_t n;
    bool fallback;
    char *path = NULL;
    int status = 0;
    arena_init(&arena);
    lesson_dirs_init(&dirs, sh->opts.lessons);
    const char **files = lesson_files(&arena, spec, &n);
    for (size_t i = 0; i < n; i++) {
        int one = check_file(sh, checked, files[i]);
        status = MAX(status, one);
    }
    if (n == 0 && lesson_find(&dirs, spec, sh->lang, &path, &fallback) == 0) {
        status = check_file(sh, checked, path);
    } else if (n == 0) {
        shell_error(sh, _("%s: there are no lessons"), spec);
        status = 3;
    }
    free(path);
    lesson_dirs_finish(&dirs);
    arena_finish(&arena);
    return status;
}

/* Every lesson that the words mean, or all there are. */
static int check_all(struct shell *sh, struct checked_run *checked, int argc, char **argv)
{
    int status = 0;
    for (int i = 0; i < argc; i++) {
        int one = check_one(sh, checked, argv[i]);
        status = MAX(status, one);
    }
    return status;
}

int learn_check(struct shell *sh, int argc, char **argv)
{
    const char *format = sh->opts.format;
    struct checked_run checked = { .live.sh = sh, .format = format && strcmp(format, "text") == 0 ? NULL : format };
    struct buf nothing = { 0 };
    check_report_init(&checked.report);
    bool known = !checked.format || check_report_render(&nothing, &checked.report, checked.format);
    buf_finish(&nothing);
    if (argc < 1 || !known) {
        shell_error(sh, _("usage: conch check LESSON… [--format text|tap|junit|json]"));
        return 2;
    }
    int status = check_all(sh, &checked, argc, argv);
    if (checked.format)
        check_report_render(shell_out(sh), &checked.report, checked.format);
    shell_flush(sh);
    check_report_finish(&checked.report);
    run_close(checked.live.run);
    return status;
}

/* Never writes over a file. */
static int write_new(const char *path, const struct buf *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return -errno;
    int r = write(fd, text->text, text->n) == (ssize_t)text->n ? 0 : -EIO;
    close(fd);
    return r;
}

/* ---- conch promote */

static int promote_file(struct shell *sh, struct checked_run *checked, const char *path)
{
    struct lesson_notes notes;
    struct lesson *lesson = NULL;
    struct buf text = { 0 }, beside = { 0 };
    struct lesson_runner runner = { .ctx = checked, .run = check_run, .prove = check_prove, .fewest = check_fewest };
    unsigned changed = 0;
    notes_init(&notes);
    int r = lesson_load_file(path, &notes, &lesson);
    notes_render(shell_out(sh), &notes);
    if (r == 0)
        r = promote_lesson(lesson, &runner, &text, &changed);
    buf_addf(&beside, "%s.new", path);
    if (r == 0 && changed)
        r = write_new(beside.text, &text);
    if (r == 0 && changed && rename(beside.text, path) < 0)
        r = -errno;
    if (r == 0)
        buf_addf(shell_out(sh), ngettext_("%s: %u expected text changed\n", "%s: %u expected texts changed\n", changed),
                 path, changed);
    else if (r != -EINVAL)
        shell_error(sh, "%s: %s", path, i18n_errno(-r));
    shell_flush(sh);
    lesson_free(lesson);
    notes_finish(&notes);
    buf_finish(&text);
    buf_finish(&beside);
    return r < 0 ? 3 : 0;
}

int learn_promote(struct shell *sh, int argc, char **argv)
{
    struct checked_run checked = { .live.sh = sh };
    struct arena arena;
    int status = argc ? 0 : 2;
    if (!argc)
        shell_error(sh, _("usage: conch promote FILE|FOLDER…"));
    arena_init(&arena);
    for (int i = 0; i < argc; i++) {
        size_t n;
        const char **files = lesson_files(&arena, argv[i], &n);
        if (!n)
            shell_error(sh, _("%s: there are no lessons"), argv[i]);
        status = MAX(status, n ? 0 : 3);
        for (size_t k = 0; k < n; k++) {
            int one = promote_file(sh, &checked, files[k]);
            status = MAX(status, one);
        }
    }
    run_close(checked.live.run);
    arena_finish(&arena);
    return status;
}

/* ---- conch lint */

int learn_lint(struct shell *sh, int argc, char **argv)
{
    char folder[] = "lessons", *everything[] = { folder };
    size_t errors = argc ? lint_paths(argv, argc, line_fault, sh, shell_out(sh))
                         : lint_paths(everything, 1, line_fault, sh, shell_out(sh));
    shell_flush(sh);
    return errors ? 1 : 0;
}

/* ---- conch new lesson ID */

/* The next free number in tens. */
static int next_number(const struct shell *sh)
{
    struct lesson_dirs dirs;
    struct lesson_index index;
    lesson_dirs_init(&dirs, sh->opts.lessons);
    lesson_index_init(&index, &dirs, "en");
    int last = index.count ? index.list[index.count - 1].number : 0;
    lesson_index_finish(&index);
    lesson_dirs_finish(&dirs);
    return MIN(last / 10 * 10 + 10, 9990);
}

static int new_lesson(struct shell *sh, const char *folder, int number, const char *id,
                      const char *lang)
{
    struct buf text = { 0 }, path = { 0 };
    int r = lesson_template(&text, id, lang);
    if (r < 0) {
        shell_error(sh, _("`%s`: a lesson's name has small letters, digits and dashes"), id);
    } else {
        mkdir(folder, 0777);
        buf_addf(&path, "%s/%s", folder, lang);
        mkdir(path.text, 0777);
        buf_addf(&path, "/%03d-%s.md", number, id);
        r = write_new(path.text, &text);
        if (r < 0)
            shell_error(sh, "%s: %s", path.text, i18n_errno(-r));
        else
            buf_addf(shell_out(sh), "%s\n", path.text);
    }
    buf_finish(&text);
    buf_finish(&path);
    return r;
}

int learn_new(struct shell *sh, int argc, char **argv)
{
    if (argc != 2 || strcmp(argv[0], "lesson") != 0) {
        shell_error(sh, _("usage: conch new lesson NAME"));
        return 2;
    }
    const char *folder = sh->opts.lessons ? sh->opts.lessons : "lessons";
    int number = next_number(sh);
    int r = new_lesson(sh, folder, number, argv[1], "en");
    if (r == 0)
        r = new_lesson(sh, folder, number, argv[1], "zh");
    shell_flush(sh);
    return r == -EINVAL ? 2 : r < 0 ? 3 : 0;
}
