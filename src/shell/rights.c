/* What is typed at the prompt may need more than main has: other programs, the network (R10). Main has given
 * its rights away for good, so after a yes a new one begins. */
#include <string.h>

#include "base/i18n.h"
#include "shell/shell.h"

static bool answer(struct shell *sh, const char *line, void *arg)
{
    const struct wants *w = &sh->wants;
    (void)arg;
    shell_take_lines(sh, NULL, NULL, NULL);
    sh->asks_rights = false;
    bool exec = w->exec_line && !sh->opts.allow_exec, net = w->net_line && !sh->opts.allow_net;
    if (!permission_yes(line)) { // it runs all the same, and is told where it needs it
        sh->denied_exec |= exec;
        sh->denied_net |= net;
        return true;
    }
    sh->opts.allow_exec |= exec;
    sh->opts.allow_net |= net;
    shell_note(sh, _("main begins anew, because rights cannot be given later: its variables are gone"));
    if (shell_start_main(sh) < 0)
        shell_drop_queue(sh);
    return true;
}

bool rights_ask(struct shell *sh, const char *source, const char *label)
{
    struct run_opts opts = shell_run_opts(sh);
    struct buf question = { 0 };
    if (!shell_interactive(sh))
        return false;
    permission_scan(&sh->wants, source, strlen(source));
    opts.allow_exec |= sh->denied_exec;
    opts.allow_net |= sh->denied_net;
    sh->asks_rights = permission_question(&question, &sh->wants, &opts, label);
    if (sh->asks_rights)
        shell_take_lines(sh, answer, NULL, question.text);
    buf_finish(&question);
    return sh->asks_rights;
}
