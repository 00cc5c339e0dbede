#include <fcntl.h>
#include <linux/landlock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "shell/shell.h"

/* ---- help */

static bool mentions(const struct command *c, const char *word)
{
    return strcasestr(c->name, word) || strcasestr(c->usage, word) ||
           strcasestr(_(c->summary), word) || (c->help && *c->help && strcasestr(_(c->help), word));
}

static enum command_result search_help(struct shell *sh, const char *word)
{
    unsigned n, found = 0;
    const struct command *const *list = command_list(&n);
    for (unsigned i = 0; i < n; i++) {
        if (!mentions(list[i], word))
            continue;
        buf_addf(shell_out(sh), "  %-15s %s\n", list[i]->name, _(list[i]->summary));
        found++;
    }
    if (!found)
        shell_error(sh, _("no command speaks of `%s`"), word);
    return found ? COMMAND_OK : COMMAND_FAILED;
}

static enum command_result do_help(struct shell *sh, const struct args *args)
{
    if (args->n == 0) {
        command_help_all(shell_out(sh), shell_term(sh));
        return COMMAND_OK;
    }
    if (args->n == 2 && strcmp(args->word[0], "-k") == 0)
        return search_help(sh, args->word[1]);
    if (args->n != 1)
        return COMMAND_USAGE;
    const char *name = args->word[0];
    const struct command *c = command_find(name, strlen(name));
    if (!c && (c = command_near(name, strlen(name))))
        shell_note(sh, _("there is no command `%s`; the nearest is `%s`"), name, c->name);
    if (!c)
        return search_help(sh, name);
    command_help(shell_out(sh), c, shell_term(sh));
    return COMMAND_OK;
}

static void complete_help(struct shell *sh, struct completion *c)
{
    (void)sh;
    unsigned n;
    const struct command *const *list = command_list(&n);
    for (unsigned i = 0; i < n; i++)
        completion_add(c, list[i]->name, _(list[i]->summary));
}

/* ---- history, lang, set, quit */

static enum command_result do_history(struct shell *sh, const struct args *args)
{
    size_t n = args->n == 1 ? strtoul(args->word[0], NULL, 10) : 20;
    if (args->n > 1 || n == 0)
        return COMMAND_USAGE;
    const struct history *h = &sh->history;
    for (size_t i = h->n > n ? h->n - n : 0; i < h->n; i++) {
        buf_addf(shell_out(sh), "%5zu  ", i + 1);
        cell_text(shell_out(sh), h->lines[i], strlen(h->lines[i]));
        buf_addc(shell_out(sh), '\n');
    }
    return COMMAND_OK;
}

/* main was forked when the language was another one. */
static void tell_main(struct shell *sh)
{
    struct buf question = { 0 }, answer = { 0 };
    buf_addf(&question, "lang %s", sh->lang);
    if (shell_run(sh))
        run_query(shell_run(sh), question.text, &answer);
    buf_finish(&question);
    buf_finish(&answer);
}

static enum command_result do_lang(struct shell *sh, const struct args *args)
{
    if (args->n == 0) {
        buf_addf(shell_out(sh), "%s\n", sh->lang);
        return COMMAND_OK;
    }
    bool known = strcmp(args->word[0], "en") == 0 || strcmp(args->word[0], "zh") == 0;
    if (args->n > 1 || !known)
        return COMMAND_USAGE;
    locale_choose(sh, args->word[0]);
    tell_main(sh);
    learn_lang(sh);
    return COMMAND_OK;
}

static void complete_lang(struct shell *sh, struct completion *c)
{
    (void)sh;
    completion_add(c, "en", "English");
    completion_add(c, "zh", "中文");
}

/* What `set` can set: a name, how it is read from a word, how it is told. */
static bool set_ascii(struct shell *sh, const char *word)
{
    bool on;
    if (!parse_on_off(word, &on))
        return false;
    sh->out.ascii = sh->err.ascii = on;
    lanes_resize(&sh->lanes, &sh->out);
    return true;
}

static bool set_colour(struct shell *sh, const char *word)
{
    bool on;
    if (!parse_on_off(word, &on))
        return false;
    sh->out.colour = sh->err.colour = on;
    lanes_resize(&sh->lanes, &sh->out);
    return true;
}

static bool set_hints(struct shell *sh, const char *word)
{
    return parse_on_off(word, &sh->hints);
}

static bool set_limit(struct shell *sh, const char *word)
{
    char *end;
    double seconds = strtod(word, &end);
    if (end == word || *end || seconds < 0)
        return false;
    sh->opts.time_limit = seconds;
    return true;
}

static void tell_ascii(struct buf *b, const struct shell *sh) { buf_adds(b, sh->out.ascii ? "on" : "off"); }
static void tell_colour(struct buf *b, const struct shell *sh) { buf_adds(b, sh->out.colour ? "on" : "off"); }
static void tell_hints(struct buf *b, const struct shell *sh) { buf_adds(b, sh->hints ? "on" : "off"); }
static void tell_limit(struct buf *b, const struct shell *sh) { buf_addf(b, "%g", sh->opts.time_limit); }

static const struct setting {
    const char *name, *help;
    bool (*set)(struct shell *sh, const char *word);
    void (*tell)(struct buf *out, const struct shell *sh);
} settings[] = {
    { "ascii", N_("on: only ASCII symbols in pictures"), set_ascii, tell_ascii },
    { "color", N_("on or off, until conch ends"), set_colour, tell_colour },
    { "hints", N_("on: what could follow stands grey behind the cursor; Right takes it"), set_hints,
      tell_hints },
    { "seed", N_("a number: later runs have the same schedule; off: they do not"), seed_set, seed_tell },
    { "time-limit", N_("seconds for each later run; 0: none"), set_limit, tell_limit },
};

