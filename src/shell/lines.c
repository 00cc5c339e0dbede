/* lines.c: what becomes of a line, typed or read: a command at once, Python when it is whole. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lang/lang.h"
#include "shell/entry.h"
#include "shell/shell.h"

/* ---- commands */

static void run_command(struct shell *sh, const char *line)
{
    struct args args;
    char *name;
    args_split(&args, line, &name);
    const struct command *command = command_find(name, strlen(name));
    enum command_result result = COMMAND_FAILED;
    if (!command) {
        const struct command *near = command_near(name, strlen(name));
        shell_error(sh, near ? _("there is no command `%s`; did you mean `%s`?")
                             : _("there is no command `%s`; `help` lists them"),
                    name, near ? near->name : "");
    } else {
        args.command = command;
        result = command->run(sh, &args);
    }
    if (result == COMMAND_USAGE)
        shell_error(sh, _("usage: %s   (`help %s` tells more)"), command->usage, command->name);
    shell_flush(sh);
    if (result != COMMAND_OK)
        shell_fail(sh, (int)result);
    args_finish(&args);
    free(name);
}

/* ---- where lines come from */

void source_read(struct shell *sh)
{
    struct source *s = &sh->source;
    if (s->at) { // what was taken makes room
        size_t taken = MIN(s->at, s->text.n);
        memmove(s->text.text, s->text.text + taken, s->text.n - taken);
        s->text.n -= taken;
        s->at -= taken;
    }
    ssize_t n = read(s->fd, buf_room(&s->text, 65536), 65536);
    if (n < 0 && errno == EINTR)
        return;
    if (n > 0) {
        s->text.n += (size_t)n;
        s->text.text[s->text.n] = 0;
        return;
    }
    if (s->fd != STDIN_FILENO)
        close(s->fd);
    s->fd = -1;
    s->at = MIN(s->at, s->text.n);
}

/* ---- lines */

static void ask(struct shell *sh, const char *what, struct buf *to)
{
    struct buf names = { 0 };
    if (run_query(sh->run, what, &names) == 0) {
        buf_finish(to);
        *to = names;
        return;
    }
    buf_finish(&names); // what was known last is good enough
}

bool names_learn(struct shell *sh)
{
    if (!shell_takes_entries(sh)) { // the next entry finds a new main, without names of its own
        buf_clear(&sh->names);
        return sh->builtins.n > 0;
    }
    if (run_state(sh->run) != RUN_PROMPT)
        return false;
    ask(sh, "names", &sh->names);
    if (!sh->builtins.n)
        ask(sh, "builtins", &sh->builtins);
    return sh->builtins.n > 0;
}

/* The next word of a list of names; false at its end. */
static bool next_name(const char **s, const char **ret, size_t *ret_n)
{
    *s += strspn(*s, " \n,\t");
    *ret = *s;
    *ret_n = strcspn(*s, " \n,\t");
    *s += *ret_n;
    return *ret_n > 0;
}

static bool is_listed(const struct buf *list, const char *name, size_t n)
{
    const char *s = buf_str(list), *word;
    size_t word_n;
    while (next_name(&s, &word, &word_n))
        if (word_n == n && memcmp(word, name, n) == 0)
            return true;
    return false;
}

static bool is_variable(void *arg, const char *name, size_t n)
{
    struct shell *sh = arg;
    names_learn(sh);
    return is_listed(&sh->names, name, n);
}

struct near_name {
    const char *s;
    size_t n;
    unsigned distance;
};

static void find_near(struct near_name *near, const struct buf *list, const char *name, size_t n)
{
    const char *s = buf_str(list), *word;
    size_t word_n;
    unsigned limit = utf8_count(name, n) > 4 ? 2 : 1;
    while (next_name(&s, &word, &word_n)) {
        unsigned d = text_distance(name, n, word, word_n, limit);
        if (d < near->distance && d <= limit)
            *near = (struct near_name){ word, word_n, d };
    }
}

/* A word alone that neither the program nor the shell knows is a slip, and main need not be asked. */
static bool is_unknown_word(struct shell *sh, const char *line, size_t *ret_n)
{
    size_t n = strcspn(line, " \t\r\n");
    uint32_t first = 0;
    utf8_get(line, strlen(line), &first);
    for (size_t i = 0; i < n; i++)
        if (!cp_continues_name((unsigned char)line[i]) && (unsigned char)line[i] < 0x80)
            return false;
    *ret_n = n;
    return n && !line[n + strspn(line + n, " \t\r\n")] && line[0] != '_' && cp_starts_name(first) &&
           !lang_is_keyword(line, n) && names_learn(sh) && !is_listed(&sh->names, line, n) &&
           !is_listed(&sh->builtins, line, n);
}

