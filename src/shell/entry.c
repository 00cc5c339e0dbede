#include "shell/entry.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "lang/lang.h"
#include "shell/command.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (s[n] && !is_blank(s[n]) && s[n] != '\n' && s[n] != '\r')
        n++;
    return n;
}

static size_t name_length(const char *s)
{
    size_t n = 0, left = strlen(s);
    while (n < left) {
        uint32_t cp;
        unsigned length = utf8_get(s + n, left - n, &cp);
        if (!(n ? cp_continues_name(cp) : cp_starts_name(cp)))
            break;
        n += length;
    }
    return n;
}

/* Whether the word can stand behind a name in Python. */
static bool is_operator_word(const char *s, size_t n)
{
    static const char *const words[] = { "in", "is", "if", "not", "and", "or", "for", "else" };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
            return true;
    return false;
}

/* = and the augmented assignments. */
static bool is_assignment(const char *s)
{
    size_t n = strspn(s, "+-*/%&|^@<>:");
    return n <= 3 && s[n] == '=' && !(n && (s[0] == '<' || s[0] == '>') && n == 1);
}

/* Commands whose names Python knows as functions. */
static bool is_builtin(const char *s, size_t n)
{
    static const char *const names[] = { "list", "vars", "set", "next", "help", "quit", "exit" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strlen(names[i]) == n && memcmp(names[i], s, n) == 0)
            return true;
    return false;
}

/* The operand that an expression begins with. */
static const struct node *leftmost(const struct node *e)
{
    for (;;) {
        switch (e->kind) {
        case N_BINARY:
        case N_INDEX: e = e->pair.left; break;
        case N_COMPARE: e = e->compare.left; break;
        case N_CALL: e = e->call.callee; break;
        case N_ATTR: e = e->attr.object; break;
        case N_BOOLOP: e = e->items.first; break;
        case N_TUPLE:
            if (!e->items.first)
                return e;
            e = e->items.first;
            break;
        case N_IFEXP: e = e->ifexp.yes; break;
        default: return e;
        }
    }
}

static bool is_expression_on(const struct node *module, const char *name, size_t n)
{
    const struct node *only = module->body.first;
    if (!only || only->next || only->kind != N_EXPR || !only->value)
        return false;
    const struct node *e = leftmost(only->value);
    return e->kind == N_NAME && e->name.n == n && memcmp(e->name.s, name, n) == 0;
}

static enum line_kind classify_by_parse(const char *line, size_t word, bool means_something)
{
    struct arena arena;
    struct node *tree = NULL;
    struct diag diag;
    struct parse_opts opts = { .file = "", .interactive = true };
    arena_init(&arena);
    enum parse_result result = lang_parse(&arena, line, strlen(line), &opts, &tree, &diag);
    enum line_kind kind = LINE_PYTHON;
    if (result == PARSE_ERROR)
        kind = LINE_COMMAND;
    else if (result == PARSE_OK && !means_something && is_expression_on(tree, line, word))
        kind = LINE_COMMAND;
    arena_finish(&arena);
    return kind;
}

/* The name is a command's and something stands behind it. */
static enum line_kind classify_with_rest(const char *line, size_t word, const char *rest,
                                         bool means_something)
{
    size_t next = name_length(rest);
    if ((next && !is_operator_word(rest, next)) || (*rest >= '0' && *rest <= '9'))
        return LINE_COMMAND;
    if (is_assignment(rest))
        return LINE_PYTHON;
    if (*rest == '(' && means_something)
        return LINE_PYTHON;
    return classify_by_parse(line, word, means_something);
}

enum line_kind line_classify(const char *line, is_variable_fn *is_variable, void *arg,
                             const char **ret_text)
{
    while (is_blank(*line))
        line++;
    *ret_text = line;
    if (*line == 0 || *line == '\n' || *line == '\r' || *line == '#')
        return LINE_EMPTY;
    if (*line == ':') {
        for (line++; is_blank(*line); line++)
            ;
        *ret_text = line;
        return *line ? LINE_COMMAND : LINE_EMPTY;
    }
    size_t word = word_length(line);
    if (!command_find(line, word))
        return LINE_PYTHON;
    const char *rest = line + word;
    while (is_blank(*rest) || *rest == '\n' || *rest == '\r')
        rest++;
    bool variable = is_variable && is_variable(arg, line, word);
    if (!*rest || *rest == '#')
        return variable ? LINE_PYTHON : LINE_COMMAND;
    return classify_with_rest(line, word, rest, variable || is_builtin(line, word));
}

