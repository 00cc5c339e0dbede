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

static void add_command(struct buf *out, const struct command *c)
{
    add_line(out, ".TP\n.B ", c->usage, "\n");
    add_line(out, "", _(c->summary), ".\n");
    if (c->help && *c->help)
        add_line(out, "", _(c->help), "\n");
    if (c->example && *c->example)
        add_line(out, ".br\nExample: \\fI", c->example, "\\fR\n");
}

static void add_commands(struct buf *out)
{
    unsigned n;
    const struct command *const *list = command_list(&n);
    buf_adds(out, ".SH COMMANDS\nAt the prompt a line is a command if it begins with one's name and is no Python; everything else is "
                  "Python.\nA colon before it makes it a command in any case.\n");
    for (unsigned i = 0; i < n; i++) {
        if (i == 0 || list[i]->group != list[i - 1]->group)
            add_line(out, ".SS ", _(group_title[list[i]->group]), "\n");
        add_command(out, list[i]);
    }
}

static const char places[] =
    ".SH FILES\n"
    ".TP\n.I $XDG_CONFIG_HOME/conch/rc\nLines that are carried out before the first prompt.\n"
    ".TP\n.I $XDG_STATE_HOME/conch/history\nWhat was typed.\n"
    ".TP\n.I $XDG_STATE_HOME/conch/progress\nWhich lessons have been done.\n"
    ".TP\n.I $XDG_DATA_HOME/conch/lessons\nLessons of your own, beside those that are installed.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n.B NO_COLOR\nNo colours, if it is not empty.\n"
    ".TP\n.B TERM\nFor \\fIdumb\\fR, no escapes and ASCII symbols.\n"
    ".TP\n.B CONCH_LESSONS\nFolders with lessons, separated by colons.\n"
    ".TP\n.B CONCH_HISTFILE\nWhere what was typed is kept.\n"
    ".SH EXIT STATUS\n"
    "0 done; 1 the program, a check or a property failed, or a deadlock; 2 wrong usage; 3 a file cannot be read or\n"
    "compiled; 124 time limit; 128+N killed by signal N. \\fBconch FILE.py\\fR ends as \\fBpython3 FILE.py\\fR would.\n"
    ".SH SEE ALSO\n.BR python3 (1),\n.BR pthreads (7),\n.BR fork (2)\n";

void man_write(struct buf *out)
{
    struct buf usage = { 0 };
    learn_register();
    buf_adds(out, ".TH CONCH 1\n.SH NAME\nconch \\- see processes, threads and coroutines do what they do\n"
                  ".SH SYNOPSIS\n.nf\n");
    options_usage(&usage);
    add_text(out, buf_str(&usage), usage.n);
    buf_adds(out, ".fi\n.SH DESCRIPTION\n"
                  "conch runs Python programs whose tasks are real: a Process is a process, a Thread a POSIX thread. It draws\n"
                  "what each does while it happens, and its locks, joins and more are switches that can be flipped while the\n"
                  "program runs. It is made for learning: lessons ask for a prediction, run, and let one try what changes it.\n"
                  ".SH OPTIONS\n");
    options_man(out, add_text);
    add_commands(out);
    buf_adds(out, places);
    buf_finish(&usage);
}
