/* prompt.c: the prompt, and what the line editor asks while somebody types at it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "shell/exploring.h"
#include "shell/lineedit.h"
#include "shell/shell.h"

/* ---- the prompt */

static void add_state(struct shell *sh, struct buf *text)
{
    if (shell_stuck(sh))
        buf_adds(text, _("(deadlock) "));
    else if (!shell_idle(sh))
        buf_adds(text, _("(busy) "));
}

/* So that nobody forgets one; a long list would leave no room to type. */
static void add_switches(struct shell *sh, struct buf *text)
{
    struct buf state = { 0 }, cut = { 0 };
    switches_state(&state, sh);
    if (state.n) {
        cell_fit(&cut, state.text, state.n, MIN(40u, sh->out.columns / 2), &sh->out);
        buf_addf(text, _("(%s) "), cut.text);
    }
    buf_finish(&state);
    buf_finish(&cut);
}

static void prompt_text(struct shell *sh, struct buf *text)
{
    const char *question = "";
    task_id who = sh->run ? run_asking(sh->run, &question) : TASK_NONE;
    if (who != TASK_NONE) {
        const struct trace *t = run_trace(sh->run);
        if (who < t->task_count)
            cell_text(text, t->tasks[who].name, strnlen(t->tasks[who].name, 48));
        buf_adds(text, _(" asks: "));
        cell_text(text, question, strlen(question));
    } else if (sh->taker_prompt) {
        buf_adds(text, sh->taker_prompt);
    } else if (sh->entry.n) {
        buf_adds(text, "   ... ");
    } else {
        add_switches(sh, text);
        add_state(sh, text);
        if (!demo_prompt(sh, text))
            learn_prompt(sh, text);
        buf_adds(text, "conch> ");
    }
}

bool prompt_wanted(const struct shell *sh)
{
    if (exploring_busy(sh))
        return false;
    if (sh->mode != SHELL_PROMPT || demo_plays(sh))
        return false;
    return shell_idle(sh) || shell_stuck(sh) || shell_asked(sh) || clock_now_ns() >= sh->prompt_at_ns;
}

void prompt_update(struct shell *sh)
{
    if (sh->mode != SHELL_PROMPT)
        return;
    if (!prompt_wanted(sh)) {
        lineedit_hide();
        return;
    }
    struct buf text = { 0 }, prompt = { 0 };
    output_end_line(sh);
    prompt_text(sh, &text);
    term_prompt(&prompt, &sh->out, buf_str(&text));
    lineedit_show(buf_str(&prompt));
    buf_finish(&text);
    buf_finish(&prompt);
}

/* ---- the line editor's hooks */

static void on_end_of_file(struct shell *sh)
{
    const char *question;
    task_id who = sh->run ? run_asking(sh->run, &question) : TASK_NONE;
    output_write(sh, STDOUT_FILENO, "\n", 1);
    if (who != TASK_NONE) {
        run_answer(sh->run, who, "", 0, true);
    } else if (sh->taker) { // what asks is left, as by Ctrl-C
        shell_take_lines(sh, NULL, NULL, NULL);
    } else if (sh->entry.n) {
        entry_drop(sh);
    } else if ((sh->others || !shell_idle(sh)) && !sh->warned_quit) {
        sh->warned_quit = true;
        shell_note(sh, _("tasks are still there; Ctrl-D again ends them and leaves"));
    } else {
        shell_quit(sh);
    }
}

static void remember(struct shell *sh, const char *line)
{
    if (history_add(&sh->history, line))
        lineedit_remember(line);
}

static void keep_typed(struct shell *sh, const char *line)
{
    struct buf prompt = { 0 };
    prompt_text(sh, &prompt);
    record_typed(&sh->recording, buf_str(&prompt), line);
    buf_finish(&prompt);
}

/* What the editor draws goes the way of all output. */
static void on_write(void *arg, const char *s, size_t n)
{
    output_bytes(arg, s, n);
}

static void on_line(void *arg, const char *line)
{
    struct shell *sh = arg;
    const char *question;
    if (!line) {
        on_end_of_file(sh);
        return;
    }
    sh->warned_quit = false;
    task_id who = sh->run ? run_asking(sh->run, &question) : TASK_NONE;
    keep_typed(sh, line);
    if (who != TASK_NONE) {
        run_answer(sh->run, who, line, strlen(line), false);
        return;
    }
    remember(sh, line);
    shell_line(sh, line);
}

static void add_names(struct completion *c, char *names, const char *dotted, size_t dotted_n)
{
    for (char *save = NULL, *s = strtok_r(names, " \n,", &save); s; s = strtok_r(NULL, " \n,", &save)) {
        struct buf whole = { 0 };
        buf_addf(&whole, "%.*s%s", (int)dotted_n, dotted, s);
        completion_add(c, whole.text, NULL);
        buf_finish(&whole);
    }
}

/* What Python offers, behind "t1." too: main is asked. The builtins only for a word that has begun, and that is
 * no command's beginning: there are many. */
