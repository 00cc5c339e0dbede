#include "shell/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

const char *const group_title[GROUP_COUNT] = {
#define GROUP(id, title) [GROUP_##id] = title,
#include "shell/group.def"
#undef GROUP
};

enum { MOST = 160 };
static const struct command *commands[MOST]; // group by group; filled once, at the first use
static unsigned command_count;

static unsigned place_of(enum command_group group)
{
    unsigned i = 0;
    while (i < command_count && commands[i]->group <= group)
        i++;
    return i;
}

static void insert(const struct command *command)
{
    assert(command_count < MOST);
    unsigned at = place_of(command->group);
    memmove(&commands[at + 1], &commands[at], (command_count - at) * sizeof commands[0]);
    commands[at] = command;
    command_count++;
}

static void gather(void)
{
    static const struct command *const tables[] = { cmd_run, cmd_switch, cmd_schedule, cmd_look, cmd_keep, cmd_self };
    static bool done;
    if (done)
        return;
    done = true;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        for (const struct command *c = tables[i]; c->name; c++)
            insert(c);
}

void command_add(const struct command *command)
{
    gather();
    insert(command);
}

const struct command *const *command_list(unsigned *ret_n)
{
    gather();
    *ret_n = command_count;
    return commands;
}

const struct command *command_find(const char *name, size_t n)
{
    gather();
    if (n == 1 && name[0] == '?')
        return command_find("help", 4);
    if (n == 4 && memcmp(name, "exit", 4) == 0)
        return command_find("quit", 4);
    for (unsigned i = 0; i < command_count; i++)
        if (strlen(commands[i]->name) == n && memcmp(commands[i]->name, name, n) == 0)
            return commands[i];
    return NULL;
}

const struct command *command_near(const char *name, size_t n)
{
    gather();
    const struct command *best = NULL;
    unsigned limit = utf8_count(name, n) > 4 ? 2 : 1, least = limit + 1;
    for (unsigned i = 0; n > 1 && i < command_count; i++) {
        const char *other = commands[i]->name;
        unsigned d = text_distance(name, n, other, strlen(other), limit);
        if (d < least || (d == least && best && strncmp(other, name, n) == 0)) { // "tre": tree rather than try
            least = d;
            best = commands[i];
        }
    }
    return best;
}

/* ---- words */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *skip_blanks(const char *s)
{
    while (is_blank(*s))
        s++;
    return s;
}

/* The next word of *s, without its quotes; NULL at the end. */
static char *take_word(const char **s)
{
    const char *p = skip_blanks(*s);
    if (!*p)
        return NULL;
    struct buf word = { 0 };
    buf_adds(&word, "");
    for (char quote = 0; *p && (quote || !is_blank(*p)); p++) {
        if (quote ? *p == quote : (*p == '"' || *p == '\''))
            quote = quote ? 0 : *p;
        else
            buf_addc(&word, *p);
    }
    *s = p;
    return word.text;
}

void args_split(struct args *args, const char *line, char **ret_name)
{
    *args = (struct args){ 0 };
    *ret_name = take_word(&line);
    const char *rest = skip_blanks(line);
    size_t n = strlen(rest);
    while (n && is_blank(rest[n - 1]))
        n--;
    args->rest = mem_text(rest, n);
    for (char *word; (word = take_word(&line)) != NULL;) {
        args->word = mem_resize(args->word, (size_t)args->n + 2, sizeof *args->word);
        args->word[args->n++] = word;
    }
    if (!args->word)
        args->word = mem_zalloc(1, sizeof *args->word);
    args->word[args->n] = NULL;
}

void args_finish(struct args *args)
{
    for (int i = 0; i < args->n; i++)
        free(args->word[i]);
    free(args->word);
    free((char *)args->rest);
    *args = (struct args){ 0 };
}

bool parse_on_off(const char *word, bool *ret)
{
    static const struct { const char *word; bool on; } words[] = {
        { "on", true }, { "off", false }, { "1", true }, { "0", false },
        { "yes", true }, { "no", false }, { "开", true }, { "关", false },
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(word, words[i].word) == 0) {
            *ret = words[i].on;
            return true;
        }
    return false;
}

/* ---- completion */

void completion_add(struct completion *c, const char *text, const char *note)
{
    if (strncmp(text, c->prefix, strlen(c->prefix)) != 0)
        return;
    for (unsigned i = 0; i < c->n; i++)
        if (strcmp(c->list[i].text, text) == 0)
            return;
    MEM_GROW(c->list, c->n, c->cap, 16);
    c->list[c->n++] = (struct candidate){
        mem_text(text, strlen(text)), note ? mem_text(note, strlen(note)) : NULL,
    };
}