/* Whether the word stands in the program that ran last and is over. */
static bool is_of_what_is_over(struct shell *sh, const char *word, size_t n)
{
    const char *s = buf_str(&sh->program);
    if (!sh->run || run_state(sh->run) != RUN_ENDED)
        return false;
    for (const char *at = s; (at = memmem(at, strlen(at), word, n)) != NULL; at++) {
        bool begins = at == s || !(cp_continues_name((unsigned char)at[-1]) || (unsigned char)at[-1] >= 0x80);
        bool ends = !(cp_continues_name((unsigned char)at[n]) || (unsigned char)at[n] >= 0x80);
        if (begins && ends)
            return true;
    }
    return false;
}

static void tell_unknown_word(struct shell *sh, const char *word, size_t n)
{
    if (is_of_what_is_over(sh, word, n)) {
        shell_error(sh, _("`%.*s` was a name of the program; the run is over, and its variables are gone with it (`conch -i FILE` keeps them)"),
                    (int)n, word);
        return;
    }
    const struct command *command = command_near(word, n);
    struct near_name near = { .distance = UINT_MAX };
    struct buf text = { 0 };
    find_near(&near, &sh->names, word, n);
    find_near(&near, &sh->builtins, word, n);
    buf_addf(&text, _("`%.*s` is neither a command nor a name of the program"), (int)n, word);
    if (command && near.n)
        buf_addf(&text, _("; did you mean the command `%s`, or `%.*s`?"), command->name, (int)near.n, near.s);
    else if (command)
        buf_addf(&text, _("; did you mean the command `%s`?"), command->name);
    else if (near.n)
        buf_addf(&text, _("; did you mean `%.*s`?"), (int)near.n, near.s);
    else
        buf_adds(&text, _("; `help` lists the commands"));
    shell_error(sh, "%s", text.text);
    buf_finish(&text);
}

/* The next line of the source that is not blank, without taking it. 1: *ret; 0: not there yet;
 * -1: there is none. */
static int source_peek(const struct source *s, char **ret)
{
    for (size_t at = s->at; at < s->text.n;) {
        const char *line = s->text.text + at;
        const char *end = memchr(line, '\n', s->text.n - at);
        size_t n = end ? (size_t)(end - line) : s->text.n - at;
        bool whole = end || s->fd < 0;
        if (!whole)
            return 0;
        if (strspn(line, " \t\r") < n) {
            *ret = mem_text(line, n);
            return 1;
        }
        at += n + 1;
    }
    return s->fd < 0 ? -1 : 0;
}

bool source_take(struct source *s, char **ret)
{
    if (s->at >= s->text.n)
        return false;
    const char *line = s->text.text + s->at;
    const char *end = memchr(line, '\n', s->text.n - s->at);
    if (!end && s->fd >= 0)
        return false;
    size_t n = end ? (size_t)(end - line) : s->text.n - s->at;
    size_t kept = n && line[n - 1] == '\r' ? n - 1 : n;
    *ret = mem_text(line, kept);
    s->at += n + 1;
    s->line++;
    return true;
}

bool source_over(const struct source *s)
{
    return s->fd < 0 && s->at >= s->text.n;
}

/* What comes next decides whether a body is over; at a prompt an empty line does. False: the
 * next line is not there yet, and it matters. */
static bool check_entry(struct shell *sh, const char *label, enum entry_state *ret,
                        struct buf *message)
{
    const struct buf *e = &sh->entry;
    bool script = sh->mode == SHELL_SCRIPT;
    *ret = entry_check(e->text, e->n, label, script ? NEXT_KNOWN : NEXT_TYPED, " body", message);
    if (!script || *ret == ENTRY_READY)
        return true;
    char *next = NULL;
    if (source_peek(&sh->source, &next) == 0)
        return false;
    buf_clear(message);
    *ret = entry_check(e->text, e->n, label, NEXT_KNOWN, next, message);
    free(next);
    return true;
}

void entry_drop(struct shell *sh)
{
    sh->entry_waits = false;
    buf_clear(&sh->entry);
}

void entry_try(struct shell *sh)
{
    struct buf message = { 0 };
    char label[32];
    enum entry_state state;
    snprintf(label, sizeof label, "<input %u>", sh->entry_n + 1);
    bool known = check_entry(sh, label, &state, &message);
    sh->entry_waits = !known;
    if (known && state == ENTRY_READY) {
        shell_enter_python(sh, sh->entry.text, sh->entry.n, NULL);
        entry_drop(sh);
    } else if (known && state == ENTRY_WRONG) {
        output_write(sh, STDERR_FILENO, message.text, message.n);
        entry_drop(sh);
        shell_fail(sh, 1);
    }
    buf_finish(&message);
}

