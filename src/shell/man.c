/* man.c: the manual page, from the tables that help and completion come from. */
#include <string.h>

#include "base/i18n.h"
#include "lesson/lesson.h"
#include "shell/shell.h"

/* Text of ours as roff wants it: its own characters escaped, no line that begins with one of its marks. */
static void add_text(struct buf *out, const char *s, size_t n)
{
    bool begins = !out->n || out->text[out->n - 1] == '\n';
    for (size_t i = 0; i < n; i++) {
        if (begins && (s[i] == '.' || s[i] == '\''))
            buf_adds(out, "\\&");
        begins = s[i] == '\n';
        if (s[i] == '\\')
            buf_adds(out, "\\e");
        else if (s[i] == '-')
            buf_adds(out, "\\-");
        else
            buf_addc(out, s[i]);
    }
}

static void add_line(struct buf *out, const char *before, const char *s, const char *after)
{
    buf_adds(out, before);
    add_text(out, s, strlen(s));
    buf_adds(out, after);
}

static void add_heading(struct buf *out, const char *title)
{
    add_line(out, ".SH ", _(title), "\n");
}

static void add_command(struct buf *out, const struct command *c)
{
    add_line(out, ".TP\n.B ", c->usage, "\n");
    add_line(out, "", _(c->summary), _(".\n"));
    if (c->help && *c->help)
        add_line(out, "", _(c->help), "\n");
    if (c->example && *c->example) {
        add_line(out, ".br\n", _("Example: "), "");
        add_line(out, "\\fI", c->example, "\\fR\n");
    }
}

static void add_commands(struct buf *out)
{
    unsigned n;
    const struct command *const *list = command_list(&n);
    add_heading(out, N_("COMMANDS"));
    add_line(out, "", _("At the prompt a line is a command if it begins with one's name and is no Python; everything else is Python.\n"
                        "A colon before it makes it a command in any case.\n"), "");
    for (unsigned i = 0; i < n; i++) {
        if (i == 0 || list[i]->group != list[i - 1]->group)
            add_line(out, ".SS ", _(group_title[list[i]->group]), "\n");
        add_command(out, list[i]);
    }
}

struct place {
    const char *name, *text;
};

static const struct place files[] = {
    { "$XDG_CONFIG_HOME/conch/rc", N_("Lines that are carried out before the first prompt.") },
    { "$XDG_STATE_HOME/conch/history", N_("What was typed.") },
    { "$XDG_STATE_HOME/conch/progress", N_("Which lessons have been done.") },
    { "$XDG_DATA_HOME/conch/lessons", N_("Lessons of your own, beside those that are installed.") },
    { 0 },
};

static const struct place variables[] = {
    { "NO_COLOR", N_("No colours, if it is not empty.") },
    { "TERM", N_("For `dumb`, no escapes and ASCII symbols.") },
    { "CONCH_LANG", N_("en or zh: the language of lessons and messages.") },
    { "CONCH_LESSONS", N_("Folders with lessons, separated by colons.") },
    { "CONCH_HISTFILE", N_("Where what was typed is kept.") },
    { 0 },
};

static void add_places(struct buf *out, const struct place *p)
{
    for (; p->name; p++) {
        add_line(out, ".TP\n.B ", p->name, "\n");
        add_line(out, "", _(p->text), "\n");
    }
}

void man_write(struct buf *out)
{
    struct buf usage = { 0 };
    learn_register();
    buf_adds(out, ".TH CONCH 1\n");
    add_heading(out, N_("NAME"));
    add_line(out, "conch \\- ", _("see processes, threads and coroutines do what they do"), "\n");
    add_heading(out, N_("SYNOPSIS"));
    buf_adds(out, ".nf\n");
    options_usage(&usage);
    add_text(out, buf_str(&usage), usage.n);
    buf_adds(out, ".fi\n");
    add_heading(out, N_("DESCRIPTION"));
    add_line(out, "", _("conch runs Python programs whose tasks are real: a Process is a process, a Thread a POSIX thread. It draws\n"
                        "what each does while it happens, and its locks, joins and more are switches that can be flipped while the\n"
                        "program runs. It is made for learning: lessons ask for a prediction, run, and let one try what changes it.\n"), "");
    add_heading(out, N_("OPTIONS"));
    options_man(out, add_text);
    add_commands(out);
    add_heading(out, N_("FILES"));
    add_places(out, files);
    add_heading(out, N_("ENVIRONMENT"));
    add_places(out, variables);
    add_heading(out, N_("EXIT STATUS"));
    add_line(out, "", _("0 done; 1 the program, a check or a property failed, or a deadlock; 2 wrong usage; 3 a file cannot be read or\n"
                        "compiled; 124 time limit; 128+N killed by signal N. `conch FILE.py` ends as `python3 FILE.py` would.\n"), "");
    add_heading(out, N_("SEE ALSO"));
    buf_adds(out, ".BR python3 (1),\n.BR pthreads (7),\n.BR fork (2)\n");
    buf_finish(&usage);
}