/* ---- whole or not */

static bool has_body(const struct node *statement)
{
    switch (statement->kind) {
    case N_IF: case N_WHILE: case N_FOR: case N_TRY: case N_WITH:
    case N_FUNCDEF: case N_CLASSDEF:
        return true;
    default: return false;
    }
}

static bool ends_with_empty_line(const char *text, size_t n)
{
    size_t newlines = 0;
    while (n && (is_blank(text[n - 1]) || text[n - 1] == '\n' || text[n - 1] == '\r'))
        newlines += text[--n] == '\n';
    return newlines >= 2;
}

/* Whether the line goes on with the statement before it. */
static bool continues_body(const char *line)
{
    static const char *const words[] = { "else", "elif", "except", "finally" };
    if (is_blank(*line))
        return true;
    size_t n = name_length(line);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (n == strlen(words[i]) && memcmp(words[i], line, n) == 0)
            return true;
    return false;
}

static bool body_goes_on(const char *text, size_t n, enum entry_next how, const char *next_line)
{
    if (how == NEXT_TYPED)
        return !ends_with_empty_line(text, n);
    return next_line && continues_body(next_line);
}

/* "lok a off" and "stpe 3" are no Python: somebody meant a command. */
static bool suggest_command(const char *text, size_t n, struct buf *message)
{
    char line[128];
    n = MIN(n, sizeof line - 1);
    memcpy(line, text, n);
    line[n] = 0;
    line[strcspn(line, "\n")] = 0;
    size_t word = word_length(line);
    const struct command *near = command_near(line, word);
    const char *rest = line + word + strspn(line + word, " \t");
    size_t next = name_length(rest);
    bool argument = next ? !is_operator_word(rest, next) : *rest >= '0' && *rest <= '9';
    bool two_words = name_length(line) == word && argument;
    if (!near || !two_words || lang_is_keyword(line, word))
        return false;
    buf_addf(message, _("there is no command `%.*s`; did you mean `%s`? It is used like this: %s\n"),
             (int)word, line, near->name, near->usage);
    return true;
}

/* Whether the parser, asked as at a prompt, would wait for more lines. */
static bool could_go_on(const char *text, size_t n)
{
    struct arena arena;
    struct node *tree;
    struct diag diag;
    struct parse_opts opts = { .file = "", .interactive = true };
    arena_init(&arena);
    bool more = lang_parse(&arena, text, n, &opts, &tree, &diag) == PARSE_MORE;
    arena_finish(&arena);
    return more;
}

static enum entry_state judge(enum parse_result result, const struct node *tree, const char *text,
                              size_t n, enum entry_next how, const char *next_line)
{
    if (result == PARSE_MORE)
        return ENTRY_MORE;
    if (result == PARSE_ERROR)
        return next_line && could_go_on(text, n) ? ENTRY_MORE : ENTRY_WRONG;
    bool body = tree->body.last && has_body(tree->body.last);
    return body && body_goes_on(text, n, how, next_line) ? ENTRY_MORE : ENTRY_READY;
}

enum entry_state entry_check(const char *text, size_t n, const char *label, enum entry_next how,
                             const char *next_line, struct buf *message)
{
    struct arena arena;
    struct node *tree = NULL;
    struct diag diag;
    struct parse_opts opts = { .file = label, .interactive = how == NEXT_TYPED };
    arena_init(&arena);
    enum parse_result result = lang_parse(&arena, text, n, &opts, &tree, &diag);
    enum entry_state state = judge(result, tree, text, n, how, next_line);
    if (state == ENTRY_WRONG && !suggest_command(text, n, message))
        diag_render(message, &diag, label, text, n);
    arena_finish(&arena);
    return state;
}
