#include <errno.h>
#include <fcntl.h>
#include <string.h>

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

const struct command cmd_keep[] = {
    { "record", GROUP_KEEP, "record [FILE|off]", N_("keep what happens in a file"),
      N_("The file's suffix says how: .cast is the terminal for a player (asciinema play), .txt what was\n"
         "typed and shown, .md the same for your notes, .json the events, one a line."),
      "record session.cast", complete_record, do_record },
    { 0 },
};
