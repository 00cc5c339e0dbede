#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "shell/shell.h"

/* ---- record */

static enum command_result tell_recording(struct shell *sh)
{
    if (sh->recording.kind == RECORD_NOTHING)
        buf_adds(shell_out(sh), _("nothing is being recorded; `record FILE` begins\n"));
    else
        buf_addf(shell_out(sh), _("%s is being recorded; `record off` ends it\n"), sh->recorded);
    return COMMAND_OK;
}

static enum command_result end_recording(struct shell *sh)
{
    if (sh->recording.kind == RECORD_NOTHING) {
        shell_error(sh, _("nothing is being recorded"));
        return COMMAND_FAILED;
    }
    record_close(&sh->recording);
    shell_note(sh, _("kept in %s"), sh->recorded);
    return COMMAND_OK;
}

static enum command_result do_record(struct shell *sh, const struct args *args)
{
    const char *path = args->n ? args->word[0] : NULL;
    if (args->n > 1)
        return COMMAND_USAGE;
    if (!path)
        return tell_recording(sh);
    if (strcmp(path, "off") == 0)
        return end_recording(sh);
    int r = shell_record(sh, path, O_EXCL);
    if (r == 0)
        shell_note(sh, _("what happens from here on is kept in %s, until `record off`"), path);
    return r == 0 ? COMMAND_OK : COMMAND_FAILED;
}

static void complete_record(struct shell *sh, struct completion *c)
{
    if (c->index != 0)
        return;
    if (sh->recording.kind != RECORD_NOTHING)
        completion_add(c, "off", _("end the recording"));
    c->files = true;
}

/* ---- export */

static const struct export_kind {
    const char *word, *what;
    void (*draw)(struct buf *out, const struct trace *t);
} export_kinds[] = {
    { "svg", N_("the lanes as an image"), picture_svg },
    { "html", N_("a page with that image"), picture_html },
    { "mermaid", N_("a sequence diagram"), export_mermaid },
    { "dot", N_("who started whom and who waits, for Graphviz"), export_dot },
    { "perfetto", N_("tracks for ui.perfetto.dev"), export_perfetto },
    { "json", N_("the events, one a line"), export_json },
    { "cast", N_("the lanes, for a terminal player"), export_cast },
};

static const struct export_kind *export_kind(const char *word)
{
    for (size_t i = 0; i < ARRAY_LEN(export_kinds); i++)
        if (strcmp(export_kinds[i].word, word) == 0)
            return &export_kinds[i];
    return NULL;
}

/* A new file with that text; 0 or -errno, and then there is none. */
static int write_new(const char *path, const struct buf *text)
{
    FILE *f = fopen(path, "wxe");
    if (!f)
        return -errno;
    bool whole = fwrite(buf_str(text), 1, text->n, f) == text->n;
    if (fclose(f) == 0 && whole)
        return 0;
    int e = errno ? errno : EIO;
    unlink(path);
    return -e;
}

static enum command_result do_export(struct shell *sh, const struct args *args)
{
    const struct export_kind *kind = args->n ? export_kind(args->word[0]) : NULL;
    if (!kind || args->n > 2)
        return COMMAND_USAGE;
    const struct trace *t = shell_trace(sh);
    if (!t) {
        shell_error(sh, _("there is no run to look at: type some Python, or `run FILE`"));
        return COMMAND_FAILED;
    }
    if (args->n == 1) {
        kind->draw(shell_out(sh), t);
        return COMMAND_OK;
    }
    struct buf text = { 0 };
    kind->draw(&text, t);
    int r = write_new(args->word[1], &text);
    buf_finish(&text);
    if (r == -EEXIST)
        shell_error(sh, _("%s is there already: choose another name"), args->word[1]);
    else if (r < 0)
        shell_error(sh, "%s: %s", args->word[1], i18n_errno(-r));
    else
        shell_note(sh, _("kept in %s"), args->word[1]);
    return r == 0 ? COMMAND_OK : COMMAND_FAILED;
}

static void complete_export(struct shell *sh, struct completion *c)
{
    (void)sh;
    for (size_t i = 0; c->index == 0 && i < ARRAY_LEN(export_kinds); i++)
        completion_add(c, export_kinds[i].word, _(export_kinds[i].what));
    c->files = c->index == 1;
}

const struct command cmd_keep[] = {
    { "record", GROUP_KEEP, "record [FILE|off]", N_("keep what happens in a file"),
      N_("The file's suffix says how: .cast is the terminal for a player (asciinema play), .txt what was\n"
         "typed and shown, .md the same for your notes, .json the events, one a line."),
      "record session.cast", complete_record, do_record },
    { "export", GROUP_KEEP, "export svg|html|mermaid|dot|perfetto|json|cast [FILE]", N_("the run as a picture, for slides and other programs"),
      N_("svg and html are the lanes as an image; mermaid is a sequence diagram; dot draws who started whom and who\n"
         "waits, for Graphviz; perfetto opens in ui.perfetto.dev; cast plays the lanes in a terminal. Without a file it\n"
         "is shown here."),
      "export svg race.svg", complete_export, do_export },
    { 0 },
};