static void complete_python(struct shell *sh, const char *line, size_t n, struct completion *c,
                            size_t *ret_start)
{
    size_t start = n;
    while (start && (cp_continues_name((unsigned char)line[start - 1]) || line[start - 1] == '.' ||
                     (unsigned char)line[start - 1] >= 0x80))
        start--;
    char *prefix = mem_text(line + start, n - start), *dot = strrchr(prefix, '.');
    struct buf query = { 0 }, names = { 0 };
    if (dot)
        buf_addf(&query, "members %.*s", (int)(dot - prefix), prefix);
    else
        buf_adds(&query, "names");
    c->prefix = prefix;
    *ret_start = start;
    bool asks = shell_takes_entries(sh) && run_state(sh->run) == RUN_PROMPT;
    if (asks && !dot && *prefix && !c->n && names_learn(sh))
        buf_add(&names, buf_str(&sh->builtins), sh->builtins.n);
    if (asks && run_query(sh->run, query.text, &names) == 0 && names.n)
        add_names(c, names.text, prefix, dot ? (size_t)(dot - prefix) + 1 : 0);
    c->prefix = NULL;
    buf_finish(&query);
    buf_finish(&names);
    free(prefix);
}

static void on_complete(void *arg, const char *line, size_t n, struct completion *c,
                        size_t *ret_start)
{
    struct shell *sh = arg;
    size_t first = strcspn(line, " \t");
    if (!*line && demo_tab(sh))
        return;
    bool first_word = !sh->entry.n && first >= n, of_command = !first_word && line_is_command(sh, line);
    if (first_word || of_command)
        command_complete(sh, line, n, c, ret_start);
    if (!of_command || c->names)
        complete_python(sh, line, n, c, ret_start);
}

static void on_list(void *arg, const char *text, const char *note, unsigned cells)
{
    struct shell *sh = arg;
    struct buf line = { 0 };
    size_t width = text_width(text, strlen(text));
    buf_addf(&line, "  %s%*s", text, (int)(width < cells ? cells - width + 2 : 2), "");
    term_styled(&line, &sh->out, STYLE_DIM, note ? note : "");
    buf_addc(&line, '\n');
    output_bytes(sh, line.text, line.n);
    buf_finish(&line);
}

/* The rest of the last line that began like this, else how the command is used. */
static void hint_text(struct shell *sh, const char *line, struct buf *show, struct buf *take)
{
    size_t n = strlen(line);
    for (size_t i = sh->history.n; i-- > 0;) {
        const char *old = sh->history.lines[i];
        if (strncmp(old, line, n) == 0 && old[n] && !strchr(old, '\n')) {
            buf_adds(take, old + n);
            buf_adds(show, old + n);
            return;
        }
    }
    size_t word = strcspn(line, " ");
    const struct command *c = line[word] == ' ' && !line[word + 1] ? command_find(line, word) : NULL;
    if (c && strlen(c->usage) > word)
        buf_adds(show, c->usage + word + 1);
}

/* Only what fits into the cursor's row: a hint never scrolls. */
static void on_hint(void *arg, const char *line, struct buf *show, struct buf *take)
{
    struct shell *sh = arg;
    struct buf text = { 0 }, safe = { 0 }, cut = { 0 }, prompt = { 0 };
    if (strchr(line, '\n') || shell_asked(sh) || (sh->taker ? !sh->taker_hint : !sh->hints))
        return;
    if (sh->taker)
        sh->taker_hint(line, &text);
    else
        hint_text(sh, line, &text, take);
    prompt_text(sh, &prompt);
    size_t used = text_width(buf_str(&prompt), prompt.n) + text_width(line, strlen(line));
    unsigned room = sh->out.columns - 1 - (unsigned)(used % sh->out.columns);
    cell_text(&safe, buf_str(&text), text.n);
    if (text.n && room > 4) {
        cell_fit(&cut, buf_str(&safe), safe.n, room, &sh->out);
        term_ghost(show, &sh->out, buf_str(&cut));
    }
    buf_finish(&text);
    buf_finish(&safe);
    buf_finish(&cut);
    buf_finish(&prompt);
}

static const char *on_arrow(void *arg, bool right)
{
    const struct shell *sh = arg;
    if (!sh->taker || shell_asked(sh))
        return NULL;
    return right ? sh->taker_right : sh->taker_left;
}

void prompt_open(struct shell *sh)
{
    static struct lineedit_hooks hooks;
    static struct buf erase;
    term_clear_right(&erase, &sh->out);
    sh->hints = sh->out.escapes && sh->out.colour;
    hooks = (struct lineedit_hooks){ on_line, on_complete, on_list, sh->out.escapes ? on_hint : NULL, on_arrow,
                                     buf_str(&erase), on_write, sh };
    history_open(&sh->history);
    lineedit_open(&hooks);
    for (size_t i = 0; i < sh->history.n; i++)
        lineedit_remember(sh->history.lines[i]);
}