static enum command_result do_set(struct shell *sh, const struct args *args)
{
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        const struct setting *s = &settings[i];
        if (args->n == 0) {
            struct buf value = { 0 };
            s->tell(&value, sh);
            buf_addf(shell_out(sh), "  set %-10s %-6s  %s\n", s->name, value.text, _(s->help));
            buf_finish(&value);
        } else if (strcmp(args->word[0], s->name) == 0) {
            return args->n == 2 && s->set(sh, args->word[1]) ? COMMAND_OK : COMMAND_USAGE;
        }
    }
    return args->n == 0 ? COMMAND_OK : COMMAND_USAGE;
}

static void complete_set(struct shell *sh, struct completion *c)
{
    (void)sh;
    for (size_t i = 0; c->index == 0 && i < ARRAY_LEN(settings); i++)
        completion_add(c, settings[i].name, _(settings[i].help));
}

static enum command_result do_quit(struct shell *sh, const struct args *args)
{
    (void)args;
    shell_quit(sh);
    return COMMAND_OK;
}

/* ---- doctor */

static void fact(struct shell *sh, bool good, const char *what, const char *value)
{
    struct buf *out = shell_out(sh);
    const struct term *term = shell_term(sh);
    buf_adds(out, "  ");
    term_styled(out, term, good ? STYLE_GOOD : STYLE_WAIT,
                term_symbol(term, good ? SYM_CHECK : SYM_CROSS));
    size_t cells = text_width(what, strlen(what));
    buf_addf(out, " %s%*s", what, (int)(cells < 22 ? 22 - cells : 1), "");
    text_safe(out, value, strlen(value), false);
    buf_addc(out, '\n');
}

static void kernel_facts(struct shell *sh)
{
    struct utsname system;
    struct buf b = { 0 };
    uname(&system);
    buf_addf(&b, "%s %s", system.sysname, system.release);
    fact(sh, true, _("system"), b.text);
    buf_clear(&b);
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi > 0)
        buf_addf(&b, _("version %ld: files%s%s"), abi, abi >= 4 ? _(", network") : "",
                 abi >= 6 ? _(", signals") : "");
    else
        buf_adds(&b, _("missing: a lesson could read your files; ask your kernel's packager for it"));
    fact(sh, abi > 0, "landlock", b.text);
    int seccomp = prctl(PR_GET_SECCOMP);
    fact(sh, seccomp >= 0, "seccomp", seccomp >= 0 ? _("available: no other programs, no network")
                                                   : _("missing"));
    int subreaper = 0;
    bool reaps = prctl(PR_GET_CHILD_SUBREAPER, &subreaper) == 0;
    fact(sh, reaps, _("subreaper"), reaps ? _("no process is left behind") : _("missing"));
    buf_finish(&b);
}

static void limit_facts(struct shell *sh)
{
    const struct options *o = &sh->opts;
    fact(sh, !o->no_limits, _("limits"), o->no_limits ? _("off (--no-limits)") : _("on"));
    fact(sh, !o->allow_exec && !o->trust, _("other programs"),
         o->allow_exec || o->trust ? _("allowed by an option") : _("not allowed"));
    fact(sh, !o->trust, _("protection"), o->trust ? _("off (--trust)") : _("on"));
}

static void terminal_facts(struct shell *sh)
{
    const struct term *t = shell_term(sh);
    struct buf b = { 0 };
    const char *type = getenv("TERM");
    buf_addf(&b, "%s, %u x %u", type ? type : "-", t->columns, t->rows);
    fact(sh, t->tty, _("terminal"), t->tty ? b.text : _("none: output goes to a file or pipe"));
    fact(sh, t->escapes, _("cursor moves"), t->escapes ? _("yes") : _("no: spaces instead"));
    fact(sh, t->colour, _("colours"), t->colour ? _("yes") : _("no"));
    fact(sh, !t->ascii, _("symbols"), t->ascii ? "ASCII" : "UTF-8");
    fact(sh, true, _("language"), sh->lang);
    if (!t->ascii)
        buf_addf(shell_out(sh), "    |0123456789|\n    |线程 进程 |  %s\n    |│┊─●►■»✗✓…|  %s\n",
                 _("each of these lines should end in the same column;"),
                 _("if they do not: set ascii on"));
    buf_finish(&b);
}

static enum command_result do_doctor(struct shell *sh, const struct args *args)
{
    if (args->n)
        return COMMAND_USAGE;
    kernel_facts(sh);
    limit_facts(sh);
    terminal_facts(sh);
    return COMMAND_OK;
}

const struct command cmd_self[] = {
    { "help", GROUP_SELF, "help [NAME | -k WORD]", N_("this list, one command, or a search"), "",
      "help lock", complete_help, do_help },
    { "set", GROUP_SELF, "set [NAME VALUE]", N_("list the settings, or change one"), "", "set ascii on",
      complete_set, do_set },
    { "lang", GROUP_SELF, "lang [en|zh]", N_("the language of lessons and messages"), "", "lang zh",
      complete_lang, do_lang },
    { "history", GROUP_SELF, "history [N]", N_("the last lines that were typed"), "", "history 50",
      NULL, do_history },
    { "doctor", GROUP_SELF, "doctor", N_("what this system and terminal can do"),
      N_("Each layer of protection, and lines by which to see whether wide text is placed right."),
      "doctor", NULL, do_doctor },
    { "quit", GROUP_SELF, "quit", N_("leave conch (also Ctrl-D)"), "", "quit", NULL, do_quit },
    { 0 },
};