void completion_finish(struct completion *c)
{
    for (unsigned i = 0; i < c->n; i++) {
        free(c->list[i].text);
        free(c->list[i].note);
    }
    free(c->list);
    *c = (struct completion){ 0 };
}

void complete_on_off(struct shell *sh, struct completion *c)
{
    (void)sh;
    completion_add(c, "on", NULL);
    completion_add(c, "off", NULL);
}

void complete_files(struct shell *sh, struct completion *c)
{
    (void)sh;
    c->files = true;
}

void complete_python_names(struct shell *sh, struct completion *c)
{
    (void)sh;
    c->names = true;
}

static void complete_commands(struct completion *c)
{
    for (unsigned i = 0; i < command_count; i++)
        completion_add(c, commands[i]->name, _(commands[i]->summary));
}

static size_t word_start(const char *line, size_t n)
{
    while (n && !is_blank(line[n - 1]))
        n--;
    return n;
}

void command_complete(struct shell *sh, const char *line, size_t n, struct completion *c,
                      size_t *ret_start)
{
    gather();
    size_t start = word_start(line, n);
    char *before = mem_text(line, start), *prefix = mem_text(line + start, n - start);
    struct args args;
    char *name;
    args_split(&args, before, &name);
    c->prefix = prefix;
    c->before = &args;
    c->index = args.n;
    const struct command *command = name ? command_find(name, strlen(name)) : NULL;
    if (!name)
        complete_commands(c);
    else if (command && command->complete) {
        args.command = command;
        command->complete(sh, c);
    }
    *ret_start = start;
    c->prefix = NULL;
    c->before = NULL;
    free(name);
    free(before);
    free(prefix);
    args_finish(&args);
}

/* ---- help */

/* Help texts are written over several source lines; they are set anew for this terminal. */
static void add_wrapped(struct buf *out, const char *s, unsigned indent, unsigned columns)
{
    unsigned room = columns > indent + 20 ? MIN(columns, 92u) - indent - 1 : 60;
    for (size_t n = strlen(s); n;) {
        size_t line = text_line(s, n, room);
        buf_addf(out, "%*s", (int)indent, "");
        for (size_t i = 0; i < line; i++)
            buf_addc(out, is_blank(s[i]) ? ' ' : s[i]);
        buf_addc(out, '\n');
        size_t skip = line < n && is_blank(s[line]);
        s += line + skip;
        n -= line + skip;
    }
}

void command_help(struct buf *out, const struct command *command, const struct term *term)
{
    term_styled(out, term, STYLE_BOLD, command->usage);
    buf_addc(out, '\n');
    add_wrapped(out, _(command->summary), 2, term->columns);
    if (command->help && *command->help)
        add_wrapped(out, _(command->help), 2, term->columns);
    if (command->example && *command->example)
        buf_addf(out, _("  example: %s\n"), command->example);
}

enum { TITLE = 10 }; // cells of a group's title

void help_hanging(struct buf *out, const char *s, size_t n, unsigned indent, unsigned columns)
{
    unsigned room = columns > indent + 20 ? columns - indent : 60;
    for (bool first = true; n || first; first = false) {
        size_t line = text_line(s, n, room), end = line;
        while (end && is_blank(s[end - 1]))
            end--;
        buf_addf(out, "%*s%.*s\n", first ? 0 : (int)indent, "", (int)end, s);
        while (line < n && is_blank(s[line]))
            line++;
        s += line;
        n -= line;
    }
}

void command_help_all(struct buf *out, const struct term *term)
{
    gather();
    for (int group = 0; group < GROUP_COUNT; group++) {
        struct buf line = { 0 };
        for (unsigned i = 0; i < command_count; i++)
            if ((int)commands[i]->group == group)
                buf_addf(&line, "%s%s", line.n ? "  " : "", commands[i]->name);
        if (line.n) {
            const char *title = _(group_title[group]);
            size_t title_cells = text_width(title, strlen(title));
            term_styled(out, term, STYLE_BOLD, title);
            buf_addf(out, "%*s", (int)(title_cells < TITLE ? TITLE - title_cells : 1), "");
            help_hanging(out, line.text, line.n, TITLE, term->columns);
        }
        buf_finish(&line);
    }
    buf_adds(out, _("Everything else is Python. `help NAME` tells more, `help -k WORD` searches.\n"));
    buf_adds(out, _("A variable that is called like a command hides it; `:NAME` is always the command.\n"));
}