static void add_to_entry(struct shell *sh, const char *line)
{
    buf_adds(&sh->entry, line);
    buf_addc(&sh->entry, '\n');
}

/* A block from notes: prompts and line numbers come off; what is one piece of Python runs as one. */
static bool take_block(struct shell *sh, const char *text)
{
    struct arena arena;
    const char *what = NULL;
    arena_init(&arena);
    struct text clean = lang_unmark(&arena, text, strlen(text), &what);
    struct buf ignored = { 0 };
    bool whole = entry_check(clean.s, clean.n, "", NEXT_KNOWN, NULL, &ignored) == ENTRY_READY;
    struct text moved;
    if (!whole && lang_outdent(&arena, clean, &moved) &&
        entry_check(moved.s, moved.n, "", NEXT_KNOWN, NULL, &ignored) == ENTRY_READY) {
        clean = moved; // from inside a function, or out of a list in notes
        whole = true;
    }
    if (what)
        shell_note(sh, _("taken off: %s"), what);
    if (whole) {
        shell_enter_python(sh, clean.s, clean.n, NULL);
    } else {
        for (uint32_t at = 0; at < clean.n;) {
            const char *end = memchr(clean.s + at, '\n', clean.n - at);
            uint32_t n = end ? (uint32_t)(end - clean.s) - at : clean.n - at;
            shell_enqueue(sh, clean.s + at, n, NULL);
            at += n + 1;
        }
        shell_enqueue(sh, "", 0, NULL); // ends a body at the block's end
    }
    buf_finish(&ignored);
    arena_finish(&arena);
    return true;
}

static bool is_exit_call(const char *line)
{
    static const char *const words[] = { "exit()", "quit()" };
    size_t n = strcspn(line, " \t\r\n;");
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strlen(words[i]) == n && memcmp(words[i], line, n) == 0)
            return line[n] == 0;
    return false;
}

bool line_is_command(struct shell *sh, const char *line)
{
    const char *text;
    return !sh->entry.n && line_classify(line, is_variable, sh, &text) == LINE_COMMAND;
}

static void fresh_line(struct shell *sh, const char *line)
{
    const char *text;
    size_t n;
    if (sh->mode == SHELL_PROMPT && is_exit_call(line)) {
        shell_quit(sh);
        return;
    }
    switch (line_classify(line, is_variable, sh, &text)) {
    case LINE_EMPTY: return;
    case LINE_COMMAND: run_command(sh, text); return;
    case LINE_PYTHON:
        if (sh->mode == SHELL_PROMPT && is_unknown_word(sh, text, &n)) {
            tell_unknown_word(sh, text, n);
            shell_fail(sh, 1);
            return;
        }
        add_to_entry(sh, line);
        entry_try(sh);
        return;
    }
}

/* Typed with an input method on: ｒｕｎ　５ means run 5. */
static void folded_line(struct shell *sh, const char *line)
{
    struct buf folded = { 0 };
    if (text_fold_fullwidth(&folded, line, strlen(line)) && sh->mode == SHELL_PROMPT)
        shell_note(sh, _("read as: %s"), buf_str(&folded));
    if (sh->entry.n) {
        add_to_entry(sh, buf_str(&folded));
        entry_try(sh);
    } else {
        fresh_line(sh, buf_str(&folded));
    }
    buf_finish(&folded);
}

void shell_line(struct shell *sh, const char *line)
{
    if (sh->taker) {
        bool (*fn)(struct shell *, const char *, void *) = sh->taker;
        if (fn(sh, line, sh->taker_arg))
            return;
    }
    bool begins = sh->entry.n == 0;
    if (begins && strchr(line, '\n') && take_block(sh, line))
        return;
    if (begins)
        sh->marked = strncmp(line, ">>> ", 4) == 0;
    if (sh->marked && strncmp(line, begins ? ">>> " : "... ", 4) == 0)
        line += 4;
    else if (sh->marked && strcmp(line, "...") == 0)
        line += 3;
    if (begins && sh->mode == SHELL_PROMPT && learn_shortcut(sh, line)) {
        shell_flush(sh);
        return;
    }
    folded_line(sh, line);
}

void shell_take_lines(struct shell *sh, bool (*fn)(struct shell *sh, const char *line, void *arg),
                      void *arg, const char *prompt)
{
    free(sh->taker_prompt);
    sh->taker = fn;
    sh->taker_arg = arg;
    sh->taker_left = sh->taker_right = NULL;
    sh->taker_hint = NULL;
    sh->taker_prompt = fn && prompt ? mem_text(prompt, strlen(prompt)) : NULL;
}
